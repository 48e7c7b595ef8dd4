// docs/formats/method.schema.json: valid for every ready method and every random one. What it refuses, the program refuses too;
// what only the program can see is listed here by the error that it gives.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import Ajv from 'ajv/dist/2020.js';
import { newFolder, removeFolder, run } from '../server/support/server.mjs';
import { kinds, random, tenderOf } from './score_tenders.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const library = path.join(root, 'core/data/methods');
const read = (file) => JSON.parse(readFileSync(path.join(root, file), 'utf8'));
const names = readdirSync(library).map((name) => path.basename(name, '.json')).filter((name) => name !== 'index');
const ready = (name) => read(`core/data/methods/${name}.json`);
const builds = process.env.KAIBIAO_BIN ? [path.dirname(process.env.KAIBIAO_BIN)] : ['release', 'dev'].map((name) => path.join(root, 'build', name));
const tool = process.env.KAIBIAO_SCORE_TOOL ?? builds.map((folder) => path.join(folder, 'tests/kaibiao_score_tool')).find(existsSync);

const ajv = new Ajv({ strictTuples: false, strictTypes: false });
const valid = ajv.compile(read('docs/formats/method.schema.json'));
const said = () => ajv.errorsText(valid.errors);

const folder = newFolder('methods');
after(() => removeFolder(folder));

/** {status, error}: how `kaibiao score` takes the method with the example's inputs. */
function score(name, method) {
  const file = path.join(folder, 'method.json');
  writeFileSync(file, JSON.stringify(method));
  const { status, stdout } = run(['score', file, path.join(root, `docs/methods/${name}.input.json`), '--json']);
  return { status, error: JSON.parse(stdout).error?.name };
}

/** A copy of a ready method with one change. */
function changed(name, change) {
  const method = ready(name);
  change(method);
  return method;
}

for (const name of names) {
  test(`${name}: schema and program accept it`, () => {
    assert.ok(valid(ready(name)), said());
    assert.deepEqual(score(name, ready(name)), { status: 0, error: undefined });
  });
}

const low = 'low-price', lowest = 'lowest-evaluated', drawn = 'benchmark-drawn-k', ceiling = 'benchmark-ceiling', two = 'two-envelope';
const rule = (method, section, criterion) => method.sections[section].criteria[criterion].rule;

