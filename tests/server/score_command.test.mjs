// `kaibiao score`: the worked numbers, followed by hand; what is refused, and how the program ends.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { newFolder, removeFolder, run } from './support/server.mjs';

const folder = newFolder('score');
after(() => removeFolder(folder));

function file(name, value) {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(value));
  return path;
}

const method = {
  adjustments: [], aggregation: { kind: 'mean', trim_from: null }, candidates: 3, ceiling: null, label: 'kaibiao/method/v1', points: '40',
  price: {
    above: '1', below: '0.5', ceiling_weight: '0', kind: 'benchmark', points: '40', reduction: '2', second: 'none',
    trim: { from: 5, highest: 1, lowest: 1, outside: null },
  },
  ranking: ['total', 'price', 'draw'],
  rounding: { criterion: null, evaluated_price: null, price_score: { mode: 'half_up', places: 2 }, section: null, total: null },
  sections: [],
};
const prices = ['1000000.00', '1020000.00', '980000.00', '1300000.00', '900000.00'];
const bids = prices.map((price, i) => ({ adjustments: [], bid: `${i + 1}`.padStart(32, '0'), price, standing: 'admitted' }));
const input = { bids, label: 'kaibiao/score-input/v1', sheets: [] };

test('score: the worked numbers of the benchmark method, as JSON', () => {
  const done = run(['score', file('method.json', method), file('bids.json', input), '--json']);
  assert.equal(done.status, 0, done.stderr);
  const scores = Object.fromEntries(JSON.parse(done.stdout).bids.map((bid) => [Number(bid.bid), bid.price_score.rounded]));
  assert.deepEqual(scores, { 1: '37.96', 2: '35.92', 3: '40.00', 4: '7.35', 5: '35.92' });
});

test('score: --explain prints every intermediate value as an exact fraction, and where it was rounded', () => {
  const { stdout, status } = run(['score', file('method.json', method), file('bids.json', input), '--explain']);
  assert.equal(status, 0);
  assert.match(stdout, /980000 1000000 1020000 → 1000000\n/);
  assert.match(stdout, /benchmark: 1000000 2 → 980000\n/);
  assert.match(stdout, /deviation %: 1000000 980000 → 100\/49\n/);
  assert.match(stdout, /price score: 40 100\/49 1 → 1860\/49 ≈ 37\.96\n/);
});

test('score: what is refused says why and where', () => {
  const wrong = run(['score', file('wrong.json', { ...method, points: '41' }), file('bids.json', input)]);
  assert.equal(wrong.status, 1);
  assert.match(wrong.stderr, /method_weights_wrong/);
  assert.match(wrong.stderr, /\/method\/points/);
  assert.equal(run(['score', join(folder, 'nothing.json'), file('bids.json', input)]).status, 3);
  assert.equal(run(['score']).status, 2);
  const unknown = run(['score', 'method:nothing', file('bids.json', input)]);
  assert.equal(unknown.status, 1);
  assert.match(unknown.stderr, /method_unknown/);
  assert.equal(run(['score', file('method.json', method)]).status, 2);
  const one_stage = run(['score', file('method.json', method), file('bids.json', input), '--technical']);
  assert.equal(one_stage.status, 1);
});
