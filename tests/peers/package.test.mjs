// A second implementation of docs/formats/lock.md and docs/formats/package.md: makes every value of a frozen package again
// from its secrets, and opens its sheet with npm age-encryption through an identity of our stanza type.
import assert from 'node:assert/strict';
import { createCipheriv, createDecipheriv, createHash, hkdfSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { ed25519, RistrettoPoint } from '@noble/curves/ed25519';
import { Decrypter } from 'age-encryption';

const frozen = JSON.parse(readFileSync(new URL('../vectors/sealed_package.json', import.meta.url), 'utf8'));
const { context, manifest, secrets } = frozen;
const order = ed25519.CURVE.n;

const unhex = (text) => Buffer.from(text, 'hex');
const unbase = (text) => Buffer.from(text, 'base64');
const base = (bytes) => Buffer.from(bytes).toString('base64').replace(/=+$/, '');
const hash = (name, ...parts) => parts.reduce((state, part) => state.update(part), createHash(name)).digest();
const sha256 = (...parts) => hash('sha256', ...parts);
const uint32 = (value) => { const bytes = Buffer.alloc(4); bytes.writeUInt32BE(value); return bytes; };
const number = (bytes) => BigInt('0x' + (Buffer.from(bytes).reverse().toString('hex') || '0'));
const scalar = (bytes) => number(bytes) % order;
const scalarBytes = (value) => Buffer.from(value.toString(16).padStart(64, '0'), 'hex').reverse();
const multiply = (value, point = RistrettoPoint.BASE) => point.multiply(value);
const encode = (point) => Buffer.from(point.toRawBytes());

/** Members sorted by name; the values are strings and small integers only. */
const canonical = (object) => JSON.stringify(Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1))));
const contextOf = (name) => sha256(canonical({ ...context, class: name }));

const b = unhex(secrets.b);
const r = scalar(unhex(secrets.r));
const digest = contextOf('sheet');
const hb = sha256('kaibiao/lock1/B', b);
const point = encode(multiply(r));
const shared = encode(multiply(r, RistrettoPoint.fromHex(unbase(context.y).toString('hex'))));

function bodyKey(part, salt) {
    const info = Buffer.concat([Buffer.from('kaibiao/lock1'), uint32(part), salt]);
    return Buffer.from(hkdfSync('sha256', Buffer.concat([shared, b]), Buffer.concat([digest, point, hb]), info, 32));
}

/** RFC 6962 §2.1 over pieces of 1 MiB. */
function pieceRoot(bytes) {
    const pieces = [];
    for (let i = 0; i < bytes.length; i += 1 << 20) pieces.push(sha256(Buffer.from([0]), bytes.subarray(i, i + (1 << 20))));
    const root = (list) => {
        if (list.length === 1) return list[0];
        let split = 1;
        while (split * 2 < list.length) split *= 2;
        return sha256(Buffer.from([1]), root(list.slice(0, split)), root(list.slice(split)));
    };
    return root(pieces);
}

test('the panel key, R, S, HB and the proof are what the document says', () => {
    const lock = manifest.locks[0];
    assert.equal(base(encode(multiply(scalar(unhex(secrets.panel_secret))))), context.y);
    assert.equal(base(point), lock.r);
    assert.equal(base(hb), lock.hb);
    assert.deepEqual(shared, encode(multiply(scalar(unhex(secrets.panel_secret)), RistrettoPoint.fromHex(point.toString('hex')))));
    const w = scalar(hash('sha512', 'kaibiao/lock1/nonce', scalarBytes(r), unhex(secrets.proof_random), digest));
    const a = encode(multiply(w));
    const c = scalar(hash('sha512', 'kaibiao/lock1/pok', digest, point, hb, a));
    assert.equal(base(Buffer.concat([a, scalarBytes((w + c * r) % order)])), lock.proof);
});

test('the stanza is what the document says', () => {
    const salt = unhex(secrets.lock_salt);
    const cipher = createCipheriv('chacha20-poly1305', bodyKey(0, salt), Buffer.alloc(12), { authTagLength: 16 });
    const body = Buffer.concat([cipher.update(unhex(secrets.file_key)), cipher.final(), cipher.getAuthTag()]);
    const stanza = `-> kaibiao/lock1 dual ${base(digest)} ${base(point)} ${base(hb)} 0 ${base(salt)}\n${base(body)}\n`;
    assert.equal(unbase(frozen.file).toString('latin1').split('---')[0], `age-encryption.org/v1\n${stanza}`);
});

test('npm age-encryption opens the sheet through an identity of our type, and the commitment holds', async () => {
    const decrypter = new Decrypter();
    decrypter.addIdentity({
        unwrapFileKey([stanza]) {
            assert.equal(stanza.args[0], 'kaibiao/lock1');
            const key = bodyKey(Number(stanza.args[5]), unbase(stanza.args[6]));
            const cipher = createDecipheriv('chacha20-poly1305', key, Buffer.alloc(12), { authTagLength: 16 });
            cipher.setAuthTag(stanza.body.slice(16));
            return new Uint8Array(Buffer.concat([cipher.update(stanza.body.slice(0, 16)), cipher.final()]));
        },
    });
    const plain = Buffer.from(await decrypter.decrypt(unbase(frozen.file)));
    assert.equal(plain.toString(), frozen.plain);
    assert.equal(plain.length % 8192, 0);
    const sheet = JSON.parse(plain);
    assert.equal(sheet.salts[0], base(unhex(secrets.plain_salt)));
    const commitment = sha256('kaibiao/plain/v1', digest, uint32(0), unbase(sheet.salts[0]), plain);
    assert.equal(commitment.toString('hex'), manifest.parts[0].commitment);
});

test('length, header hash and piece root are those of the manifest', () => {
    const file = unbase(frozen.file);
    const header = file.subarray(0, file.indexOf('\n', file.indexOf('\n--- ') + 1) + 1);
    assert.equal(file.length, manifest.parts[0].length);
    assert.equal(sha256(header).toString('hex'), manifest.parts[0].header);
    assert.equal(pieceRoot(file).toString('hex'), manifest.parts[0].root);
    assert.equal(pieceRoot(Buffer.alloc(5_000_000, 7)).length, 32);
});
