// Keys and signatures of certificates (docs/formats/certificates.md, "Reading"); node:crypto does the arithmetic.

import { constants, createPublicKey, verify } from 'node:crypto';

import { Der } from './der.mjs';
import { refuse } from './refusal.mjs';

const hashes = { '2.16.840.1.101.3.4.2.1': ['sha256', 32], '2.16.840.1.101.3.4.2.2': ['sha384', 48], '2.16.840.1.101.3.4.2.3': ['sha512', 64] };
const curves = { '1.2.840.10045.3.1.7': ['P-256', 32], '1.3.132.0.34': ['P-384', 48] };
const signatures = {
    '1.2.840.10045.4.3.2': ['ecdsa', 'sha256'], '1.2.840.10045.4.3.3': ['ecdsa', 'sha384'], '1.2.840.10045.4.3.4': ['ecdsa', 'sha512'],
    '1.2.840.113549.1.1.11': ['rsa', 'sha256'], '1.2.840.113549.1.1.12': ['rsa', 'sha384'], '1.2.840.113549.1.1.13': ['rsa', 'sha512'],
    '1.3.101.112': ['ed25519', null],
};
const pss = '1.2.840.113549.1.1.10';
const weak = new Set([
    '1.2.840.113549.1.1.2', '1.2.840.113549.1.1.3', '1.2.840.113549.1.1.4', '1.2.840.113549.1.1.5', '1.2.840.113549.1.1.14',
    '1.2.840.10045.4.1', '1.2.840.10045.4.3.1',
]);
const ecKey = '1.2.840.10045.2.1';
const rsaKey = '1.2.840.113549.1.1.1';
const edKey = '1.3.101.112';

/** {kind, hash} of a signature algorithm; kind is `weak` or `unknown` for those that nobody may use. */
export function readAlgorithm(whole, error) {
    const sequence = new Der(whole, error).inside();
    const oid = sequence.oid();
    if (weak.has(oid)) return { kind: 'weak' };
    if (oid === pss) return readPss(sequence, error);
    if (signatures[oid] === undefined) return { kind: 'unknown' };
    const [kind, hash] = signatures[oid];
    return sequence.empty || (kind === 'rsa' && hasNull(sequence)) ? { kind, hash } : { kind: 'unknown' };
}

function hasNull(sequence) {
    const parameters = sequence.empty ? null : sequence.next();
    return parameters !== null && parameters.tag === 0x05 && parameters.content.length === 0 && sequence.empty;
}

function readPss(sequence, error) {
    if (sequence.empty) return { kind: 'weak' };
    const parameters = sequence.inside();
    const hash = parameters.maybe(0xa0);
    if (hash === null) return { kind: 'weak' };
    const name = hashes[new Der(hash.content, error).inside().oid()];
    const mask = parameters.maybe(0xa1);
    const salt = parameters.maybe(0xa2);
    if (name === undefined || mask === null || salt === null || !parameters.empty) return { kind: 'unknown' };
    const generator = new Der(mask.content, error).inside();
    const same = generator.oid() === '1.2.840.113549.1.1.8' && hashes[generator.inside().oid()]?.[0] === name[0];
    return same && new Der(salt.content, error).small(64) === name[1] ? { kind: 'pss', hash: name[0] } : { kind: 'unknown' };
}

/** {kind, curve, bits, exponent, object} of a SubjectPublicKeyInfo; kind `unknown` for keys outside the list. */
export function readKey(whole, error) {
    const info = new Der(whole, error).inside();
    const algorithm = info.inside();
    const oid = algorithm.oid();
    const bits = info.octetsOfBits();
    info.end();
    if (oid === ecKey) return readEcKey(algorithm, bits, whole, error);
    if (oid === rsaKey) return readRsaKey(algorithm, bits, whole, error);
    if (oid !== edKey) return { kind: 'unknown' };
    return bits.length === 32 && algorithm.empty ? { kind: 'ed25519', object: keyObject(whole, error) } : refuse(error);
}

function readEcKey(algorithm, bits, whole, error) {
    const curve = curves[algorithm.oid()];
    algorithm.end();
    if (curve === undefined) return { kind: 'unknown' };
    if (bits.length !== 1 + 2 * curve[1] || bits[0] !== 4) refuse(error);
    return { kind: 'ecdsa', curve: curve[0], size: curve[1], object: keyObject(whole, error) };
}

function readRsaKey(algorithm, bits, whole, error) {
    if (!hasNull(algorithm)) refuse(error);
    const numbers = new Der(bits, error).inside();
    const [modulus, exponent] = [numbers.unsigned(1024), numbers.unsigned(4)].map((bytes) => BigInt(`0x${bytes.toString('hex')}`));
    numbers.end();
    const length = modulus.toString(2).length;
    if (length <= 63 * 8 || modulus % 2n === 0n || exponent % 2n === 0n || exponent === 1n) refuse(error);
    return { kind: 'rsa', bits: length, exponent, object: keyObject(whole, error) };
}

function keyObject(whole, error) {
    try {
        return createPublicKey({ key: whole, format: 'der', type: 'spki' });
    } catch {
        return refuse(error);
    }
}

const orders = {
    'P-256': 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
};

/** Whether `signature` over `message` is right under the key of an issuer. */
export function verifies(algorithm, key, message, signature) {
    if (algorithm.kind === 'ecdsa') {
        return key.kind === 'ecdsa' && verify(algorithm.hash, message, { key: key.object, dsaEncoding: 'der' }, signature) && isStrict(signature);
    }
    if (algorithm.kind === 'ed25519') return key.kind === 'ed25519' && verify(null, message, key.object, signature);
    if (key.kind !== 'rsa') return false;
    if (algorithm.kind === 'rsa') return verify(algorithm.hash, message, key.object, signature);
    return algorithm.kind === 'pss' && verifiesPss(algorithm.hash, key, message, signature);
}

function isStrict(signature) {
    try {
        const outer = new Der(signature, 'signature');
        const pair = outer.inside();
        outer.end();
        pair.unsigned(48);
        pair.unsigned(48);
        pair.end();
        return true;
    } catch {
        return false;
    }
}

export function verifiesPss(hash, key, message, signature) {
    const saltLength = { sha256: 32, sha384: 48, sha512: 64 }[hash];
    return verify(hash, message, { key: key.object, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength }, signature);
}

/** r ‖ s of a JWS with 0 < r, s < n. */
export function verifiesPair(key, message, signature) {
    if (signature.length !== 64) return false;
    const numbers = [signature.subarray(0, 32), signature.subarray(32)].map((half) => BigInt(`0x${half.toString('hex')}`));
    if (numbers.some((number) => number === 0n || number >= orders['P-256'])) return false;
    return verify('sha256', message, { key: key.object, dsaEncoding: 'ieee-p1363' }, signature);
}

