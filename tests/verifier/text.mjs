// The one text of bytes, digests and instants (docs/formats/canonical-json.md, "Binary members") and hashes over them.

import { createHash } from 'node:crypto';

import { refuse } from './refusal.mjs';

export const sha256 = (...parts) => digest('sha256', parts);
export const sha512 = (...parts) => digest('sha512', parts);

function digest(name, parts) {
    const hash = createHash(name);
    for (const part of parts) hash.update(part);
    return hash.digest();
}

export const sha256Hex = (...parts) => sha256(...parts).toString('hex');

function strict(text, bytes, back) {
    return back === text ? bytes : refuse('base64_malformed');
}

/** Padded standard base64, as notes and x5c have it. */
export function fromPadded(text) {
    const bytes = Buffer.from(text, 'base64');
    return strict(text, bytes, bytes.toString('base64'));
}

export const toUnpadded = (bytes) => Buffer.from(bytes).toString('base64').replaceAll('=', '');

/** Unpadded standard base64: every byte string of our JSON. */
export function fromUnpadded(text) {
    const bytes = Buffer.from(text, 'base64');
    return strict(text, bytes, toUnpadded(bytes));
}

/** Unpadded base64url: the members of a JWS. */
export function fromUrl(text) {
    const bytes = Buffer.from(text, 'base64url');
    return strict(text, bytes, bytes.toString('base64url'));
}

export const isHex = (text, bytes) => new RegExp(`^[0-9a-f]{${2 * bytes}}$`).test(text);

/** Milliseconds since 1970 of `YYYY-MM-DDThh:mm:ss.mmmZ`, years 1970 to 9999. */
export function instant(text) {
    const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(text) ? Date.parse(text) : NaN;
    if (Number.isNaN(time) || time < 0 || new Date(time).toISOString() !== text) refuse('instant_malformed');
    return time;
}

export const instantText = (time) => new Date(time).toISOString();

export function uint32(value) {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(value);
    return bytes;
}

/** Order by bytes, for sorting. */
export const byBytes = (left, right) => Buffer.compare(Buffer.from(left), Buffer.from(right));
