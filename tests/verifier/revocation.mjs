// Revocation lists, and the one that speaks about a certificate (docs/formats/certificates.md, "Validating a chain").

import { verifies } from './algorithms.mjs';
import { eachExtension, fullNames, readAuthorityKey, readSigned } from './certificate.mjs';
import { Der, tags } from './der.mjs';
import { readName } from './names.mjs';
import { refuse } from './refusal.mjs';

const malformed = 'crl_malformed';
const largest = 64 << 20;

export function readList(der) {
    const { body, algorithmDer, algorithm, signature } = readSigned(der, malformed, largest);
    const reader = new Der(body.content, malformed);
    if (reader.small() !== 1) reader.fail();
    if (!reader.next(tags.sequence).whole.equals(algorithmDer)) reader.fail();
    const issuer = readName(reader);
    const thisUpdate = reader.time();
    const nextUpdate = reader.time();
    const list = { der, signed: body.whole, algorithm, signature, issuer, thisUpdate, nextUpdate, revoked: new Set() };
    list.usable = { scope: null, unknownCritical: false, authorityKey: null };
    if (reader.tag === tags.sequence) readRevoked(reader.inside(), list);
    if (!reader.empty) readListExtensions(reader, list);
    return list;
}

function readRevoked(entries, list) {
    if (entries.empty) entries.fail();
    while (!entries.empty) {
        const entry = entries.inside();
        list.revoked.add(entry.integer().toString('hex'));
        entry.time();
        if (!entry.empty) eachExtension(entry.inside(), (oid, value, critical) => {
            // Reason and invalidity date change nothing; another issuer for an entry makes the list an indirect one.
            if (critical && oid !== '2.5.29.21' && oid !== '2.5.29.24') list.usable.unknownCritical = true;
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
        if (oid === '2.5.29.35') list.usable.authorityKey = readAuthorityKey(value);
        else if (oid === '2.5.29.28') list.usable.scope = readScope(value);
        else if (oid === '2.5.29.27' || critical) list.usable.unknownCritical = true;
    });
}

function readScope(value) {
    const scope = value.inside();
    const name = scope.maybe(0xa0);
    const [signers, authorities, reasons, indirect, attributes] = [0x81, 0x82, 0x83, 0x84, 0x85].map((tag) => scope.maybe(tag));
    scope.end();
    const names = name === null ? null : fullNames(new Der(name.content, malformed));
    return { names, signers: signers !== null, authorities: authorities !== null, partial: reasons !== null || indirect !== null || attributes !== null };
}

const agree = (left, right) => left === null || right === null || left.equals(right);

// Whether the list speaks about this certificate at all.
function isAbout(list, certificate) {
    const { scope } = list.usable;
    if (scope === null) return true;
    if ((scope.signers && certificate.authority) || (scope.authorities && !certificate.authority)) return false;
    if (scope.names === null) return true;
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
