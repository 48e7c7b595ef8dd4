// A bundle taken apart down to the values that people and the centre wrote, so that a test can change one and forge the rest anew.

import { openPayload, readAge } from './age.mjs';
import { commitmentOfSecret, contextOf, openLock, pieceRoot, readStanza } from './lock.mjs';
import { combine, readPoint } from './panel.mjs';
import { fromUnpadded, fromUrl, sha256Hex, toUnpadded } from './text.mjs';

const json = (bytes) => JSON.parse(bytes.toString());

function messageOf({ protected: head, payload }) {
    const header = json(fromUrl(head));
    const bytes = fromUrl(payload);
    return { header: { ...header, x5c: header.x5c.map((text) => Buffer.from(text, 'base64')) }, command: json(bytes), digest: sha256Hex(bytes) };
}

function eventOf({ event: { header, payload, salt } }) {
    const value = payload === null ? null : json(fromUnpadded(payload));
    const message = value?.jws ? messageOf(value.jws) : null;
    if (message?.command.panel?.seats) message.seats = message.command.panel.seats.map(messageOf);
    return { header: JSON.parse(header), hash: sha256Hex('kaibiao/event/v1', header), payload: value, message, salt };
}

/** {centre, origin, lot, logKey, roots, crls, streams, sheets} of a bundle's bytes. */
export function takeApart(file) {
    const { body } = json(file);
    const streams = body.streams.map(({ stream, events }) => ({ stream, events: events.map(eventOf) }));
    const model = {
        centre: body.centre, origin: body.origin, lot: body.lot, logKey: body.log_key,
        roots: body.roots.map(fromUnpadded), crls: body.crls.map(fromUnpadded), streams,
    };
    model.sheets = body.sheets.map((text) => sheetOf(model, fromUnpadded(text)));
    return model;
}

function sheetOf({ centre, origin, lot, streams: [{ events }, ...bids] }, file) {
    const root = pieceRoot(file).toString('hex');
    const isOf = ({ message }) => message.command.parts?.[0].root === root;
    const { stream, events: own } = bids.find((bid) => bid.events.some(isOf));
    const manifest = own.find(isOf).message.command;
    const { policy, panel } = events[0].message.command;
    const context = contextOf({ centre, origin, lot, policy, panel }, manifest.bidder, manifest.envelope, 'sheet');
    const released = events.filter(({ header }) => header.type === 'bid.sheet_released').map(({ payload }) => fromUnpadded(payload.b));
    const secret = released.find((one) => toUnpadded(commitmentOfSecret(one)) === manifest.locks[0].hb) ?? null;
    const age = readAge(file);
    const fileKey = openLock(readStanza(age.stanzas), manifest.locks[0], policy, context, { s: releasedBy(events, panel, stream), b: secret });
    return { bid: stream, part: manifest.parts[0], context, fileKey, secret, age, sheet: json(openPayload(age, fileKey)) };
}

/** x·R of a bid, from the first k officers before the announcement that opened it; null without a panel. */
function releasedBy(events, panel, bid) {
    if (panel === null) return null;
    const announced = events.findIndex(({ header, payload }) => header.type === 'lot.announced' && payload.bids.some((row) => row.bid === bid));
    const opened = events[announced].payload.bids.filter(({ state }) => state === 'opened' || state === 'failed').map((row) => row.bid).sort();
    const window = events.findLastIndex(({ header }, index) => index < announced && header.type === 'lot.window_closed');
    const releases = events.slice(window, announced).filter(({ header }) => header.type === 'officer.sheets_released').slice(0, panel.k);
    return combine(releases.map(({ message: { command } }) => ({
        officer: command.officer, released: readPoint(fromUnpadded(command.releases[opened.indexOf(bid)]).subarray(0, 32)),
    })));
}
