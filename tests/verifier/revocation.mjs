// Revocation lists, and the one that speaks about a certificate (docs/formats/certificates.md, "Validating a chain").

import { verifies } from './algorithms.mjs';
import { eachExtension, fullNames, readAuthorityKey, readSigned } from './certificate.mjs';
import { Der, tags } from './der.mjs';
import { readName } from './names.mjs';
import { refuse } from './refusal.mjs';

const malformed = 'crl_malformed';
const deltaIndicator = '2.5.29.27';
export const largestList = 16 << 20;

export function readList(der) {
    const { body, algorithmDer, algorithm, signature } = readSigned(der, malformed, largestList);
    const reader = new Der(body.content, malformed);
    const second = reader.tag === tags.integer;
    if (second && reader.small(1) !== 1) reader.fail();
    if (!reader.next(tags.sequence).whole.equals(algorithmDer)) reader.fail();
    const issuer = readName(reader);
    const thisUpdate = reader.time();
    const nextUpdate = reader.time();
    const list = { der, signed: body.whole, algorithm, signature, issuer, thisUpdate, nextUpdate, revoked: new Set() };
    list.usable = { scope: null, unknownCritical: false, authorityKey: null };
    if (reader.tag === tags.sequence) readRevoked(reader.inside(), list);
    if (!reader.empty && !second) reader.fail();
    if (!reader.empty) readListExtensions(reader, list);
    return list;
}

function readRevoked(entries, list) {
    while (!entries.empty) {
        const entry = entries.inside();
        list.revoked.add(entry.unsigned(20).toString('hex'));
        entry.time();
        if (!entry.empty) eachExtension(entry.inside(), (oid, value, critical) => {
            // Entries of an indirect list name their issuer in a critical extension.
            if (critical) list.usable.unknownCritical = true;
        });
        entry.end();
    }
}

function readListExtensions(reader, list) {
    const wrapper = new Der(reader.next(0xa0).content, malformed);
    reader.end();
    const extensions = wrapper.inside();
    wrapper.end();
    eachExtension(extensions, (oid, value, critical) => {
        const read = listReaders[oid];
        if (read !== undefined) {
            read(value, list.usable);
            value.end();
        } else if (critical || oid === deltaIndicator) {
            list.usable.unknownCritical = true;
        }
    });
}

const listReaders = {
    '2.5.29.20': (value) => value.unsigned(20),
    '2.5.29.28': (value, usable) => { usable.scope = readScope(value); },
    '2.5.29.35': (value, usable) => { usable.authorityKey = readAuthorityKey(value); },
};

function readScope(value) {
    const scope = value.inside();
    const name = scope.maybe(0xa0);
    const { names, relative } = name === null ? { names: [], relative: false } : fullNames(new Der(name.content, malformed));
    const [signers, authorities] = [0x81, 0x82].map((tag) => readFlag(scope, tag));
    // For some reasons only, indirect, or of attribute certificates.
    const partial = relative || !scope.empty;
    while (!scope.empty) scope.next();
    return { names, signers, authorities, partial };
}

function readFlag(scope, tag) {
    const flag = scope.maybe(tag);
    if (flag !== null && !flag.content.equals(Buffer.from([0xff]))) scope.fail();
    return flag !== null;
}

const agree = (left, right) => left === null || right === null || left.equals(right);

// Whether the list speaks about this certificate at all.
function isAbout(list, certificate) {
    const { scope } = list.usable;
    if (scope === null) return true;
    if ((scope.signers && certificate.authority) || (scope.authorities && !certificate.authority)) return false;
    if (scope.names.length === 0) return true;
    return certificate.points.some((point) => point.plain && point.names.some((name) => scope.names.some((one) => one.equals(name))));
}

function flawOf(list, issuer) {
    if (list.usable.unknownCritical || list.usable.scope?.partial) return 'crl_malformed';
    if (list.algorithm.kind === 'weak') return 'certificate_weak';
    if (list.algorithm.kind === 'unknown' || !verifies(list.algorithm, issuer.key, list.signed, list.signature)) return 'crl_signature_wrong';
    return null;
}

/** The list of the issuer in `lists` that clears the certificate at `now`. */
export function checkRevocation(certificate, issuer, lists, now, grace) {
    const own = lists.filter((list) => list.issuer.der.equals(certificate.issuer.der) && agree(list.usable.authorityKey, issuer.subjectKey));
    const about = own.filter((list) => isAbout(list, certificate));
    if (about.length === 0) refuse('crl_missing');
    const sound = about.filter((list) => flawOf(list, issuer) === null);
    if (sound.length === 0) refuse(flawOf(about[0], issuer));
    const begun = sound.filter((list) => list.thisUpdate <= now);
    if (begun.length === 0) refuse('crl_not_yet_valid');
    const newest = begun.reduce((best, list) => (list.thisUpdate > best.thisUpdate ? list : best));
    if (newest.revoked.has(certificate.serial.toString('hex'))) refuse('certificate_revoked');
    if (now >= newest.nextUpdate + grace) refuse('crl_expired');
    return newest;
}
