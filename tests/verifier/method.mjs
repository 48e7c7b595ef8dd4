// Evaluation methods, docs/formats/method.md: the form, and every relation between its numbers.

import { Fraction } from '../peers/score_oracle.mjs';
import { amount, array, bilingual, decimal, integer, nothing, nullable, object, oneOf, string, text } from './members.mjs';
import { refuse } from './refusal.mjs';

const zero = new Fraction(0n);
const hundred = new Fraction(100n);
const number = (text) => Fraction.parse(text);
const isBelow = (left, right) => left.compare(right) < 0;
const isPositive = (text) => isBelow(zero, number(text));
const divides = (step, text) => number(text).over(number(step)).isWhole();
const sum = (list) => list.reduce((left, right) => left.plus(right), zero);
const malformed = () => refuse('method_malformed', '/method');
const hold = (...conditions) => { if (conditions.includes(false)) malformed(); };

const key = (value) => (/^[a-z0-9][a-z0-9._-]{0,31}$/.test(string(value)) ? value : malformed());

const measure = (value) => {
    const found = number(decimal(value));
    const magnitude = isBelow(found, zero) ? zero.minus(found) : found;
    if (isBelow(new Fraction(1_000_000n), magnitude) || !found.times(new Fraction(1_000_000n)).isWhole()) malformed();
    return value;
};

const longest = { clause: 512, title: 512, guidance: 20_000 };
const title = bilingual(0, longest.title);
const clause = text(0, longest.clause);
const byKind = (forms) => (value) => {
    const kind = oneOf(...Object.keys(forms))(value?.kind);
    return object({ kind: string, ...forms[kind] })(value);
};
const range = { maximum: measure, minimum: measure, step: measure };
const rounding = (places) => nullable(object({ mode: oneOf('half_up', 'half_even', 'down', 'up'), places: integer(0, places) }));

const criterion = object({
    clause, guidance: bilingual(0, longest.guidance), judgement: oneOf('subjective', 'objective'), key, title,
    rule: byKind({
        gate: {},
        free: range,
        banded: { bands: array(object({ maximum: measure, minimum: measure, title }), 1, 20), step: measure },
    }),
});

const methodForm = object({
    label: oneOf('kaibiao/method/v1'),
    price: byKind({ low_price: { points: measure }, lowest_evaluated: { minimum_price: nullable(amount) } }),
    ceiling: nullable(amount),
    adjustments: array(object({
        clause, direction: oneOf('add', 'deduct'), key, quantity: object(range), title,
        effect: byKind({ amount_per_unit: { amount }, percent_per_unit: { percent: measure } }),
    }), 0, 100),
    sections: array(object({
        criteria: array(criterion, 1), key, kind: oneOf('preliminary', 'commercial', 'technical'), points: measure, title,
    }), 0, 100),
    points: measure,
    aggregation: byKind({ mean: { trim_from: nothing }, trimmed_mean: { trim_from: integer(3, 1000) }, median: { trim_from: nothing } }),
    rounding: object({
        criterion: rounding(6), evaluated_price: rounding(2), price_score: rounding(6), section: rounding(6), total: rounding(6),
    }),
    ranking: array(oneOf('total', 'evaluated_price', 'price', 'technical', 'draw'), 1),
    candidates: integer(1, 3),
});

const unique = (list) => new Set(list).size === list.length;

export function readMethod(value) {
    const method = methodForm(value);
    const criteria = method.sections.flatMap((section) => section.criteria);
    hold(criteria.length <= 1000, unique(method.sections.map((one) => one.key)), unique(criteria.map((one) => one.key)));
    hold(unique(method.adjustments.map((one) => one.key)));
    criteria.forEach(({ rule }) => checkRule(rule));
    checkPrice(method, criteria);
    checkPoints(method);
    checkRounding(method.rounding);
    checkRanking(method);
    method.adjustments.forEach(checkAdjustment);
    checkBounds(method);
    return method;
}

