// A second implementation of docs/formats/method.md and docs/formats/result.md, on fractions of BigInt: one fraction
// for every cell, nothing shared with the core but the documents. Slow and plain on purpose.

import { Fault, fail, Fraction, higher, lower, meanOf, round, sum, zero } from './score_fraction.mjs';
import { formulaScore, readFormulas } from './score_formula.mjs';

export { Fraction };

/** {exact, rounded} for the result, and the number that goes on. */
function mark(exact, rounding) {
    const rounded = rounding ? round(exact, rounding) : null;
    return { value: rounded === null ? exact : Fraction.parse(rounded), json: { exact: exact.text(), rounded } };
}

// ---- inputs

const onStep = (value, step) => value.over(Fraction.parse(step)).isWhole();
const within = (value, range) =>
    value.compare(Fraction.parse(range.minimum)) >= 0 && value.compare(Fraction.parse(range.maximum)) <= 0;

function checkBids(method, bids) {
    const ids = new Set();
    bids.forEach(({ bid, adjustments }, i) => {
        if (ids.has(bid)) fail('bid_listed_twice', `/bids/${i}`);
        ids.add(bid);
        const rules = new Set();
        adjustments.forEach(({ rule, quantity }, j) => {
            const place = `/bids/${i}/adjustments/${j}`;
            const found = method.adjustments.find((one) => one.key === rule) ?? fail('adjustment_unknown', place);
            if (rules.has(rule)) fail('score_duplicate', place);
            rules.add(rule);
            const value = Fraction.parse(quantity);
            if (!within(value, found.quantity) || !onStep(value, found.quantity.step)) fail('adjustment_out_of_range', place);
        });
    });
}

function earlyRejection(method, bid) {
    if (bid.standing !== 'admitted') return bid.standing;
    return method.technical_stage ? null : priceRejection(method, bid);
}

function priceRejection(method, bid) {
    const price = Fraction.parse(bid.price);
    if (price.compare(zero) <= 0) return 'price_not_positive';
    if (method.ceiling !== null && price.compare(Fraction.parse(method.ceiling)) > 0) return 'price_above_ceiling';
    const minimum = method.price.kind === 'lowest_evaluated' ? method.price.minimum_price : null;
    if (minimum !== null && price.compare(Fraction.parse(minimum)) < 0) return 'price_below_minimum';
    return null;
}

function checkScore(rule, text, place) {
    if (rule.items) return checkCounts(rule, text, place);
    if (Array.isArray(text) || text === 'pass' || text === 'fail') fail('score_out_of_range', place);
    if (rule.number) rule = { kind: 'free', ...rule.number };
    const value = Fraction.parse(text);
    const ranges = rule.kind === 'banded' ? rule.bands : [rule];
    if (!ranges.some((range) => within(value, range))) fail('score_out_of_range', place);
    if (!onStep(value, rule.step)) fail('score_off_step', place);
}

function checkCounts(rule, counts, place) {
    if (!Array.isArray(counts)) fail('score_out_of_range', place);
    const seen = new Set();
    for (const { item, count } of counts) {
        const found = rule.items.find((one) => one.key === item) ?? fail('score_out_of_range', place);
        if (seen.has(item)) fail('score_duplicate', place);
        seen.add(item);
        if (count < 0 || count > found.most) fail('score_out_of_range', place);
    }
}

/** Map of `bid criterion` to the cell's text. */
function checkSheet(criteria, judged, sheet, at) {
    const cells = new Map();
    sheet.cells.forEach(({ bid, criterion, value }, i) => {
        const place = `${at}/cells/${i}`;
        if (!judged.has(bid)) fail('score_unknown_bid', place);
        const found = criteria.find((one) => one.key === criterion) ?? fail('score_unknown_criterion', place);
        if (cells.has(`${bid} ${criterion}`)) fail('score_duplicate', place);
        if (found.rule.kind !== 'gate') checkScore(found.rule, value, place);
        else if (value !== 'pass' && value !== 'fail') fail('score_out_of_range', place);
        cells.set(`${bid} ${criterion}`, value);
    });
    for (const bid of judged) {
        if (criteria.some((one) => !cells.has(`${bid} ${one.key}`))) fail('score_missing', `${at}/cells`);
    }
    return cells;
}

// ---- one bid