/** [what, method, change, error of the program] */
const shapes = [
  ['a misspelt price rule', low, (m) => { m.price.kind = 'lowprice'; }, 'method_kind_unknown'],
  ['a misspelt criterion', low, (m) => { rule(m, 1, 1).kind = 'Free'; }, 'method_kind_unknown'],
  ['a misspelt effect', low, (m) => { m.adjustments[0].effect.kind = 'percent'; }, 'method_kind_unknown'],
  ['an unknown rounding mode', low, (m) => { m.rounding.total.mode = 'bankers'; }, 'method_kind_unknown'],
  ['an unknown ranking key', low, (m) => { m.ranking[1] = 'cheapest'; }, 'method_kind_unknown'],
  ['an extra member', low, (m) => { m.comment = ''; }, 'json_member_unknown'],
  ['an extra member deep inside', low, (m) => { rule(m, 1, 0).items[0].weight = '1'; }, 'json_member_unknown'],
  ['a gate with a maximum', low, (m) => { rule(m, 0, 0).maximum = '1'; }, 'json_member_unknown'],
  ['a price rule with members of another', low, (m) => { m.price.reference = '1.00'; }, 'json_member_unknown'],
  ['weights of a plain mean', low, (m) => { m.aggregation.weights = [{ group: 'expert', weight: 1 }]; }, 'json_member_unknown'],
  ['no sections', low, (m) => { delete m.sections; }, 'json_member_missing'],
  ['no ceiling, not even null', low, (m) => { delete m.ceiling; }, 'json_member_missing'],
  ['no title of a criterion in Chinese', low, (m) => { delete m.sections[1].criteria[0].title.zh; }, 'json_member_missing'],
  ['no weights of a weighted mean', two, (m) => { delete m.aggregation.weights; }, 'json_member_missing'],
  ['points as a number', low, (m) => { m.points = 100; }, 'json_member_type'],
  ['places as text', low, (m) => { m.rounding.total.places = '2'; }, 'json_member_type'],
  ['a section without criteria', low, (m) => { m.sections[0].criteria = []; }, 'method_malformed'],
  ['another label', low, (m) => { m.label = 'kaibiao/method/v2'; }, 'method_malformed'],
  ['a key in capitals', low, (m) => { m.sections[0].key = 'Preliminary'; }, 'method_malformed'],
  ['a decimal with a plus', low, (m) => { m.price.points = '+30'; }, 'decimal_malformed'],
  ['a decimal with an exponent', low, (m) => { m.price.points = '3e1'; }, 'decimal_malformed'],
  ['negative price points', low, (m) => { m.price.points = '-30'; }, 'method_range_impossible'],
  ['a step of nothing', low, (m) => { rule(m, 1, 1).step = '0'; }, 'method_range_impossible'],
  ['an amount with one decimal', lowest, (m) => { m.adjustments[0].effect.amount = '5000.0'; }, 'money_malformed'],
  ['a ceiling of nothing', ceiling, (m) => { m.ceiling = '0.00'; }, 'method_range_impossible'],
  ['four candidates', low, (m) => { m.candidates = 4; }, 'json_member_range'],
  ['seven places', low, (m) => { m.rounding.total.places = 7; }, 'json_member_range'],
  ['three places of a yuan', low, (m) => { m.rounding.evaluated_price.places = 3; }, 'method_malformed'],
  ['a mean that trims', low, (m) => { m.aggregation.trim_from = 5; }, 'json_member_type'],
  ['a trimmed mean from two experts on', drawn, (m) => { m.aggregation.trim_from = 2; }, 'method_malformed'],
  ['a negative trim', drawn, (m) => { m.price.trim.lowest = -1; }, 'json_member_range'],
  ['prices dropped from no number on', drawn, (m) => { m.price.trim.from = 0; }, 'method_malformed'],
  ['prices dropped outside of nothing', ceiling, (m) => { m.price.trim.outside = '0'; }, 'method_range_impossible'],
  ['a drawn threshold of no parameter', drawn, (m) => { m.price.trim.outside = {}; }, 'json_member_missing'],
  ['a drawn number of prices of no parameter', drawn, (m) => { m.price.trim.from = {}; }, 'json_member_missing'],
  ['a drawn threshold with its values', drawn, (m) => { m.price.trim.outside = { parameter: 'k', values: ['5'] }; }, 'json_member_unknown'],
  ['a threshold as a number', drawn, (m) => { m.price.trim.outside = 5; }, 'json_member_type'],
  ['a number of prices as text', drawn, (m) => { m.price.trim.from = '5'; }, 'json_member_type'],
  ['drawn numbers of prices that are dropped', drawn, (m) => { m.price.trim.highest = { parameter: 'k' }; }, 'json_member_type'],
  ['deviations that cost nothing', drawn, (m) => { m.price.above = m.price.below = '0'; }, 'method_range_impossible'],
  ['a reduction of all', ceiling, (m) => { m.price.reduction = '100'; }, 'method_range_impossible'],
  ['a parameter without values', drawn, (m) => { m.parameters[0].values = []; }, 'method_malformed'],
  ['a value listed twice', drawn, (m) => { m.parameters[0].values[1] = '1'; }, 'method_malformed'],
  ['no parameters, but a list of them', low, (m) => { m.parameters = []; }, 'length_wrong'],
  ['a weight of four decimals', 'qcbs', (m) => { m.price.technical_weight = '0.8001'; }, 'method_range_impossible'],
  ['a scored criterion where prices alone rank', lowest, (m) => { m.sections[0].criteria[0].rule = rule(ready(low), 1, 1); }, 'method_malformed'],
  ['a total where prices alone rank', lowest, (m) => { m.ranking = ['evaluated_price', 'total']; }, 'method_malformed'],
  ['a ranking that begins with the price', low, (m) => { m.ranking = ['price', 'total']; }, 'method_malformed'],
  ['a ranking key twice', low, (m) => { m.ranking = ['total', 'price', 'price']; }, 'method_malformed'],
  ['a draw before the price', low, (m) => { m.ranking = ['total', 'draw', 'price']; }, 'method_malformed'],
  ['the technical key without such a section', 'qcbs', (m) => { m.sections[0].kind = 'commercial'; }, 'method_malformed'],
  ['a benchmark rounded that does not exist', low, (m) => { m.rounding.benchmark = { mode: 'half_up', places: 2 }; }, 'method_malformed'],
  ['criteria rounded above their level', 'meat-linear', (m) => { m.rounding.criterion = { mode: 'half_up', places: 2 }; }, 'method_malformed'],
  ['two minima of the technical score', 'qcbs', (m) => { m.technical_stage = { minimum: '60', most: null }; }, 'method_malformed'],
  ['a warning without a percentage', low, (m) => { m.abnormally_low.percent_of_others = null; }, 'method_malformed'],
];

