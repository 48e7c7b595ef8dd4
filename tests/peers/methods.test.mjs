// docs/methods: each ready method and its worked example. The program gives the stored result byte for byte, the oracle and the
// browser's core the same, the README has the same numbers, and a few lines of arithmetic here come to the same prices and totals.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { run } from '../server/support/server.mjs';
import { loadModule, settled } from './score_module.mjs';
import { canonical, evaluate } from './score_oracle.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const folder = path.join(root, 'docs/methods');
const text = (name) => readFileSync(path.join(folder, name), 'utf8');
const read = (name) => JSON.parse(text(name));
const names = readdirSync(folder).filter((name) => /^[^.]+\.json$/.test(name)).map((name) => path.basename(name, '.json'));
const files = (name) => [`${name}.json`, `${name}.input.json`].map((file) => path.join(folder, file));
const module = await loadModule();

// ---- fractions of whole numbers, rounded half up; all numbers here are positive

const gcd = (a, b) => (b === 0n ? a : gcd(b, a % b));
const over = (top, bottom) => ({ top: top / gcd(top, bottom), bottom: bottom / gcd(top, bottom) });
function halfUp({ top, bottom }, places = 2) {
  const scale = 10n ** BigInt(places);
  const units = `${(2n * top * scale + bottom) / (2n * bottom)}`.padStart(places + 1, '0');
  return `${units.slice(0, -places)}.${units.slice(-places)}`;
}
const cents = (decimal) => BigInt(decimal.replace('.', ''));
const least = (list) => list.reduce((left, right) => (left < right ? left : right));
const most = (list) => list.reduce((left, right) => (left > right ? left : right));
const orNothing = (top, bottom) => (top < 0n ? over(0n, 1n) : over(top, bottom));

/** Price scores by the words of the README, from the prices in fen of the bids that were compared. */
const priceScores = {
  'low-price': (p, all) => over(30n * least(all), p),
  // B = (100 + 102 + 98) / 3 × 0.98 in ten thousands of yuan; 40 − 100 (P / B − 1) above, 40 − 50 (1 − P / B) below.
  'benchmark-drawn-k': (p) => (p > 98000000n ? orNothing(140n * 98000000n - 100n * p, 98000000n) : over(50n * p - 10n * 98000000n, 98000000n)),
  // |δ| in hundredths of a percent, 1.5 points or 1 for each percent.
  'benchmark-ceiling': (p) => {
    const above = p > 108405000n;
    const deviation = cents(halfUp(over(100n * (above ? p - 108405000n : 108405000n - p), 108405000n)));
    return orNothing(above ? 8000n - 3n * deviation : 8000n - 2n * deviation, 200n);
  },
  qcbs: (p, all) => over(100n * least(all), p),
  'meat-relative-to-lowest': (p, all) => over(40n * least(all), p),
  'meat-linear': (p, all) => over(40n * (most(all) - p), most(all) - least(all)),
  'meat-fixed-reference': (p) => orNothing(40n * (200000000n - p), 200000000n),
  'two-envelope': (p, all) => over(30n * least(all), p),
};
/** Totals from hundredths: price score, points of the sections, price. */
const totals = {
  qcbs: (price, quality) => over(8n * quality + 2n * price, 1000n),
  'meat-quality-per-price': (price, quality, p) => over(quality * 1000000n, p),
};
const sum = (price, quality) => over(price + quality, 100n);

for (const name of names) {
  const [method, input, result] = [read(`${name}.json`), read(`${name}.input.json`), read(`${name}.result.json`)];

  test(`${name}: the program gives the stored result, byte for byte`, () => {
    const done = run(['score', ...files(name), '--json']);
    assert.equal(done.status, 0, done.stderr + done.stdout);
    assert.equal(done.stdout, text(`${name}.result.json`));
  });

  test(`${name}: the oracle gives the same result, and so does the core in WebAssembly`, (context) => {
    assert.equal(evaluate({ method, ...input }).result, canonical(result));
    if (!module) return context.skip('no WebAssembly build: compared with the oracle only');
    const fixed = settled({ method, ...input });
    assert.equal(module.evaluate(fixed), evaluate(fixed).result);
  });

  test(`${name}: price scores and totals by hand`, () => {
    const valid = result.bids.filter((bid) => bid.rank !== null);
    const priceOf = ({ bid }) => cents(input.bids.find((one) => one.bid === bid).price);
    const prices = valid.map(priceOf);
    for (const bid of valid) {
      const p = priceOf(bid);
      const score = priceScores[name]?.(p, prices);
      assert.equal(bid.price_score?.rounded, score && halfUp(score));
      if (!bid.total) continue;
      const quality = bid.sections.map(({ rounded }) => cents(rounded)).reduce((left, right) => left + right);
      assert.equal(bid.total.rounded, halfUp((totals[name] ?? sum)(score && cents(halfUp(score)), quality, p)));
    }
  });
}

test('lowest-evaluated: evaluated prices by hand', () => {
  const { bids } = read('lowest-evaluated.result.json');
  const yuan = [1000000 + 10 * 5000, 1020000, 980000 + 8 * 5000 + 980000 * 0.01 + 12 * 1000];
  const found = bids.filter(({ rank }) => rank !== null).map((bid) => [Number(bid.bid), bid.evaluated_price.rounded]);
  assert.deepEqual(found.sort(), yuan.map((price, i) => [i + 1, `${price}.00`]));
});

test('two-envelope: the first envelope alone, byte for byte, whatever the prices are', () => {
  const done = run(['score', ...files('two-envelope'), '--technical', '--json']);
  assert.equal(done.status, 0, done.stderr);
  assert.equal(done.stdout, text('two-envelope.technical.json'));
  const { passing } = read('two-envelope.technical.json');
  assert.deepEqual(passing, read('two-envelope.input.json').bids.filter(({ price }) => price !== '0.00').map(({ bid }) => bid));
});

// ---- the README

const shown = (mark) => (mark ? mark.rounded ?? mark.exact : '—');
const pointsOf = (method, bid) => bid.sections.filter((_, i) => method.sections[i].points !== '0').map(shown).join(' + ') || '—';
const columns = {
  Bid: (bid) => `${Number(bid.bid)}`,
  Price: (bid, method, { price }) => price,
  'Evaluated price': (bid) => shown(bid.evaluated_price),
  'Deviation %': (bid) => shown(bid.deviation),
  'Price score': (bid) => shown(bid.price_score),
  'Other points': (bid, method) => pointsOf(method, bid),
  Total: (bid) => shown(bid.total),
  Rank: (bid) => `${bid.rank ?? bid.rejection.reason}`,
};

test('the README has a section for each method, with the numbers of its result', () => {
  const sections = text('README.md').split(/^## /m).slice(1);
  assert.deepEqual(sections.map((one) => one.match(/\[([^.]+)\.json\]/)[1]).sort(), [...names].sort());
  for (const section of sections) {
    const name = section.match(/\[([^.]+)\.json\]/)[1];
    const [method, input, { bids }] = [read(`${name}.json`), read(`${name}.input.json`), read(`${name}.result.json`)];
    const [heads, , ...rows] = section.split('\n').filter((line) => line.startsWith('| ')).map((line) => line.slice(2, -2).split(' | '));
    const expected = input.bids.map((one) => {
      const bid = bids.find((other) => other.bid === one.bid);
      return heads.map((head) => columns[head.replace(/^\S+ /, '')](bid, method, one));
    });
    assert.deepEqual(rows, expected, name);
  }
});