function evaluatedPrice(method, bid) {
    const price = Fraction.parse(bid.price);
    const amounts = bid.adjustments.map(({ rule, quantity }) => {
        const { effect, direction } = method.adjustments.find((one) => one.key === rule);
        const unit = effect.kind === 'amount_per_unit'
            ? Fraction.parse(effect.amount)
            : price.times(Fraction.parse(effect.percent)).over(new Fraction(100n));
        const amount = unit.times(Fraction.parse(quantity));
        return direction === 'add' ? amount : zero.minus(amount);
    });
    return mark(price.plus(sum(amounts)), method.rounding.evaluated_price);
}

function combine(method, sheets, values) {
    const { aggregation } = method;
    if (aggregation.kind === 'weighted_mean') {
        const weights = sheets.map(({ group }) => new Fraction(BigInt(aggregation.weights.find((one) => one.group === group).weight)));
        return sum(values.map((value, i) => value.times(weights[i]))).over(sum(weights));
    }
    const sorted = [...values].sort((left, right) => left.compare(right));
    const count = sorted.length;
    let kept = sorted;
    if (aggregation.kind === 'median') kept = count % 2 ? [sorted[(count - 1) / 2]] : sorted.slice(count / 2 - 1, count / 2 + 1);
    if (aggregation.kind === 'trimmed_mean' && count >= aggregation.trim_from) kept = sorted.slice(1, -1);
    return sum(kept).over(new Fraction(BigInt(kept.length)));
}

function countedScore(rule, counts) {
    const points = sum(counts.map(({ item, count }) => Fraction.parse(rule.items.find((one) => one.key === item).points).times(new Fraction(BigInt(count)))));
    if (rule.kind === 'additive') return lower(Fraction.parse(rule.maximum), Fraction.parse(rule.base).plus(points));
    return higher(Fraction.parse(rule.minimum), Fraction.parse(rule.maximum).minus(points));
}

/** One expert's score for one bid; `passed` are the bids that passed the gates. */
function scoreOf({ key, rule }, cells, bid, { passed, formulas, drawn }) {
    const value = cells.get(`${bid} ${key}`);
    if (rule.items) return countedScore(rule, value);
    const numberOf = (other) => Fraction.parse(cells.get(`${bid} ${other}`));
    if (rule.kind === 'table') return Fraction.parse(rule.rows.filter(({ from }) => Fraction.parse(from).compare(numberOf(key)) <= 0).at(-1).score);
    if (rule.kind !== 'formula') return numberOf(key);
    return formulaScore(formulas, key, { numberOf, numbersOf: (other) => passed.map((one) => Fraction.parse(cells.get(`${one} ${other}`))), drawn });
}

function judgeBid(method, panel, entry, passed) {
    const { sheets, tables } = panel;
    const scored = (section) => section.criteria.filter((one) => one.rule.kind !== 'gate');
    const scores = (criterion) => tables.map((cells) => scoreOf(criterion, cells, entry.bid, { ...panel, passed }));
    const expertSums = (sections) => {
        const all = sections.flatMap(scored).map(scores);
        return sheets.map((_, i) => sum(all.map((column) => column[i])));
    };
    const { level } = method.aggregation;
    const technical = method.sections.filter((one) => one.kind === 'technical');
    const over = (values) => (sheets.length ? combine(method, sheets, values) : zero);
    if (level === 'total') {
        entry.sections = [];
        entry.quality = over(expertSums(method.sections));
        entry.technical = over(expertSums(technical));
        return;
    }
    entry.sections = method.sections.map((section) => {
        const parts = level === 'section' ? [] : scored(section).map((criterion) => ({ key: criterion.key, ...mark(over(scores(criterion)), method.rounding.criterion) }));
        const exact = level === 'section' ? over(expertSums([section])) : sum(parts.map((one) => one.value));
        return { key: section.key, kind: section.kind, scored: parts, ...mark(exact, method.rounding.section) };
    });
    entry.quality = sum(entry.sections.map((one) => one.value));
    entry.technical = sum(entry.sections.filter((one) => one.kind === 'technical').map((one) => one.value));
}

// ---- price rules: {reference, scores, deviations}

const hundred = new Fraction(100n);
const extremes = (prices) => ({ highest: prices.reduce(higher), lowest: prices.reduce(lower) });