for (const [what, name, change, error] of shapes) {
  test(`${what}: schema and program refuse it`, () => {
    const method = changed(name, change);
    assert.ok(!valid(method));
    assert.deepEqual(score(name, method), { status: 1, error });
  });
}

/** Parts of a yuan far below the fen, and nothing rounds them away. */
function fineAdjustments(method) {
  method.rounding.evaluated_price = null;
  method.adjustments[0].effect.percent = '0.000001';
  method.adjustments[0].quantity.step = '0.000001';
}

/** The method's one parameter gives this member of the trim, not the reduction. */
function drawnThreshold(member, values) {
  return (method) => {
    method.price.trim[member] = { parameter: 'k' };
    method.price.reduction = '2';
    method.parameters[0].values = values;
  };
}

/** Numbers against each other, keys, formulas and bytes: no schema can see these. */
const meanings = [
  ['points that do not add up', low, (m) => { m.points = '101'; }, 'method_weights_wrong'],
  ['a section whose criteria give more', low, (m) => { m.sections[1].points = '19'; }, 'method_weights_wrong'],
  ['weights that do not give one', 'qcbs', (m) => { m.price.technical_weight = '0.7'; }, 'method_weights_wrong'],
  ['a key used twice', low, (m) => { m.sections[0].criteria[1].key = 'qualification'; }, 'method_malformed'],
  ['a value listed twice with other zeros', drawn, (m) => { m.parameters[0].values[1] = '1.0'; }, 'method_malformed'],
  ['a parameter that does not exist', drawn, (m) => { m.price.reduction.parameter = 'j'; }, 'parameter_unknown'],
  ['a drawn reduction of all', drawn, (m) => { m.parameters[0].values[0] = '100'; }, 'method_range_impossible'],
  ['a threshold by a parameter that does not exist', drawn, (m) => { m.price.trim.outside = { parameter: 'j' }; }, 'parameter_unknown'],
  ['a number of prices by a parameter that does not exist', drawn, (m) => { m.price.trim.from = { parameter: 'j' }; }, 'parameter_unknown'],
  ['a drawn threshold of nothing', drawn, drawnThreshold('outside', ['5', '0']), 'method_range_impossible'],
  ['a drawn threshold below nothing', drawn, drawnThreshold('outside', ['-5', '5']), 'method_range_impossible'],
  ['a drawn threshold above 1000 percent', drawn, drawnThreshold('outside', ['5', '1000.1']), 'method_range_impossible'],
  ['a drawn number of prices of nothing', drawn, drawnThreshold('from', ['5', '0']), 'method_range_impossible'],
  ['a drawn number of prices and a half', drawn, drawnThreshold('from', ['5', '4.5']), 'method_range_impossible'],
  ['a drawn number of prices that would drop every price', drawn, drawnThreshold('from', ['5', '2']), 'method_range_impossible'],
  ['a drawn number of more prices than may be', drawn, drawnThreshold('from', ['10001', '5']), 'method_range_impossible'],
  ['a minimum above the maximum', low, (m) => { rule(m, 1, 1).minimum = '11'; }, 'method_range_impossible'],
  ['a step that does not divide the maximum', low, (m) => { rule(m, 1, 1).step = '3'; }, 'method_range_impossible'],
  ['bands that overlap', low, (m) => { rule(m, 2, 1).bands[1].maximum = '16'; }, 'method_range_impossible'],
  ['a table that does not begin at its range', 'meat-relative-to-lowest', (m) => { rule(m, 0, 1).rows[0].from = '2'; }, 'method_range_impossible'],
  ['a formula of an unknown variable', 'meat-relative-to-lowest', (m) => { rule(m, 0, 2).expression = 'points * cheapest / x'; }, 'formula_unknown_variable'],
  ['a formula that may divide by zero', 'meat-relative-to-lowest', (m) => { rule(m, 0, 2).expression = 'points / (highest - lowest)'; }, 'division_by_zero'],
  ['a formula in pieces', 'meat-relative-to-lowest', (m) => { rule(m, 0, 2).expression = 'points * (x'; }, 'formula_malformed'],
  ['a trim that would drop every price', drawn, (m) => { m.price.trim.from = 2; }, 'method_range_impossible'],
  ['a weighted ceiling that does not exist', ceiling, (m) => { m.ceiling = null; }, 'method_malformed'],
  ['a total coarser than its parts', low, (m) => { m.rounding.total.places = 1; }, 'method_malformed'],
  ['a minimum above the points', two, (m) => { m.technical_stage.minimum = '71'; }, 'method_range_impossible'],
  ['adjustments beyond the exact range', low, fineAdjustments, 'method_range_impossible'],
  ['a title of 600 bytes in 200 characters', low, (m) => { m.sections[0].title.zh = '评'.repeat(200); }, 'length_wrong'],
];

