// X.509 certificates and revocation lists as plain values (docs/formats/certificates.md, "Reading").

import { readAlgorithm, readKey } from './algorithms.mjs';
import { Der, tags } from './der.mjs';
import { readName } from './names.mjs';

const largest = 64 << 10;
const mostExtensions = 64;
const longestKeyId = 64;
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
    if (version.small(2) !== 2) reader.fail();
    version.end();
    const serial = reader.unsigned(20);
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
        if (seen.has(oid) || seen.size === mostExtensions) list.fail();
        seen.add(oid);
        take(oid, value, critical);
    }
}

// Opened only where a constraint asks for them: what is malformed in them counts only there.
const keptClosed = { '2.5.29.17': 'alternativeNames', '2.5.29.30': 'nameConstraints' };
const policies = '2.5.29.32';

function readCertificateExtensions(reader) {
    const found = {
        authority: false, pathLength: null, usage: null, extendedUsage: null, subjectKey: null, authorityKey: null, points: [],
        alternativeNames: null, nameConstraints: null, unknownCritical: false,
    };
    readExtensions(reader, 0xa3, (oid, value, critical) => {
        if (readers[oid] !== undefined) {
            readers[oid](value, found);
            value.end();
        } else if (keptClosed[oid] !== undefined) {
            found[keptClosed[oid]] = value.bytes;
        } else if (critical && oid !== policies) {
            found.unknownCritical = true;
        }
    });
    return found;
}

const readers = {
    '2.5.29.19': (value, found) => {
        const constraints = value.inside();
        if (constraints.tag === tags.boolean) found.authority = constraints.boolean();
        if (constraints.tag === tags.integer) found.pathLength = constraints.small(1000);
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
        found.subjectKey = keyId(value, tags.octets);
    },
    '2.5.29.35': (value, found) => {
        found.authorityKey = readAuthorityKey(value);
    },
    '2.5.29.31': (value, found) => {
        const list = value.inside();
        while (!list.empty) found.points.push(readPoint(list.inside()));
    },
};

export function readAuthorityKey(value) {
    const sequence = value.inside();
    // Issuer and serial number may follow; nobody reads them.
    return sequence.tag === 0x80 ? keyId(sequence, 0x80) : null;
}

function keyId(reader, tag) {
    const { content } = reader.next(tag);
    return content.length > 0 && content.length <= longestKeyId ? content : reader.fail();
}

/** {names, plain}: the full names of a distribution point, and whether it has neither reasons nor a CRL issuer. */
function readPoint(point) {
    const name = point.maybe(0xa0);
    const names = name === null ? [] : fullNames(new Der(name.content, point.error)).names;
    return { names, plain: point.empty };
}

/** {names, relative}: the general names of a fullName as DER, or whether the name is given in another way. */
export function fullNames(choice) {
    if (choice.tag !== 0xa0) return { names: [], relative: true };
    const { content } = choice.next();
    choice.end();
    const names = [];
    for (const list = new Der(content, choice.error); !list.empty;) names.push(list.next().whole);
    return { names, relative: false };
}

