// The forms of the events' payloads: docs/formats/process.md, "Events". What a person signed is taken out of its JWS here.

import { readCommand } from './commands.mjs';
import { readMessage } from './jws.mjs';
import { any, array, bytes, digest, flag, id, instant, integer, nullable, object, oneOf, optional, string, text } from './members.mjs';
import { readProfile } from './profile.mjs';
import { Refusal, refuse } from './refusal.mjs';

const mostBids = 10_000;

const facts = {
    signer: object({ id: string, name: string, organisation: string }),
    chain: digest,
    crls: array(digest, 0, 5),
};
const act = { jws: any, ...facts };

const head = object({ stream: id, position: integer(0, Number.MAX_SAFE_INTEGER), hash: digest, counts: optional(flag) });
const released = { bid: id, b: bytes(32) };

const row = object({
    bid: id, bidder: object({ id: text(1, 64), name: text(1, 512) }), state: oneOf('opened', 'revoked', 'failed', 'withdrawn', 'unopened'),
    reason: nullable(string), sheet: nullable(any), b: nullable(bytes(32)),
});

// type: [purpose of its command or null, members, members that are there with a panel]
const forms = {
    'lot.published': ['publish', { ...act, profile: readProfile }, { seats: array(object(facts), 0, 15) }],
    'lot.clarified': ['clarify', act],
    'bid.submitted': ['submit', { ...act, lot_head: digest }],
    'bid.withdrawn': ['withdraw', { ...act, lot_head: digest }],
    'lot.closed': [null, { heads: array(head, 0, mostBids), bids: integer(0, mostBids), failed: flag }],
    'lot.suspended': ['suspend', act],
    'lot.resumed': ['resume', act],
    'lot.opening_started': ['open', { ...act, window_end: instant }],
    'bid.sheet_released': [null, released],
    'bid.volumes_released': [null, released],
    'lot.release_excused': ['excuse', act],
    'lot.window_closed': [null, { missing: array(id, 0, mostBids) }],
    'lot.announced': [null, { bids: array(row, 0, mostBids) }],
    'committee.appointed': ['appoint', act],
    'expert.scored': ['score', act],
    'lot.qualified': ['qualify', { ...act, outcome: any }],
    'lot.result': ['result', { ...act, outcome: any }],
    'officer.sheets_released': ['release', act],
    'officer.volumes_released': ['release', act],
};

/** Refuses a type that nobody knows, or a version of its payload. */
export function checkType({ type, version }) {
    if (!Object.hasOwn(forms, type)) refuse('event_type_unknown');
    if (version !== 1) refuse('event_version_unknown');
}

/** {message, command} of a payload in its form; both are null for acts that nobody signs. */
export function readActs(type, value) {
    const [purpose, members, more = {}] = forms[type];
    try {
        object(Object.hasOwn(value ?? {}, 'seats') ? { ...members, ...more } : members)(value);
        if (purpose === null) return { message: null, command: null };
        const message = readMessage(value.jws);
        return { message, command: readCommand(purpose, message.value) };
    } catch (error) {
        throw error instanceof Refusal ? new Refusal('event_malformed', `${error.error} ${error.place}`.trim()) : error;
    }
}

/** The purpose of the command that decides an event of this type, or null. */
export const purposeOf = (type) => forms[type][0];
