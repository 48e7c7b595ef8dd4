// Certificates and revocation lists of a bundle under keys of the test's own: the same content, other keys and signatures.

import { generateKeyPairSync, sign } from 'node:crypto';

import { Der, tags } from './der.mjs';
import { element, revokedEntry, sequence } from './der_writing.mjs';

export function newPair() {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    return { privateKey, spki: publicKey.export({ format: 'der', type: 'spki' }) };
}

const elementsOf = (bytes) => {
    const found = [];
    for (const reader = new Der(bytes, 'der'); !reader.empty;) found.push(reader.next());
    return found;
};

/** The signed part of a certificate or a list. */
export const signedPart = (der) => elementsOf(elementsOf(der)[0].content)[0].whole;

/** `body` with the algorithm of `der`, signed by `key` with ECDSA and SHA-256. */
export function signPart(body, der, key) {
    const [, algorithm] = elementsOf(elementsOf(der)[0].content);
    const signature = sign('sha256', body, { key, dsaEncoding: 'der' });
    const bits = element(tags.bits, Buffer.from([0]), signature);
    return sequence(body, algorithm.whole, bits);
}

/** A certificate with another key, under an issuer's key. */
export function rekeyed(der, spki, issuerKey) {
    const fields = elementsOf(elementsOf(signedPart(der))[0].content).map((one) => one.whole);
    // version, serial, algorithm, issuer, validity, subject, key
    fields[6] = spki;
    return signPart(sequence(...fields), der, issuerKey);
}

/** A certificate with one extension more. */
export function withExtension(der, added, issuerKey) {
    const fields = elementsOf(elementsOf(signedPart(der))[0].content);
    const { tag, content } = fields.pop();
    const extensions = elementsOf(content)[0].content;
    return signPart(sequence(...fields.map(({ whole }) => whole), element(tag, sequence(extensions, added))), der, issuerKey);
}

/** A list that names `count` serial numbers, all of them one that nobody has. */
export function withRevoked(der, count, issuerKey) {
    const [fields, extensions] = [[], []];
    for (const { tag, whole } of elementsOf(elementsOf(signedPart(der))[0].content)) (tag === 0xa0 ? extensions : fields).push(whole);
    const entry = revokedEntry(0x7ffe);
    return signPart(sequence(...fields.slice(0, 5), sequence(Buffer.alloc(count * entry.length, entry)), ...extensions), der, issuerKey);
}

/** Where the content of every primitive element of `der` begins and ends; octet strings and long bit strings are opaque. */
export function primitives(der, start = 0) {
    const places = [];
    for (const { tag, whole, content } of elementsOf(der)) {
        const from = start + whole.length - content.length;
        if ((tag & 0x20) !== 0) places.push(...primitives(content, from));
        else if (content.length > 0) places.push({ tag, from, to: from + content.length });
        start += whole.length;
    }
    return places;
}

