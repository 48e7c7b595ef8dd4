// Every event decided again, in the order of docs/formats/bundle.md, "Order between streams".

import { encode } from './canonical_json.mjs';
import { submit, withdraw } from './decide_bids.mjs';
import { announce, close, closeWindow, hiddenRelease, releaseSheet, releaseVolumes } from './decide_centre.mjs';
import * as byCommittee from './decide_evaluation.mjs';
import * as byPersons from './decide_lot.mjs';
import { pieceRoot } from './lock.mjs';
import { Lot } from './lot_state.mjs';
import { at, refuse } from './refusal.mjs';
import { fromUnpadded, instant } from './text.mjs';

const slack = 60_000;
const lotActs = { ...byPersons, ...byCommittee };
const bidActs = { submit, withdraw };
const unsigned = {
    'lot.closed': close, 'bid.sheet_released': releaseSheet, 'bid.volumes_released': releaseVolumes,
    'lot.window_closed': closeWindow, 'lot.announced': announce, 'officer.volumes_released': hiddenRelease,
};
const checkOf = { 'lot.closed': 'frozen_set', 'lot.announced': 'sheets', 'expert.scored': 'scores', 'lot.qualified': 'scores', 'lot.result': 'result' };

/** The name of the check to which a refusal of this event belongs. */
export const checkOfEvent = (event) => checkOf[event.header.type] ?? 'decisions';

/**
 * The lot after all its events. `signed` are the verified messages by place of their event; `onEvent(event, action)` runs the
 * decision of each event.
 */
export function replay(body, [lotStream, ...bidStreams], signed, onEvent = (event, action) => action()) {
    const lot = new Lot(body);
    const files = new Map(body.sheets.map(fromUnpadded).map((file) => [pieceRoot(file).toString('hex'), file]));
    const heads = bidStreams.map(({ stream, events }) => headOf(stream, events));
    const byHead = groupByHead(lotStream.events, bidStreams);
    lotStream.events.forEach((event, index) => {
        onEvent(event, () => at(event.place, () => {
            decide(lot, lotActs, event, lotStream.events[index - 1], signed, { heads, files });
            lot.remember(event);
        }));
        for (const own of byHead.get(event.hash)) {
            onEvent(own.event, () => at(own.event.place, () => {
                checkNear(own.event, event, lotStream.events[index + 1]);
                decide(lot, bidActs, own.event, own.before, signed, { stream: own.stream, lotHead: event.hash });
            }));
        }
    });
    return lot;
}

function headOf(stream, events) {
    const last = events[events.length - 1];
    return { stream, position: last.header.position, hash: last.hash };
}

/** The events of bids by the event of the lot that they name, in the order of their decisions. */
function groupByHead(lotEvents, bidStreams) {
    const groups = new Map(lotEvents.map((event) => [event.hash, []]));
    for (const { stream, events } of bidStreams) {
        events.forEach((event, index) => {
            const group = groups.get(event.payload?.value.lot_head) ?? at(event.place, () => refuse('event_not_allowed', '/lot_head'));
            group.push({ event, stream, before: events[index - 1], stamp: instant(event.header.stamp), position: event.header.position });
        });
    }
    const begins = ({ position }) => (position === 0 ? 1 : 0);
    const order = (left, right) => left.stamp - right.stamp || begins(left) - begins(right) ||
        (left.stream < right.stream ? -1 : left.stream > right.stream ? 1 : left.position - right.position);
    for (const group of groups.values()) group.sort(order);
    return groups;
}

function checkNear(event, head, successor) {
    const stamp = instant(event.header.stamp);
    if (stamp < instant(head.header.stamp) - slack) refuse('event_not_allowed', 'stamp');
    if (successor !== undefined && stamp > instant(successor.header.stamp) + slack) refuse('event_not_allowed', 'stamp');
}

function decide(lot, acts, event, before, signed, more) {
    const { type } = event.header;
    const stamp = instant(event.header.stamp);
    if (before !== undefined && stamp < instant(before.header.stamp)) refuse('decision_mismatch', 'stamp');
    if (before !== undefined && lot.decided !== undefined && !lot.decided.has(before.place)) refuse('event_not_allowed', 'order');
    if (lot.releasing && type !== 'bid.volumes_released') refuse('decision_mismatch', 'type');
    const payload = event.payload?.value ?? null;
    const expected = signed.has(event.place)
        ? bySigner(lot, acts, event, { ...signed.get(event.place), stamp, payload, ...more })
        : byCentre(lot, acts, type, { stamp, payload, ...more });
    (lot.decided ??= new Set()).add(event.place);
    if (event.payload === null) return;
    if (encode(expected) !== event.payload.bytes.toString()) refuse('decision_mismatch', 'payload');
}

function bySigner(lot, acts, event, context) {
    const { purpose } = context.message;
    if (!Object.hasOwn(acts, purpose)) refuse('event_not_allowed', 'type');
    lot.checkCommand(context);
    const { extra } = acts[purpose](lot, context);
    const { jws } = context.payload;
    return { jws, signer: context.signer, chain: context.chain, crls: context.crls, ...extra };
}

function byCentre(lot, acts, type, context) {
    if (acts !== lotActs || !Object.hasOwn(unsigned, type)) refuse('event_not_allowed', 'type');
    return unsigned[type](lot, context);
}
