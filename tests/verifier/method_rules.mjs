// The rules for prices and criteria of docs/formats/method.md: the form of each kind, the relations between its numbers, and the points it gives.

import { Fraction } from '../peers/score_oracle.mjs';
import { amount, array, bilingual, byKind, decimal, integer, key, nullable, object, oneOf, text } from './members.mjs';
import { refuse } from './refusal.mjs';

export const zero = new Fraction(0n);
const one = new Fraction(1n);
export const hundred = new Fraction(100n);
export const number = (text) => Fraction.parse(text);
export const isBelow = (left, right) => left.compare(right) < 0;
export const isPositive = (text) => isBelow(zero, number(text));
export const sum = (list) => list.reduce((left, right) => left.plus(right), zero);
export const isWithin = (text, least, most) => !isBelow(number(text), least) && !isBelow(most, number(text));
const divides = (step, text) => number(text).over(number(step)).isWhole();
const malformed = () => refuse('method_malformed', '/method');
export const hold = (...conditions) => { if (conditions.includes(false)) malformed(); };
export const unique = (list) => new Set(list).size === list.length;

export const measure = (value) => {
    const found = number(decimal(value));
    const magnitude = isBelow(found, zero) ? zero.minus(found) : found;
    if (isBelow(new Fraction(1_000_000n), magnitude) || !found.times(new Fraction(1_000_000n)).isWhole()) malformed();
    return value;
};

export const longest = { clause: 512, title: 512, guidance: 20_000 };
export const title = bilingual(0, longest.title);
export const rounding = (places) => object({ mode: oneOf('half_up', 'half_even', 'down', 'up'), places: integer(0, places) });

/** A lot has no draws yet, so that every setting is fixed. */
const setting = (value) => (typeof value === 'string' ? measure(value) : refuse('parameter_unknown', '/method'));
const settingOfCount = (value) => (typeof value === 'object' ? setting(value) : integer(0, 10_000)(value));
const readerOf = (kinds) => byKind(Object.fromEntries(Object.entries(kinds).map(([kind, { form }]) => [kind, form])));

// ---- criteria

const range = { maximum: measure, minimum: measure, step: measure };
const items = array(object({ key, most: integer(1, 1000), points: measure, title }), 1, 20);

function checkRange({ maximum, minimum, step }) {
    hold(!isBelow(number(minimum), zero), isBelow(number(minimum), number(maximum)), isPositive(step));
    hold(divides(step, minimum), divides(step, maximum));
}

function checkBands({ bands, step }) {
    hold(isPositive(step), isPositive(bands[0].maximum));
    bands.forEach(({ maximum, minimum }, index) => {
        hold(!isBelow(number(minimum), zero), !isBelow(number(maximum), number(minimum)));
        hold(divides(step, minimum), divides(step, maximum));
        hold(index === 0 || isBelow(number(maximum), number(bands[index - 1].minimum)));
    });
}

function checkCounted(least, { maximum, items: counted }) {
    hold(!isBelow(number(least), zero), isBelow(number(least), number(maximum)));
    hold(unique(counted.map((each) => each.key)), counted.every(({ points }) => isPositive(points)));
}

function checkTable({ number: entered, rows }) {
    checkRange(entered);
    hold(number(rows[0].from).compare(number(entered.minimum)) === 0, rows.some(({ score }) => isPositive(score)));
    rows.forEach(({ from, score }, index) => {
        hold(!isBelow(number(score), zero), !isBelow(number(entered.maximum), number(from)));
        hold(index === 0 || isBelow(number(rows[index - 1].from), number(from)));
    });
}

const placesOf = (decimals) => (/\.(\d*?)0*$/.exec(decimals)?.[1] ?? '').length;

function checkFormula({ maximum, minimum, number: entered, rounding: { places } }) {
    checkRange(entered);
    hold(!isBelow(number(minimum), zero), isBelow(number(minimum), number(maximum)), placesOf(minimum) <= places, placesOf(maximum) <= places);
}

const rows = array(object({ from: measure, score: measure }), 1, 100);

/** kind: its members, its check, and the decimal of its points. */
const criteria = {
    gate: { form: {}, check: () => {}, points: () => '0' },
    free: { form: range, check: checkRange, points: ({ maximum }) => maximum },
    banded: {
        form: { bands: array(object({ maximum: measure, minimum: measure, title }), 1, 20), step: measure },
        check: checkBands, points: ({ bands }) => bands[0].maximum,
    },
    additive: { form: { base: measure, items, maximum: measure }, check: (rule) => checkCounted(rule.base, rule), points: ({ maximum }) => maximum },
    deduction: { form: { items, maximum: measure, minimum: measure }, check: (rule) => checkCounted(rule.minimum, rule), points: ({ maximum }) => maximum },
    table: {
        form: { number: object(range), rows }, check: checkTable,
        points: (rule) => rule.rows.map(({ score }) => score).reduce((best, score) => (isBelow(number(best), number(score)) ? score : best)),
    },
    formula: {
        form: { expression: text(1, 500), maximum: measure, minimum: measure, number: object(range), rounding: rounding(6) },
        check: checkFormula, points: ({ maximum }) => maximum,
    },
};

