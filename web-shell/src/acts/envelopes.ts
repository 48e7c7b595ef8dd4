/** Two envelopes (双信封): which bid is of which envelope, and whose turn it is. docs/formats/process.md, "Two envelopes". */
import { signedWords } from '../api/events';
import type { EnvelopeNumber, LotEvent, LotView, MyBid, Party } from '../api/types';
import { hasMessage, t, type MessageKey } from '../base/messages';

type Numbered = Pick<LotView, 'notice'>;
type Own = Numbered & Pick<LotView, 'my_bid' | 'my_price_bid'>;

export const hasTwo = ({ notice }: Numbered): boolean => notice.envelopes === 2;
export const envelopesOf = (view: Numbered): EnvelopeNumber[] => (hasTwo(view) ? [1, 2] : [1]);
/** Whether the price stands in this envelope. */
export const isPriced = ({ notice }: Numbered, envelope: EnvelopeNumber): boolean => envelope === notice.envelopes;
/** What a phase is called. `priced`: the opening at hand is that of the prices, as it is not with technical envelopes. */
export function phaseWord(phase: string, priced: boolean): string {
    const own = `phase.${phase}.1`;
    return t(!priced && hasMessage(own) ? own : (`phase.${phase}` as MessageKey));
}
export const ownBid = (view: Own, envelope: EnvelopeNumber): MyBid | null => (envelope === 1 ? view.my_bid : view.my_price_bid);
export const ownBids = (view: Own): MyBid[] => envelopesOf(view).flatMap((envelope) => ownBid(view, envelope) ?? []);
const isIn = (view: Own, envelope: EnvelopeNumber): boolean => ownBid(view, envelope)?.withdrawn === false;

/** The envelope of one of the person's own bids. */
export const envelopeOfBid = (view: Own, bid: string): EnvelopeNumber | null =>
    envelopesOf(view).find((envelope) => ownBid(view, envelope)?.bid === bid) ?? null;

/** What is missing beside the one envelope that is in force; null with none or all of them. */
export function missingEnvelope(view: Own): EnvelopeNumber | null {
    const missing = envelopesOf(view).filter((envelope) => !isIn(view, envelope));
    return hasTwo(view) && missing.length === 1 ? missing[0]! : null;
}

/** The one to be made next: the first that is not in force. */
export const nextEnvelope = (view: Own): EnvelopeNumber => (isIn(view, 1) ? missingEnvelope(view) ?? 1 : 1);

/** The person did not pass the technical stage: its price stays sealed. */
export const staysSealed = (view: LotView): boolean =>
    view.technical !== null && envelopesOf(view).every((envelope) => isIn(view, envelope)) && !view.technical.passing.includes(view.my_bid!.bid);

/** The events of the opening that is under way: of the second those after the qualification. */
export function eventsOfStage(view: Pick<LotView, 'envelope'>, events: LotEvent[]): LotEvent[] {
    return view.envelope === 1 ? events : events.slice(events.findIndex(({ header }) => header.type === 'lot.qualified') + 1);
}

export interface AnnouncedRow {
    bid: string;
    bidder: Party;
    state: string;
    reason: string | null;
    sheet: { duration_days: number; quality: string; manager: { name: string }; price: string | null; price_capital: string | null } | null;
}
const isAnnouncement = ({ header }: LotEvent): boolean => header.type === 'lot.announced';
const rowsOf = (announcement: LotEvent | undefined): AnnouncedRow[] => (announcement?.payload as { bids?: AnnouncedRow[] } | null | undefined)?.bids ?? [];

/** The first announcement, which says whose the bids are that results name, with what was found of it later; nothing before it. */
export const firstAnnounced = (events: LotEvent[]): AnnouncedRow[] => withFindings(rowsOf(events.find(isAnnouncement)), events);

/** What became of a bid at its opening; null before it was announced. */
export const announcedState = (events: LotEvent[], bid: string): string | null =>
    withFindings(events.filter(isAnnouncement).flatMap(rowsOf), events).find((row) => row.bid === bid)?.state ?? null;

function withFindings(rows: AnnouncedRow[], events: LotEvent[]): AnnouncedRow[] {
    const excused = events.filter(({ header }) => header.type === 'lot.release_excused').flatMap((event) => (signedWords(event)?.bids ?? []) as string[]);
    return rows.map((row) => (excused.includes(row.bid) ? { ...row, state: 'withdrawn' } : row));
}
