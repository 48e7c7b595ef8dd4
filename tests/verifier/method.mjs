// Evaluation methods, docs/formats/method.md: the form, and every relation between its numbers.

import { checkFormulas } from './formulas.mjs';
import { amount, any, array, bilingual, byKind, integer, key, nothing, nullable, object, oneOf, optional, text } from './members.mjs';
import {
    checkCriterion, checkPriceRule, criterionRule, hold, hundred, isBelow, isPositive, isWithin, longest, measure, number, pointsOfCriterion, pointsOfPrice,
    priceRule, rounding, sum, title, unique, zero,
} from './method_rules.mjs';
import { refuse } from './refusal.mjs';

const criterion = object({
    clause: text(0, longest.clause), guidance: bilingual(0, longest.guidance), judgement: oneOf('subjective', 'objective'), key, title, rule: criterionRule,
});

const level = optional(oneOf('section', 'total'));

const methodForm = object({
    label: oneOf('kaibiao/method/v1'),
    price: priceRule,
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
        criterion: nullable(rounding(6)), evaluated_price: nullable(rounding(2)), price_score: nullable(rounding(6)), section: nullable(rounding(6)),
        total: nullable(rounding(6)), benchmark: optional(rounding(6)), deviation: optional(rounding(6)),
    }),
    ranking: array(oneOf('total', 'evaluated_price', 'price', 'technical', 'draw'), 1),
    candidates: integer(1, 3),
    parameters: optional(any),
    technical_stage: optional(object({ minimum: nullable(measure), most: nullable(integer(1, 10_000)) })),
    gate_tie: optional(oneOf('chair')),
    abnormally_low: optional(object({ percent_of_next: nullable(measure), percent_of_others: nullable(measure) })),
});

export function readMethod(value) {
    const method = methodForm(value);
    const criteria = method.sections.flatMap((section) => section.criteria);
    hold(criteria.length <= 1000, unique(method.sections.map((one) => one.key)), unique(criteria.map((one) => one.key)));
    checkSupported(method);
    criteria.forEach(({ rule }) => checkCriterion(rule));
    checkFormulas(method);
    hold(method.ceiling === null || isPositive(method.ceiling));
    checkPriceRule(method);
    checkPoints(method);
    checkAggregation(method);
    checkRounding(method);
    checkRanking(method);
    checkStage(method);
    checkAbnormallyLow(method.abnormally_low);
    return method;
}

// docs/formats/process.md, "Phases" 1: what a lot has no act for yet.
function checkSupported({ adjustments, parameters }) {
    if (adjustments.length > 0 || parameters !== undefined) refuse('method_not_supported', '/method');
}

function checkAggregation({ aggregation, rounding: rounded }) {
    hold(unique((aggregation.weights ?? []).map(({ group }) => group)));
    hold(aggregation.level === undefined || rounded.criterion === null, aggregation.level !== 'total' || rounded.section === null);
}

function checkStage({ technical_stage: stage, price, sections }) {
    const minimum = stage?.minimum ?? null;
    hold(stage === undefined || sections.length > 0, minimum === null || (price.minimum_technical ?? null) === null);
    hold(minimum === null || isWithin(minimum, zero, sum(sections.map(({ points }) => number(points)))));
}

function checkAbnormallyLow(low = { percent_of_next: '1', percent_of_others: '1' }) {
    const percents = Object.values(low).filter((one) => one !== null);
    hold(percents.length > 0, percents.every((one) => isPositive(one) && !isBelow(hundred, number(one))));
}

function checkPoints(method) {
    for (const { points, criteria } of method.sections) hold(number(points).compare(sum(criteria.map(({ rule }) => pointsOfCriterion(rule)))) === 0);
    hold(number(method.points).compare(sum([pointsOfPrice(method.price), ...method.sections.map((one) => number(one.points))])) === 0);
}

// A later place may not have fewer decimals than an earlier one on its way.
function checkRounding({ price: { kind }, rounding: { benchmark, criterion: item, deviation, section, price_score: price, total } }) {
    hold(kind === 'benchmark' || (benchmark === undefined && deviation === undefined));
    const coarser = (later, earlier) => later !== null && earlier !== null && later.places < earlier.places;
    hold(!coarser(section, item), !coarser(total, item), !coarser(total, section), !coarser(total, price));
}

function checkRanking({ ranking, price, sections }) {
    const lowest = price.kind === 'lowest_evaluated';
    hold(unique(ranking), ranking[0] === (lowest ? 'evaluated_price' : 'total'), !lowest || !ranking.includes('total'));
    hold(!ranking.includes('draw') || ranking[ranking.length - 1] === 'draw');
    const technical = sections.some((one) => one.kind === 'technical' && isPositive(one.points));
    hold(!ranking.includes('technical') || technical);
}
