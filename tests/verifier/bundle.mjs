// docs/formats/bundle.md: the closed form of a bundle, the note over every byte, the checkpoint, the streams and their place in the log.

import { decode, encode } from './canonical_json.mjs';
import { array, bytes, bytesUpTo, digest, id, instant, integer, nullable, object, oneOf, optional, string, text } from './members.mjs';
import { checkInclusion, leafHash } from './merkle.mjs';
import { checkSigned, readCheckpoint, readNote, readVerifierKey } from './note.mjs';
import { checkType, readActs } from './payloads.mjs';
import { at, Refusal, refuse } from './refusal.mjs';
import { largestList } from './revocation.mjs';
import { byBytes, fromUnpadded, sha256Hex } from './text.mjs';

const format = 'kaibiao/bundle/v1';
const largestBundle = 256 << 20;
const largestPayload = 64 << 20;
const mostStreams = 10_001;
const hiddenTypes = ['bid.volumes_released', 'officer.volumes_released'];

const storedEvent = object({
    event: object({ header: text(1, 1024), payload: nullable(bytes()), salt: nullable(bytes(32)) }),
    index: integer(0, Number.MAX_SAFE_INTEGER),
    proof: array(bytes(32), 0, 64),
});

const bundle = object({
    body: object({
        format: oneOf(format),
        centre: text(1),
        origin: text(1),
        lot: id,
        log_key: string,
        checkpoint: string,
        closing: optional(object({ checkpoint: string, consistency: array(bytes(32), 0, 64) })),
        roots: array(bytesUpTo(1 << 20), 1, 64),
        crls: array(bytesUpTo(largestList), 0, 1000),
        streams: array(object({ stream: id, events: array(storedEvent, 1, 100_000) }), 1, mostStreams),
        sheets: array(bytesUpTo(4 << 20), 0, mostStreams),
    }),
    note: string,
});

const ascending = (texts) => texts.map(fromUnpadded).every((one, index, all) => index === 0 || byBytes(all[index - 1], one) < 0);

const ownNames = ['bundle_malformed', 'bundle_root_wrong', 'bundle_incomplete'];

/** The bundle's body, once its form and its note are right. */
export function readBundle(file) {
    try {
        return readClosedForm(file);
    } catch (error) {
        if (!(error instanceof Refusal) || ownNames.includes(error.error)) throw error;
        throw new Refusal('bundle_malformed', `${error.error} ${error.place}`.trim());
    }
}

function readClosedForm(file) {
    const { body, note } = bundle(decode(file, largestBundle));
    for (const name of ['roots', 'crls', 'sheets']) if (!ascending(body[name])) refuse('bundle_malformed', `/body/${name}`);
    const ids = body.streams.map((one) => one.stream);
    const bids = ids.slice(1);
    if (ids[0] !== body.lot) refuse('bundle_incomplete', '/body/streams');
    if (bids.includes(body.lot)) refuse('bundle_malformed', '/body/streams');
    if (bids.some((one, index) => index > 0 && bids[index - 1] >= one)) refuse('bundle_malformed', '/body/streams');
    checkNote(body, note);
    return body;
}

function checkNote(body, text) {
    const note = readNote(text);
    const key = readVerifierKey(body.log_key);
    const root = sha256Hex(format, encode(body));
    if (note.text !== `${format}\n${body.origin}\n${body.lot}\n${root}\n`) refuse('bundle_root_wrong', '/note');
    if (note.signatures.length !== 1 || !isSignedBy(note, key)) refuse('bundle_root_wrong', '/note');
}

function isSignedBy(note, key) {
    try {
        checkSigned(note, key);
        return true;
    } catch (error) {
        if (error instanceof Refusal) return false;
        throw error;
    }
}

/** The checkpoint, signed by the log key for this origin. */
export function checkCheckpoint(body) {
    const note = readNote(body.checkpoint);
    checkSigned(note, readVerifierKey(body.log_key));
    const checkpoint = readCheckpoint(note.text);
    if (checkpoint.origin !== body.origin) refuse('checkpoint_origin_wrong');
    return checkpoint;
}

const header = object({
    payload: digest,
    position: integer(0, Number.MAX_SAFE_INTEGER),
    previous: digest,
    stamp: instant,
    stream: id,
    type: (value) => (/^[a-z0-9_.-]{1,64}$/.test(string(value)) ? value : refuse('event_malformed')),
    version: integer(1, 65535),
});

/** [{stream, events: [{place, header, hash, payload, message, command, index, proof}]}] of unbroken chains; a hidden payload is null. */
export function readStreams(body) {
    return body.streams.map(({ stream, events }) => {
        let previous = '00'.repeat(32);
        return {
            stream,
            events: events.map((stored, position) => at(`${stream}@${position}`, () => {
                const event = readEvent(stored, stream, position, previous);
                previous = event.hash;
                return event;
            })),
        };
    });
}

function readHeader(text) {
    try {
        return header(decode(Buffer.from(text), 1024));
    } catch (error) {
        throw error instanceof Refusal ? new Refusal('event_malformed', `${error.error} ${error.place}`.trim()) : error;
    }
}

function readEvent({ event: stored, index, proof }, stream, position, previous) {
    const found = readHeader(stored.header);
    const follows = found.stream === stream && found.position === position && found.previous === previous;
    if (!follows) refuse('event_chain_broken');
    checkType(found);
    if ((stored.payload === null) !== (stored.salt === null)) refuse('event_malformed');
    const hash = sha256Hex('kaibiao/event/v1', stored.header);
    const payload = readPayload(stored, found);
    const acts = payload === null ? { message: null, command: null } : readActs(found.type, payload.value);
    return { place: `${stream}@${position}`, header: found, hash, payload, ...acts, index, proof };
}

function readPayload({ payload, salt }, { payload: commitment, type }) {
    if (payload === null) return hiddenTypes.includes(type) ? null : refuse('bundle_incomplete');
    const found = fromUnpadded(payload);
    if (sha256Hex('kaibiao/payload/v1', fromUnpadded(salt), found) !== commitment) refuse('event_payload_mismatch');
    return { bytes: found, value: decode(found, largestPayload) };
}

/** Every event stands in the log under the checkpoint, each at a place of its own. */
export function checkInLog(streams, checkpoint) {
    const taken = new Set();
    for (const event of streams.flatMap((one) => one.events)) {
        at(event.place, () => {
            if (taken.has(event.index)) refuse('proof_wrong');
            taken.add(event.index);
            const leaf = leafHash(Buffer.from(event.hash, 'hex'));
            checkInclusion(leaf, BigInt(event.index), checkpoint.size, event.proof.map(fromUnpadded), checkpoint.root);
        });
    }
}
