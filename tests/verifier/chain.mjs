// A chain of certificates at a time: docs/formats/certificates.md, "Validating a chain".

import { verifies } from './algorithms.mjs';
import { checkNames } from './name_constraints.mjs';
import { Refusal, refusalOf, refuse } from './refusal.mjs';
import { checkRevocation } from './revocation.mjs';
import { sha256, sha256Hex } from './text.mjs';

const most = 5;
const mostTrials = 32;
const takenPurposes = new Set(['2.5.29.37.0', '1.3.6.1.5.5.7.3.36', '1.3.6.1.4.1.311.10.3.12', '1.3.6.1.5.5.7.3.2', '1.3.6.1.5.5.7.3.4']);

/**
 * The signer, the chain's hash and the digests of the lists that cleared it, the leaf's first. `chain` is leaf first; `roots` are the trusted ones,
 * `lists` revocation lists, `now` and `grace` milliseconds.
 */
export function validateChain(chain, roots, lists, now, grace) {
    if (chain.length > most) refuse('certificate_path_too_long');
    for (const certificate of chain.slice(0, -1)) checkAlgorithms(certificate, false);
    const search = { trialsLeft: mostTrials, refused: null, deadEnd: null };
    for (const [index, reached] of chain.entries()) {
        const apart = index > 0 ? refusalOf(() => checkIssued(chain[index - 1], reached)) : null;
        if (apart !== null) throw search.refused ?? apart;
        const signer = tryRoots(chain.slice(0, index + 1), roots, search, (path) => judge(path, lists, now, grace));
        if (signer !== null) return signer;
        if (search.trialsLeft === 0) refuse('certificate_search_exhausted');
    }
    throw search.refused ?? search.deadEnd;
}

/** The verdict of the first root in which the path can end and is good. */
function tryRoots(path, roots, search, judgePath) {
    const reached = path[path.length - 1];
    search.deadEnd = new Refusal('certificate_unknown_root');
    for (const root of roots) {
        const isReached = root.der.equals(reached.der);
        if (search.trialsLeft === 0) return null;
        if (!isReached && !isIssuerOf(root, reached)) continue;
        search.trialsLeft -= 1;
        const apart = isReached ? null : refusalOf(() => { checkAlgorithms(reached, false); checkIssued(reached, root); });
        if (apart !== null) {
            search.deadEnd = apart;
            continue;
        }
        let signer = null;
        const refused = refusalOf(() => { signer = judgePath(isReached ? path : [...path, root]); });
        if (refused === null) return signer;
        search.refused ??= refused;
    }
    return null;
}

function judge(path, lists, now, grace) {
    if (path.length > most) refuse('certificate_path_too_long');
    path.forEach((certificate, index) => checkAlgorithms(certificate, index + 1 === path.length));
    for (const certificate of path) if (certificate.unknownCritical) refuse('certificate_critical_unknown');
    checkUsage(path);
    checkNames(path);
    const [leaf] = path;
    if (!leaf.subject.serialNumber || !leaf.subject.commonName) refuse('certificate_subject_incomplete');
    for (const { notBefore, notAfter } of path) {
        if (now < notBefore) refuse('certificate_not_yet_valid');
        if (now >= notAfter + 1000) refuse('certificate_expired');
    }
    const used = path.slice(0, -1).map((certificate, index) => checkRevocation(certificate, path[index + 1], lists, now, grace));
    const hash = sha256Hex('kaibiao/chain/v1', ...path.map((one) => sha256(one.der)));
    return { signer: signerOf(leaf), hash, crls: used.map((list) => sha256Hex(list.der)) };
}

function signerOf({ subject }) {
    return { id: subject.serialNumber, name: subject.commonName, organisation: subject.organisation ?? '' };
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
    if (!isIssuerOf(issuer, certificate) || !isSignedBy(certificate, issuer)) refuse('certificate_signature_wrong');
}

function checkUsage(path) {
    const [leaf, ...authorities] = path;
    if (leaf.authority || !leaf.usage) refuse('certificate_wrong_usage');
    if (!leaf.usage.has('digitalSignature') && !leaf.usage.has('nonRepudiation')) refuse('certificate_wrong_usage');
    for (const authority of authorities) {
        const allowed = authority.authority && authority.usage?.has('keyCertSign') && authority.usage.has('cRLSign');
        if (!allowed) refuse('certificate_wrong_usage');
    }
    for (const { extendedUsage } of path) {
        if (extendedUsage !== null && !extendedUsage.some((oid) => takenPurposes.has(oid))) refuse('certificate_wrong_usage');
    }
    authorities.forEach(({ pathLength }, below) => {
        if (pathLength !== null && below > pathLength) refuse('certificate_path_too_long');
    });
}
