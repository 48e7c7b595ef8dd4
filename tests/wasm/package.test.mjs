// Sealing a bid as the sealing desk does it: slices, piece hashes by WebCrypto, commitments in another instance.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { before, test } from 'node:test';
import { bundled, loadCore, random, text, utf8 } from './core.mjs';

let core;
let PieceHasher;
before(async () => {
    core = await loadCore();
    ({ PieceHasher } = await bundled('seal/pieces.ts'));
});

const lock = {
    centre: 'demo-city', origin: 'demo-city.example/log', lot: 'ab'.repeat(16), envelope: 1, bidder: '91330900MA2QY10017', policy: 'bidder', panel: null,
};
const offer = {
    bidder: { id: lock.bidder, name: '浙东路桥建设有限公司' }, duration_days: 360, manager: { certificate: '浙 1332026', name: '陈立新' },
    price: '41213500.00', price_capital: '肆仟壹佰贰拾壹万叁仟伍佰元整', quality: '合格', security: '', values: {},
};
const refused = (name, act) => assert.throws(act, (error) => error.errorName === name, name);
const none = new Uint8Array(0);
const hex = (bytes) => Buffer.from(bytes).toString('hex');

async function leavesOf(file) {
    const hasher = new PieceHasher();
    for (let at = 0; at < file.length; at += 700_000) await hasher.update(file.subarray(at, at + 700_000));
    return hasher.finish();
}

function commit(context, part, salt, plain) {
    const commitment = core.call('commitment_begin', context, part, salt);
    core.call('commitment_update', commitment, plain);
    return core.call('commitment_finish', commitment);
}

async function sealVolume(pack, context, plain, commitment = null) {
    const entropy = random(80);
    const [volume, part] = core.call('volume_begin', pack, '技术文件', '技术文件.pdf', BigInt(plain.length), 3, entropy);
    const pieces = [];
    for (let at = 0; at < plain.length; at += 800_000) pieces.push(core.call('volume_update', volume, plain.subarray(at, at + 800_000)));
    pieces.push(core.call('volume_finish', volume));
    const file = new Uint8Array(Buffer.concat(pieces));
    core.call('volume_end', pack, volume, await leavesOf(file), commitment ?? commit(context, part, entropy.slice(48), plain));
    return file;
}

async function sealPackage() {
    const [pack, , volumesContext] = core.call('package_begin', lock, random(256));
    const volumes = [random(2_500_000), random(10)];
    const files = [];
    for (const plain of volumes) files.push(await sealVolume(pack, volumesContext, plain));
    const sheet = core.call('sheet_seal', pack, offer, random(80));
    return { pack, plains: volumes, files: [sheet, ...files], manifest: core.call('package_manifest', pack, 1, '') };
}

async function recheck(pack, part, file) {
    const opener = core.call('recheck_begin', pack, part);
    for (let at = 0; at < file.length; at += 300_000) core.call('recheck_update', opener, file.subarray(at, at + 300_000));
    core.call('recheck_finish', opener, await leavesOf(file));
}

/** RFC 6962 §2.1 in a few lines of another language. */
function treeRoot(leaves) {
    if (leaves.length === 1) return leaves[0];
    let split = 1;
    while (split * 2 < leaves.length) split *= 2;
    return createHash('sha256').update(Buffer.concat([Buffer.of(1), treeRoot(leaves.slice(0, split)), treeRoot(leaves.slice(split))])).digest();
}
function independentRoot(file) {
    const leaves = [];
    for (let at = 0; at < file.length; at += 1 << 20) leaves.push(createHash('sha256').update(Buffer.of(0)).update(file.subarray(at, at + (1 << 20))).digest());
    return treeRoot(leaves).toString('hex');
}

test('package: the manifest names every part with its length, header hash and piece root', async () => {
    const { files, manifest } = await sealPackage();
    assert.equal(manifest.parts.length, 3);
    manifest.parts.forEach((record, part) => {
        assert.equal(record.part, part);
        assert.equal(record.length, files[part].length);
        assert.equal(record.root, independentRoot(files[part]));
        const header = files[part].subarray(0, Buffer.from(files[part]).indexOf('\n', Buffer.from(files[part]).indexOf('\n---') + 1) + 1);
        assert.equal(record.header, createHash('sha256').update(header).digest('hex'));
    });
});

test('package: every part opens again before signing, and a flipped byte, another part or another commitment does not', async () => {
    const { pack, files } = await sealPackage();
    for (const [part, file] of files.entries()) await recheck(pack, part, file);
    const flipped = files[1].slice();
    flipped[flipped.length - 1] ^= 1;
    await assert.rejects(recheck(pack, 1, flipped), (error) => error.errorName === 'age_payload_damaged');
    await assert.rejects(recheck(pack, 1, files[2]), (error) => error.errorName === 'manifest_header_mismatch');

    const [other, , context] = core.call('package_begin', lock, random(256));
    const plain = random(1000);
    const file = await sealVolume(other, context, plain, random(32));
    core.call('sheet_seal', other, offer, random(80));
    await assert.rejects(recheck(other, 1, file), (error) => error.errorName === 'manifest_commitment_mismatch');
});

test('package: words that differ from figures cannot be sealed', () => {
    const [pack] = core.call('package_begin', lock, random(256));
    refused('words_differ_from_figures', () => core.call('sheet_seal', pack, { ...offer, price_capital: '壹元整' }, random(80)));
});

