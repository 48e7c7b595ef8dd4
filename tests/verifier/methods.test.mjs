// Which methods a notice may contain: the second verifier and the product say the same of formulas and of prices at the edge of exact numbers
// (docs/formats/method.md).

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { test } from 'node:test';

import { readMethod } from './method.mjs';
import { refusalOf } from './refusal.mjs';

const tool = join(dirname(process.env.KAIBIAO_BIN ?? 'build/release/kaibiao'), 'tests/kaibiao_score_tool');

/** `accepted` or the error of each method. Without sheets the product's evaluation ends behind the checks of the method. */
function productSays(methods) {
    const input = { bids: [{ adjustments: [], bid: '11'.repeat(16), price: '1.00', standing: 'admitted' }], label: 'kaibiao/score-input/v1', sheets: [] };
    const run = spawnSync(tool, { input: methods.map((method) => `${JSON.stringify({ input, method })}\n`).join(''), encoding: 'utf8', maxBuffer: 64 << 20 });
    assert.equal(run.status, 0, `${run.error ?? run.stderr}`);
    return run.stdout.trimEnd().split('\n').map((line) => JSON.parse(line).error).map((error) => (error === 'score_missing' ? 'accepted' : error));
}

const secondSays = (method) => refusalOf(() => readMethod(structuredClone(method)))?.error ?? 'accepted';

/** How often each pair of verdicts came; both accept the same methods. */
function compare(methods) {
    const counts = {};
    productSays(methods).forEach((product, index) => {
        const second = secondSays(methods[index]);
        assert.equal(second === 'accepted', product === 'accepted', `kaibiao ${product}, second ${second}: ${JSON.stringify(methods[index])}`);
        counts[product] = (counts[product] ?? 0) + 1;
    });
    return counts;
}

const empty = { en: '', zh: '' };
const criterion = (key, rule) => ({ clause: '', guidance: empty, judgement: 'objective', key, rule, title: empty });
const formula = (expression, number) => ({ expression, kind: 'formula', maximum: '20', minimum: '0', number, rounding: { mode: 'half_up', places: 2 } });
const unrounded = { criterion: null, evaluated_price: null, price_score: null, section: null, total: null };

const methodOf = (criteria, points, price, more = {}) => ({
    adjustments: [], aggregation: { kind: 'mean', trim_from: null }, candidates: 1, ceiling: null, label: 'kaibiao/method/v1', price,
    points: String(points + Number(price.points ?? 0)), ranking: ['total'], rounding: unrounded,
    sections: [{ criteria, key: 'all', kind: 'technical', points: String(points), title: empty }], ...more,
});

const toTen = { maximum: '10', minimum: '0', step: '0.5' };
const table = { kind: 'table', number: { maximum: '40', minimum: '2', step: '1' }, rows: [{ from: '2', score: '20' }] };
const formulas = (first, second, number = toTen) =>
    methodOf([criterion('first', formula(first, number)), criterion('table', table), criterion('second', formula(second, toTen))], 60, { kind: 'low_price', points: '40' });

test('second verifier: formulas are taken and refused as the product does', () => {
    const nested = (open, close, count) => open.repeat(count) + 'x' + close.repeat(count);
    const cases = {
        accepted: ['criterion[second] / number[table]', 'x - -1', 'min ( x , number [ table] )', nested('(', ')', 31), nested('-', '', 31), nested('-(', ')', 15), nested('min(', ',1)', 31),
            '(x) - (x) - (x)', 'x * x * x * x * x', 'mean * mean * x', '1 / (1 + highest - x + 10)'],
        formula_malformed: ['', ' ', 'X', 'x x', '1.', '01', '1.0000001', '1000001', 'x + ', 'min()', 'min x', '(x', 'x)', 'x\t+ 1', 'number table', 'number[table', nested('(', ')', 32), nested('-', '', 32), nested('-(', ')', 16),
            nested('min(', ',1)', 32), `max(${'x, '.repeat(10)}x)`, 'é'],
        formula_unknown_variable: ['y', 'criterion[table]', 'number[table ]', 'number[none]'], parameter_unknown: ['parameter[k]'],
        formula_circular: ['criterion[first]', 'x + criterion[ first]'], division_by_zero: ['1 / x', 'x / (lowest - 1)', '1 / (highest - lowest)', '1 / 0', '1 / number[first]', '1 / criterion[second]'],
        method_range_impossible: ['x * x * x * x * x * x * x', 'mean * mean * mean * mean', '1000000 * 1000000 * 1000000 * 1000000 * 1000000 * 1000000 * 1000000'],
    };
    const all = Object.entries(cases).flatMap(([expected, list]) => list.map((expression) => [expected, expression, formulas(expression, 'x')]));
    const product = productSays(all.map(([, , method]) => method));
    all.forEach(([expected, expression, method], index) => {
        // An empty expression is refused by the form of the method already.
        const said = expression === '' ? /^(formula|method)_malformed|json_member_range$/ : new RegExp(`^${expected}$`);
        assert.match(product[index], said, `kaibiao: ${expression}`);
        assert.match(secondSays(method), said, expression);
    });
    assert.equal(secondSays(formulas('criterion[second]', 'criterion[first]')), 'formula_circular');
    assert.deepEqual(compare([formulas('criterion[second]', 'criterion[first]')]), { formula_circular: 1 });
});

