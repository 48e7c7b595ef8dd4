// The forms of what persons sign: docs/formats/process.md, "Signed commands" and "The notice"; docs/formats/package.md, "Manifest".

import {
    amount, any, array, bilingual, bytes, digest, flag, hex, id, instant, integer, key, nothing, nullable, object, oneOf, optional, string, text,
} from './members.mjs';
import { refuse } from './refusal.mjs';

const envelope = { purpose: string, centre: string, origin: string, lot: id, command: hex(16), time: instant };
const onNotice = { ...envelope, notice: digest, seen: digest };
const longestName = 512;
const longestText = 20_000;
const name = text(0, longestName);
const person = object({ id: text(1, 64), name: text(1, longestName) });
const judgedElsewhere = any;

const noticeForm = {
    ...envelope,
    notice: nothing,
    seen: nothing,
    project: object({ code: name, name: bilingual(1, longestName) }),
    title: bilingual(1, longestName),
    tenderer: person,
    supervisor: person,
    kind: oneOf('works', 'goods', 'services'),
    region: name,
    industry: name,
    issue_from: instant,
    deadline: instant,
    release_window_ms: integer(1000, 604_800_000),
    ceiling: nullable(amount),
    policy: oneOf('bidder', 'officers', 'dual'),
    panel: nullable(object({
        id: text(0, 64), y: bytes(32), k: integer(1, 15), n: integer(1, 15), certificate: bytes(), seats: array(any, 0, 15),
    })),
    log_key: string,
    log_policy: optional(text(1, 4096)),
    profile: object({ id: string, version: integer(1, 1_000_000), digest }),
    method: judgedElsewhere,
    documents: array(object({ name, digest, bytes: integer(0, 2 ** 40), media_type: name }), 0, 200),
    envelopes: integer(1, 2),
    announce: oneOf('together'),
    fallback: flag,
};

const lock = (which) => object({ class: oneOf(which), r: nullable(bytes(32)), hb: nullable(bytes(32)), proof: nullable(bytes(64)) });

const part = object({
    part: integer(0, 63), class: oneOf('sheet', 'volumes'), length: integer(1, 64 * 2 ** 30), header: digest, root: digest, commitment: digest,
});

const manifestForm = {
    ...onNotice,
    bidder: text(1, 64),
    envelope: integer(1, 9),
    locks: (value) => {
        array(any, 2, 2)(value);
        lock('sheet')(value[0]);
        return lock('volumes')(value[1]);
    },
    number: integer(1, 1000),
    parts: array(part, 1, 64),
    policy: oneOf('bidder', 'officers', 'dual'),
    replaces: nullable(digest),
};

const member = object({
    id: text(1, 64), name: text(1, longestName), kind: oneOf('expert', 'tenderer'), group: optional(key), role: optional(oneOf('chair')),
});

const reasoned = { ...onNotice, reason: bilingual(1, longestText) };

const counts = array(object({ count: integer(0, 1000), item: key }), 0, 20);
/** A score, a vote, or counts of items. */
const scored = (value) => (Array.isArray(value) ? counts(value) : string(value));

const forms = {
    publish: noticeForm,
    clarify: { ...onNotice, text: bilingual(1, longestText), affects_bids: flag, deadline: nullable(instant) },
    submit: manifestForm,
    withdraw: { ...onNotice, bid: id, replaces: digest },
    suspend: reasoned,
    resume: reasoned,
    open: onNotice,
    excuse: { ...reasoned, bids: array(id, 1, 10_000) },
    appoint: { ...onNotice, members: array(member, 0, 99) },
    score: { ...onNotice, cells: array(object({ bid: id, criterion: string, value: scored })) },
    qualify: { ...onNotice, outcome: digest },
    result: { ...onNotice, outcome: digest },
    release: { ...onNotice, class: oneOf('sheet', 'volumes'), officer: integer(1, 15), panel: text(1, 128), releases: array(bytes(96), 0, 4096) },
    seat: { ...envelope, lot: nothing, notice: nothing, seen: nothing, panel: text(1, 128), officer: integer(1, 15), key: bytes(32), y: bytes(32), nonce: bytes(32), rehearsal: bytes(96) },
};

/** The payload of a signed command of this purpose, in its form. */
export function readCommand(purpose, value) {
    if (!Object.hasOwn(forms, purpose)) refuse('jws_type_wrong');
    if (value?.purpose !== purpose) refuse('jws_type_wrong');
    if (purpose === 'publish' && Object.hasOwn(value, 'floor')) refuse('price_limit_forbidden');
    const command = object(forms[purpose])(value);
    if (purpose === 'submit') checkParts(command.parts);
    return command;
}

function checkParts(parts) {
    parts.forEach((one, index) => {
        const right = one.part === index && one.class === (index === 0 ? 'sheet' : 'volumes');
        if (!right) refuse('manifest_malformed', `/parts/${index}`);
    });
}
