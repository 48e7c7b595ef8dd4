// A second implementation of docs/formats/panel.md and docs/formats/release.md: reads a frozen panel, verifies and opens
// everything in it.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { xchacha20poly1305 } from '@noble/ciphers/chacha';
import { ed25519, RistrettoPoint } from '@noble/curves/ed25519';

const frozen = JSON.parse(readFileSync(new URL('../vectors/panel.json', import.meta.url), 'utf8'));
const order = ed25519.CURVE.n;
const n = 3;
const k = 2;
const members = [1, 2, 3];
const suite = 'COCKTAIL(Ristretto255, SHA-512)';

const unhex = (text) => Buffer.from(text, 'hex');
const unbase = (text) => Buffer.from(text, 'base64');
const sha512 = (...parts) => parts.reduce((state, part) => state.update(part), createHash('sha512')).digest();
const mod = (value) => ((value % order) + order) % order;
const scalar = (bytes) => mod(BigInt('0x' + Buffer.from(bytes).reverse().toString('hex')));
const point = (bytes) => RistrettoPoint.fromHex(Buffer.from(bytes).toString('hex'));
const encode = (element) => Buffer.from(element.toRawBytes());
const times = (factor, element = RistrettoPoint.BASE) => (factor === 0n ? RistrettoPoint.ZERO : element.multiply(factor));
const sum = (elements) => elements.reduce((total, element) => total.add(element), RistrettoPoint.ZERO);
const little = (value, size) => { const bytes = Buffer.alloc(size); bytes.writeUInt32LE(value); return bytes; };
const big32 = (value) => { const bytes = Buffer.alloc(4); bytes.writeUInt32BE(value); return bytes; };
const big64 = (value) => Buffer.concat([Buffer.alloc(4), big32(value)]);
const inverse = (value) => { let result = 1n, power = mod(value); for (let e = order - 2n; e > 0n; e >>= 1n) { if (e & 1n) result = mod(result * power); power = mod(power * power); } return result; };

function reader(bytes) {
    let at = 0;
    return { take: (size) => { assert.ok(at + size <= bytes.length); at += size; return bytes.subarray(at - size, at); }, end: () => assert.equal(at, bytes.length) };
}
const many = (count, read) => Array.from({ length: count }, read);

function readTranscript(from) {
    assert.equal(from.take(8).readUInt32LE(), suite.length);
    assert.equal(from.take(suite.length).toString(), suite);
    assert.equal(from.take(8).readUInt32LE(), 64);
    const context = from.take(64);
    assert.deepEqual([from.take(4).readUInt32LE(), from.take(4).readUInt32LE()], [n, k]);
    const keys = many(n, () => from.take(32));
    const commitments = many(n, () => many(k, () => from.take(32)));
    const possessions = many(n, () => from.take(64));
    const ephemerals = many(n, () => from.take(32));
    assert.equal(from.take(8).readUInt32LE(), 0);
    return { context, keys, commitments, possessions, ephemerals };
}

function verifies(key, message, signature) {
    const c = scalar(sha512('COCKTAIL-DKG-Ristretto255-SHA512-H7', signature.subarray(0, 32), key, message));
    return times(scalar(signature.subarray(32))).equals(point(signature.subarray(0, 32)).add(times(c, point(key))));
}

const certificate = unbase(frozen.seats[0].certificate);
const from = reader(certificate);
const transcript = readTranscript(from);
const signatures = many(n, () => from.take(64));
const aggregated = [...Array(k).keys()].map((power) => sum(transcript.commitments.map((c) => point(c[power]))));
const shareKey = (member) => sum(aggregated.map((element, power) => times(mod(BigInt(member) ** BigInt(power)), element)));

