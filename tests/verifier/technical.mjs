// What is evaluated: the bids as the announcements left them, and the result of the first envelope (docs/formats/result.md).

import { canonical, evaluate, Fraction } from '../peers/score_oracle.mjs';
import { refuse } from './refusal.mjs';

const standings = { opened: 'admitted', revoked: 'revoked', withdrawn: 'withdrawn', failed: 'excluded' };

/**
 * `rows` are those of the newest announcement, `first` those of the first one of two. Bids are those of the first; what became of a
 * price stands in the same bidder's newest row.
 */
export function tenderOf({ method, rows, first = null }, sheets) {
    const newest = new Map(rows.map((row) => [row.bidder.id, row]));
    const bids = (first ?? rows).map(({ bid, bidder, state }) => {
        const { sheet, state: priced } = newest.get(bidder.id);
        const lost = first !== null && ['revoked', 'withdrawn', 'failed'].includes(priced) ? { price_standing: standings[priced] } : {};
        return { bid, standing: standings[state], price: sheet?.price ?? '0.00', adjustments: [], ...lost };
    });
    return { method, bids, sheets };
}

/** The method without anything that looks at a price, so that every bid that passed is ranked. */
function withoutPrices(method) {
    const { minimum_technical: minimum = null } = method.price;
    return { ...method, ceiling: null, price: { kind: 'low_price', points: '1', minimum_technical: minimum }, ranking: ['total'], candidates: 1 };
}

const fraction = (text) => {
    const [top, bottom = '1'] = text.split('/');
    return new Fraction(BigInt(top), BigInt(bottom));
};
const byId = (left, right) => (left.bid < right.bid ? -1 : 1);
const byQuality = (left, right) => fraction(right.quality).compare(fraction(left.quality)) || byId(left, right);

/** The canonical result of the first envelope. */
export function technicalResult({ method, bids, sheets }) {
    const { result, error } = evaluate({ method: withoutPrices(method), bids: bids.map((bid) => ({ ...bid, price: '1.00' })), sheets });
    if (error !== undefined) refuse(error);
    const entries = JSON.parse(result).bids.map(({ bid, criteria, gates, quality, rejection, sections }) => ({ bid, criteria, gates, quality, rejection, sections }));
    const passing = entries.filter(({ rejection }) => rejection === null).sort(byQuality);
    const rest = entries.filter(({ rejection }) => rejection !== null).sort(byId);
    return canonical({ bids: [...passing, ...rest], label: 'kaibiao/technical-result/v1', passing: passing.map(({ bid }) => bid).sort() });
}
