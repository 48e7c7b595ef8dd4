// Tenders changed so that the method itself says what must become of the result, without an oracle.
import { isDeepStrictEqual } from 'node:util';
import { Fraction } from './score_fraction.mjs';
import { micro, multiple, yuan } from './score_tenders.mjs';

const fraction = (text) => {
    const [top, bottom = '1'] = text.split('/');
    return /\./.test(text) ? Fraction.parse(text) : new Fraction(BigInt(top), BigInt(bottom));
};
const fen = (amount) => micro(amount) / 10000n;
const byBid = (left, right) => (left.bid < right.bid ? -1 : 1);

// ---- bidders who exchange their ids

/** {tender, nameOf}: every bid has the id of another (or, by chance, its own); `nameOf` gives back the old id. */
export function exchanged(r, { bids, sheets, tie_order: order, ...rest }) {
    const ids = bids.map(({ bid }) => bid), others = r.shuffle([...ids]);
    const newOf = (bid) => others[ids.indexOf(bid)];
    const tender = {
        ...rest, bids: bids.map((one) => ({ ...one, bid: newOf(one.bid) })), ...(order ? { tie_order: order.map(newOf) } : {}),
        sheets: sheets.map(({ cells, ...sheet }) => ({ ...sheet, cells: cells.map((cell) => ({ ...cell, bid: newOf(cell.bid) })) })),
    };
    return { tender, nameOf: (bid) => ids[others.indexOf(bid)] };
}

/** The result with the bids under `nameOf` their ids, all lists of bids in the order of these. */
export function renamed({ bids, candidates, tied, ...rest }, nameOf = (bid) => bid) {
    return {
        ...rest, bids: bids.map((one) => ({ ...one, bid: nameOf(one.bid) })).sort(byBid), candidates: candidates.map(nameOf).sort(),
        tied: tied.map((group) => ({ ...group, bids: group.bids.map(nameOf).sort() })),
    };
}

// ---- a smaller unit of currency

const largestPrice = 90_000_000_000_000_00n;

/** Places of yuan that can be taken away: both rounded at two, so that one and the same digit stays the last. */
function withPlaces({ rounding, ...method }) {
    const two = (one) => one && { ...one, places: 2 };
    return { ...method, rounding: { ...rounding, evaluated_price: two(rounding.evaluated_price), ...(rounding.benchmark ? { benchmark: two(rounding.benchmark) } : {}) } };
}

/**
 * {before, tender, factor}: the same tender with all amounts ten or a hundred times as large and the prices rounded one or two places earlier; then
 * every rounding falls on the same digits, whatever its mode. Undefined where an amount, or the scale of quality / price, would be too large.
 */
export function inSmallerUnit(r, tender) {
    const unrounded = !tender.method.rounding.evaluated_price, { scale } = tender.method.price;
    const digits = scale && unrounded ? 1 : r.between(1, 2);
    const factor = 10n ** BigInt(digits);
    if (scale === '10' && unrounded) return undefined;
    if (tender.bids.some(({ price }) => fen(price) * factor > largestPrice)) return undefined;
    const more = (amount) => amount && yuan(fen(amount) * factor);
    const earlier = (one) => one && { ...one, places: one.places - digits };
    const method = withPlaces(tender.method), { price, rounding } = method;
    const scaled = {
        ...method, ceiling: more(method.ceiling),
        adjustments: method.adjustments.map(({ effect, ...one }) => ({ ...one, effect: effect.amount ? { ...effect, amount: more(effect.amount) } : effect })),
        price: {
            ...price, ...(price.reference ? { reference: more(price.reference) } : {}), ...(price.minimum_price ? { minimum_price: more(price.minimum_price) } : {}),
            ...(price.scale ? { scale: multiple(price.scale, factor) } : {}),
        },
        rounding: { ...rounding, evaluated_price: earlier(rounding.evaluated_price), ...(rounding.benchmark ? { benchmark: earlier(rounding.benchmark) } : {}) },
    };
    return { before: { ...tender, method }, tender: { ...tender, method: scaled, bids: tender.bids.map((one) => ({ ...one, price: more(one.price) })) }, factor: new Fraction(factor) };
}

/** The result with its money as fractions of `unit`. */
export function counted({ bids, reference_price: reference, ...rest }, unit = new Fraction(1n)) {
    const amount = (text) => text && fraction(text).over(unit).text();
    const price = (one) => one && { exact: amount(one.exact), rounded: amount(one.rounded) };
    return { ...rest, reference_price: amount(reference), bids: bids.map((one) => ({ ...one, evaluated_price: price(one.evaluated_price) })) };
}

// ---- one more bid

const looksAtOthers = ({ rule }) => rule.kind === 'formula' && /lowest|highest|mean|count/.test(rule.expression);
const formulasLook = (method) => method.sections.some(({ criteria }) => criteria.some(looksAtOthers));

/** The tender with `bid` added; every expert gives it the scores of `like`, changed by `judge`. */
function withBid(r, tender, bid, like, judge = (cell) => cell) {
    const added = { adjustments: [], bid: r.hex(32), standing: 'admitted', ...bid };
    const sheets = tender.sheets.map(({ cells, ...sheet }) => ({
        ...sheet, cells: [...cells, ...cells.filter((cell) => cell.bid === like).map((cell) => judge({ ...cell, bid: added.bid }))],
    }));
    return { tender: { ...tender, bids: [...tender.bids, added], sheets }, bid: added.bid };
}

