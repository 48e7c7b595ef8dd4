// Core's log against a stranger's reading of docs/formats/log.md: RFC 6962 trees, notes and receipts in a few lines of
// JavaScript on node:crypto, in both directions.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.resolve(here, '../..');
const builds = process.env.KAIBIAO_BIN ? [path.dirname(process.env.KAIBIAO_BIN)] : ['release', 'dev'].map((name) => path.join(root, 'build', name));
const tool = builds.map((folder) => path.join(folder, 'tests/kaibiao_log_tool')).find(existsSync);

function core(subcommand, request) {
    assert.ok(tool, 'kaibiao_log_tool is not built');
    const run = spawnSync(tool, [subcommand], { input: JSON.stringify(request), encoding: 'utf8', maxBuffer: 1 << 28 });
    assert.equal(run.status, 0, run.stderr);
    return JSON.parse(run.stdout);
}

const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();
const leafHash = (entry) => sha256(Buffer.of(0), entry);
const nodeHash = (left, right) => sha256(Buffer.of(1), left, right);

// --- RFC 6962 §2.1, and the checks of RFC 9162 §2.1.3.2 and §2.1.4.2 written down step by step.

const split = (count) => 2 ** Math.floor(Math.log2(count - 1));

function treeHash(leaves) {
    if (leaves.length === 0) return sha256();
    if (leaves.length === 1) return leaves[0];
    const k = split(leaves.length);
    return nodeHash(treeHash(leaves.slice(0, k)), treeHash(leaves.slice(k)));
}

function inclusionPath(index, leaves) {
    if (leaves.length === 1) return [];
    const k = split(leaves.length);
    return index < k
        ? [...inclusionPath(index, leaves.slice(0, k)), treeHash(leaves.slice(k))]
        : [...inclusionPath(index - k, leaves.slice(k)), treeHash(leaves.slice(0, k))];
}

function rootFromInclusion(leaf, index, size, proof) {
    let [fn, sn, r] = [index, size - 1, leaf];
    for (const p of proof) {
        if (sn === 0) return null;
        if (fn % 2 === 1 || fn === sn) {
            r = nodeHash(p, r);
            while (fn % 2 === 0 && fn !== 0) [fn, sn] = [fn >> 1, sn >> 1];
        } else {
            r = nodeHash(r, p);
        }
        [fn, sn] = [fn >> 1, sn >> 1];
    }
    return sn === 0 ? r : null;
}

function isConsistent(first, second, firstRoot, secondRoot, proof) {
    if (first === 0) return proof.length === 0;
    if (first === second) return proof.length === 0 && firstRoot.equals(secondRoot);
    const nodes = (first & (first - 1)) === 0 ? [firstRoot, ...proof] : [...proof];
    if (nodes.length === 0) return false;
    let [fn, sn] = [first - 1, second - 1];
    while (fn % 2 === 1) [fn, sn] = [fn >> 1, sn >> 1];
    let fr = nodes[0];
    let sr = nodes[0];
    for (const c of nodes.slice(1)) {
        if (sn === 0) return false;
        if (fn % 2 === 1 || fn === sn) {
            fr = nodeHash(c, fr);
            sr = nodeHash(c, sr);
            while (fn % 2 === 0 && fn !== 0) [fn, sn] = [fn >> 1, sn >> 1];
        } else {
            sr = nodeHash(sr, c);
        }
        [fn, sn] = [fn >> 1, sn >> 1];
    }
    return sn === 0 && fr.equals(firstRoot) && sr.equals(secondRoot);
}

// --- Signed notes and cosignatures, c2sp.org/signed-note and tlog-cosignature.

const pkcs8 = (seed) => createPrivateKey({ key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]), format: 'der', type: 'pkcs8' });
const spki = (bytes) => createPublicKey({ key: Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), bytes]), format: 'der', type: 'spki' });

function makeKey(name, type, seedByte) {
    const secret = pkcs8(Buffer.alloc(32, seedByte));
    const bytes = Buffer.from(createPublicKey(secret).export({ format: 'jwk' }).x, 'base64url');
    const typed = Buffer.concat([Buffer.of(type), bytes]);
    const id = sha256(`${name}\n`, typed).subarray(0, 4);
    return { name, type, secret, bytes, id, vkey: `${name}+${id.toString('hex')}+${typed.toString('base64')}` };
}

