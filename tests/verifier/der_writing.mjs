// DER as a test writes it, and certificates and lists made of it.

import { sign } from 'node:crypto';

import { tags } from './der.mjs';

function lengthOf(length) {
    if (length < 0x80) return Buffer.from([length]);
    const digits = length.toString(16);
    const bytes = Buffer.from(digits.padStart(digits.length + (digits.length % 2), '0'), 'hex');
    return Buffer.concat([Buffer.from([0x80 | bytes.length]), bytes]);
}

export function element(tag, ...contents) {
    const content = Buffer.concat(contents);
    return Buffer.concat([Buffer.from([tag]), lengthOf(content.length), content]);
}

export const sequence = (...contents) => element(tags.sequence, ...contents);

export function oid(text) {
    const [first, second, ...rest] = text.split('.').map(Number);
    const base128 = (value, last = 0) => (value < 0x80 ? [value | last] : [...base128(Math.floor(value / 0x80), 0x80), (value & 0x7f) | last]);
    return element(tags.oid, Buffer.from([first * 40 + second, ...rest].flatMap((number) => base128(number))));
}

const integer = (value) => element(tags.integer, Buffer.from([value >> 8, value & 0xff]).subarray(value < 0x80 ? 1 : 0));
const time = (text) => element(tags.utcTime, Buffer.from(text));

/** A name of single attributes: [[type, text or element]…]. */
export const nameOf = (...attributes) => sequence(...attributes.map(([type, value]) =>
    element(tags.set, sequence(oid(type), typeof value === 'string' ? element(tags.utf8, Buffer.from(value)) : value))));

export const extension = (id, value, critical = true) =>
    sequence(oid(id), ...(critical ? [element(tags.boolean, Buffer.from([0xff]))] : []), element(tags.octets, value));

const ecdsa = sequence(oid('1.2.840.10045.4.3.2'));

function signed(body, { privateKey }) {
    const signature = sign('sha256', body, { key: privateKey, dsaEncoding: 'der' });
    return sequence(body, ecdsa, element(tags.bits, Buffer.from([0]), signature));
}

const usage = (bits) => extension('2.5.29.15', element(tags.bits, Buffer.from(bits)));
export const authorityExtensions = [extension('2.5.29.19', sequence(element(tags.boolean, Buffer.from([0xff])))), usage([1, 0x06])];
export const signerExtensions = [usage([6, 0xc0])];

let serial = 256;

/** {subject, pair, der} of the certificate that `issuer` ({subject, pair}, or itself) gives. */
export function certify({ subject, pair, issuer = null, extensions, valid = ['260101000000Z', '351231235959Z'] }) {
    serial += 1;
    const by = issuer ?? { subject, pair };
    const body = sequence(element(0xa0, integer(2)), integer(serial), ecdsa, by.subject, sequence(...valid.map(time)), subject, pair.spki,
        element(0xa3, sequence(...extensions)));
    return { subject, pair, der: signed(body, by.pair) };
}

export const revokedEntry = (number) => sequence(integer(number), time('261001000000Z'));

/** A list of `issuer` that names `revoked` serial numbers. */
export function listOf({ subject, pair }, revoked = [], extensions = []) {
    const entries = revoked.map(revokedEntry);
    return signed(sequence(integer(1), ecdsa, subject, time('261101000000Z'), time('261231000000Z'), ...(entries.length > 0 ? [sequence(...entries)] : []),
        ...(extensions.length > 0 ? [element(0xa0, sequence(...extensions))] : [])), pair);
}
