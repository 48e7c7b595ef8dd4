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
export function multiple(step, count) {
    const [whole, decimals = ''] = step.split('.');
    const units = (BigInt(whole + decimals) * BigInt(count)).toString().padStart(decimals.length + 1, '0');
    return decimals ? `${units.slice(0, -decimals.length)}.${units.slice(-decimals.length)}` : units;
}
export const micro = (text) => { const [whole, decimals = ''] = text.split('.'); return BigInt(whole + decimals.padEnd(6, '0')); };
export const fromMicro = (units) => { const text = multiple('0.000001', units); return text.replace(/\.?0+$/, ''); };
export const yuan = (fen) => multiple('0.01', fen);

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

function items(r) {
    return Array.from({ length: r.between(1, 3) }, (_, i) => ({ key: `i${i}`, most: r.between(1, 4), points: r.pick(['1', '0.5', '2.25']), title: words }));
}

function tableRule(r) {
    const rows = [];
    for (let at = 0; at < r.between(1, 4) * 3; at += r.between(1, 3)) rows.push({ from: `${at}`, score: r.pick(['0', '2', '3.5', '8']) });
    rows.at(-1).score = '10';
    return { kind: 'table', number: { maximum: '20', minimum: '0', step: r.pick(['1', '0.5']) }, rows };
}

const expressions = ['points * lowest / x', '10 - (x - lowest) / 3', 'min(points, x / mean * 5)', 'max(0, 8 - x / 7) + count / 2', '-x + highest',
    '(highest - x) / max(1, highest - lowest) * points', 'points', 'x * x / highest'];
function formulaRule(r, maximum = '10') {
    return { expression: r.pick(expressions), kind: 'formula', maximum, minimum: '0', number: { maximum: '90', minimum: '1', step: '1' },
        rounding: { mode: r.pick(modes), places: r.pick([0, 2, 6]) } };
}

/** Of `c` scores of formulas, `n` numbers, `p` parameters; what they divide by is never zero, and their terms stay in exact range. */
const references = [
    (c, n, p) => `${c()} / 2 + ${n()} * ${p()} / 10`, (c, n, p) => `min(points, ${c()} + ${p()}) - x / (1 + ${n()})`, (c, n, p) => `max(${n()}, ${c()}) * ${p()} / 4`,
    (c) => `points * lowest / x - ${c()} / 3`, (c, n, p) => `( ${c()} + ${c()} )/ 2-${p()}`, (c, n, p) => `-(${c()} - ${p()}) * 2 + count`,
    (c, n, p) => `mean / (1 + ${c()}) * ${p()}`, (c, n, p) => `${n()} / max(1, ${p()}, ${c()})`, (c) => c(), (c, n) => `max(${c()}, min(${n()}, ${c()}, points / 2) + x / highest)`,
];

/** Lets formulas name each other, tables and parameters; no circles, for each names only those before it in a random order. */
function linkFormulas(r, method) {
    const criteria = method.sections.flatMap((section) => section.criteria);
    const numbers = criteria.filter(({ rule }) => rule.number);
    const formulas = r.shuffle(numbers.filter(({ rule }) => rule.kind === 'formula'));
    const n = () => `number[${r.pick(numbers).key}]`;
    const p = () => {
        if (!method.parameters || r.chance(30)) addParameter(method, `p${method.parameters?.length ?? 0}`, r.pick([['0', '1', '2.5'], ['-1.5', '0.25', '3.0', '-0.000001'], ['2']]));
        return `parameter[${r.pick(method.parameters).key}]`;
    };
    formulas.forEach(({ rule }, i) => {
        const c = () => (i > 0 ? `criterion[${formulas[r.below(i)].key}]` : n());
        if (r.chance(65)) rule.expression = r.pick(references)(c, n, p);
    });
}

function addParameter(method, key, values) {
    method.parameters = [...(method.parameters ?? []), { key, title: words, values }];
}

const otherRules = [tableRule, formulaRule,
    (r) => ({ base: r.pick(['0', '1']), items: items(r), kind: 'additive', maximum: r.pick(['3', '5.5']) }),
    (r) => ({ items: items(r), kind: 'deduction', maximum: '6', minimum: r.pick(['0', '2.5']) })];

function ruleOf(r, of) {
    if (of === 'gates' || r.chance(25)) return { kind: 'gate' };
    if (of === 'numbers' && r.chance(80)) return r.pick([formulaRule, formulaRule, tableRule])(r);
    return r.chance(50) ? freeRule(r) : r.chance(40) ? bandedRule(r) : r.pick(otherRules)(r);
}

function criterion(r, key, of) {
    return { clause: '3.1', guidance: words, judgement: r.pick(['subjective', 'objective']), key, rule: ruleOf(r, of), title: words };
}

const pointsOf = (rule) => (rule.kind === 'gate' ? 0n : micro(rule.kind === 'banded' ? rule.bands[0].maximum : rule.kind === 'table' ? '10' : rule.maximum));

