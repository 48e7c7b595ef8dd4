// Age files with one stanza, as parts of bids are: docs/formats/age.md.

import { createDecipheriv, createHmac, hkdfSync } from 'node:crypto';

import { refuse } from './refusal.mjs';
import { fromUnpadded } from './text.mjs';

const version = 'age-encryption.org/v1';
const largestHeader = 4096;
const chunk = 65536;
const tag = 16;

export const hkdf = (key, salt, info) => Buffer.from(hkdfSync('sha256', key, salt, info, 32));

/** The plaintext of one ChaCha20-Poly1305 box, or null. */
export function openBox(key, nonce, box) {
    const cipher = createDecipheriv('chacha20-poly1305', key, nonce, { authTagLength: tag });
    cipher.setAuthTag(box.subarray(box.length - tag));
    try {
        return Buffer.concat([cipher.update(box.subarray(0, box.length - tag)), cipher.final()]);
    } catch {
        return null;
    }
}

function base64Or(error, text) {
    try {
        return fromUnpadded(text);
    } catch {
        return refuse(error);
    }
}

/** {header, stanzas: [{args, body}], macced, mac, payload} of a file. */
export function readAge(file) {
    const head = file.subarray(0, largestHeader).toString('latin1');
    if (!head.startsWith(`${version}\n`)) refuse('age_version_unknown');
    const found = /\n--- ([^\n]*)\n/.exec(head) ?? refuse(file.length > largestHeader ? 'age_header_too_large' : 'age_header_malformed');
    const length = found.index + found[0].length;
    const mac = base64Or('age_header_malformed', found[1]);
    if (mac.length !== 32) refuse('age_header_malformed');
    const stanzas = readStanzas(head.slice(version.length + 1, found.index + 1));
    return { header: file.subarray(0, length), stanzas, macced: file.subarray(0, found.index + 4), mac, payload: file.subarray(length) };
}

function readStanzas(text) {
    const lines = text.split('\n');
    if (lines.pop() !== '') refuse('age_header_malformed');
    const stanzas = [];
    while (lines.length > 0) {
        const args = lines.shift().split(' ');
        if (args[0] !== '->' || args.length < 2) refuse('age_header_malformed');
        if (args.some((one) => !/^[\x21-\x7e]+$/.test(one))) refuse('age_stanza_malformed');
        stanzas.push({ args: args.slice(1), body: readBody(lines) });
    }
    return stanzas.length > 0 ? stanzas : refuse('age_header_malformed');
}

function readBody(lines) {
    let body = '';
    for (;;) {
        const line = lines.shift() ?? refuse('age_stanza_malformed');
        if (line.length > 64) refuse('age_stanza_malformed');
        body += line;
        if (line.length < 64) return base64Or('age_stanza_malformed', body);
    }
}

/** The plaintext of a file whose file key is known. */
export function openPayload(age, fileKey) {
    const macKey = hkdf(fileKey, Buffer.alloc(0), 'header');
    if (!createHmac('sha256', macKey).update(age.macced).digest().equals(age.mac)) refuse('age_header_mac_wrong');
    if (age.payload.length < 16) refuse('age_nonce_truncated');
    const key = hkdf(fileKey, age.payload.subarray(0, 16), 'payload');
    const chunks = age.payload.subarray(16);
    const plain = [];
    for (let index = 0, place = 0; index === 0 || place < chunks.length; index += 1, place += chunk + tag) {
        plain.push(openChunk(key, index, chunks.subarray(place, place + chunk + tag), place + chunk + tag >= chunks.length));
    }
    return Buffer.concat(plain);
}

function openChunk(key, index, box, last) {
    if (box.length < tag) refuse('age_payload_truncated');
    const nonce = Buffer.alloc(12);
    nonce.writeUInt32BE(index, 7);
    nonce[11] = last ? 1 : 0;
    const plain = openBox(key, nonce, box);
    if (plain !== null) {
        if (plain.length === 0 && index > 0) refuse('age_payload_trailing');
        return plain;
    }
    nonce[11] ^= 1;
    if (box.length === chunk + tag && openBox(key, nonce, box) !== null) refuse(last ? 'age_payload_truncated' : 'age_payload_trailing');
    return refuse('age_payload_damaged');
}
