// score_evaluate takes what `kaibiao score` takes: the method, and one document with bids, sheets, drawn parameters and the
// order of ties; it gives the same bytes.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { loadCore, root } from './core.mjs';

let core;
before(async () => {
    core = await loadCore();
});

const read = (file) => JSON.parse(readFileSync(join(root, file), 'utf8'));
const example = (name) => ({ input: read(`docs/methods/${name}.input.json`), method: read(`core/data/methods/${name}.json`) });
const refused = (evaluation, name, place) => assert.throws(() => core.call('score_evaluate', evaluation),
    (error) => error.errorName === name && error.place === place, name);

for (const name of read('core/data/methods/index.json').map((one) => one.name)) {
    test(`${name}: the core of the browser gives the example's result`, () => {
        assert.deepEqual(core.call('score_evaluate', example(name)), read(`docs/methods/${name}.result.json`));
    });
}

test('a parameter is drawn, and the result says which', () => {
    const evaluation = example('benchmark-drawn-k');
    evaluation.input.draws[0].index = 0;
    assert.deepEqual(core.call('score_evaluate', evaluation).parameters[0].value, '1');
    evaluation.input.draws[0].index = 5;
    refused(evaluation, 'draw_out_of_range', '/draws/0');
    delete evaluation.input.draws;
    refused(evaluation, 'draw_missing', '/draws');
});

test('a drawn order separates what is tied', () => {
    const evaluation = example('meat-linear');
    evaluation.method.sections = [];
    evaluation.method.points = '40';
    evaluation.method.ranking = ['total', 'draw'];
    evaluation.input.sheets = [];
    for (const bid of evaluation.input.bids) bid.price = '1000000.00';
    assert.ok(core.call('score_evaluate', evaluation).bids.every((bid) => bid.rank === 1 && bid.tied));
    const order = evaluation.input.bids.map(({ bid }) => bid).reverse();
    const { bids } = core.call('score_evaluate', { ...evaluation, input: { ...evaluation.input, tie_order: order } });
    assert.deepEqual(bids.map(({ bid }) => bid), order);
});

test('what is malformed is refused at its place', () => {
    const evaluation = example('low-price');
    refused({ method: evaluation.method }, 'json_member_missing', '/input');
    refused({ ...evaluation, more: 1 }, 'json_member_unknown', '/more');
    refused({ ...evaluation, input: { ...evaluation.input, bids: [{ ...evaluation.input.bids[0], price: '1' }] } }, 'money_malformed', '/input/bids/0/price');
});