function benchmarkPrice(method, prices, drawn) {
    const rule = method.price;
    const setting = (value) => (typeof value === 'string' ? Fraction.parse(value) : drawn(value.parameter));
    let counted = [...prices].sort((left, right) => left.compare(right));
    if (rule.trim.outside !== null) {
        const mean = meanOf(counted), reach = mean.times(setting(rule.trim.outside)).over(hundred);
        const near = counted.filter((price) => price.compare(mean.minus(reach)) >= 0 && price.compare(mean.plus(reach)) <= 0);
        if (near.length) counted = near;
    }
    const from = typeof rule.trim.from === 'number' ? new Fraction(BigInt(rule.trim.from)) : setting(rule.trim.from);
    if (from.compare(zero) > 0 && new Fraction(BigInt(counted.length)).compare(from) >= 0) counted = counted.slice(rule.trim.lowest, counted.length - rule.trim.highest);
    let mean = meanOf(counted);
    if (rule.second === 'of_lower') mean = meanOf(counted.filter((price) => price.compare(mean) <= 0));
    if (rule.second === 'with_lowest') mean = meanOf([mean, counted[0]]);
    const weight = setting(rule.ceiling_weight);
    if (weight.compare(zero) !== 0) mean = weight.times(Fraction.parse(method.ceiling)).plus(new Fraction(1n).minus(weight).times(mean));
    const exact = mean.times(hundred.minus(setting(rule.reduction))).over(hundred);
    const { value } = mark(exact, method.rounding.benchmark);
    return value.compare(zero) === 0 ? new Fraction(1n, 10n ** BigInt(method.rounding.benchmark.places)) : value;
}

const priceRules = {
    lowest_evaluated: () => ({ reference: null }),
    quality_per_price: () => ({ reference: null }),
    low_price: ({ price }, prices) => {
        const { lowest } = extremes(prices);
        return { reference: lowest, scores: prices.map((one) => lowest.over(one).times(Fraction.parse(price.points))) };
    },
    quality_cost: (method, prices) => priceRules.low_price({ price: { points: '100' } }, prices),
    price_range: ({ price }, prices) => {
        const { highest, lowest } = extremes(prices), points = Fraction.parse(price.points);
        const score = (one) => (highest.compare(lowest) === 0 ? points : highest.minus(one).over(highest.minus(lowest)).times(points));
        return { reference: highest, scores: prices.map(score) };
    },
    fixed_reference: ({ price }, prices) => {
        const reference = Fraction.parse(price.reference);
        return { reference, scores: prices.map((one) => higher(zero, reference.minus(one).over(reference).times(Fraction.parse(price.points)))) };
    },
    benchmark: (method, prices, drawn) => {
        const reference = benchmarkPrice(method, prices, drawn);
        const deviations = prices.map((one) => mark(lower(new Fraction(1000000n), one.minus(reference).over(reference).times(hundred)), method.rounding.deviation));
        const scores = deviations.map(({ value }) => {
            const above = value.compare(zero) > 0;
            const loss = Fraction.parse(above ? method.price.above : method.price.below).times(above ? value : zero.minus(value));
            return higher(zero, Fraction.parse(method.price.points).minus(loss));
        });
        return { reference, scores, deviations };
    },
};

function totalOf({ price }, entry) {
    if (price.kind === 'quality_per_price') return entry.quality.times(Fraction.parse(price.scale)).over(entry.price.value);
    if (price.kind !== 'quality_cost') return entry.priceScore.value.plus(entry.quality);
    return entry.quality.times(Fraction.parse(price.technical_weight)).plus(entry.priceScore.value.times(Fraction.parse(price.financial_weight)));
}

// ---- all bids

function gateFails(method, sheets, votes, failing) {
    if (method.gate_tie === 'chair' && 2 * failing === votes.length) return votes[sheets.findIndex(({ role }) => role === 'chair')] === 'fail';
    return 2 * failing > votes.length;
}

