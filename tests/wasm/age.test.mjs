// age files made by the WebAssembly core against the npm package age-encryption, in both directions.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { loadCore, random, root, text, utf8 } from './core.mjs';

const age = await import(pathToFileURL(createRequire(join(root, 'tests/package.json')).resolve('age-encryption')));
let core;
before(async () => {
    core = await loadCore();
});

const whole = (begin, update, finish, bytes) => {
    const handle = begin();
    const parts = [];
    for (let at = 0; at < bytes.length || at === 0; at += 100_000) parts.push(core.call(update, handle, bytes.subarray(at, at + 100_000)));
    parts.push(core.call(finish, handle));
    core.call('free_handle', handle);
    return new Uint8Array(Buffer.concat(parts));
};
const encrypt = (begin, plain) => whole(begin, 'age_encrypt_update', 'age_encrypt_finish', plain);
const decrypt = (begin, file) => whole(begin, 'age_decrypt_update', 'age_decrypt_finish', file);
const sizes = [0, 1, 65_535, 65_536, 65_537, 200_000];

test('age: files to X25519 keys open with age-encryption, and the other way round', async () => {
    const [identity, recipient] = core.call('age_key', random(32));
    for (const size of sizes) {
        const plain = random(size);
        const ours = encrypt(() => core.call('age_encrypt_keys', recipient, random(64)), plain);
        const decrypter = new age.Decrypter();
        decrypter.addIdentity(text(identity));
        assert.deepEqual(await decrypter.decrypt(ours), plain);

        const encrypter = new age.Encrypter();
        encrypter.addRecipient(recipient);
        const theirs = await encrypter.encrypt(plain);
        assert.deepEqual(decrypt(() => core.call('age_decrypt_keys', identity), theirs), plain);
    }
});

test('age: files under a passphrase open with age-encryption, and the other way round', async () => {
    const plain = random(70_000);
    const ours = encrypt(() => core.call('age_encrypt_passphrase', utf8('口令 passphrase'), 12, random(48)), plain);
    const decrypter = new age.Decrypter();
    decrypter.addPassphrase('口令 passphrase');
    assert.deepEqual(await decrypter.decrypt(ours), plain);

    const encrypter = new age.Encrypter();
    encrypter.setPassphrase('口令 passphrase');
    encrypter.setScryptWorkFactor(12);
    const theirs = await encrypter.encrypt(plain);
    assert.deepEqual(decrypt(() => core.call('age_decrypt_passphrase', utf8('口令 passphrase'), 18), theirs), plain);
});

test('age: a wrong passphrase, a flipped byte and a missing end are refused by name', () => {
    const plain = random(70_000);
    const file = encrypt(() => core.call('age_encrypt_passphrase', utf8('right'), 10, random(48)), plain);
    const open = (bytes, passphrase = 'right') => () => decrypt(() => core.call('age_decrypt_passphrase', utf8(passphrase), 18), bytes);
    const refused = (name, act) => assert.throws(act, (error) => error.errorName === name, name);
    refused('age_passphrase_wrong', open(file, 'wrong'));
    const flipped = file.slice();
    flipped[flipped.length - 5] ^= 1;
    refused('age_payload_damaged', open(flipped));
    refused('age_payload_damaged', open(file.subarray(0, file.length - 1)));
    refused('age_work_factor_too_high', () => decrypt(() => core.call('age_decrypt_passphrase', utf8('right'), 9), file));
});
