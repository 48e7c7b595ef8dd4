// Encodings of points and scalars: core reads those that @noble/curves reads (RFC 9496 §4.3.1), and no others. A round
// trip does not notice a second encoding of a point; another implementation does.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { ed25519, RistrettoPoint } from '@noble/curves/ed25519';
import { core, encode } from './peer_tool.mjs';

const field = 2n ** 255n - 19n, order = ed25519.CURVE.n;
const bytesOf = (value) => Buffer.from((value % 2n ** 256n).toString(16).padStart(64, '0'), 'hex').reverse();
const valueOf = (bytes) => BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`);
const hashed = (label, index) => createHash('sha256').update(`${label} ${index}`).digest();
const range = (count) => Array.from({ length: count }, (_, index) => index);
const batches = (all) => range(Math.ceil(all.length / 128)).map((index) => all.slice(128 * index, 128 * index + 128));
const readByCore = (kind, encodings) => batches(encodings).flatMap((some) => core(kind, { encodings: some.map(encode) }).read);

/** Every way to write what a point is written as, and what lies beside it. */
const variants = (value) => [value, value + field, field - value, value + 2n ** 255n, field - value + 2n ** 255n, value + 1n, value + 2n ** 254n];

function readsPoint(bytes) {
    try {
        return RistrettoPoint.fromHex(bytes.toString('hex')).equals(RistrettoPoint.ZERO) ? 'identity' : 'ok';
    } catch {
        return 'refused';
    }
}

test('points: core reads what @noble/curves reads, whatever else the same element might be written as', () => {
    const multiples = range(40).map((index) => valueOf(RistrettoPoint.BASE.multiply(valueOf(hashed('point', index)) % order).toRawBytes()));
    const edges = range(40).flatMap((index) => [BigInt(index), field - BigInt(index), field + BigInt(index), 2n ** 255n + BigInt(index), 2n ** 256n - 1n - BigInt(index)]);
    const encodings = [...[0n, ...multiples].flatMap(variants), ...edges].map(bytesOf).concat(range(400).map((index) => hashed('random', index)));
    const peer = encodings.map(readsPoint);
    const own = readByCore('points', encodings).map((name) => ({ ok: 'ok', point_is_identity: 'identity', point_not_canonical: 'refused' })[name]);
    encodings.forEach((bytes, index) => assert.equal(own[index], peer[index], bytes.toString('hex')));
    for (const verdict of ['ok', 'identity', 'refused']) assert.ok(peer.includes(verdict), verdict);
    assert.ok(peer.filter((verdict) => verdict === 'ok').length > 60);
});

test('scalars: core reads those below the order of the group, and no others', () => {
    const values = range(40).flatMap((index) => [BigInt(index), order - 1n - BigInt(index), order + BigInt(index), 2n * order + BigInt(index), 2n ** 255n + BigInt(index), 2n ** 256n - 1n - BigInt(index)])
        .concat(range(200).map((index) => valueOf(hashed('scalar', index))), range(100).map((index) => valueOf(hashed('small', index)) % order));
    const own = readByCore('scalars', values.map(bytesOf));
    values.forEach((value, index) => assert.equal(own[index], value < order ? 'ok' : 'scalar_not_canonical', value.toString(16)));
});