function sectionsOf(r, gatesOnly) {
    const of = gatesOnly ? 'gates' : r.chance(35) ? 'numbers' : 'all';
    const sections = [];
    for (let s = r.below(4); s > 0; --s) {
        const criteria = [];
        for (let c = r.between(1, 4); c > 0; --c) criteria.push(criterion(r, `c${s}.${c}`, of));
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
function roundingOf(r, sections, level) {
    const one = (least) => (r.chance(45) ? { mode: r.pick(modes), places: r.between(least, Math.max(least, r.pick([0, 1, 2, 2, 3, 6]))) } : null);
    const formulas = sections.flatMap((section) => section.criteria).filter((one) => one.rule.kind === 'formula').map((one) => one.rule.rounding.places);
    const criterion = level === undefined ? one(Math.max(0, ...formulas)) : null;
    const section = level === 'total' ? null : one(Math.max(criterion?.places ?? 0, ...formulas));
    const price_score = one(0);
    const total = one(Math.max(criterion?.places ?? 0, section?.places ?? 0, price_score?.places ?? 0, ...formulas));
    return { criterion, evaluated_price: r.chance(45) ? { mode: r.pick(modes), places: r.below(3) } : null, price_score, section, total };
}

/** The methods with an oracle of their own; `two_envelope` puts a technical stage before one of the others. */
export const kinds = ['low_price', 'lowest_evaluated', 'benchmark', 'quality_cost', 'price_range', 'fixed_reference', 'quality_per_price', 'two_envelope'];

function benchmarkOf(r, method) {
    const setting = (key, fixed, values) => {
        if (r.chance(60)) return r.pick(fixed);
        addParameter(method, key, values);
        return { parameter: key };
    };
    if (r.chance(40)) method.ceiling = yuan(r.between(80000, 150000));
    const [highest, lowest] = r.pick([[0, 0], [1, 1], [2, 0], [0, 1]]);
    method.rounding.benchmark = { mode: r.pick(modes), places: r.below(3) };
    if (method.ceiling && !method.adjustments.length && r.chance(50)) delete method.rounding.benchmark;
    if (r.chance(40)) method.rounding.deviation = { mode: r.pick(modes), places: r.below(4) };
    return {
        above: r.pick(['1', '0.5', '2']), below: r.pick(['0.5', '1', '0']), kind: 'benchmark', points: r.pick(['30', '60', '0.5']),
        ceiling_weight: method.ceiling ? setting('a', ['0', '0.3', '1'], ['0.2', '0.5', '0.4']) : '0', reduction: setting('k', ['0', '2', '3.5'], ['1', '2.5', '3']),
        second: r.pick(['none', 'none', 'of_lower', 'with_lowest']),
        trim: {
            from: highest + lowest > 0 ? setting('f', [r.between(highest + lowest + 1, 6)], r.pick([['3', '5', '4.0'], ['10000', '3']])) : 0, highest, lowest,
            outside: r.chance(40) ? setting('o', ['5', '20', '0.5'], ['10', '0.000001', '1000', '35.5']) : null,
        },
    };
}

/** One section of 100 points beside gates. */
function hundredPoints(r) {
    const one = (key, rule) => ({ clause: '', guidance: words, judgement: 'subjective', key, rule, title: words });
    const scored = (maximum) => (r.chance(35) ? formulaRule(r, maximum) : { kind: 'free', maximum, minimum: '0', step: r.pick(['1', '0.5']) });
    return [{ criteria: [one('plan', scored('60')), one('form', { kind: 'gate' }), one('team', scored('40'))], key: 'main', kind: 'technical', points: '100', title: words }];
}

const priceOfKind = {
    low_price: (r) => ({ kind: 'low_price', points: r.pick(['30', '10', '60.5', '0.000001', '100']) }),
    lowest_evaluated: (r) => ({ kind: 'lowest_evaluated', minimum_price: r.chance(40) ? yuan(r.between(1, 80000)) : null }),
    benchmark: benchmarkOf,
    quality_cost: (r) => {
        const [technical_weight, financial_weight] = r.pick([['0.8', '0.2'], ['0.55', '0.45'], ['0.001', '0.999']]);
        return { financial_weight, kind: 'quality_cost', minimum_technical: r.chance(60) ? r.pick(['30', '50.5', '70']) : null, technical_weight };
    },
    price_range: (r) => ({ kind: 'price_range', points: r.pick(['30', '60.5']) }),
    fixed_reference: (r) => ({ kind: 'fixed_reference', points: r.pick(['30', '60.5']), reference: yuan(r.between(1, 150000)) }),
    quality_per_price: (r) => ({ kind: 'quality_per_price', scale: r.pick(['1', '10', '2.55']) }),
};

function aggregationOf(r) {
    const level = r.chance(60) ? {} : { level: r.pick(['section', 'total']) };
    return { ...r.pick([{ kind: 'mean', trim_from: null }, { kind: 'median', trim_from: null }, { kind: 'trimmed_mean', trim_from: r.between(3, 6) },
        { kind: 'weighted_mean', trim_from: null, weights: [{ group: 'expert', weight: r.pick([1, 4, 20]) }, { group: 'buyer', weight: r.pick([1, 2, 10]) }] }]), ...level };
}

function methodOf(r, kind) {
    const staged = kind === 'two_envelope';
    if (staged) kind = r.pick(kinds.slice(0, -1));
    const sections = kind === 'quality_cost' || kind === 'quality_per_price' ? hundredPoints(r) : sectionsOf(r, kind === 'lowest_evaluated');
    const aggregation = aggregationOf(r);
    const method = {
        adjustments: adjustmentsOf(r), aggregation, candidates: r.between(1, 3), ceiling: r.chance(40) ? yuan(r.between(80000, 150000)) : null,
        label: 'kaibiao/method/v1', rounding: roundingOf(r, sections, aggregation.level), sections,
    };
    method.price = priceOfKind[kind](r, method);
    linkFormulas(r, method);
    const technical = sections.some((one) => one.kind === 'technical' && one.points !== '0');
    const ties = ['price', 'evaluated_price', 'technical'].filter((key) =>
        r.chance(60) && (key !== 'technical' || technical) && !(key === 'evaluated_price' && kind === 'lowest_evaluated'));
    const own = sections.map((one) => micro(one.points)).reduce((left, right) => left + right, 0n);
    method.points = fromMicro(own + (method.price.points ? micro(method.price.points) : 0n));
    method.ranking = [kind === 'lowest_evaluated' ? 'evaluated_price' : 'total', ...r.shuffle(ties), ...(r.chance(70) ? ['draw'] : [])];
    if (r.chance(30)) method.gate_tie = 'chair';
    if (staged) method.technical_stage = { minimum: method.price.minimum_technical || r.chance(40) ? null : fromMicro(own / BigInt(r.between(2, 4))), most: r.chance(60) ? r.between(1, 3) : null };
    return method;
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
    const later = method.technical_stage && r.chance(10) ? { price_standing: r.pick(['revoked', 'withdrawn', 'excluded']) } : {};
    return { adjustments: r.shuffle(adjustments), bid: r.hex(32), price: priceOf(r), standing, ...later };
}

function scoreOf(r, rule) {
    if (rule.items) return rule.items.filter(() => r.chance(60)).map(({ key, most }) => ({ count: r.below(most + 1), item: key }));
    if (rule.number) return scoreOf(r, rule.number);
    const range = rule.kind === 'banded' ? r.pick(rule.bands) : rule;
    const low = micro(range.minimum) / micro(rule.step), high = micro(range.maximum) / micro(rule.step);
    const count = r.chance(30) ? high : low + BigInt(r.below(Number(high - low) + 1));
    return multiple(rule.step, count) + (r.chance(3) ? (rule.step.includes('.') ? '0' : '.0') : '');
}

const judgedBy = (method, bid) => {
    if (bid.standing !== 'admitted') return false;
    if (method.technical_stage) return true;
    if (micro(bid.price) <= 0n) return false;
    if (method.ceiling !== null && micro(bid.price) > micro(method.ceiling)) return false;
    return !(method.price.minimum_price && micro(bid.price) < micro(method.price.minimum_price));
};

function sheetOf(r, method, bids, expert) {
    const criteria = method.sections.flatMap((section) => section.criteria);
    const cells = bids.filter((bid) => judgedBy(method, bid)).flatMap(({ bid }) => {
        return criteria.map(({ key, rule }) =>
            ({ bid, criterion: key, value: rule.kind === 'gate' ? (r.chance(75) ? 'pass' : 'fail') : scoreOf(r, rule) }));
    });
    return { cells: r.chance(50) ? cells : r.shuffle(cells), expert, group: r.pick(['expert', 'buyer']) };
}

export function tenderOf(r, kind) {
    const method = methodOf(r, kind);
    const bids = Array.from({ length: r.chance(95) ? r.between(1, 6) : r.between(7, 20) }, () => bidOf(r, method));
    const experts = Array.from({ length: r.between(1, r.chance(80) ? 5 : 9) }, (_, i) => `E${r.below(1000)}-${i}`);
    const sheets = experts.map((expert) => sheetOf(r, method, bids, expert));
    r.pick(sheets).role = 'chair';
    const draws = method.parameters?.map(({ key, values }) => ({ index: r.below(values.length), parameter: key }));
    const tie_order = r.shuffle(bids.map(({ bid }) => bid)).filter(() => r.chance(70));
    return { bids, ...(draws ? { draws: r.shuffle(draws) } : {}), method, sheets, ...(tie_order.length && r.chance(30) ? { tie_order } : {}) };
}
