// Forges a bundle from a model with keys that the test owns: every digest, proof and signature is made anew, so that a change reaches
// the checks behind the signatures. A forger passes `change(stage, name, value)`, which may replace a value as it is built.

import { createCipheriv, createHmac, sign as signBytes } from 'node:crypto';

import { consistency, cosign, inclusion, noteKey, signNote } from '../server/support/log.mjs';
import { hkdf } from './age.mjs';
import { encode } from './canonical_json.mjs';
import { pieceRoot } from './lock.mjs';
import { leafHash, rootOf } from './merkle.mjs';
import { profileDigest } from './profile.mjs';
import { newPair, rekeyed, signPart, signedPart } from './rekey.mjs';
import { byBytes, sha256, sha256Hex, toUnpadded, uint32 } from './text.mjs';

const format = 'kaibiao/bundle/v1';
const root = newPair();
const person = newPair();

// A log's key carries its origin as a name.
const logKeys = new Map();
function logKeyOf(origin) {
    if (!logKeys.has(origin)) logKeys.set(origin, noteKey(origin, 1));
    return logKeys.get(origin);
}
const witness = noteKey('witness.forged/w1', 4);
const second = noteKey('witness.forged/w2', 4);

/** The verifier keys of the forger's own witnesses, of whom the first cosigns every checkpoint, and that of one who never did. */
export const witnessKey = witness.vkey;
export const secondWitnessKey = second.vkey;
export const absentWitnessKey = noteKey('witness.absent/w1', 4).vkey;

/** The line by which a witness cosigns a note's text. */
export const cosignatureOf = (text, seconds = 1_760_000_000, by = witness) => cosign(by, text, seconds);

const keep = (stage, name, value) => value;

/** Every string of `value` that stands in `names`, replaced. */
function renamed(value, names) {
    if (typeof value === 'string') return names.get(value) ?? value;
    if (Array.isArray(value)) return value.map((one) => renamed(one, names));
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, renamed(one, names)]));
}

/** The bytes of a bundle for `model`. */
export function forge(model, change = keep) {
    const { log_policy: policy } = model.streams[0].events[0].message.command;
    const names = new Map([[model.logKey, logKeyOf(model.origin).vkey]]);
    if (policy !== undefined) names.set(policy, policy.replaceAll(model.logKey, logKeyOf(model.origin).vkey));
    const roots = model.roots.map((der, index) => change('root', index, rekeyed(der, root.spki, root.privateKey), root.privateKey));
    const crls = model.crls.map((der, index) => change('crl', index, signPart(signedPart(der), der, root.privateKey), root.privateKey));
    model.crls.forEach((der, index) => names.set(sha256Hex(der), sha256Hex(crls[index])));
    const opened = new Map();
    const sheets = model.sheets.map((one, index) => reseal(one, index, { change, names, opened }));
    const built = buildStreams(model, { names, roots, opened, change });
    const body = {
        format, centre: model.centre, origin: model.origin, lot: model.lot, log_key: logKeyOf(model.origin).vkey, checkpoint: '',
        roots: roots.sort(byBytes).map(toUnpadded), crls: crls.sort(byBytes).map(toUnpadded),
        streams: built, sheets: sheets.sort(byBytes).map(toUnpadded),
    };
    enterIntoLog(body, model.closing);
    return seal(change('body', '', body));
}

/** A bundle around `body` with the note that it needs. */
export function seal(body) {
    const text = `${format}\n${body.origin}\n${body.lot}\n${sha256Hex(format, encode(body))}\n`;
    return Buffer.from(encode({ body, note: signNote(logKeyOf(body.origin), text) }));
}

/** `closing`: {beyond, seconds}, an earlier checkpoint that ends so many entries after the closing event, cosigned at the first of these
 * seconds by the first witness, at the second by the second. */
function enterIntoLog(body, closing) {
    const events = body.streams.flatMap((one) => one.events);
    const leaves = events.map(({ event }) => leafHash(sha256('kaibiao/event/v1', event.header)));
    events.forEach((event, index) => Object.assign(event, { index, proof: inclusion(index, leaves).map(toUnpadded) }));
    const checkpoint = (size, times) => {
        const text = `${body.origin}\n${size}\n${rootOf(leaves.slice(0, size)).toString('base64')}\n`;
        return signNote(logKeyOf(body.origin), text) + times.map((seconds, index) => cosignatureOf(text, seconds, [witness, second][index])).join('');
    };
    body.checkpoint = checkpoint(leaves.length, [1_760_000_000, 1_760_000_000]);
    if (closing === undefined) return;
    const size = events.findIndex(({ event }) => event.header.includes('"type":"lot.closed"')) + 1 + closing.beyond;
    body.closing = { checkpoint: checkpoint(size, closing.seconds), consistency: consistency(size, leaves).map(toUnpadded) };
}

// ---- events

function buildStreams(model, context) {
    const [lot, ...bids] = model.streams;
    const closed = lot.events.findIndex(({ header }) => header.type === 'lot.closed');
    const built = new Map(model.streams.map(({ stream }) => [stream, []]));
    const add = (stream, events) => events.forEach((event) => built.get(stream).push(buildEvent(event, built.get(stream), context)));
    add(lot.stream, lot.events.slice(0, closed));
    for (const { stream, events } of bids) add(stream, events);
    add(lot.stream, lot.events.slice(closed));
    return [...built].map(([stream, events]) => ({ stream, events }));
}