test('second verifier: of many random formulas both say the same', (t) => {
    let state = 20_261_127;
    const below = (count) => Math.floor(((state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0) / 2 ** 32) * count);
    const pick = (list) => list[below(list.length)];
    const leaves = ['x', 'lowest', 'highest', 'mean', 'count', 'points', 'number[table]', 'number[first]', 'criterion[second]', '1', '0.5', '12.345678', '1000000', '0'];
    const expression = (depth) => {
        if (depth === 0 || below(4) === 0) return pick(leaves);
        const [left, right] = [expression(depth - 1), expression(depth - 1)];
        return pick([`${left} + ${right}`, `${left}-${right}`, `${left} * ${right}`, `${left} / ${right}`, `-${left}`, `(${left})`, `min(${left}, ${right})`, `max(1, ${left})`, `(${left} + ${right}) / ${pick(leaves)}`]);
    };
    const spoilt = (text) => {
        const place = below(text.length + 1);
        return text.slice(0, place) + pick(['', '(', ')', '-', ' ', ',', 'x', '[', ']', '/', '.']) + text.slice(place + below(2));
    };
    const numbers = [toTen, { maximum: '1000000', minimum: '0.000001', step: '0.000001' }, { maximum: '8', minimum: '1', step: '1' }];
    const methods = Array.from({ length: 4000 }, () => {
        const made = expression(1 + below(4));
        return formulas((below(5) === 0 ? spoilt(made) : made).slice(0, 500), below(10) === 0 ? 'criterion[first]' : 'x + number[first]', pick(numbers));
    });
    const counts = compare(methods);
    for (const kind of ['accepted', 'formula_malformed', 'formula_circular', 'division_by_zero', 'method_range_impossible']) assert.ok(counts[kind] > 20, `${kind}: ${JSON.stringify(counts)}`);
    t.diagnostic(JSON.stringify(counts));
});

test('second verifier: prices at the edge of exact numbers are taken and refused as the product does', () => {
    const free = (maximum) => [criterion('free', { kind: 'free', maximum, minimum: '0', step: '1' })];
    const trim = { from: 0, highest: 0, lowest: 0, outside: null };
    const methods = [];
    for (const [ceiling, ceiling_weight] of [[null, '0'], ['90000.00', '0'], ['90000.00', '0.5'], ['999.99', '0.123456'], ['100.00', '0.123456'], ['99.99', '0.123450']]) {
        for (const reduction of ['0', '2', '2.50', '1.123456']) {
            for (const [second, rounded] of [['none'], ['of_lower'], ['with_lowest'], ['none', 0], ['with_lowest', 6]]) {
                for (const evaluated of [null, 0, 2]) {
                    const rounding = { ...unrounded, evaluated_price: evaluated === null ? null : { mode: 'up', places: evaluated }, ...(rounded === undefined ? {} : { benchmark: { mode: 'up', places: rounded } }) };
                    methods.push(methodOf(free('70'), 70, { above: '1', below: '1', ceiling_weight, kind: 'benchmark', points: '30', reduction, second, trim }, { ceiling, rounding }));
                }
            }
        }
    }
    for (const points of [1, 100, 1_000_000]) {
        for (const scale of ['0.01', '9999.99', '10000', '99999999', '1000000', '0', '0.001']) {
            for (const places of [null, 0, 1]) {
                const rounding = { ...unrounded, evaluated_price: places === null ? null : { mode: 'up', places } };
                methods.push(methodOf(free(String(points)), points, { kind: 'quality_per_price', scale }, { rounding }));
            }
        }
    }
    const counts = compare(methods);
    assert.ok(counts.accepted > 30 && counts.method_range_impossible > 30, JSON.stringify(counts));
});
