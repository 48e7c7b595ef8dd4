// A second implementation of docs/formats/method.md and docs/formats/result.md, on fractions of BigInt: one fraction
// for every cell, nothing shared with the core but the documents. Slow and plain on purpose.

class Fault extends Error {}
const fail = (name) => { throw new Fault(name); };

// ---- fractions

const gcd = (a, b) => { a = a < 0n ? -a : a; while (b) [a, b] = [b, a % b]; return a; };

export class Fraction {
    constructor(top, bottom = 1n) {
        if (bottom < 0n) [top, bottom] = [-top, -bottom];
        const divisor = gcd(top, bottom);
        this.top = top / divisor;
        this.bottom = bottom / divisor;
    }
    static parse(text) {
        const [whole, decimals = ''] = text.split('.');
        return new Fraction(BigInt(whole + decimals), 10n ** BigInt(decimals.length));
    }
    plus(other) { return new Fraction(this.top * other.bottom + other.top * this.bottom, this.bottom * other.bottom); }
    minus(other) { return this.plus(new Fraction(-other.top, other.bottom)); }
    times(other) { return new Fraction(this.top * other.top, this.bottom * other.bottom); }
    over(other) { return new Fraction(this.top * other.bottom, this.bottom * other.top); }
    compare(other) {
        const difference = this.top * other.bottom - other.top * this.bottom;
        return difference < 0n ? -1 : difference > 0n ? 1 : 0;
    }
    isWhole() { return this.bottom === 1n; }
    text() { return this.bottom === 1n ? `${this.top}` : `${this.top}/${this.bottom}`; }
}
const zero = new Fraction(0n);
const sum = (list) => list.reduce((left, right) => left.plus(right), zero);

/** The decimal text of `value` with exactly `places` digits after the point. */
function round(value, { mode, places }) {
    const scaled = value.times(new Fraction(10n ** BigInt(places)));
    const negative = scaled.top < 0n;
    const top = negative ? -scaled.top : scaled.top;
    let units = top / scaled.bottom;
    const rest = top % scaled.bottom;
    const half = rest * 2n < scaled.bottom ? 'below' : rest * 2n > scaled.bottom ? 'above' : 'tie';
    if (mode === 'up') units += rest > 0n ? 1n : 0n;
    else if (mode === 'half_up') units += half !== 'below' ? 1n : 0n;
    else if (mode === 'half_even') units += half === 'above' || (half === 'tie' && units % 2n === 1n) ? 1n : 0n;
    const digits = units.toString().padStart(places + 1, '0');
    const whole = digits.slice(0, digits.length - places);
    return (negative && units > 0n ? '-' : '') + whole + (places > 0 ? '.' + digits.slice(-places) : '');
}

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
    for (const bid of bids) {
        if (ids.has(bid.bid)) fail('bid_listed_twice');
        ids.add(bid.bid);
        const rules = new Set();
        for (const { rule, quantity } of bid.adjustments) {
            const found = method.adjustments.find((one) => one.key === rule) ?? fail('adjustment_unknown');
            if (rules.has(rule)) fail('score_duplicate');
            rules.add(rule);
            const value = Fraction.parse(quantity);
            if (!within(value, found.quantity) || !onStep(value, found.quantity.step)) fail('adjustment_out_of_range');
        }
    }
}

function earlyRejection(method, bid) {
    if (bid.standing !== 'admitted') return bid.standing;
    const price = Fraction.parse(bid.price);
    if (price.compare(zero) <= 0) return 'price_not_positive';
    if (method.ceiling !== null && price.compare(Fraction.parse(method.ceiling)) > 0) return 'price_above_ceiling';
    const minimum = method.price.kind === 'lowest_evaluated' ? method.price.minimum_price : null;
    if (minimum !== null && price.compare(Fraction.parse(minimum)) < 0) return 'price_below_minimum';
    return null;
}

function checkScore(rule, text) {
    if (text === 'pass' || text === 'fail') fail('score_out_of_range');
    const value = Fraction.parse(text);
    const ranges = rule.kind === 'banded' ? rule.bands : [rule];
    if (!ranges.some((range) => within(value, range))) fail('score_out_of_range');
    if (!onStep(value, rule.step)) fail('score_off_step');
}