test('package: secrets and recovery code are the same B, match the manifest, and open the sheet', async () => {
    const { pack, files, manifest } = await sealPackage();
    const [file, code] = core.call('package_secrets', pack);
    const [origin, lot, sheet, volumes] = core.call('secrets_read', file);
    assert.deepEqual([origin, lot], [lock.origin, lock.lot]);
    const spoken = text(code).toLowerCase().replaceAll('-', ' ');
    assert.deepEqual(core.call('recovery_code_read', utf8(spoken)), [sheet, volumes]);
    const [sheetLock, volumesLock] = manifest.locks.map((entry) => Buffer.from(entry.hb, 'base64'));
    core.call('secret_check', sheet, sheetLock);
    core.call('secret_check', volumes, volumesLock);
    refused('lock_secret_mismatch', () => core.call('secret_check', volumes, sheetLock));
    const opened = core.call('sheet_open', lock, manifest, sheet, none, files[0]);
    assert.deepEqual(opened.offer, offer);
    assert.deepEqual(opened.volumes.map((volume) => volume.bytes), [2_500_000, 10]);
    refused('lock_context_mismatch', () => core.call('sheet_open', { ...lock, bidder: 'another' }, manifest, sheet, none, files[0]));
});

test('package: the file of secrets says of which envelope it is', () => {
    const fileOf = (envelope) => JSON.parse(text(core.call('package_secrets', core.call('package_begin', { ...lock, envelope }, random(256))[0])[0]));
    assert.equal(fileOf(1).envelope, undefined);
    assert.equal(fileOf(2).envelope, 2);
});

test('package: a released volume opens to the bytes that were sealed, and not when a byte, the secrets or the part is another', async () => {
    const { pack, files, manifest, plains } = await sealPackage();
    const secretsOf = (sealed) => core.call('secrets_read', core.call('package_secrets', sealed)[0]).slice(2);
    const [sheet, volumes] = secretsOf(pack);
    const open = (part, file, b = volumes) => {
        const opener = core.call('part_begin', lock, manifest, sheet, none, files[0], b, none, part);
        const plain = Buffer.concat([core.call('part_update', opener, file.subarray(0, 1000)), core.call('part_update', opener, file.subarray(1000)), core.call('part_finish', opener)]);
        core.call('free_handle', opener);
        return plain;
    };
    for (const part of [1, 2]) assert.deepEqual(open(part, files[part]), Buffer.from(plains[part - 1]));
    const flipped = files[1].slice();
    flipped[2_000_000] ^= 1;
    refused('age_payload_damaged', () => open(1, flipped));
    refused('manifest_header_mismatch', () => open(1, files[2]));
    refused('manifest_length_mismatch', () => open(1, files[1].subarray(0, 1_000_000)));
    const [, another] = secretsOf((await sealPackage()).pack);
    refused('lock_secret_mismatch', () => open(1, files[1], another));
    // What opens the sheet opens no volume.
    refused('lock_secret_mismatch', () => open(1, files[1], sheet));
    refused('manifest_part_missing', () => open(3, files[1]));
});

test('package: a mistyped recovery code is refused', async () => {
    const { pack } = await sealPackage();
    const [, code] = core.call('package_secrets', pack);
    const typed = text(code);
    const last = typed.at(-1) === 'A' ? 'B' : 'A';
    refused('recovery_code_wrong', () => core.call('recovery_code_read', utf8(typed.slice(0, -1) + last)));
});

/** A volume of zeros of this many bytes; `take` gets the ciphertext as it comes. The same secrets give the same ciphertext. */
async function sealZeros(own, size, secrets, take) {
    const [pack] = own.call('package_begin', lock, secrets.pack.slice());
    const [volume, part] = own.call('volume_begin', pack, 'big', 'big.pdf', BigInt(size), 3, secrets.volume.slice());
    const slice = new Uint8Array(8 << 20);
    for (let at = 0; at < size; at += slice.length) await take(own.call('volume_update', volume, slice.subarray(0, size - at)), slice.subarray(0, size - at));
    await take(own.call('volume_finish', volume), new Uint8Array(0));
    return { pack, part, volume };
}

// 160 MiB show the memory; KAIBIAO_LARGE_MIB=10240 also takes every counter past what 32 bits hold.
const large = Number(process.env.KAIBIAO_LARGE_MIB ?? 160) * (1 << 20);

test(`package: memory grows neither with the volume that is sealed nor with the one that is opened (${large} bytes)`, async () => {
    const own = await loadCore();
    const secrets = { pack: random(256), volume: random(80) };
    const steady = [];
    const watch = () => (steady.push(own.module.HEAPU8.length), steady.length);
    const pieces = new PieceHasher();
    const [, , context] = core.call('package_begin', lock, secrets.pack.slice());
    const commitment = core.call('commitment_begin', context, 1, secrets.volume.slice(48));
    let length = 0;
    const { pack, part, volume } = await sealZeros(own, large, secrets, async (sealed, plain) => {
        watch();
        length += sealed.length;
        await pieces.update(sealed);
        core.call('commitment_update', commitment, plain);
    });
    assert.equal(part, 1);
    const leaves = await pieces.finish();
    own.call('volume_end', pack, volume, leaves, core.call('commitment_finish', commitment));
    own.call('sheet_seal', pack, offer, random(80));
    assert.equal(own.call('package_manifest', pack, 1, '').parts[1].length, length);
    assert.equal(own.module.HEAPU8.length, steady[2], 'sealing');

    const opener = own.call('recheck_begin', pack, part);
    let opened = 0;
    await sealZeros(core, large, secrets, (sealed) => {
        own.call('recheck_update', opener, sealed);
        if (++opened === 2) watch();
    });
    own.call('recheck_finish', opener, leaves);
    assert.equal(own.module.HEAPU8.length, steady.at(-1), 'opening');
    assert.ok(steady.at(-1) <= 64 << 20, `${steady.at(-1)} bytes`);
});
