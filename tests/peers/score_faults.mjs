// Tenders with one thing wrong. Of `faults` the oracle says what the error is and where; of `placedFaults` they say it themselves, by the document.
import { fromMicro, kinds, micro, tenderOf, yuan } from './score_tenders.mjs';

const inputFaults = [
    ({ bids }, r) => bids.push(r.pick(bids)),
    (tender) => { tender.bids.splice(0); delete tender.tie_order; },
    ({ sheets }) => { for (const sheet of sheets) delete sheet.role; },
    ({ sheets }) => { for (const sheet of sheets) sheet.role = 'chair'; },
    ({ sheets }, r) => { r.pick(sheets).group = 'stranger'; },
    (tender) => { delete tender.draws; },
    ({ draws }, r) => { if (draws) r.pick(draws).index = 100; },
    ({ draws }, r) => { if (draws) r.pick(draws).parameter = 'unknown'; },
    ({ draws }, r) => { draws?.push(r.pick(draws)); },
    ({ tie_order: order }, r) => { order?.push(r.pick(order)); },
    ({ tie_order: order }, r) => { order?.splice(r.below(order.length), 1, r.hex(32)); },
    ({ bids }, r) => r.pick(bids).adjustments.push({ quantity: '1', rule: 'unknown' }),
    ({ bids }, r) => { const { adjustments } = r.pick(bids); if (adjustments.length) adjustments.push(r.pick(adjustments)); },
    ({ bids }, r) => { const used = bids.flatMap((bid) => bid.adjustments); if (used.length) r.pick(used).quantity = r.pick(['9999', '0.0000001']); },
    ({ sheets }) => sheets.push({ cells: sheets[0].cells, expert: sheets[0].expert }),
    ({ sheets }) => sheets.splice(0),
    ({ sheets }, r) => { const { cells } = r.pick(sheets); if (cells.length) cells.push(r.pick(cells)); },
    ({ sheets }, r) => { const { cells } = r.pick(sheets); cells.splice(r.below(cells.length || 1), 1); },
    ({ sheets }, r) => { const { cells } = r.pick(sheets); if (cells.length) r.pick(cells).criterion = 'unknown'; },
    ({ sheets }, r) => { const { cells } = r.pick(sheets); if (cells.length) r.pick(cells).bid = r.hex(32); },
    ({ sheets }, r) => { const { cells } = r.pick(sheets); if (cells.length) r.pick(cells).value = r.pick(['-0.5', '1000', '0.0000001', '1', 'pass']); },
];

const criteriaOf = ({ method }) => method.sections.flatMap(({ criteria }, s) => criteria.map((one, c) => ({ ...one, place: `/method/sections/${s}/criteria/${c}` })));
const ofKind = (tender, ...list) => criteriaOf(tender).filter(({ rule }) => list.includes(rule.kind));

const badExpressions = ['', 'points * cheapest / x', 'criterion[nobody]', 'number[nobody] + x', 'parameter[nobody]', 'parameter[]', 'X', 'points * (x',
    'x x', 'x +', '* x', 'criterion x', 'criterion[x', 'number', 'min x', 'min()', 'max(x, )', 'x ^ 2', '01 + x', '1.', '.5', '1.5.2 * x', '0.0000001',
    '1000001', 'x, 1', '()', 'min(1,2,3,4,5,6,7,8,9,10,11)', `x${' + 1'.repeat(125)}`,
    'points / (highest - lowest)', '1 / 0', '1 / (x - 5)', 'x / (lowest - 1)', 'x / (count - 3)', '8 / min(x, mean, 0)',
    '1 / (1 / x - 1 / 90)', 'x / -(x - highest)', '1 / max(-x, x - 20)'];

const formulaFault = (change) => (tender, r) => {
    const formulas = ofKind(tender, 'formula');
    if (formulas.length) change(r.pick(formulas), { tender, formulas, r });
};
const setTo = (one, expression) => { one.rule.expression = expression; };