const validOf = ({ bids }) => bids.filter(({ rejection }) => rejection === null);
/** Evaluated prices of the valid bids, in fen, ascending. */
const pricesOf = (result) => validOf(result).map(({ evaluated_price: { exact, rounded } }) => fraction(rounded ?? exact).times(new Fraction(100n)))
    .sort((left, right) => left.compare(right));
const floor = ({ top, bottom }) => top / bottom;
const upToYuan = (value) => ((floor(value) + 100n) / 100n) * 100n;

/** The bid that stands last: by quality where a short list is made of it, else by rank. */
function lastOf({ method }, result) {
    const judged = result.bids.filter(({ quality, rejection }) => (method.technical_stage ? quality !== null : rejection === null));
    const key = method.technical_stage ? ({ quality }) => new Fraction(0n).minus(fraction(quality)) : ({ rank }) => new Fraction(BigInt(rank));
    return judged.reduce((left, right) => (key(right).compare(key(left)) > 0 ? right : left)).bid;
}

/**
 * Whether a short list has bids whose quality the result does not tell, since they fell over their prices later: a bid as good as the last that it tells of
 * could push them out.
 */
const hidesQuality = ({ method, bids }, result) => Boolean(method.technical_stage?.most) && result.bids.some(({ bid, quality, rejection }) =>
    quality === null && rejection.reason !== 'gate_failed' && bids.find((one) => one.bid === bid).standing === 'admitted');

/**
 * {tender, bid} with one more bid that cannot win: withdrawn, refused at a gate, priced beyond the ceiling or not at all. No method lets it change
 * anything for the others.
 */
export function withRejected(r, tender, result) {
    const { method } = tender;
    const gates = method.sections.flatMap(({ criteria }) => criteria).filter(({ rule }) => rule.kind === 'gate').map(({ key }) => key);
    const like = lastOf(tender, result);
    const ways = [() => withBid(r, tender, { price: '1.00', standing: r.pick(['revoked', 'withdrawn', 'excluded']) })];
    const failed = (cell) => (gates.includes(cell.criterion) ? { ...cell, value: 'fail' } : cell);
    if (gates.length) ways.push(() => withBid(r, tender, { price: tender.bids.find(({ bid }) => bid === like).price }, like, failed));
    if (!method.technical_stage) ways.push(() => withBid(r, tender, { price: '0.00' }));
    if (!method.technical_stage && method.ceiling) ways.push(() => withBid(r, tender, { price: yuan(fen(method.ceiling) + 1n) }));
    return r.pick(ways)();
}

/**
 * {tender, bid} with one more bid that is judged and priced like a loser: the scores of the last one, and the highest price (for `price_range` one strictly
 * between). Undefined where a formula looks at the numbers of all bids, the price would
 * be refused at once, there is none between, and for `benchmark`, whose mean is of all prices.
 */
export function withLoser(r, tender, result) {
    const { method } = tender;
    if (formulasLook(method) || hidesQuality(tender, result) || method.price.kind === 'benchmark') return undefined;
    const prices = pricesOf(result), low = prices[0], high = prices.at(-1);
    const price = method.price.kind === 'price_range' ? upToYuan(low.plus(high).over(new Fraction(2n))) : upToYuan(high);
    const most = method.ceiling && !method.technical_stage ? fen(method.ceiling) : largestPrice;
    if (price > most || price < fen(method.price.minimum_price ?? '0.00')) return undefined;
    if (method.price.kind === 'price_range' && (new Fraction(price).compare(low) <= 0 || new Fraction(price).compare(high) >= 0)) return undefined;
    return withBid(r, tender, { price: yuan(price) }, lastOf(tender, result));
}

/** {tender, bid} with one more bid priced as the rule does look at: for these checks to fail. */
export function withCounted(r, tender, result) {
    if (formulasLook(tender.method)) return undefined;
    const prices = pricesOf(result);
    const price = tender.method.price.kind === 'low_price' ? floor(prices[0]) / 2n : upToYuan(prices.at(-1));
    const most = tender.method.ceiling ? fen(tender.method.ceiling) : largestPrice;
    return price > 0n && price <= most ? withBid(r, tender, { price: yuan(price) }, lastOf(tender, result)) : undefined;
}

/**
 * {behind, equal}: whether the added bid stands behind all others, and whether these have the same in both results: all of them their scores and, the added
 * one not counted, their ranks; and where it stands behind them also the candidates and the tied.
 */
export function compareOthers({ before, after, bid }) {
    const { rank: taken } = after.bids.find((one) => one.bid === bid);
    const others = after.bids.filter((one) => one.bid !== bid);
    const behind = taken === null || others.every(({ rank }) => rank === null || rank < taken);
    const beside = new Set(others.filter(({ rank }) => rank !== null && rank === taken).map((one) => one.bid));
    const loose = (one) => (beside.has(one.bid) ? { ...one, tied: null } : one);
    const closed = (one) => (taken !== null && one.rank > taken ? { ...one, rank: one.rank - 1 } : one);
    const lists = ({ candidates, tied }) => (behind ? { candidates: candidates.filter((one) => one !== bid), tied } : {});
    const all = (result, bids) => ({ reference: result.reference_price, parameters: result.parameters, bids: bids.map(loose).sort(byBid), ...lists(result) });
    return { behind, equal: isDeepStrictEqual(all(after, others.map(closed)), all(before, before.bids)) };
}
