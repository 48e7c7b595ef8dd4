// Core against the oracle, natively and in WebAssembly: the same canonical result, byte for byte, for random tenders of each
// method, and the same error at the same place for tenders with a fault. Then what holds without an oracle: tenders whose bidders exchange their
// ids, whose amounts are in a smaller unit, or that have one more loser. KAIBIAO_SCORE_TENDERS (300 for each method; 100000 take half an hour) and
// KAIBIAO_SCORE_SEED choose others, KAIBIAO_SCORE_TOOL and KAIBIAO_SCORE_MODULE (a folder) other builds. Each comparison prints the SHA-256 of all answers.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { loadModule } from './score_module.mjs';
import { evaluate, Fraction } from './score_oracle.mjs';
import { faultyFormulaOf, faultyTenderOf, placedFaultOf, placedFaults } from './score_faults.mjs';
import { compareOthers, counted, exchanged, inSmallerUnit, renamed, withCounted, withLoser, withRejected } from './score_relations.mjs';
import { kinds, random, tenderOf } from './score_tenders.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const builds = process.env.KAIBIAO_BIN ? [path.dirname(process.env.KAIBIAO_BIN)] : ['release', 'dev'].map((name) => path.join(root, 'build', name));
const tool = process.env.KAIBIAO_SCORE_TOOL ?? builds.map((folder) => path.join(folder, 'tests/kaibiao_score_tool')).find(existsSync);
const count = Number(process.env.KAIBIAO_SCORE_TENDERS ?? 300);
const seed = Number(process.env.KAIBIAO_SCORE_SEED ?? 20261123);
const batch = 500;
/** Of each relation and each misplaced member. */
const few = Math.min(Math.ceil(count / 4), 3000);

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

/** {error, place}, or undefined for a result. */
const errorOf = (line) => (line.startsWith('{"error":') ? JSON.parse(line) : undefined);

function check(build, tender, actual, expected) {
    if (actual !== expected) assert.fail(`${build}: ${actual}\nexpected: ${expected}\ntender: ${JSON.stringify(tender)}`);
}

/** `expected` is a result, or an error at one of some places. */
function checkAnswer(tender, actual, { result, error, place }) {
    const { error: name, place: at } = errorOf(actual) ?? {};
    if (result === undefined && name === error && [place].flat().includes(at)) return;
    check('native', tender, actual, result ?? `${error} at ${place}`);
}

class Comparison {
    seen = new Map();
    digests = { native: createHash('sha256'), webassembly: createHash('sha256') };
    compared = 0;

    compareBuilds(tenders, known) {
        if (!module) return;
        tenders.forEach((tender, i) => {
            const actual = module.evaluate(tender);
            check(`WebAssembly in ${module.folder}`, tender, actual, known[i]);
            this.digests.native.update(known[i] + '\n');
            this.digests.webassembly.update(actual + '\n');
            ++this.compared;
        });
    }