/** Map of `bid criterion` to the cell's text. */
function checkSheet(criteria, judged, sheet) {
    const cells = new Map();
    for (const { bid, criterion, value } of sheet.cells) {
        if (!judged.has(bid)) fail('score_unknown_bid');
        const found = criteria.find((one) => one.key === criterion) ?? fail('score_unknown_criterion');
        if (cells.has(`${bid} ${criterion}`)) fail('score_duplicate');
        if (found.rule.kind !== 'gate') checkScore(found.rule, value);
        else if (value !== 'pass' && value !== 'fail') fail('score_out_of_range');
        cells.set(`${bid} ${criterion}`, value);
    }
    for (const bid of judged) {
        if (criteria.some((one) => !cells.has(`${bid} ${one.key}`))) fail('score_missing');
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

function combine(aggregation, scores) {
    const sorted = [...scores].sort((left, right) => left.compare(right));
    const count = sorted.length;
    let kept = sorted;
    if (aggregation.kind === 'median') kept = count % 2 ? [sorted[(count - 1) / 2]] : sorted.slice(count / 2 - 1, count / 2 + 1);
    if (aggregation.kind === 'trimmed_mean' && count >= aggregation.trim_from) kept = sorted.slice(1, -1);
    return sum(kept).over(new Fraction(BigInt(kept.length)));
}

function scoreBid(method, sheets, bid, entry) {
    entry.sections = method.sections.map((section) => {
        const scored = section.criteria.filter((one) => one.rule.kind !== 'gate').map((criterion) => {
            const scores = sheets.map((cells) => Fraction.parse(cells.get(`${bid} ${criterion.key}`)));
            return { key: criterion.key, ...mark(combine(method.aggregation, scores), method.rounding.criterion) };
        });
        const total = mark(sum(scored.map((one) => one.value)), method.rounding.section);
        return { key: section.key, kind: section.kind, scored, ...total };
    });
    const technical = entry.sections.filter((one) => one.kind === 'technical');
    entry.technical = sum(technical.map((one) => one.value));
    if (method.price.kind === 'low_price')
        entry.total = mark(sum([entry.priceScore.value, ...entry.sections.map((one) => one.value)]), method.rounding.total);
}

// ---- all bids

function openEntries(method, bids, criteria, sheets) {
    const entries = bids.map((bid) => ({ input: bid, bid: bid.bid, reason: earlyRejection(method, bid), subject: null, gates: [] }));
    for (const entry of entries.filter((one) => one.reason === null)) {
        for (const { key } of criteria.filter((one) => one.rule.kind === 'gate')) {
            const votes = sheets.map((cells) => cells.get(`${entry.bid} ${key}`));
            const failing = votes.filter((vote) => vote === 'fail').length;
            entry.gates.push({ criterion: key, fail: failing, pass: votes.length - failing });
            if (2 * failing > votes.length && entry.reason === null) [entry.reason, entry.subject] = ['gate_failed', key];
        }
        if (entry.reason !== null) continue;
        entry.price = evaluatedPrice(method, entry.input);
        if (entry.price.value.compare(zero) <= 0) entry.reason = 'evaluated_price_not_positive';
    }
    return entries;
}

const comparers = {
    total: (left, right) => right.total.value.compare(left.total.value),
    technical: (left, right) => right.technical.compare(left.technical),
    evaluated_price: (left, right) => left.price.value.compare(right.price.value),
    price: (left, right) => Fraction.parse(left.input.price).compare(Fraction.parse(right.input.price)),
    draw: () => 0,
};

function rank(method, entries) {
    const better = (left, right) => {
        for (const key of method.ranking) {
            const order = comparers[key](left, right);
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

function bidJson(entry) {
    const valid = entry.reason === null;
    return {
        bid: entry.bid,
        criteria: valid ? entry.sections.flatMap((one) => one.scored).map((one) => ({ criterion: one.key, ...one.json })) : [],
        evaluated_price: valid ? entry.price.json : null,
        gates: entry.gates,
        price_score: valid && entry.priceScore ? entry.priceScore.json : null,
        rank: valid ? entry.rank : null,
        rejection: valid ? null : { reason: entry.reason, subject: entry.subject },
        sections: valid ? entry.sections.map((one) => ({ section: one.key, ...one.json })) : [],
        tied: valid && entry.tied,
        total: valid && entry.total ? entry.total.json : null,
    };
}

function resultOf({ method, bids, sheets }) {
    checkBids(method, bids);
    if (bids.length === 0) fail('no_valid_bid');
    const criteria = method.sections.flatMap((section) => section.criteria);
    const judged = new Set(bids.filter((bid) => earlyRejection(method, bid) === null).map((bid) => bid.bid));
    if (judged.size > 0 && criteria.length > 0 && sheets.length === 0) fail('score_missing');
    if (new Set(sheets.map((sheet) => sheet.expert)).size !== sheets.length) fail('score_duplicate');
    const tables = sheets.map((sheet) => checkSheet(criteria, judged, sheet));

    const entries = openEntries(method, bids, criteria, tables);
    const valid = entries.filter((entry) => entry.reason === null);
    let reference = null;
    if (method.price.kind === 'low_price' && valid.length > 0) {
        reference = valid.map((entry) => entry.price.value).reduce((left, right) => (right.compare(left) < 0 ? right : left));
        for (const entry of valid) {
            const score = reference.over(entry.price.value).times(Fraction.parse(method.price.points));
            entry.priceScore = mark(score, method.rounding.price_score);
        }
    }
    for (const entry of valid) scoreBid(method, tables, entry.bid, entry);
    rank(method, valid);

    const place = (entry) => entry.rank ?? Infinity;
    entries.sort((left, right) => (place(left) === place(right) ? byText(left.bid, right.bid) : place(left) - place(right)));
    const ranks = [...new Set(valid.filter((entry) => entry.tied).map((entry) => entry.rank))].sort((left, right) => left - right);
    return {
        bids: entries.map(bidJson),
        candidates: entries.filter((entry) => entry.rank <= method.candidates).map((entry) => entry.bid),
        label: 'kaibiao/result/v1',
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

/** The canonical result of {method, bids, sheets}, or the name of the error. */
export function evaluate(tender) {
    try {
        return { result: canonical(resultOf(tender)) };
    } catch (error) {
        if (error instanceof Fault) return { error: error.message };
        throw error;
    }
}