test('the certificate is that of the panel id, and every signature and proof of possession holds', () => {
    from.end();
    assert.deepEqual(sha512('COCKTAIL-DKG-CONTEXT', big64(frozen.panel.length), frozen.panel, big64(suite.length), suite, little(n, 4), ...transcript.keys), transcript.context);
    const text = certificate.subarray(0, certificate.length - 64 * n);
    members.forEach((_, i) => {
        assert.ok(verifies(transcript.keys[i], text, signatures[i]));
        assert.ok(verifies(transcript.commitments[i][0], Buffer.concat([transcript.context, ...transcript.commitments[i], transcript.ephemerals[i]]), transcript.possessions[i]));
    });
    assert.equal(encode(aggregated[0]).toString('hex'), frozen.y);
    assert.equal(encode(times(scalar(unhex(frozen.panel_secret)))).toString('hex'), frozen.y);
});

test('every ciphertext of round 2 opens for its member, and the shares add up to the one in the seat', () => {
    for (const member of members) {
        const secret = scalar(unhex(frozen.static_secrets[member - 1]));
        assert.deepEqual(encode(times(secret)), transcript.keys[member - 1]);
        const view = reader(unhex(frozen.round_2[member - 1]));
        let share = 0n;
        members.forEach((_, j) => {
            assert.deepEqual(view.take(32 * k), Buffer.concat(transcript.commitments[j]));
            assert.deepEqual(view.take(64), transcript.possessions[j]);
            assert.deepEqual(view.take(32), transcript.ephemerals[j]);
            const sealed = view.take(Number(view.take(8).readBigUInt64BE()));
            const key = sha512('COCKTAIL-DKG-Ristretto255-SHA512-H6', encode(times(secret, point(transcript.ephemerals[j]))), encode(times(secret, point(transcript.keys[j]))),
                transcript.ephemerals[j], transcript.keys[j], transcript.keys[member - 1], little(64, 8), transcript.context);
            share = mod(share + scalar(xchacha20poly1305(key.subarray(0, 32), key.subarray(32, 56)).decrypt(sealed)));
        });
        view.end();
        assert.equal(share, scalar(unbase(frozen.seats[member - 1].share)));
        assert.ok(times(share).equals(shareKey(member)));
    }
});

test('points are derived as documented, every release holds, and any two combine to x times the point', () => {
    const vrf = Buffer.concat([Buffer.from([0xff]), Buffer.from('c2sp.org/vrf-r255')]);
    const prefixed = (text) => Buffer.concat([big32(text.length), Buffer.from(text)]);
    for (const target of frozen.targets) {
        const base = point(unhex(target.point));
        if (target.purpose === 'rehearse')
            assert.ok(RistrettoPoint.hashToCurve(sha512('kaibiao/rehearse/v1', frozen.panel, ...members.map(() => unhex(target.input)))).equals(base));
        if (target.purpose === 'draw')
            assert.ok(RistrettoPoint.hashToCurve(sha512(vrf, Buffer.from([0x82]), unhex(frozen.y), unhex(target.input))).equals(base));
        const released = target.releases.map((text, i) => {
            const [d, c, s] = [0, 32, 64].map((at) => unhex(text).subarray(at, at + 32));
            const minus = mod(-scalar(c));
            const again = sha512('kaibiao/release/v1', prefixed(frozen.panel), prefixed(target.purpose), prefixed(target.lot), big32(i + 1), encode(shareKey(i + 1)), encode(base), d,
                encode(times(scalar(s)).add(times(minus, shareKey(i + 1)))), encode(times(scalar(s), base).add(times(minus, point(d)))));
            assert.equal(scalar(again), scalar(c));
            return point(d);
        });
        for (const [i, j] of [[1, 2], [1, 3], [2, 3]]) {
            const weight = (own, other) => mod(BigInt(other) * inverse(BigInt(other - own)));
            const combined = times(weight(i, j), released[i - 1]).add(times(weight(j, i), released[j - 1]));
            assert.equal(encode(combined).toString('hex'), target.combined);
            assert.equal(sha512(vrf, Buffer.from([3]), encode(combined), Buffer.from([0])).toString('hex'), target.vrf_hash);
        }
        assert.equal(encode(times(scalar(unhex(frozen.panel_secret)), base)).toString('hex'), target.combined);
    }
});
