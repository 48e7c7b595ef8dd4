// Signed notes, verifier keys and checkpoints: docs/formats/log.md, "Checkpoint".

import { createPublicKey, verify } from 'node:crypto';

import { refuse } from './refusal.mjs';
import { fromPadded, sha256 } from './text.mjs';

const ed25519 = 1, cosignature = 4;
const lastSecond = 253_402_300_799n; // of the year 9999
const spkiPrefix = Buffer.from('302a300506032b6570032100', 'hex');
const isName = (name) => name !== '' && !/[\p{White_Space}+]/u.test(name);

/** {name, id, key} of `NAME+HEX+BASE64` with an Ed25519 key of a log. */
export const readVerifierKey = (text) => readKey(text, ed25519);
/** The same of a witness. */
export const readWitnessKey = (text) => readKey(text, cosignature);

function readKey(text, type) {
    const [name, id, ...rest] = text.split('+');
    const data = decodeOr('verifier_key_malformed', rest.join('+'));
    if (!isName(name) || !/^[0-9a-f]{8}$/.test(id ?? '') || data.length !== 33) refuse('verifier_key_malformed');
    if (data[0] !== type || keyId(name, data).toString('hex') !== id) refuse('verifier_key_malformed');
    return { name, id, text, key: data.subarray(1) };
}

export const keyId = (name, data) => sha256(`${name}\n`, data).subarray(0, 4);

function decodeOr(error, text) {
    try {
        return fromPadded(text);
    } catch {
        return refuse(error);
    }
}

/** {text, signatures: [{name, id, signature}]} of a note. */
export function readNote(note) {
    if (Buffer.byteLength(note) > 1_000_000 || /[\x00-\x09\x0b-\x1f]/.test(note)) refuse('note_malformed');
    const end = note.lastIndexOf('\n\n');
    if (end < 0 || !note.endsWith('\n')) refuse('note_malformed');
    const lines = note.slice(end + 2, -1).split('\n');
    if (lines.length > 100) refuse('note_malformed');
    return { text: note.slice(0, end + 1), signatures: lines.map(readSignature) };
}

function readSignature(line) {
    const found = /^— ([^ ]+) ([^ ]+)$/u.exec(line) ?? refuse('note_malformed');
    const data = decodeOr('note_malformed', found[2]);
    if (!isName(found[1]) || data.length < 5) refuse('note_malformed');
    return { name: found[1], id: data.subarray(0, 4).toString('hex'), signature: data.subarray(4) };
}

/** Refuses unless `key` signed the note, and every signature of that key is right. */
export function checkSigned(note, key) {
    const own = note.signatures.filter((one) => one.name === key.name && one.id === key.id);
    if (own.length === 0) refuse('note_signature_missing');
    const spki = createPublicKey({ key: Buffer.concat([spkiPrefix, key.key]), format: 'der', type: 'spki' });
    for (const { signature } of own) {
        if (!verify(null, Buffer.from(note.text), spki, signature)) refuse('note_signature_wrong');
    }
}

/** When the witness cosigned the note, in seconds, or null; every cosignature by its key must be right, and the first counts. */
export function cosignedAt(note, key) {
    const own = note.signatures.filter((one) => one.name === key.name && one.id === key.id);
    const spki = createPublicKey({ key: Buffer.concat([spkiPrefix, key.key]), format: 'der', type: 'spki' });
    const times = own.map(({ signature }) => {
        const seconds = signature.length === 72 ? signature.readBigUInt64BE() : null;
        if (seconds === null || seconds > lastSecond) refuse('note_signature_wrong');
        const signed = Buffer.from(`cosignature/v1\ntime ${seconds}\n${note.text}`);
        if (!verify(null, signed, spki, signature.subarray(8))) refuse('note_signature_wrong');
        return Number(seconds);
    });
    return times[0] ?? null;
}

/** {origin, size, root} of a checkpoint's text; extension lines are not empty and otherwise free. */
export function readCheckpoint(text) {
    const lines = text.split('\n');
    if (lines.length < 4 || lines.pop() !== '' || lines.includes('')) refuse('checkpoint_malformed');
    const [origin, size, root] = lines;
    if (!/^(0|[1-9]\d{0,18})$/.test(size) || BigInt(size) >= 1n << 63n) refuse('checkpoint_malformed');
    const hash = decodeOr('checkpoint_malformed', root);
    if (hash.length !== 32) refuse('checkpoint_malformed');
    return { origin, size: BigInt(size), root: hash };
}