function checkRange({ maximum, minimum, step }) {
    hold(!isBelow(number(minimum), zero), isBelow(number(minimum), number(maximum)), isPositive(step));
    hold(divides(step, minimum), divides(step, maximum));
}

function checkRule(rule) {
    if (rule.kind === 'free') checkRange(rule);
    if (rule.kind !== 'banded') return;
    hold(isPositive(rule.step), isPositive(rule.bands[0].maximum));
    rule.bands.forEach(({ maximum, minimum }, index) => {
        hold(!isBelow(number(minimum), zero), !isBelow(number(maximum), number(minimum)));
        hold(divides(rule.step, minimum), divides(rule.step, maximum));
        hold(index === 0 || isBelow(number(maximum), number(rule.bands[index - 1].minimum)));
    });
}

function checkPrice({ price, ceiling }, criteria) {
    if (price.kind === 'low_price') return hold(isPositive(price.points));
    hold(criteria.every(({ rule }) => rule.kind === 'gate'));
    if (price.minimum_price === null) return undefined;
    return hold(isPositive(price.minimum_price), ceiling === null || !isBelow(number(ceiling), number(price.minimum_price)));
}

const pointsOf = ({ rule }) => (rule.kind === 'gate' ? zero : number(rule.kind === 'free' ? rule.maximum : rule.bands[0].maximum));

function checkPoints(method) {
    for (const { points, criteria } of method.sections) hold(number(points).compare(sum(criteria.map(pointsOf))) === 0);
    const price = method.price.kind === 'low_price' ? number(method.price.points) : zero;
    hold(number(method.points).compare(sum([price, ...method.sections.map((one) => number(one.points))])) === 0);
}

// A later place may not have fewer decimals than an earlier one on its way.
function checkRounding({ criterion: item, section, price_score: price, total }) {
    const coarser = (later, earlier) => later !== null && earlier !== null && later.places < earlier.places;
    hold(!coarser(section, item), !coarser(total, item), !coarser(total, section), !coarser(total, price));
}

function checkRanking({ ranking, price, sections }) {
    hold(unique(ranking), ranking[0] === (price.kind === 'low_price' ? 'total' : 'evaluated_price'));
    hold(price.kind === 'low_price' || !ranking.includes('total'));
    hold(!ranking.includes('draw') || ranking[ranking.length - 1] === 'draw');
    const technical = sections.some((one) => one.kind === 'technical' && isPositive(one.points));
    hold(!ranking.includes('technical') || technical);
}

function checkAdjustment({ quantity, effect }) {
    checkRange(quantity);
    hold(isPositive(effect.kind === 'amount_per_unit' ? effect.amount : effect.percent));
}

const decimalsOf = (fraction) => {
    let places = 0n;
    while (!fraction.times(new Fraction(10n ** places)).isWhole()) places += 1n;
    return places;
};

// docs/decisions/004-rounding.md, "No bidder can cause that error": V < 9·10^16 and V·10^E < 10^23.
function checkBounds({ adjustments, rounding: { evaluated_price: rounded } }) {
    const price = new Fraction(90_000_000_000_000n);
    const most = adjustments.map(({ quantity, effect }) => number(quantity.maximum).times(
        effect.kind === 'amount_per_unit' ? number(effect.amount) : price.times(number(effect.percent)).over(hundred)));
    const value = sum([price, ...most]);
    const decimals = adjustments.map(({ quantity, effect }) => (effect.kind === 'amount_per_unit'
        ? 2n + decimalsOf(number(quantity.step)) : 4n + decimalsOf(number(quantity.step)) + decimalsOf(number(effect.percent))));
    const finest = decimals.reduce((left, right) => (left > right ? left : right), 2n);
    const kept = rounded === null ? finest : BigInt(rounded.places);
    hold(isBelow(value, new Fraction(9n * 10n ** 16n)), isBelow(value.times(new Fraction(10n ** kept)), new Fraction(10n ** 23n)));
}