const logKey = makeKey('centre.example/log', 1, 1);
const witnessKey = makeKey('witness.example/w1', 4, 2);

const line = (key, signature) => `— ${key.name} ${Buffer.concat([key.id, signature]).toString('base64')}\n`;
const signatureLine = (key, text) => line(key, sign(null, Buffer.from(text), key.secret));

function timeBytes(seconds) {
    const bytes = Buffer.alloc(8);
    bytes.writeBigUInt64BE(BigInt(seconds));
    return bytes;
}
const cosigned = (text, seconds) => Buffer.from(`cosignature/v1\ntime ${seconds}\n${text}`);
const cosignatureLine = (key, text, seconds) => line(key, Buffer.concat([timeBytes(seconds), sign(null, cosigned(text, seconds), key.secret)]));

/** The checkpoint's text, size, root and the witness's time; throws unless log and witness signed. */
function openCheckpoint(note) {
    const cut = note.lastIndexOf('\n\n');
    const text = note.slice(0, cut + 1);
    const signatures = new Map(note.slice(cut + 2).trimEnd().split('\n').map((each) => {
        const [, name, base64] = each.split(' ');
        const bytes = Buffer.from(base64, 'base64');
        return [name + bytes.subarray(0, 4).toString('hex'), bytes.subarray(4)];
    }));
    const byLog = signatures.get(logKey.name + logKey.id.toString('hex'));
    assert.ok(verify(null, Buffer.from(text), spki(logKey.bytes), byLog), 'the log signed');
    const byWitness = signatures.get(witnessKey.name + witnessKey.id.toString('hex'));
    const seconds = byWitness.readBigUInt64BE();
    assert.ok(verify(null, cosigned(text, seconds), spki(witnessKey.bytes), byWitness.subarray(8)), 'the witness cosigned');
    const [origin, size, hash] = text.split('\n');
    return { origin, size: Number(size), root: Buffer.from(hash, 'base64'), seconds };
}

const trust = { origin: logKey.name, log_keys: [logKey.vkey], witnesses: [witnessKey.vkey], quorum: 1 };

// --- Receipts, docs/formats/log.md.

const eventHash = (header) => sha256('kaibiao/event/v1', header);
const commitment = (salt, payload) => sha256('kaibiao/payload/v1', salt, payload);
const unpadded = (bytes) => bytes.toString('base64').replace(/=+$/, '');

/** A receipt made without core. Members are in the order of canonical JSON. */
function makeReceipt() {
    const salt = Buffer.alloc(32, 5);
    const payload = Buffer.from('{"price":"1234567.89"}');
    const header = JSON.stringify({
        payload: commitment(salt, payload).toString('hex'),
        position: 0,
        previous: '0'.repeat(64),
        stamp: '2026-11-23T01:00:00.000Z',
        stream: '0123456789abcdef'.repeat(2),
        type: 'bid.submitted',
        version: 1,
    });
    const leaves = [...Array(20).keys()].map((i) => leafHash(i === 7 ? eventHash(header) : Buffer.alloc(32, i)));
    const text = `${logKey.name}\n${leaves.length}\n${treeHash(leaves).toString('base64')}\n`;
    const proof = [
        'c2sp.org/tlog-proof@v1', 'index 7', ...inclusionPath(7, leaves).map((hash) => hash.toString('base64')), '',
        `${text}\n${signatureLine(logKey, text)}${cosignatureLine(witnessKey, text, 1795395630)}`,
    ].join('\n');
    const event = { header, payload: unpadded(payload), salt: unpadded(salt) };
    return { event, format: 'kaibiao/receipt/v1', proof };
}