export const criterionRule = readerOf(criteria);
export const checkCriterion = (rule) => criteria[rule.kind].check(rule);
export const pointsOfCriterion = (rule) => number(criteria[rule.kind].points(rule));

// ---- prices

const largestPrice = '90000000000000.00';
const powerOfTen = (exponent) => new Fraction(10n ** BigInt(exponent));
/** Decimals of evaluated prices; nothing adjusts a price of whole fen. */
const placesOfPrice = ({ evaluated_price: rounded }) => rounded?.places ?? 2;

function checkQualityPerPrice({ scale }, { points, rounding: rounded }) {
    hold(isPositive(scale), placesOf(scale) <= 2, isPositive(points));
    if (!isBelow(number(points).times(number(scale)).times(powerOfTen(placesOfPrice(rounded))), powerOfTen(12))) refuse('method_range_impossible', '/method/price');
}

function checkLowestEvaluated({ minimum_price: minimum }, { ceiling, sections }) {
    hold(sections.every((section) => section.criteria.every(({ rule }) => rule.kind === 'gate')));
    if (minimum !== null) hold(isPositive(minimum), ceiling === null || !isBelow(number(ceiling), number(minimum)));
}

function checkBenchmark({ above, below, ceiling_weight: weight, points, reduction, second, trim }, { ceiling, rounding: rounded }) {
    hold(isPositive(points), isWithin(above, zero, number(above)), isWithin(below, zero, number(below)), isPositive(above) || isPositive(below));
    hold(isWithin(weight, zero, one), !isPositive(weight) || ceiling !== null);
    hold(!isBelow(number(reduction), zero), isBelow(number(reduction), hundred));
    const { from, highest, lowest, outside } = trim;
    hold(outside === null || (isPositive(outside) && isWithin(outside, zero, new Fraction(1000n))));
    hold(from === 0 ? highest + lowest === 0 : highest + lowest > 0 && from > highest + lowest);
    const places = placesOfPrice(rounded);
    const digits = rounded.benchmark ? Math.max(0, rounded.benchmark.places - places) : digitsOfBenchmark({ reduction, second, weight });
    if (!isBelow(number(ceiling ?? largestPrice), powerOfTen(23 - places - digits))) refuse('method_range_impossible', '/method/price');
}

/** Digits that a benchmark has beyond those of the prices when nobody rounds it. */
function digitsOfBenchmark({ reduction, second, weight }) {
    const digitsOf = (value, more) => (isPositive(value) ? more + placesOf(value) : 0);
    return 4 + (second === 'with_lowest' ? 1 : 0) + digitsOf(reduction, 2) + digitsOf(weight, 0);
}

function checkQualityCost({ financial_weight: financial, minimum_technical: minimum, technical_weight: technical }, { sections }) {
    hold(isPositive(financial), isPositive(technical), placesOf(financial) <= 3, placesOf(technical) <= 3);
    hold(sum([financial, technical].map(number)).compare(one) === 0);
    hold(sum(sections.map(({ points }) => number(points))).compare(hundred) === 0);
    hold(minimum === null || isWithin(minimum, zero, hundred));
}

const prices = {
    low_price: { form: { points: measure }, check: ({ points }) => hold(isPositive(points)) },
    lowest_evaluated: { form: { minimum_price: nullable(amount) }, check: checkLowestEvaluated },
    benchmark: {
        form: {
            above: measure, below: measure, ceiling_weight: setting, points: measure, reduction: setting, second: oneOf('none', 'of_lower', 'with_lowest'),
            trim: object({ from: settingOfCount, highest: integer(0, 10_000), lowest: integer(0, 10_000), outside: nullable(setting) }),
        },
        check: checkBenchmark,
    },
    quality_cost: { form: { financial_weight: measure, minimum_technical: nullable(measure), technical_weight: measure }, check: checkQualityCost },
    price_range: { form: { points: measure }, check: ({ points }) => hold(isPositive(points)) },
    fixed_reference: { form: { points: measure, reference: amount }, check: ({ points, reference }) => hold(isPositive(points), isPositive(reference)) },
    quality_per_price: { form: { scale: measure }, check: checkQualityPerPrice },
};

export const priceRule = readerOf(prices);
export const checkPriceRule = (method) => prices[method.price.kind].check(method.price, method);
export const pointsOfPrice = ({ points = '0' }) => number(points);