function openEntries(method, bids, criteria, panel) {
    const { sheets, tables } = panel;
    const entries = bids.map((bid) => ({ input: bid, bid: bid.bid, reason: earlyRejection(method, bid), subject: null, gates: [] }));
    for (const entry of entries.filter((one) => one.reason === null)) {
        for (const { key } of criteria.filter((one) => one.rule.kind === 'gate')) {
            const votes = tables.map((cells) => cells.get(`${entry.bid} ${key}`));
            const failing = votes.filter((vote) => vote === 'fail').length;
            entry.gates.push({ criterion: key, fail: failing, pass: votes.length - failing });
            if (entry.reason === null && gateFails(method, sheets, votes, failing)) [entry.reason, entry.subject] = ['gate_failed', key];
        }
    }
    const passed = entries.filter((one) => one.reason === null);
    for (const entry of passed) judgeBid(method, panel, entry, passed.map((one) => one.bid));
    applyStage(method, passed);
    for (const entry of entries.filter((one) => one.reason === null)) {
        if (method.technical_stage) entry.reason = entry.input.price_standing ?? priceRejection(method, entry.input);
        if (entry.reason !== null) continue;
        entry.price = evaluatedPrice(method, entry.input);
        if (entry.price.value.compare(zero) <= 0) entry.reason = 'evaluated_price_not_positive';
    }
    return entries;
}

function applyStage(method, passed) {
    const minimum = method.price.minimum_technical ?? method.technical_stage?.minimum ?? null;
    for (const entry of passed) if (minimum !== null && entry.quality.compare(Fraction.parse(minimum)) < 0) entry.reason = 'technical_below_minimum';
    const most = method.technical_stage?.most ?? null;
    if (most === null) return;
    const rest = passed.filter((one) => one.reason === null);
    for (const entry of rest) entry.better = rest.filter((other) => other.quality.compare(entry.quality) > 0).length;
    for (const entry of rest) if (entry.better >= most) entry.reason = 'not_shortlisted';
}

const comparers = {
    total: (left, right) => right.total.value.compare(left.total.value),
    technical: (left, right) => right.technical.compare(left.technical),
    evaluated_price: (left, right) => left.price.value.compare(right.price.value),
    price: (left, right) => Fraction.parse(left.input.price).compare(Fraction.parse(right.input.price)),
    draw: (left, right, order) => position(order, left) - position(order, right),
};
const position = (order, { bid }) => (order.includes(bid) ? order.indexOf(bid) : order.length);

function rank(method, entries, tieOrder) {
    const better = (left, right) => {
        for (const key of method.ranking) {
            const order = comparers[key](left, right, tieOrder);
            if (order !== 0) return order < 0;
        }
        return false;
    };
    for (const entry of entries) {
        entry.rank = 1 + entries.filter((other) => better(other, entry)).length;
        entry.tied = entries.some((other) => other !== entry && !better(other, entry) && !better(entry, other));
    }
}

const byText = (left, right) => (left < right ? -1 : left > right ? 1 : 0);

function bidJson(method, entry) {
    const valid = entry.reason === null;
    const judged = valid || entry.reason === 'technical_below_minimum' || entry.reason === 'not_shortlisted';
    const quality = method.technical_stage || method.aggregation.level === 'total' || method.price.minimum_technical;
    return {
        bid: entry.bid,
        criteria: judged ? entry.sections.flatMap((one) => one.scored).map((one) => ({ criterion: one.key, ...one.json })) : [],
        ...(method.price.kind === 'benchmark' ? { deviation: valid ? entry.deviation.json : null } : {}),
        evaluated_price: valid ? entry.price.json : null,
        gates: entry.gates,
        price_score: valid && entry.priceScore ? entry.priceScore.json : null,
        ...(quality ? { quality: judged ? entry.quality.text() : null } : {}),
        rank: valid ? entry.rank : null,
        rejection: valid ? null : { reason: entry.reason, subject: entry.subject },
        sections: judged ? entry.sections.map((one) => ({ section: one.key, ...one.json })) : [],
        tied: valid && entry.tied,
        total: valid && entry.total ? entry.total.json : null,
    };
}

function checkDrawn(method, bids, draws, tieOrder) {
    const parameters = method.parameters ?? [];
    const seen = new Set();
    draws.forEach(({ parameter, index }, i) => {
        const found = parameters.find((one) => one.key === parameter) ?? fail('parameter_unknown', `/draws/${i}`);
        if (seen.has(parameter)) fail('score_duplicate', `/draws/${i}`);
        seen.add(parameter);
        if (index >= found.values.length) fail('draw_out_of_range', `/draws/${i}`);
    });
    if (seen.size < parameters.length) fail('draw_missing', '/draws');
    tieOrder.forEach((bid, i) => {
        if (!bids.some((one) => one.bid === bid)) fail('score_unknown_bid', `/tie_order/${i}`);
        if (tieOrder.indexOf(bid) < i) fail('bid_listed_twice', `/tie_order/${i}`);
    });
}