function checkReceipt(text) {
    const { event, format, proof } = JSON.parse(text);
    assert.equal(format, 'kaibiao/receipt/v1');
    const header = JSON.parse(event.header);
    assert.equal(commitment(Buffer.from(event.salt, 'base64'), Buffer.from(event.payload, 'base64')).toString('hex'), header.payload);
    const cut = proof.indexOf('\n\n');
    const [label, index, ...hashes] = proof.slice(0, cut).split('\n');
    assert.equal(label, 'c2sp.org/tlog-proof@v1');
    const checkpoint = openCheckpoint(proof.slice(cut + 2));
    const found = rootFromInclusion(leafHash(eventHash(event.header)), Number(index.slice('index '.length)), checkpoint.size,
        hashes.map((hash) => Buffer.from(hash, 'base64')));
    assert.ok(found?.equals(checkpoint.root), 'the proof leads to the root');
    return { header, checkpoint };
}

test('every root and proof of trees to 130 entries agrees with RFC 6962 in JavaScript', () => {
    const entries = [...Array(130).keys()].map((i) => sha256(`entry ${i}`));
    const leaves = entries.map(leafHash);
    const { sizes } = core('tree', { entries: entries.map((entry) => entry.toString('hex')) });
    const roots = sizes.map((_, size) => treeHash(leaves.slice(0, size)));
    let proofs = 0;
    for (const [size, { root: given, inclusion, consistency }] of sizes.entries()) {
        assert.equal(given, roots[size].toString('hex'));
        for (const [index, proof] of inclusion.entries()) {
            const hashes = proof.map((hash) => Buffer.from(hash, 'hex'));
            assert.ok(rootFromInclusion(leaves[index], index, size, hashes)?.equals(roots[size]), `entry ${index} of ${size}`);
            ++proofs;
        }
        for (const [older, proof] of consistency.entries()) {
            const hashes = proof.map((hash) => Buffer.from(hash, 'hex'));
            assert.ok(isConsistent(older, size, roots[older], roots[size], hashes), `${older} to ${size}`);
            ++proofs;
        }
    }
    assert.equal(proofs, (130 * 131) / 2 + (131 * 132) / 2);
});

test("core's example receipt verifies in JavaScript and in core", () => {
    const text = readFileSync(path.join(here, '../vectors/log/receipt.json'), 'utf8');
    const { header, checkpoint } = checkReceipt(text);
    assert.equal(header.type, 'bid.submitted');
    assert.equal(checkpoint.origin, 'centre.example/log');
    assert.equal(checkpoint.size, 16);
    const answer = core('receipt', { ...trust, receipt: text });
    assert.deepEqual(answer, { index: 14, type: 'bid.submitted', times: [new Date(Number(checkpoint.seconds) * 1000).toISOString()] });
});

test('a receipt made in JavaScript verifies in core', () => {
    const text = JSON.stringify(makeReceipt());
    checkReceipt(text);
    assert.deepEqual(core('receipt', { ...trust, receipt: text }), { index: 7, type: 'bid.submitted', times: ['2026-11-23T01:00:30.000Z'] });
});

test('core refuses what was changed in a receipt made in JavaScript, by name', () => {
    const changed = (change) => {
        const receipt = makeReceipt();
        change(receipt);
        return core('receipt', { ...trust, receipt: JSON.stringify(receipt) }).error;
    };
    const replace = (from, to) => (receipt) => {
        assert.ok(receipt.proof.includes(from));
        receipt.proof = receipt.proof.replace(from, to);
    };
    assert.equal(changed((receipt) => { receipt.event.payload = unpadded(Buffer.from('{"price":"1234567.88"}')); }), 'event_payload_mismatch');
    assert.equal(changed((receipt) => { receipt.event.header = receipt.event.header.replace('"position":0', '"position":1'); }), 'proof_wrong');
    assert.equal(changed(replace('index 7', 'index 6')), 'proof_wrong');
    assert.equal(changed(replace('\n20\n', '\n21\n')), 'note_signature_wrong');
    assert.equal(changed(replace(`— ${logKey.name}`, '— other.example')), 'note_signature_missing');
    assert.equal(changed(replace(`— ${witnessKey.name}`, '— other.example')), 'witness_quorum_missing');
    assert.equal(core('receipt', { ...trust, origin: 'other.example/log', receipt: JSON.stringify(makeReceipt()) }).error, 'checkpoint_origin_wrong');
});
