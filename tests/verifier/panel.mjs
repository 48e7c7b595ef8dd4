// The officers' panel and its releases: docs/formats/panel.md, docs/formats/release.md.

import { ed25519, ristretto255, RistrettoPoint } from '@noble/curves/ed25519';

import { refuse } from './refusal.mjs';
import { sha512, uint32 } from './text.mjs';

const order = ed25519.CURVE.n;
const suite = 'COCKTAIL(Ristretto255, SHA-512)';
const { Point } = ristretto255;

const mod = (value) => ((value % order) + order) % order;
const number = (bytes) => BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`);
const encode = (point) => Buffer.from(point.toBytes());
const times = (factor, point = Point.BASE) => (factor === 0n ? Point.ZERO : point.multiply(factor));
const little = (value, size) => Buffer.from(Uint8Array.from({ length: size }, (_, i) => Number((BigInt(value) >> BigInt(8 * i)) & 255n)));
const big64 = (value) => Buffer.concat([Buffer.alloc(4), uint32(value)]);
const prefixed = (text) => Buffer.concat([uint32(Buffer.byteLength(text)), Buffer.from(text)]);

function inverse(value) {
    let [result, power] = [1n, mod(value)];
    for (let e = order - 2n; e > 0n; e >>= 1n) {
        if (e & 1n) result = mod(result * power);
        power = mod(power * power);
    }
    return result;
}

export function readPoint(bytes) {
    let point;
    try {
        point = Point.fromHex(Buffer.from(bytes).toString('hex'));
    } catch {
        return refuse('point_not_canonical');
    }
    return point.equals(Point.ZERO) ? refuse('point_is_identity') : point;
}

function readScalar(bytes) {
    const value = number(bytes);
    return value < order ? value : refuse('scalar_not_canonical');
}

function verifies(key, message, signature) {
    const [r, z] = [signature.subarray(0, 32), number(signature.subarray(32))];
    const c = mod(number(sha512('COCKTAIL-DKG-Ristretto255-SHA512-H7', r, key, message)));
    return z < order && times(z).equals(readPoint(r).add(times(c, readPoint(key))));
}

const malformed = () => refuse('panel_certificate_malformed', '/panel/certificate');

function reader(bytes) {
    let at = 0;
    return {
        take(size) {
            if (at + size > bytes.length) malformed();
            at += size;
            return bytes.subarray(at - size, at);
        },
        rest: () => bytes.length - at,
        get at() { return at; },
    };
}

const many = (count, read) => Array.from({ length: count }, read);

/** {k, n, y, keys, shares} of a certificate whose signatures and proofs of possession hold. */
export function readPanel(bytes, id) {
    const from = reader(bytes);
    const length = (size) => Number(number(from.take(size)));
    if (length(8) !== suite.length || from.take(suite.length).toString() !== suite || length(8) !== 64) malformed();
    const context = from.take(64);
    const [n, k] = [length(4), length(4)];
    if (n > 15 || !((k >= 2 && k < n) || (k === 1 && n === 1))) refuse('panel_size_wrong', '/panel/certificate');
    const keys = many(n, () => from.take(32));
    const commitments = many(n, () => many(k, () => from.take(32)));
    const possessions = many(n, () => from.take(64));
    const ephemerals = many(n, () => from.take(32));
    from.take(length(8));
    const transcript = bytes.subarray(0, from.at);
    const signatures = many(n, () => from.take(64));
    if (from.rest() !== 0) malformed();
    const own = sha512('COCKTAIL-DKG-CONTEXT', big64(Buffer.byteLength(id)), id, big64(suite.length), suite, little(n, 4), ...keys);
    if (!own.equals(context)) refuse('panel_context_mismatch', '/panel/certificate');
    for (let i = 0; i < n; ++i) {
        if (!verifies(keys[i], transcript, signatures[i])) refuse('panel_signature_wrong', '/panel/certificate');
        const shown = Buffer.concat([context, ...commitments[i], ephemerals[i]]);
        if (!verifies(commitments[i][0], shown, possessions[i])) refuse('panel_possession_wrong', '/panel/certificate');
    }
    const powers = many(k, (_, power) => commitments.map((c) => readPoint(c[power])).reduce((sum, point) => sum.add(point)));
    const share = (member) => powers.map((point, power) => times(mod(BigInt(member) ** BigInt(power)), point)).reduce((sum, point) => sum.add(point));
    return { id, k, n, y: encode(powers[0]), keys, shares: many(n, (_, i) => share(i + 1)) };
}

/** The point of a rehearsal. */
export const rehearsalPoint = (id, nonces) => encode(RistrettoPoint.hashToCurve(sha512('kaibiao/rehearse/v1', id, ...nonces)));

/** D of a release of 96 bytes whose proof holds for this officer, purpose, lot and point. */
export function checkRelease(panel, { purpose, lot, officer, point, release }) {
    const [d, c, s] = [0, 32, 64].map((at) => release.subarray(at, at + 32));
    const [base, released] = [readPoint(point), readPoint(d)];
    const [challenge, response] = [readScalar(c), readScalar(s)];
    const key = panel.shares[officer - 1] ?? refuse('release_officer_unknown');
    const minus = mod(-challenge);
    const again = sha512('kaibiao/release/v1', prefixed(panel.id), prefixed(purpose), prefixed(lot), uint32(officer), encode(key), point, d,
        encode(times(response).add(times(minus, key))), encode(times(response, base).add(times(minus, released))));
    return mod(number(again)) === challenge ? released : refuse('release_proof_wrong');
}

/** x·Q from points of k officers: [{officer, released}]. */
export function combine(parts) {
    const weight = (own) => parts.filter(({ officer }) => officer !== own)
        .reduce((product, { officer }) => mod(product * BigInt(officer) * inverse(BigInt(officer - own))), 1n);
    return encode(parts.map(({ officer, released }) => times(weight(officer), released)).reduce((sum, point) => sum.add(point)));
}