function buildEvent(event, before, context) {
    const { names, change } = context;
    const place = `${event.header.stream}@${event.header.position}`;
    const last = before[before.length - 1];
    let payload = event.payload === null ? null : renamed({ ...event.payload, jws: null }, names);
    if (payload !== null && event.message === null) delete payload.jws;
    else if (payload !== null) Object.assign(payload, signAgain(event, payload, place, context));
    if (payload !== null) payload = change('payload', place, withSheets(event, payload, context));
    const bytes = payload === null ? null : Buffer.from(encode(payload));
    const salt = event.salt;
    const commitment = bytes === null ? event.header.payload : sha256Hex('kaibiao/payload/v1', Buffer.from(salt, 'base64'), bytes);
    const previous = last === undefined ? '00'.repeat(32) : sha256Hex('kaibiao/event/v1', last.event.header);
    const header = encode(change('header', place, { ...event.header, payload: commitment, previous }));
    names.set(event.hash, sha256Hex('kaibiao/event/v1', header));
    return { event: { header, payload: bytes === null ? null : toUnpadded(bytes), salt }, index: 0, proof: [] };
}

/** An announcement of what the sheets say now. */
function withSheets({ header }, payload, { opened }) {
    if (header.type !== 'lot.announced') return payload;
    const row = (old) => {
        const sheet = opened.get(old.b ?? old.bid);
        return old.state === 'opened' && sheet ? { ...old, sheet: pick(sheet, Object.keys(old.sheet)) } : old;
    };
    return { ...payload, bids: payload.bids.map(row) };
}

const pick = (value, names) => Object.fromEntries(names.filter((name) => Object.hasOwn(value, name)).map((name) => [name, value[name]]));

const outcomes = { qualify: 'kaibiao/technical/v1', result: 'kaibiao/outcome/v1' };

/** The members of a payload that follow from its message: the JWS, and the digests of what was signed and of the chain. */
function signAgain({ message }, payload, place, context) {
    const { names, change } = context;
    const { command, digest } = message;
    if (payload.profile) names.set(command.profile.digest, profileDigest(payload.profile));
    if (payload.outcome) names.set(command.outcome, sha256Hex(outcomes[command.purpose], encode(payload.outcome)));
    const seats = (message.seats ?? []).map((seat, index) => sign(seat, change('seat', `${place} ${index}`, renamed(seat.command, names)), `${place} ${index}`, context));
    const value = renamed(command, names);
    if (seats.length > 0) value.panel.seats = seats.map(({ jws }) => jws);
    const { jws, chain, signed } = sign(message, change('command', place, value), place, context);
    names.set(digest, sha256Hex(signed));
    return { jws, chain, ...(seats.length > 0 ? { seats: payload.seats.map((facts, index) => ({ ...facts, chain: seats[index].chain })) } : {}) };
}

/** {jws, chain, signed} of a message with this payload, under a certificate made anew. */
function sign({ header }, value, place, { roots, change }) {
    const leaf = change('leaf', place, rekeyed(header.x5c[0], person.spki, root.privateKey), root.privateKey);
    const x5c = [leaf, ...roots].map((der) => der.toString('base64'));
    const signed = Buffer.from(encode(value));
    const head = Buffer.from(encode(change('protected', place, { ...header, x5c })));
    const input = `${head.toString('base64url')}.${signed.toString('base64url')}`;
    const signature = signBytes('sha256', Buffer.from(input), { key: person.privateKey, dsaEncoding: 'ieee-p1363' });
    const [protectedText, payloadText] = input.split('.');
    const chain = sha256Hex('kaibiao/chain/v1', sha256(leaf), ...roots.map((one) => sha256(one)));
    return { jws: { payload: payloadText, protected: protectedText, signature: signature.toString('base64url') }, chain, signed };
}

// ---- sheets

function box(key, nonce, plain) {
    const cipher = createCipheriv('chacha20-poly1305', key, nonce, { authTagLength: 16 });
    return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** The age file of a sheet, sealed again with the same keys; its digests are renamed in the manifest. */
function reseal({ bid, part, context, fileKey, secret, age, sheet }, index, { change, names, opened }) {
    const value = change('sheet', index, { ...sheet, pad: '' });
    opened.set(secret === null ? bid : toUnpadded(secret), value);
    const length = Buffer.byteLength(encode(value));
    const plain = Buffer.from(encode({ ...value, pad: ' '.repeat((8192 - (length % 8192)) % 8192) }));
    const macKey = hkdf(fileKey, Buffer.alloc(0), 'header');
    const mac = createHmac('sha256', macKey).update(age.macced).digest();
    const header = Buffer.concat([age.macced, Buffer.from(` ${toUnpadded(mac)}\n`)]);
    const nonce = age.payload.subarray(0, 16);
    const last = Buffer.alloc(12);
    last[11] = 1;
    const file = change('file', index, Buffer.concat([header, nonce, box(hkdf(fileKey, nonce, 'payload'), last, plain)]));
    names.set(part.root, pieceRoot(file).toString('hex'));
    const salt = Buffer.from(value.salts?.[0] ?? '', 'base64');
    names.set(part.commitment, sha256Hex('kaibiao/plain/v1', context, uint32(0), salt, plain));
    return file;
}
