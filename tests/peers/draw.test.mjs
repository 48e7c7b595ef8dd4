// Core's draws against a stranger's reading of docs/formats/draw.md (draw_reader.mjs), in both directions.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { canonical, digestOf, drawResult, listText, makeTranscript, messageText, numbersOf, refusalOf, valuesText, verifyTranscript } from './draw_reader.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.resolve(here, '../..');
const folder = path.join(root, 'tests/vectors/draw');
const builds = process.env.KAIBIAO_BIN ? [path.dirname(process.env.KAIBIAO_BIN)] : ['release', 'dev'].map((name) => path.join(root, 'build', name));
const tool = process.env.KAIBIAO_DRAW_TOOL ?? builds.map((build) => path.join(build, 'tests/kaibiao_draw_tool')).find(existsSync);

function core(subcommand, request) {
    assert.ok(tool, 'kaibiao_draw_tool is not built');
    const run = spawnSync(tool, [subcommand], { input: JSON.stringify(request), encoding: 'utf8', maxBuffer: 1 << 28 });
    assert.equal(run.status, 0, run.stderr);
    return JSON.parse(run.stdout);
}
const read = (name) => JSON.parse(readFileSync(path.join(folder, name), 'utf8'));
const withSeed = (vector) => ({ ...vector, seed: Buffer.from(vector.seed, 'base64') });
const forCore = (draw) => ({ ...draw, seed: draw.seed.toString('base64').replace(/=+$/, '') });

test('every committed draw is drawn again, byte for byte, by both', () => {
    const names = readdirSync(folder).filter((name) => name.endsWith('.json') && !['numbers.json', 'refused.json'].includes(name));
    assert.ok(names.length >= 9);
    for (const name of names) {
        const { about, transcript, ...draw } = read(name);
        assert.equal(makeTranscript(withSeed(draw)), transcript, `${name}: ${about}`);
        verifyTranscript(transcript, draw.withheld ? draw.list : null);
        assert.equal(core('draw', draw).transcript, transcript, name);
        assert.deepEqual(core('verify', { list: draw.withheld ? draw.list : null, transcript }), { verified: true }, name);
    }
});

test('numbers under heavy rejection are the same', () => {
    const { message, seed, stratum, ranges, numbers } = read('numbers.json');
    const below = numbersOf(Buffer.from(seed, 'base64'), message, stratum);
    assert.deepEqual(ranges.map(below), numbers);
    assert.deepEqual(core('numbers', { message, seed, stratum, ranges }).numbers, numbers);
});

test('both refuse the same draws by the same name', () => {
    for (const { about, error, ...draw } of read('refused.json')) {
        assert.equal(refusalOf(() => drawResult(withSeed(draw))), error, about);
        assert.equal(core('draw', draw).error, error, about);
    }
});

// Inputs that follow from a counter.
function randomDraw(number) {
    const bytes = createHash('sha512').update(`random draw ${number}`).digest();
    let at = 0;
    const pick = (n) => (bytes[at++ % 60] * 256 + bytes[at++ % 60]) % n;
    const strata = Array.from({ length: 1 + pick(3) }, (_, s) => {
        const count = 5 + pick(3), reserve = pick(3);
        return { speciality: `p${s}`, region: '43', count, reserve, experts: Array.from({ length: count + reserve + 2 + pick(40) }, (__, i) => `e${s}.${i}`) };
    });
    const exclusions = strata.flatMap(({ experts }) => (pick(2) ? [{ expert: experts[pick(experts.length)], reason: 'supervisor' }] : []));
    const total = strata.reduce((sum, { count }) => sum + count, 0);
    const committee = { minimum: 5, representatives: 1 - (total % 2), seated: 0 };
    const list = number % 5 === 0
        ? valuesText('float', Array.from({ length: 1 + pick(40) }, (_, i) => `${i}.5`))
        : listText({ salt: bytes.subarray(0, 32), committee, strata, exclusions });
    const message = messageText(list, bytes.toString('hex', 0, 16), bytes.toString('hex', 16, 32), bytes.toString('hex', 32));
    const draw = { list, message, seed: bytes, steps: [], withheld: number % 3 === 0 };
    if (number % 5 !== 0) {
        for (let i = pick(3); i > 0; i--) {
            const result = drawResult(draw).strata;
            const stratum = pick(result.length);
            const kind = pick(2) ? 'declined' : 'replaced';
            const step = { stratum, expert: result[stratum].members[pick(result[stratum].members.length)], kind, reason: 'health' };
            if (refusalOf(() => drawResult({ ...draw, steps: [...draw.steps, step] })) === null) draw.steps.push(step);
        }
    }
    return draw;
}

test('300 random draws give the same transcripts', () => {
    for (let number = 0; number < 300; number++) {
        const draw = randomDraw(number);
        assert.equal(core('draw', forCore(draw)).transcript, makeTranscript(draw), `draw ${number}`);
    }
});

test('core refuses what the stranger changed, under digests that fit', () => {
    const draw = randomDraw(1);
    const transcript = JSON.parse(makeTranscript({ ...draw, withheld: false }));
    const refused = (change) => {
        const copy = structuredClone(transcript);
        change(copy);
        const text = canonical({ ...copy, digest: digestOf(copy) });
        const error = core('verify', { list: null, transcript: text }).error ?? null;
        assert.equal(refusalOf(() => verifyTranscript(text)), error);
        return error;
    };
    assert.equal(refused(() => {}), null);
    assert.equal(refused((copy) => { copy.result.strata[0].members.reverse(); }), 'draw_result_wrong');
    assert.equal(refused((copy) => { copy.list = null; }), 'draw_list_missing');
    assert.equal(refused((copy) => { copy.list = copy.list.replace('"minimum":5', '"minimum":3'); }), 'draw_list_mismatch');
    assert.equal(refused((copy) => { copy.format += '1'; }), 'draw_transcript_malformed');
    const flipped = canonical({ ...transcript, digest: '0'.repeat(64) });
    assert.equal(core('verify', { list: null, transcript: flipped }).error, 'draw_transcript_changed');
});