for (const [what, name, change, error] of meanings) {
  test(`${what}: only the program can refuse it`, () => {
    const method = changed(name, change);
    assert.ok(valid(method), said());
    assert.deepEqual(score(name, method), { status: 1, error });
  });
}

for (const [member, values] of [['outside', ['0.000001', '5', '1000']], ['from', ['3', '10000', '4.0']]]) {
  test(`a trim whose ${member} is drawn: schema and program accept it`, () => {
    const method = changed(drawn, drawnThreshold(member, values));
    assert.ok(valid(method), said());
    assert.deepEqual(score(drawn, method), { status: 0, error: undefined });
  });
}

test('a number written with a point is no number of the format, though JavaScript sees none', () => {
  const file = path.join(folder, 'point.json');
  writeFileSync(file, readFileSync(path.join(library, `${low}.json`), 'utf8').replace('"candidates": 3', '"candidates": 3.0'));
  assert.ok(valid(JSON.parse(readFileSync(file, 'utf8'))));
  assert.equal(run(['score', file, path.join(library, `${low}.input.json`)]).status, 1);
});

test('random methods of every kind are valid', () => {
  const r = random(7);
  for (const kind of kinds)
    for (let i = 0; i < 300; ++i) {
      const { method } = tenderOf(r, kind);
      assert.ok(valid(method), `${said()} ${JSON.stringify(method)}`);
    }
});

const odd = [null, true, '', 'x', 'total', 'draw', 'section', 'gate', '0', '-0', '-1', '1', '1.50', '01', '1e3', '100', '1000000', '1000001', '0.1000000', '0.0000001',
  '10.0000000000000', '0.00', '90000000000000.00', '90000000000000.01', 0, 1, 2, -1, 7, 1001, 10001, [], {}];

/** A method with one place changed, taken away or added. */
function mutated(r, method) {
  const places = [];
  const visit = (value) => {
    if (value === null || typeof value !== 'object') return;
    for (const key of Object.keys(value)) { places.push([value, key]); visit(value[key]); }
  };
  visit(method);
  const [holder, key] = r.pick(places);
  const change = r.below(6);
  if (change === 0) Array.isArray(holder) ? holder.splice(Number(key), 1) : delete holder[key];
  else if (change === 1) Array.isArray(holder) ? holder.push(structuredClone(holder[key])) : (holder.extra = '1');
  else holder[key] = structuredClone(r.pick(odd));
  return method;
}

test('what the schema refuses the program refuses, for random methods with one change', () => {
  assert.ok(tool, 'kaibiao_score_tool is not built');
  const r = random(8);
  const methods = kinds.flatMap((kind) => Array.from({ length: 400 }, () => mutated(r, tenderOf(r, kind).method)));
  const nobody = { bids: [], label: 'kaibiao/score-input/v1', sheets: [] };
  const { stdout } = spawnSync(tool, { input: methods.map((method) => `${JSON.stringify({ input: nobody, method })}\n`).join(''), encoding: 'utf8', maxBuffer: 1 << 28 });
  const errors = stdout.trimEnd().split('\n').map((line) => JSON.parse(line).error);
  assert.equal(errors.length, methods.length);
  // Without bids a sound method comes as far as this.
  const sound = (error) => error === 'no_valid_bid' || error === 'draw_missing';
  methods.forEach((method, i) => assert.ok(valid(method) || !sound(errors[i]), `${said()} ${JSON.stringify(method)}`));
  assert.ok(methods.filter((method) => !valid(method)).length > methods.length / 2);
});
