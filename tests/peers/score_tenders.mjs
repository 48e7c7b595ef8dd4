// Random tenders for the comparison of core and oracle: small, full of ties, with every option of the methods.

/** A small reproducible generator (mulberry32). */
export function random(seed) {
    const next = () => {
        seed = (seed + 0x6d2b79f5) | 0;
        let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
        mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
        return (mixed ^ (mixed >>> 14)) >>> 0;
    };
    const below = (count) => next() % count;
    const chance = (percent) => below(100) < percent;
    const pick = (list) => list[below(list.length)];
    const between = (low, high) => low + below(high - low + 1);
    const shuffle = (list) => {
        for (let i = list.length - 1; i > 0; --i) {
            const j = below(i + 1);
            [list[i], list[j]] = [list[j], list[i]];
        }
        return list;
    };
    const hex = (digits) => Array.from({ length: digits }, () => below(16).toString(16)).join('');
    return { below, chance, pick, between, shuffle, hex };
}

const words = { en: '', zh: '' };
const steps = [['1', 0], ['0.5', 1], ['0.1', 1], ['2.5', 1], ['0.25', 2], ['0.01', 2], ['0.000001', 6]];
const modes = ['half_up', 'half_up', 'half_even', 'down', 'up'];

/** count × step as decimal text. */
function multiple(step, count) {
    const [whole, decimals = ''] = step.split('.');
    const units = (BigInt(whole + decimals) * BigInt(count)).toString().padStart(decimals.length + 1, '0');
    return decimals ? `${units.slice(0, -decimals.length)}.${units.slice(-decimals.length)}` : units;
}
const micro = (text) => { const [whole, decimals = ''] = text.split('.'); return BigInt(whole + decimals.padEnd(6, '0')); };
const fromMicro = (units) => { const text = multiple('0.000001', units); return text.replace(/\.?0+$/, ''); };
const yuan = (fen) => multiple('0.01', fen);

function freeRule(r) {
    const [step] = r.pick(steps);
    const low = r.chance(80) ? 0 : r.between(1, 3);
    return { kind: 'free', maximum: multiple(step, low + r.between(1, 40)), minimum: multiple(step, low), step };
}

function bandedRule(r) {
    const [step] = r.pick(steps);
    const bands = [];
    let at = r.below(3);
    for (let i = r.between(1, 4); i > 0; --i) {
        const top = at + r.between(i === 1 ? 1 : 0, 5);
        bands.unshift({ maximum: multiple(step, top), minimum: multiple(step, at), title: words });
        at = top + r.between(1, 3);
    }
    return { bands, kind: 'banded', step };
}

function criterion(r, key, gatesOnly) {
    const rule = gatesOnly || r.chance(25) ? { kind: 'gate' } : r.chance(70) ? freeRule(r) : bandedRule(r);
    return { clause: '3.1', guidance: words, judgement: r.pick(['subjective', 'objective']), key, rule, title: words };
}

const pointsOf = (rule) => (rule.kind === 'gate' ? 0n : micro(rule.kind === 'free' ? rule.maximum : rule.bands[0].maximum));

function sectionsOf(r, gatesOnly) {
    const sections = [];
    for (let s = r.below(4); s > 0; --s) {
        const criteria = [];
        for (let c = r.between(1, 4); c > 0; --c) criteria.push(criterion(r, `c${s}.${c}`, gatesOnly));
        const points = criteria.map((one) => pointsOf(one.rule)).reduce((left, right) => left + right, 0n);
        sections.push({ criteria, key: `s${s}`, kind: r.pick(['preliminary', 'commercial', 'technical']), points: fromMicro(points), title: words });
    }
    return r.shuffle(sections);
}

function adjustmentsOf(r) {
    const rules = [];
    for (let i = r.chance(50) ? 0 : r.between(1, 3); i > 0; --i) {
        const effect = r.chance(50)
            ? { amount: yuan(r.pick([1, 100, 12345, 1000000])), kind: 'amount_per_unit' }
            : { kind: 'percent_per_unit', percent: r.pick(['10', '0.5', '0.33', '2.5', '33']) };
        const step = r.pick(['1', '0.5', '0.01']);
        const quantity = { maximum: multiple(step, r.between(1, 8)), minimum: '0', step };
        rules.push({ clause: '', direction: r.pick(['add', 'deduct']), effect, key: `a${i}`, quantity, title: words });
    }
    return rules;
}

/** Never coarser at a later place than at an earlier one. */
function roundingOf(r) {
    const one = (least) => (r.chance(45) ? { mode: r.pick(modes), places: r.between(least, Math.max(least, r.pick([0, 1, 2, 2, 3, 6]))) } : null);
    const criterion = one(0);
    const section = one(criterion?.places ?? 0);
    const price_score = one(0);
    const total = one(Math.max(criterion?.places ?? 0, section?.places ?? 0, price_score?.places ?? 0));
    return { criterion, evaluated_price: r.chance(45) ? { mode: r.pick(modes), places: r.below(3) } : null, price_score, section, total };
}