function checkSeats(method, sheets) {
    sheets.forEach(({ expert }, i) => { if (sheets.findIndex((one) => one.expert === expert) < i) fail('score_duplicate', `/sheets/${i}`); });
    if (method.gate_tie === 'chair' && sheets.length > 0 && sheets.filter(({ role }) => role === 'chair').length !== 1) fail('chair_missing', '/sheets');
    if (method.aggregation.kind !== 'weighted_mean') return;
    sheets.forEach(({ group }, i) => { if (!method.aggregation.weights.some((one) => one.group === group)) fail('expert_group_unknown', `/sheets/${i}`); });
}

function scorePrices(method, valid, drawn) {
    if (valid.length === 0) return null;
    const { reference, scores, deviations } = priceRules[method.price.kind](method, valid.map((entry) => entry.price.value), drawn);
    valid.forEach((entry, i) => {
        if (scores) entry.priceScore = mark(scores[i], method.rounding.price_score);
        if (deviations) entry.deviation = deviations[i];
        if (method.price.kind !== 'lowest_evaluated') entry.total = mark(totalOf(method, entry), method.rounding.total);
    });
    return reference;
}

function resultOf({ method, bids, sheets, draws = [], tie_order: tieOrder = [] }) {
    const formulas = readFormulas(method);
    checkBids(method, bids);
    if (bids.length === 0) fail('no_valid_bid', '/bids');
    checkDrawn(method, bids, draws, tieOrder);
    const criteria = method.sections.flatMap((section) => section.criteria);
    const judged = new Set(bids.filter((bid) => earlyRejection(method, bid) === null).map((bid) => bid.bid));
    if (judged.size > 0 && criteria.length > 0 && sheets.length === 0) fail('score_missing', '/sheets');
    checkSeats(method, sheets);
    const tables = sheets.map((sheet, i) => checkSheet(criteria, judged, sheet, `/sheets/${i}`));
    const valueOf = (key) => method.parameters.find((one) => one.key === key).values[draws.find(({ parameter }) => parameter === key).index];

    const drawn = (key) => Fraction.parse(valueOf(key));
    const entries = openEntries(method, bids, criteria, { sheets, tables, formulas, drawn });
    const valid = entries.filter((entry) => entry.reason === null);
    const reference = scorePrices(method, valid, drawn);
    rank(method, valid, tieOrder);

    const place = (entry) => entry.rank ?? Infinity;
    entries.sort((left, right) => (place(left) === place(right) ? byText(left.bid, right.bid) : place(left) - place(right)));
    const ranks = [...new Set(valid.filter((entry) => entry.tied).map((entry) => entry.rank))].sort((left, right) => left - right);
    const parameters = method.parameters?.map(({ key }) => ({ index: draws.find(({ parameter }) => parameter === key).index, parameter: key, value: valueOf(key) }));
    return {
        bids: entries.map((entry) => bidJson(method, entry)),
        candidates: entries.filter((entry) => entry.rank <= method.candidates).map((entry) => entry.bid),
        label: 'kaibiao/result/v1',
        ...(parameters ? { parameters } : {}),
        reference_price: reference === null ? null : reference.text(),
        tied: ranks.map((rank) => ({ bids: entries.filter((entry) => entry.rank === rank).map((entry) => entry.bid), rank })),
    };
}

/** Members sorted by name; our members and values are ASCII. */
export function canonical(value) {
    if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
    if (value === null || typeof value !== 'object') return JSON.stringify(value);
    return `{${Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(',')}}`;
}

/** {result}: the canonical result of {method, bids, sheets, draws, tie_order}; or {error, place}: what is wrong, and where. */
export function evaluate(tender) {
    try {
        return { result: canonical(resultOf(tender)) };
    } catch (error) {
        if (error instanceof Fault) return { error: error.message, place: error.place };
        throw error;
    }
}
