// Core against the oracle, natively and in WebAssembly: the same canonical result, byte for byte, for random tenders of each
// method. KAIBIAO_SCORE_TENDERS (300 for each method; 100000 take half an hour) and KAIBIAO_SCORE_SEED choose others,
// KAIBIAO_SCORE_TOOL and KAIBIAO_SCORE_MODULE (a folder) other builds. Each test prints the SHA-256 of all answers.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { loadModule, settled } from './score_module.mjs';
import { evaluate, Fraction } from './score_oracle.mjs';
import { faultyTenderOf, kinds, random, tenderOf } from './score_tenders.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const builds = process.env.KAIBIAO_BIN ? [path.dirname(process.env.KAIBIAO_BIN)] : ['release', 'dev'].map((name) => path.join(root, 'build', name));
const tool = process.env.KAIBIAO_SCORE_TOOL ?? builds.map((folder) => path.join(folder, 'tests/kaibiao_score_tool')).find(existsSync);
const count = Number(process.env.KAIBIAO_SCORE_TENDERS ?? 300);
const seed = Number(process.env.KAIBIAO_SCORE_SEED ?? 20261123);
const batch = 500;

function core(tenders) {
    assert.ok(tool, 'kaibiao_score_tool is not built');
    if (tenders.length === 0) return [];
    const input = tenders.map(({ method, ...input }) => JSON.stringify({ input: { label: 'kaibiao/score-input/v1', ...input }, method })).join('\n') + '\n';
    const run = spawnSync(tool, { input, encoding: 'utf8', maxBuffer: 1 << 30 });
    assert.equal(run.status, 0, run.stderr);
    const lines = run.stdout.trimEnd().split('\n');
    assert.equal(lines.length, tenders.length);
    return lines;
}

const module = await loadModule();

/** The line as it is, or the name of its error. */
const answerOf = (line) => (line.startsWith('{"error":') ? JSON.parse(line).error : line);
const expectedOf = (tender) => { const { error, result } = evaluate(tender); return error ?? result; };
const same = (tender) => !tender.draws && !tender.tie_order;

function check(build, tender, actual, expected) {
    if (actual !== expected) assert.fail(`${build}: ${actual}\noracle: ${expected}\ntender: ${JSON.stringify(tender)}`);
}

class Comparison {
    seen = new Map();
    digests = { native: createHash('sha256'), webassembly: createHash('sha256') };
    compared = 0;

    /** What the module can be asked, natively and in WebAssembly. */
    compareBuilds(tenders, known) {
        if (!module) return;
        const fixed = tenders.map(settled);
        const changed = tenders.map((_, i) => i).filter((i) => fixed[i] && !same(tenders[i]));
        core(changed.map((i) => fixed[i])).forEach((line, n) => {
            known[changed[n]] = answerOf(line);
            check('native', fixed[changed[n]], known[changed[n]], expectedOf(fixed[changed[n]]));
        });
        fixed.forEach((tender, i) => {
            if (!tender) return;
            const actual = module.evaluate(tender);
            check(`WebAssembly in ${module.folder}`, tender, actual, known[i]);
            this.digests.native.update(known[i] + '\n');
            this.digests.webassembly.update(actual + '\n');
            ++this.compared;
        });
    }

    compare(tenders) {
        const answers = core(tenders).map(answerOf);
        tenders.forEach((tender, i) => {
            check('native', tender, answers[i], expectedOf(tender));
            const kind = answers[i].startsWith('{') ? 'result' : answers[i];
            this.seen.set(kind, (this.seen.get(kind) ?? 0) + 1);
        });
        this.compareBuilds(tenders, answers);
    }

    report(context) {
        if (!module) return context.diagnostic('no WebAssembly build: compared natively only');
        const [native, webassembly] = Object.values(this.digests).map((one) => one.digest('hex'));
        context.diagnostic(`${this.compared} answers: native sha256 ${native}, WebAssembly sha256 ${webassembly}`);
        assert.equal(webassembly, native);
    }
}

/** Compares `total` tenders; the pauses let the runner print what is done. */
async function compareMany(context, make, total, salt) {
    const r = random(seed + salt);
    const comparison = new Comparison();
    for (let done = 0; done < total; done += batch) {
        comparison.compare(Array.from({ length: Math.min(batch, total - done) }, () => make(r)));
        await setImmediate();
    }
    comparison.report(context);
    return comparison;
}

for (const [salt, kind] of kinds.entries()) {
    test(`${kind}: core and oracle agree on ${count} random tenders`, async (context) => {
        const { seen, compared } = await compareMany(context, (r) => tenderOf(r, kind), count, salt);
        assert.deepEqual([...seen], [['result', count]]);
        if (module) assert.equal(compared, count);
    });
    test(`${kind}: core and oracle name the same error for tenders with one fault`, async (context) => {
        const { seen } = await compareMany(context, (r) => faultyTenderOf(r, kind), Math.ceil(count / 5), salt + 100);
        if (count < 5000) return;
        for (const name of ['bid_listed_twice', 'adjustment_unknown', 'adjustment_out_of_range', 'no_valid_bid', 'score_duplicate',
            'score_missing', 'score_unknown_bid', 'score_unknown_criterion', 'score_out_of_range'])
            assert.ok(seen.get(name) > 0, `${name} never came: ${JSON.stringify([...seen])}`);
    });
}

test('core was compared in WebAssembly too', { skip: !module && 'no WebAssembly build: scripts/build wasm makes one' }, () => {
    assert.ok(module);
});

test('the order of bids, sheets and cells changes no byte of the result', () => {
    const r = random(seed + 20);
    const tenders = Array.from({ length: 200 }, () => tenderOf(r, r.pick(kinds)));
    const shuffled = tenders.map(({ method, bids, sheets, ...drawn }) => ({
        ...drawn,
        method,
        bids: r.shuffle([...bids]),
        sheets: r.shuffle(sheets.map(({ cells, ...sheet }) => ({ ...sheet, cells: r.shuffle([...cells]) }))),
    }));
    const strip = (line) => JSON.stringify({ ...JSON.parse(line), place: undefined });
    assert.deepEqual(core(shuffled).map(strip), core(tenders).map(strip));
});

test('the oracle itself agrees with the worked numbers of GP 55', () => {
    const prices = ['1000000.00', '1200000.00', '950000.00'];
    const method = {
        adjustments: [], aggregation: { kind: 'mean', trim_from: null }, candidates: 3, ceiling: null, label: 'kaibiao/method/v1',
        points: '30', price: { kind: 'low_price', points: '30' }, ranking: ['total', 'price', 'draw'], sections: [],
        rounding: { criterion: null, evaluated_price: null, price_score: { mode: 'half_up', places: 2 }, section: null, total: null },
    };
    const bids = prices.map((price, i) => ({ adjustments: [], bid: `${i}`.padStart(32, '0'), price, standing: 'admitted' }));
    const { result } = evaluate({ method, bids, sheets: [] });
    const scores = Object.fromEntries(JSON.parse(result).bids.map((bid) => [bid.bid.at(-1), bid.price_score.rounded]));
    assert.deepEqual(scores, { 0: '28.50', 1: '23.75', 2: '30.00' });
    assert.equal(core([{ method, bids, sheets: [] }])[0], result);
    assert.equal(Fraction.parse('-0.50').text(), '-1/2');
});