function methodOf(r, kind) {
    const sections = sectionsOf(r, kind === 'lowest_evaluated');
    const price = kind === 'low_price'
        ? { kind, points: r.pick(['30', '10', '60.5', '0.000001', '100']) }
        : { kind, minimum_price: r.chance(40) ? yuan(r.between(1, 80000)) : null };
    const technical = sections.some((one) => one.kind === 'technical' && one.points !== '0');
    const ties = ['price', 'evaluated_price', 'technical'].filter((key) =>
        r.chance(60) && (key !== 'technical' || technical) && !(key === 'evaluated_price' && kind === 'lowest_evaluated'));
    const own = sections.map((one) => micro(one.points)).reduce((left, right) => left + right, 0n);
    const aggregation = r.pick([{ kind: 'mean', trim_from: null }, { kind: 'median', trim_from: null }, { kind: 'trimmed_mean', trim_from: r.between(3, 6) }]);
    return {
        adjustments: adjustmentsOf(r), aggregation, candidates: r.between(1, 3),
        ceiling: r.chance(40) ? yuan(r.between(80000, 150000)) : null,
        label: 'kaibiao/method/v1', points: fromMicro(own + (kind === 'low_price' ? micro(price.points) : 0n)), price,
        ranking: [kind === 'low_price' ? 'total' : 'evaluated_price', ...r.shuffle(ties), ...(r.chance(70) ? ['draw'] : [])],
        rounding: roundingOf(r), sections,
    };
}

function priceOf(r) {
    if (r.chance(40)) return yuan(r.pick([50000, 60000, 99999, 100000]));
    if (r.chance(3)) return yuan(0);
    return yuan(r.chance(90) ? r.between(1, 160000) : BigInt(r.between(1, 9_000_000)) * 1_000_000_000n - BigInt(r.below(1000)));
}

function bidOf(r, method) {
    const adjustments = method.adjustments.filter(() => r.chance(50)).map(({ key, quantity }) =>
        ({ quantity: multiple(quantity.step, r.below(Number(micro(quantity.maximum) / micro(quantity.step)) + 1)), rule: key }));
    const standing = r.chance(92) ? 'admitted' : r.pick(['revoked', 'withdrawn', 'excluded']);
    return { adjustments: r.shuffle(adjustments), bid: r.hex(32), price: priceOf(r), standing };
}

function scoreOf(r, rule) {
    const range = rule.kind === 'banded' ? r.pick(rule.bands) : rule;
    const low = micro(range.minimum) / micro(rule.step), high = micro(range.maximum) / micro(rule.step);
    const count = r.chance(30) ? high : low + BigInt(r.below(Number(high - low) + 1));
    return multiple(rule.step, count) + (r.chance(3) ? (rule.step.includes('.') ? '0' : '.0') : '');
}

const judgedBy = (method, bid) => {
    if (bid.standing !== 'admitted' || micro(bid.price) <= 0n) return false;
    if (method.ceiling !== null && micro(bid.price) > micro(method.ceiling)) return false;
    return !(method.price.minimum_price && micro(bid.price) < micro(method.price.minimum_price));
};

function sheetOf(r, method, bids, expert) {
    const criteria = method.sections.flatMap((section) => section.criteria);
    const cells = bids.filter((bid) => judgedBy(method, bid)).flatMap(({ bid }) => {
        return criteria.map(({ key, rule }) =>
            ({ bid, criterion: key, value: rule.kind === 'gate' ? (r.chance(75) ? 'pass' : 'fail') : scoreOf(r, rule) }));
    });
    return { cells: r.chance(50) ? cells : r.shuffle(cells), expert };
}

export function tenderOf(r, kind) {
    const method = methodOf(r, kind);
    const bids = Array.from({ length: r.chance(95) ? r.between(1, 6) : r.between(7, 20) }, () => bidOf(r, method));
    const experts = Array.from({ length: r.between(1, r.chance(80) ? 5 : 9) }, (_, i) => `E${r.below(1000)}-${i}`);
    return { bids, method, sheets: experts.map((expert) => sheetOf(r, method, bids, expert)) };
}

// ---- one fault each; undefined where the tender has no place for it

const faults = [
    ({ bids }) => bids.push(bids[0]),
    ({ bids }) => bids.splice(0),
    ({ bids }) => bids[0].adjustments.push({ quantity: '1', rule: 'unknown' }),
    ({ bids }, r) => { const used = bids.flatMap((bid) => bid.adjustments); if (used.length) r.pick(used).quantity = '9999'; },
    ({ sheets }) => sheets.push({ cells: sheets[0].cells, expert: sheets[0].expert }),
    ({ sheets }) => sheets.splice(0),
    ({ sheets }, r) => { const { cells } = r.pick(sheets); if (cells.length) cells.push(r.pick(cells)); },
    ({ sheets }, r) => { const { cells } = r.pick(sheets); cells.splice(r.below(cells.length || 1), 1); },
    ({ sheets }, r) => { const { cells } = r.pick(sheets); if (cells.length) r.pick(cells).criterion = 'unknown'; },
    ({ sheets }, r) => { const { cells } = r.pick(sheets); if (cells.length) r.pick(cells).bid = r.hex(32); },
    ({ sheets }, r) => { const { cells } = r.pick(sheets); if (cells.length) r.pick(cells).value = r.pick(['-0.5', '1000', '0.0000001', '1', 'pass']); },
];

/** A tender with one thing wrong (or, by chance, still right: the oracle says). */
export function faultyTenderOf(r, kind) {
    const tender = tenderOf(r, kind);
    r.pick(faults)(tender, r);
    return tender;
}
