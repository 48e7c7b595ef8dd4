// A chain of certificates at a time: docs/formats/certificates.md, "Validating a chain".

import { verifies } from './algorithms.mjs';
import { refuse } from './refusal.mjs';
import { checkRevocation } from './revocation.mjs';
import { sha256, sha256Hex } from './text.mjs';

const most = 5;
const takenPurposes = new Set(['2.5.29.37.0', '1.3.6.1.5.5.7.3.36', '1.3.6.1.4.1.311.10.3.12', '1.3.6.1.5.5.7.3.2', '1.3.6.1.5.5.7.3.4']);

/**
 * The signer, the chain's hash and the digests of the lists that cleared it, the leaf's first. `chain` is leaf first, with or without its root; `roots` are the trusted ones,
 * `lists` revocation lists, `now` and `grace` milliseconds.
 */
export function validateChain(chain, roots, lists, now, grace) {
    const full = complete(chain, roots);
    if (full.length > most) refuse('certificate_path_too_long');
    checkAlgorithms(full[full.length - 1], true);
    full.forEach((certificate, index) => checkIssued(certificate, full[index + 1] ?? certificate));
    for (const certificate of full) if (certificate.unknownCritical) refuse('certificate_critical_unknown');
    checkUsage(full);
    const [leaf] = full;
    if (!leaf.subject.serialNumber || !leaf.subject.commonName) refuse('certificate_subject_incomplete');
    for (const { notBefore, notAfter } of full) {
        if (now < notBefore) refuse('certificate_not_yet_valid');
        if (now >= notAfter + 1000) refuse('certificate_expired');
    }
    const used = full.slice(0, -1).map((certificate, index) => checkRevocation(certificate, full[index + 1], lists, now, grace));
    const hash = sha256Hex('kaibiao/chain/v1', ...full.map((one) => sha256(one.der)));
    return { signer: signerOf(leaf), hash, crls: used.map((list) => sha256Hex(list.der)) };
}

function signerOf({ subject }) {
    return { id: subject.serialNumber, name: subject.commonName, organisation: subject.organisation ?? '' };
}

function complete(chain, roots) {
    const last = chain[chain.length - 1];
    const withRoot = roots.some((root) => root.der.equals(last.der));
    chain.forEach((certificate, index) => checkAlgorithms(certificate, withRoot && index + 1 === chain.length));
    if (withRoot) return chain;
    const named = roots.filter((one) => isIssuerOf(one, last));
    if (named.length === 0) refuse('certificate_unknown_root');
    return [...chain, named.find((one) => isSignedBy(last, one)) ?? refuse('certificate_signature_wrong')];
}

const isIssuerOf = (issuer, certificate) => issuer.subject.der.equals(certificate.issuer.der) &&
    (certificate.authorityKey === null || issuer.subjectKey === null || certificate.authorityKey.equals(issuer.subjectKey));

const isSignedBy = (certificate, issuer) => verifies(certificate.algorithm, issuer.key, certificate.signed, certificate.signature);

// A trusted root is trusted as it is; its own signature says nothing.
function checkAlgorithms({ algorithm, key }, isRoot) {
    if (key.kind === 'unknown' || (algorithm.kind === 'unknown' && !isRoot)) refuse('certificate_algorithm_unknown');
    if (algorithm.kind === 'weak' && !isRoot) refuse('certificate_weak');
    if (key.kind === 'rsa' && (key.bits < 2048 || key.exponent <= 65536n)) refuse('certificate_weak');
}

function checkIssued(certificate, issuer) {
    if (certificate === issuer) return;
    if (!isIssuerOf(issuer, certificate) || !isSignedBy(certificate, issuer)) refuse('certificate_signature_wrong');
}

function checkUsage(full) {
    const [leaf, ...authorities] = full;
    if (leaf.authority || !leaf.usage) refuse('certificate_wrong_usage');
    if (!leaf.usage.has('digitalSignature') && !leaf.usage.has('nonRepudiation')) refuse('certificate_wrong_usage');
    for (const authority of authorities) {
        const allowed = authority.authority && authority.usage?.has('keyCertSign') && authority.usage.has('cRLSign');
        if (!allowed) refuse('certificate_wrong_usage');
    }
    for (const { extendedUsage } of full) {
        if (extendedUsage !== null && !extendedUsage.some((oid) => takenPurposes.has(oid))) refuse('certificate_wrong_usage');
    }
    authorities.forEach(({ pathLength }, below) => {
        if (pathLength !== null && below > pathLength) refuse('certificate_path_too_long');
    });
}
