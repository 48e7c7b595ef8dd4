// X.509 certificates and revocation lists as plain values (docs/formats/certificates.md, "Reading").

import { readAlgorithm, readKey } from './algorithms.mjs';
import { Der, tags } from './der.mjs';
import { readName } from './names.mjs';

const largest = 64 << 10;
const malformed = 'certificate_malformed';
const usages = ['digitalSignature', 'nonRepudiation', 'keyEncipherment', 'dataEncipherment', 'keyAgreement', 'keyCertSign', 'cRLSign'];

// SIGNED { … }: the signed bytes, the algorithm in both copies, the signature.
export function readSigned(der, error, limit) {
    const outer = new Der(der, error);
    if (der.length > limit) outer.fail();
    const sequence = outer.inside();
    outer.end();
    const body = sequence.next(tags.sequence);
    const algorithm = sequence.next(tags.sequence).whole;
    const signature = sequence.octetsOfBits();
    sequence.end();
    return { body, algorithmDer: algorithm, algorithm: readAlgorithm(algorithm, error), signature };
}

export function readCertificate(der) {
    const { body, algorithmDer, algorithm, signature } = readSigned(der, malformed, largest);
    const reader = new Der(body.content, malformed);
    const version = new Der(reader.next(0xa0).content, malformed);
    if (version.small() !== 2) reader.fail();
    version.end();
    const serial = reader.integer();
    if (!reader.next(tags.sequence).whole.equals(algorithmDer)) reader.fail();
    const issuer = readName(reader);
    const validity = reader.inside();
    const [notBefore, notAfter] = [validity.time(), validity.time()];
    validity.end();
    const subject = readName(reader);
    const key = readKey(reader.next(tags.sequence).whole, malformed);
    reader.maybe(0x81);
    reader.maybe(0x82);
    const extensions = readCertificateExtensions(reader);
    return { der, signed: body.whole, algorithm, signature, serial, issuer, notBefore, notAfter, subject, key, ...extensions };
}

/** Calls `take(oid, value, critical)` for each extension; none may come twice. */
export function readExtensions(reader, tag, take) {
    if (reader.empty) return;
    const wrapper = new Der(reader.next(tag).content, reader.error);
    reader.end();
    const list = wrapper.inside();
    wrapper.end();
    if (list.empty) list.fail();
    eachExtension(list, take);
}

export function eachExtension(list, take) {
    const seen = new Set();
    while (!list.empty) {
        const extension = list.inside();
        const oid = extension.oid();
        const critical = extension.tag === tags.boolean ? extension.boolean() || extension.fail() : false;
        const value = new Der(extension.next(tags.octets).content, list.error);
        extension.end();
        if (seen.has(oid)) list.fail();
        seen.add(oid);
        take(oid, value, critical);
    }
}

function readCertificateExtensions(reader) {
    const found = { authority: false, pathLength: null, usage: null, extendedUsage: null, subjectKey: null, authorityKey: null, points: [], unknownCritical: false };
    readExtensions(reader, 0xa3, (oid, value, critical) => {
        if (readers[oid] !== undefined) {
            readers[oid](value, found);
            value.end();
        } else if (oid === '2.5.29.30' || (critical && oid !== '2.5.29.17' && oid !== '2.5.29.32')) {
            found.unknownCritical = true;
        }
    });
    return found;
}

const readers = {
    '2.5.29.19': (value, found) => {
        const constraints = value.inside();
        if (constraints.tag === tags.boolean) found.authority = constraints.boolean() || constraints.fail();
        if (!constraints.empty) found.pathLength = constraints.small();
        constraints.end();
        if (found.pathLength !== null && !found.authority) value.fail();
    },
    '2.5.29.15': (value, found) => {
        found.usage = new Set([...value.namedBits()].map((bit) => usages[bit]));
    },
    '2.5.29.37': (value, found) => {
        const list = value.inside();
        found.extendedUsage = [];
        do found.extendedUsage.push(list.oid()); while (!list.empty);
    },
    '2.5.29.14': (value, found) => {
        found.subjectKey = value.next(tags.octets).content;
    },
    '2.5.29.35': (value, found) => {
        found.authorityKey = readAuthorityKey(value);
    },
    '2.5.29.31': (value, found) => {
        const list = value.inside();
        do found.points.push(readPoint(list.inside())); while (!list.empty);
    },
};

export function readAuthorityKey(value) {
    const sequence = value.inside();
    const key = sequence.maybe(0x80);
    sequence.maybe(0xa1);
    sequence.maybe(0x82);
    sequence.end();
    return key === null ? null : key.content;
}

/** {names, plain}: the full names of a distribution point, and whether it has neither reasons nor a CRL issuer. */
function readPoint(point) {
    const name = point.maybe(0xa0);
    const [reasons, issuer] = [point.maybe(0x81), point.maybe(0xa2)];
    point.end();
    return { names: name === null ? [] : fullNames(new Der(name.content, point.error)), plain: reasons === null && issuer === null };
}

/** The general names of a fullName as DER; none for a name relative to the issuer. */
export function fullNames(choice) {
    const { tag, content } = choice.next();
    choice.end();
    const names = [];
    if (tag !== 0xa0) return names;
    for (const list = new Der(content, choice.error); !list.empty;) names.push(list.next().whole);
    return names;
}