const formulaFaults = [
    formulaFault((one, { r }) => setTo(one, r.pick(badExpressions))),
    formulaFault((one, { tender, r }) => setTo(one, `x - criterion[${r.pick(criteriaOf(tender)).key}]`)),
    formulaFault((one, { tender, r }) => setTo(one, `x - number[${r.pick(criteriaOf(tender)).key}]`)),
    formulaFault((one) => setTo(one, `x + criterion[${one.key}]`)),
    formulaFault((one, { formulas, r }) => {
        const other = r.pick(formulas);
        setTo(one, `x - criterion[${other.key}]`);
        setTo(other, `criterion[${one.key}] / 2`);
    }),
    formulaFault((one, { formulas, r }) => setTo(one, `x / criterion[${r.pick(formulas).key}]`)),
    formulaFault((one, { tender, r }) => setTo(one, `x / number[${r.pick(ofKind(tender, 'table', 'formula')).key}]`)),
    formulaFault((one, { tender, r }) => { if (tender.method.parameters) setTo(one, `x / parameter[${r.pick(tender.method.parameters).key}]`); }),
];

/** A tender with one thing wrong (or, by chance, still right: the oracle says). */
function faulty(r, tender, faults) {
    const before = JSON.stringify(tender);
    for (let tries = 0; tries < 20 && JSON.stringify(tender) === before; ++tries) r.pick(faults)(tender, r);
    return tender;
}

export const faultyTenderOf = (r, kind) => faulty(r, tenderOf(r, kind), inputFaults);

/** The fault is in a formula. Not for `lowest_evaluated`, which has none. */
export function faultyFormulaOf(r, kind) {
    let tender = tenderOf(r, kind);
    while (ofKind(tender, 'formula').length === 0) tender = tenderOf(r, kind);
    return faulty(r, tender, formulaFaults);
}

// ---- faults with their error and the places that the document gives them; undefined where the tender has no place for them

/** The fault is in one of the criteria of these kinds. */
const inRule = (kindsOfRule, change) => (tender, r) => {
    const found = ofKind(tender, ...kindsOfRule);
    if (found.length === 0) return undefined;
    const one = r.pick(found);
    const [error, member] = change(one.rule, r) ?? [];
    return error && [error, `${one.place}/rule/${member}`];
};

const inPrice = (kindOfPrice, change) => (tender, r) => {
    if (tender.method.price.kind !== kindOfPrice) return undefined;
    const [error, member] = change(tender.method.price, tender, r) ?? [];
    return error && [error, member ? `/method/price/${member}` : '/method/price'];
};

const inOne = (place, listOf, change) => (tender, r) => {
    const list = listOf(tender);
    if (!list?.length) return undefined;
    const i = r.below(list.length);
    const [error, member] = change(list[i], list, i) ?? [];
    return error && [error, `${place}/${i}${member}`];
};
const adjustments = (change) => inOne('/method/adjustments', ({ method }) => method.adjustments, change);
const parameters = (change) => inOne('/method/parameters', ({ method }) => method.parameters, change);
const sections = (change) => inOne('/method/sections', ({ method }) => method.sections, change);
const bids = (change) => inOne('/input/bids', (tender) => tender.bids, change);

const set = (holder, member, value, error, place = member) => { holder[member] = value; return [error, place]; };
const inMethod = (change) => (tender, r) => change(tender.method, tender, r);
/** A setting becomes one drawn from `values`. */
function drawnSetting(holder, member, { method }, values) {
    holder[member] = { parameter: 'drawn' };
    method.parameters = [...(method.parameters ?? []), { key: 'drawn', title: { en: '', zh: '' }, values }];
}
const drawnTrim = (member, values) => inPrice('benchmark', ({ trim }, tender) => {
    if (member === 'from' && trim.from === 0) return undefined;
    drawnSetting(trim, member, tender, values);
    return ['method_range_impossible', `trim/${member}`];
});

