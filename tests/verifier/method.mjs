// Evaluation methods, docs/formats/method.md: the form, and every relation between its numbers.

import { Fraction } from '../peers/score_oracle.mjs';
import { amount, any, array, bilingual, decimal, integer, key, nothing, nullable, object, oneOf, optional, string, text } from './members.mjs';
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

const level = optional(oneOf('section', 'total'));

const methodForm = object({
    label: oneOf('kaibiao/method/v1'),
    price: byKind({ low_price: { points: measure }, lowest_evaluated: { minimum_price: nullable(amount) } }),
    ceiling: nullable(amount),
    adjustments: array(any, 0, 100),
    sections: array(object({
        criteria: array(criterion, 1), key, kind: oneOf('preliminary', 'commercial', 'technical'), points: measure, title,
    }), 0, 100),
    points: measure,
    aggregation: byKind({
        mean: { trim_from: nothing, level }, trimmed_mean: { trim_from: integer(3, 1000), level }, median: { trim_from: nothing, level },
        weighted_mean: { trim_from: nothing, level, weights: array(object({ group: key, weight: integer(1, 100) }), 1, 1000) },
    }),
    rounding: object({
        criterion: rounding(6), evaluated_price: rounding(2), price_score: rounding(6), section: rounding(6), total: rounding(6),
    }),
    ranking: array(oneOf('total', 'evaluated_price', 'price', 'technical', 'draw'), 1),
    candidates: integer(1, 3),
    parameters: optional(any),
    technical_stage: optional(any),
    gate_tie: optional(oneOf('chair')),
    abnormally_low: optional(object({ percent_of_next: nullable(measure), percent_of_others: nullable(measure) })),
});

const unique = (list) => new Set(list).size === list.length;

export function readMethod(value) {
    const method = methodForm(value);
    const criteria = method.sections.flatMap((section) => section.criteria);
    hold(criteria.length <= 1000, unique(method.sections.map((one) => one.key)), unique(criteria.map((one) => one.key)));
    checkSupported(method);
    criteria.forEach(({ rule }) => checkRule(rule));
    checkPrice(method, criteria);
    checkPoints(method);
    checkAggregation(method);
    checkRounding(method.rounding);
    checkRanking(method);
    checkAbnormallyLow(method.abnormally_low);
    return method;
}

// docs/formats/process.md, "Phases" 1: what a lot has no act for yet.
function checkSupported({ adjustments, parameters, technical_stage: stage }) {
    const unsupported = adjustments.length > 0 || parameters !== undefined || stage !== undefined;
    if (unsupported) refuse('method_not_supported', '/method');
}

function checkAggregation({ aggregation, rounding: rounded }) {
    hold(unique((aggregation.weights ?? []).map(({ group }) => group)));
    hold(aggregation.level === undefined || rounded.criterion === null, aggregation.level !== 'total' || rounded.section === null);
}

function checkAbnormallyLow(low = { percent_of_next: '1', percent_of_others: '1' }) {
    const percents = Object.values(low).filter((one) => one !== null);
    hold(percents.length > 0, percents.every((one) => isPositive(one) && !isBelow(hundred, number(one))));
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