    compare(tenders, expectedOf = evaluate) {
        const answers = core(tenders);
        tenders.forEach((tender, i) => {
            checkAnswer(tender, answers[i], expectedOf(tender));
            const kind = errorOf(answers[i])?.error ?? 'result';
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
    test(`${kind}: core and oracle name the same error at the same place for tenders with one fault`, async (context) => {
        const { seen } = await compareMany(context, (r) => faultyTenderOf(r, kind), Math.ceil(count / 5), salt + 100);
        if (count < 3000) return;
        for (const name of ['bid_listed_twice', 'adjustment_unknown', 'adjustment_out_of_range', 'no_valid_bid', 'score_duplicate',
            'score_missing', 'score_unknown_bid', 'score_unknown_criterion', 'score_out_of_range'])
            assert.ok(seen.get(name) > 0, `${name} never came: ${JSON.stringify([...seen])}`);
    });
}

test('core and oracle name the same error at the same place for formulas with one fault', async (context) => {
    const scored = kinds.filter((kind) => kind !== 'lowest_evaluated');
    const { seen } = await compareMany(context, (r) => faultyFormulaOf(r, r.pick(scored)), count, 200);
    if (count < 300) return;
    for (const name of ['formula_circular', 'formula_malformed', 'formula_unknown_variable', 'parameter_unknown', 'division_by_zero'])
        assert.ok(seen.get(name) > 0, `${name} never came: ${JSON.stringify([...seen])}`);
});

test('a wrong member is refused at its place', () => {
    const r = random(seed + 300);
    for (const what of Object.keys(placedFaults)) {
        const made = Array.from({ length: Math.ceil(few / 10) }, () => placedFaultOf(r, what));
        const expected = new Map(made.map(({ tender, expected: [error, place] }) => [tender, { error, place }]));
        new Comparison().compare(made.map(({ tender }) => tender), (tender) => expected.get(tender));
    }
});

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

// ---- relations between the results of two tenders; whether they hold needs no oracle

/** The results of both builds, which are the same. */
function resultsOf(tenders) {
    const lines = core(tenders);
    new Comparison().compareBuilds(tenders, lines);
    lines.forEach((line, i) => assert.ok(!errorOf(line), `${line} for ${JSON.stringify(tenders[i])}`));
    return lines.map((line) => JSON.parse(line));
}

/** Pairs of a random tender's result and the result of what `change` makes of it: {before, after, …}. */
function pairsOf(kind, salt, change) {
    const r = random(seed + salt);
    const tenders = Array.from({ length: few }, () => tenderOf(r, kind));
    const results = resultsOf(tenders);
    const made = tenders.map((tender, i) => ({ before: results[i], ...change(r, tender, results[i]) })).filter(({ tender }) => tender);
    const after = resultsOf(made.map(({ tender }) => tender));
    return made.map((one, i) => ({ ...one, after: after[i] }));
}

/** For changes that need a bid that nothing was wrong with. */
const whereValid = (change) => (r, tender, result) => (result.bids.some(({ rank }) => rank !== null) ? change(r, tender, result) : undefined);

const said = ({ tender }) => `for ${JSON.stringify(tender)}`;
const same = (pair, left, right) => assert.deepEqual(right, left, said(pair));

for (const [salt, kind] of kinds.entries()) {
    test(`${kind}: bidders who exchange their ids exchange their results`, () => {
        const pairs = pairsOf(kind, salt + 400, exchanged);
        assert.equal(pairs.length, few);
        for (const pair of pairs) same(pair, renamed(pair.before), renamed(pair.after, pair.nameOf));
    });
    test(`${kind}: in a unit of a tenth or a hundredth the scores and ranks are the same`, () => {
        const r = random(seed + salt + 420);
        const made = Array.from({ length: few }, () => inSmallerUnit(r, tenderOf(r, kind))).filter(Boolean);
        assert.ok(made.length > few / 2);
        const [before, after] = [made.map((one) => one.before), made.map((one) => one.tender)].map(resultsOf);
        made.forEach((pair, i) => same(pair, counted(before[i]), counted(after[i], pair.factor)));
    });
    test(`${kind}: a bid that is rejected changes nothing for the others`, () => {
        const pairs = pairsOf(kind, salt + 440, whereValid(withRejected));
        assert.ok(pairs.length > few / 2);
        for (const pair of pairs) assert.deepEqual(compareOthers(pair), { behind: true, equal: true }, said(pair));
    });
}

for (const [salt, kind] of kinds.filter((one) => one !== 'benchmark').entries()) {
    test(`${kind}: one more loser changes nothing for the others`, () => {
        const pairs = pairsOf(kind, salt + 460, whereValid(withLoser));
        let behind = 0;
        for (const pair of pairs) {
            const seen = compareOthers(pair);
            assert.ok(seen.equal, said(pair));
            if (seen.behind) ++behind;
        }
        // A price between two others seldom makes the last.
        assert.ok(pairs.length > few / 5 && behind > (kind === 'price_range' ? 0 : few / 10), `${behind} of ${pairs.length} losers behind`);
    });
}

test('a price that the rule looks at does change the others', () => {
    for (const [salt, kind] of ['low_price', 'price_range', 'benchmark'].entries()) {
        const pairs = pairsOf(kind, salt + 480, whereValid(withCounted));
        const changed = pairs.filter((pair) => !compareOthers(pair).equal).length;
        assert.ok(changed > pairs.length / 4 && pairs.length > few / 5, `${kind}: ${changed} of ${pairs.length}`);
    }
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