export const placedFaults = {
    'points that do not add up': inMethod((method) => set(method, 'points', fromMicro(micro(method.points) + 1n), 'method_weights_wrong', '/method/points')),
    'a section with other points': (tender, r) => (tender.method.price.kind === 'quality_cost' ? undefined
        : sections((one) => set(one, 'points', fromMicro(micro(one.points) + 1n), 'method_weights_wrong', '/points'))(tender, r)),
    'a section key twice': sections((one, list, i) => (i > 0 ? set(one, 'key', list[0].key, 'method_malformed', '/key') : undefined)),
    'a criterion key twice': (tender) => {
        const all = tender.method.sections.flatMap(({ criteria }, s) => criteria.map((one, c) => [one, `/method/sections/${s}/criteria/${c}/key`]));
        if (all.length < 2) return undefined;
        all.at(-1)[0].key = all[0][0].key;
        return ['method_malformed', all.at(-1)[1]];
    },
    'a key in capitals': sections((one) => set(one, 'key', 'Main', 'method_malformed', '/key')),
    'an adjustment key twice': adjustments((one, list, i) => (i > 0 ? set(one, 'key', list[0].key, 'method_malformed', '/key') : undefined)),
    'an adjustment by nothing': adjustments(({ effect }) =>
        (effect.percent ? set(effect, 'percent', '0', 'method_range_impossible', '/effect/percent') : set(effect, 'amount', '0.00', 'method_range_impossible', '/effect/amount'))),
    'an amount of one decimal': adjustments(({ effect }) => (effect.amount ? set(effect, 'amount', '1.5', 'money_malformed', '/effect/amount') : undefined)),
    'an adjustment that cannot be applied': adjustments(({ quantity }) => set(quantity, 'maximum', '0', 'method_range_impossible', '/quantity/maximum')),
    'a step that does not divide': adjustments(({ quantity }) => set(quantity, 'step', '9.99', 'method_range_impossible', '/quantity/step')),
    'adjustments beyond the exact range': (tender, r) => {
        const { method } = tender;
        if (method.price.kind === 'quality_per_price') return undefined;
        Object.assign(method, { ceiling: null, rounding: { ...method.rounding, evaluated_price: null } });
        if (method.price.ceiling_weight) method.price.ceiling_weight = '0';
        const found = adjustments(({ effect, quantity }) => {
            if (!effect.percent) return undefined;
            quantity.step = effect.percent = '0.000001';
            return ['method_range_impossible', ''];
        })(tender, r);
        return found && [found[0], '/method/adjustments'];
    },
    'a direction of another name': adjustments((one) => set(one, 'direction', 'both', 'method_kind_unknown', '/direction')),
    'a value listed twice': parameters(({ values }) => { values.push(values[0]); return ['method_malformed', `/values/${values.length - 1}`]; }),
    'a value too fine': parameters(({ values }) => { values[0] = '0.0000001'; return ['method_range_impossible', '/values/0']; }),
    'no values': parameters((one) => set(one, 'values', [], 'method_malformed', '/values')),
    'a parameter key twice': parameters((one, list, i) => (i > 0 ? set(one, 'key', list[0].key, 'method_malformed', '/key') : undefined)),
    'a ceiling of nothing': inMethod((method) => set(method, 'ceiling', '0.00', 'method_range_impossible', '/method/ceiling')),
    'a ranking key twice': inMethod((method) => set(method, 'ranking', [method.ranking[0], method.ranking[0]], 'method_malformed', ['/method/ranking/0', '/method/ranking/1'])),
    'a ranking that begins with the price': inMethod(({ ranking }) => set(ranking, 0, 'price', 'method_malformed', '/method/ranking/0')),
    'a ranking key of another name': inMethod(({ ranking }) => set(ranking, 0, 'cheapest', 'method_kind_unknown', '/method/ranking/0')),
    'a draw that is not the last': inMethod((method) => set(method, 'ranking', [method.ranking[0], 'draw', 'price'], 'method_malformed', '/method/ranking/1')),
    'seven places': inMethod(({ rounding }) => set(rounding, 'total', { mode: 'up', places: 7 }, 'json_member_range', '/method/rounding/total/places')),
    'a coarser total': inMethod(({ rounding }) => {
        rounding.price_score = { mode: 'down', places: 5 };
        return set(rounding, 'total', { mode: 'up', places: 4 }, 'method_malformed', '/method/rounding/total');
    }),
    'a benchmark rounded that does not exist': inMethod(({ price, rounding }) =>
        (price.kind === 'benchmark' ? undefined : set(rounding, 'benchmark', { mode: 'up', places: 2 }, 'method_malformed', '/method/rounding/benchmark'))),
    'four candidates': inMethod((method) => set(method, 'candidates', 4, 'json_member_range', '/method/candidates')),
    'a stage for nobody': inMethod(({ technical_stage: stage }) => stage && set(stage, 'most', 0, 'json_member_range', '/method/technical_stage/most')),
    'a stage above all points': inMethod(({ technical_stage: stage, price }) =>
        stage && set(stage, 'minimum', '1000000', price.minimum_technical ? 'method_malformed' : 'method_range_impossible', '/method/technical_stage/minimum')),
    'no sections at all': inMethod((method) => { delete method.sections; return ['json_member_missing', '/method/sections']; }),
    'an extra member': inMethod((method) => set(method, 'comment', '', 'json_member_unknown', '/method/comment')),
    'another label': inMethod((method) => set(method, 'label', 'kaibiao/method/v2', 'method_malformed', '/method/label')),

    'a free score without a range': inRule(['free'], (rule) => set(rule, 'minimum', rule.maximum, 'method_range_impossible', 'maximum')),
    'a step of nothing': inRule(['free', 'banded'], (rule) => set(rule, 'step', '0', 'method_range_impossible', 'step')),
    'bands that overlap': inRule(['banded'], ({ bands }) => (bands.length > 1 ? set(bands[1], 'maximum', bands[0].maximum, 'method_range_impossible', 'bands/1') : undefined)),
    'an item without points': inRule(['additive', 'deduction'], ({ items }) => set(items[0], 'points', '0', 'method_range_impossible', 'items/0/points')),
    'an item never counted': inRule(['additive', 'deduction'], ({ items }) => set(items[0], 'most', 0, 'json_member_range', 'items/0/most')),
    'a base of all points': inRule(['additive'], (rule) => set(rule, 'base', rule.maximum, 'method_range_impossible', 'maximum')),
    'a table that begins late': inRule(['table'], ({ rows }) => set(rows[0], 'from', '0.5', 'method_range_impossible', 'rows/0/from')),
    'a formula finer than its rounding': inRule(['formula'], (rule) => {
        rule.rounding.places = 0;
        return set(rule, 'minimum', '0.5', 'method_malformed', 'rounding');
    }),
    'a rule of another name': inRule(['gate', 'free', 'table'], (rule) => set(rule, 'kind', 'Free', 'method_kind_unknown', 'kind')),

    'no points for the price': inPrice('low_price', (price) => set(price, 'points', '0', 'method_range_impossible')),
    'no points for the range': inPrice('price_range', (price) => set(price, 'points', '-1', 'method_range_impossible')),
    'a reference of nothing': inPrice('fixed_reference', (price) => set(price, 'reference', '0.00', 'method_range_impossible')),
    'a minimum of nothing': inPrice('lowest_evaluated', (price) => set(price, 'minimum_price', '0.00', 'method_range_impossible')),
    'a minimum above the ceiling': inPrice('lowest_evaluated', (price, { method: { ceiling } }) =>
        (ceiling ? set(price, 'minimum_price', yuan(micro(ceiling) / 10000n + 1n), 'method_range_impossible') : undefined)),
    'weights that do not give one': inPrice('quality_cost', (price) => set(price, 'financial_weight', '0.002', 'method_weights_wrong')),
    'a weight of four decimals': inPrice('quality_cost', (price) => set(price, 'technical_weight', '0.8001', 'method_range_impossible')),
    'a minimum above a hundred': inPrice('quality_cost', (price) => set(price, 'minimum_technical', '100.5', 'method_range_impossible')),
    'a scale of three decimals': inPrice('quality_per_price', (price) => set(price, 'scale', '2.555', 'method_range_impossible')),
    'a reduction of all': inPrice('benchmark', (price) => set(price, 'reduction', '100', 'method_range_impossible')),
    'a reduction beyond the exact range': inPrice('benchmark', (price, { method }) => {
        if (price.ceiling_weight !== '0') return undefined;
        method.ceiling = null;
        delete method.rounding.benchmark;
        price.reduction = '0.000001';
        return ['method_range_impossible', ''];
    }),
    'a drawn reduction of all': inPrice('benchmark', (price, tender) => { drawnSetting(price, 'reduction', tender, ['1', '100']); return ['method_range_impossible', 'reduction']; }),
    'a reduction by an unknown parameter': inPrice('benchmark', (price) => set(price, 'reduction', { parameter: 'unknown' }, 'parameter_unknown')),
    'a ceiling weighed more than all': inPrice('benchmark', (price) => set(price, 'ceiling_weight', '1.1', 'method_range_impossible')),
    'a ceiling weighed that does not exist': inPrice('benchmark', (price, { method }) => (method.ceiling ? undefined : set(price, 'ceiling_weight', '0.5', 'method_malformed'))),
    'deviations that gain points': inPrice('benchmark', (price) => set(price, 'above', '-1', 'method_range_impossible')),
    'a trim outside of nothing': inPrice('benchmark', ({ trim }) => set(trim, 'outside', '0', 'method_range_impossible', 'trim/outside')),
    'a trim outside by an unknown parameter': inPrice('benchmark', ({ trim }) => set(trim, 'outside', { parameter: 'unknown' }, 'parameter_unknown', 'trim/outside')),
    'a drawn trim outside of nothing': drawnTrim('outside', ['5', '0']),
    'a drawn trim outside of too much': drawnTrim('outside', ['1000.000001', '5']),
    'a trim by number of everything': inPrice('benchmark', ({ trim }) =>
        (trim.from === 0 ? undefined : set(trim, 'from', trim.highest + trim.lowest, 'method_range_impossible', 'trim/from'))),
    'a trim by number from an unknown parameter': inPrice('benchmark', ({ trim }) =>
        (trim.from === 0 ? undefined : set(trim, 'from', { parameter: 'unknown' }, 'parameter_unknown', 'trim/from'))),
    'a drawn trim from a part of a bid': drawnTrim('from', ['5', '4.5']),
    'a drawn trim from nothing': drawnTrim('from', ['5', '0']),
    'a drawn trim of everything': drawnTrim('from', ['5', '1']),
    'a drawn trim from too many': drawnTrim('from', ['10001', '5']),
    'a trim that is drawn and drops nothing': inPrice('benchmark', ({ trim }, tender) => {
        if (trim.from !== 0) return undefined;
        drawnSetting(trim, 'from', tender, ['5', '4']);
        return ['method_malformed', 'trim/highest'];
    }),

    'a price of one decimal': bids((one) => set(one, 'price', '1.5', 'money_malformed', '/price')),
    'a standing of another name': bids((one) => set(one, 'standing', 'lost', 'method_kind_unknown', '/standing')),
    'an id in capitals': bids((one) => set(one, 'bid', one.bid.toUpperCase().replace(/^./, 'A'), 'id_malformed', '/bid')),
    'a draw before the first value': inOne('/input/draws', ({ draws }) => draws, (one) => set(one, 'index', -1, 'json_member_range', '/index')),
    'an empty order of the tied': (tender) => set(tender, 'tie_order', [], 'length_wrong', '/input/tie_order'),
    'a number with an exponent': (tender, r) => {
        const s = r.below(tender.sheets.length), { cells } = tender.sheets[s];
        if (cells.length === 0) return undefined;
        const c = r.below(cells.length);
        return set(cells[c], 'value', '1e3', 'decimal_malformed', `/input/sheets/${s}/cells/${c}/value`);
    },
};

/** {tender, expected: [error, place or places]} with the fault of that name. */
export function placedFaultOf(r, what) {
    for (;;) {
        const tender = tenderOf(r, r.pick(kinds));
        const expected = placedFaults[what](tender, r);
        if (expected) return { tender, expected };
    }
}
