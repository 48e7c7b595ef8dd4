// `kaibiao age` against stock age and npm age-encryption, each reading what the other wrote.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import * as npm from 'age-encryption';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const ours = process.env.KAIBIAO_BIN ?? ['release', 'dev'].map((name) => path.join(root, 'build', name, 'kaibiao')).find(existsSync);
const missing = !ours ? 'skipped: kaibiao is not built' : spawnSync('age', ['--version']).error ? 'skipped: age is not installed' : false;

const folder = mkdtempSync(path.join(tmpdir(), 'kaibiao-age-'));
after(() => rmSync(folder, { recursive: true }));
const at = (name) => path.join(folder, name);
const sizes = [0, 1, 65535, 65536, 65537, 1 << 20, (1 << 20) + 1, 5_000_000];

/** Bytes that look random and follow from `size`. */
function noise(size) {
    const blocks = [];
    for (let i = 0; i * 32 < size; ++i) blocks.push(createHash('sha256').update(`${size} ${i}`).digest());
    return Buffer.concat(blocks).subarray(0, size);
}

const kaibiao = (args, input, env = {}) => spawnSync(ours, ['age', ...args], { input, env: { ...process.env, ...env }, maxBuffer: 1 << 28 });
const stock = (args, input) => spawnSync('age', args, { input, maxBuffer: 1 << 28 });
function good(run) {
    assert.equal(run.status, 0, run.stderr.toString());
    return run.stdout;
}
function refused(run, name) {
    assert.equal(run.status, 1, run.stderr.toString());
    assert.match(run.stderr.toString(), new RegExp(name));
}

let recipient;
if (!missing) {
    execFileSync('age-keygen', ['-o', at('key')], { stdio: 'ignore' });
    recipient = /public key: (age1\S+)/.exec(readFileSync(at('key'), 'utf8'))[1];
}
const identity = () => /AGE-SECRET-KEY-1\S+/.exec(readFileSync(at('key'), 'utf8'))[0];

async function npmDecrypt(file) {
    const decrypter = new npm.Decrypter();
    decrypter.addIdentity(identity());
    return Buffer.from(await decrypter.decrypt(file));
}
async function npmEncrypt(plain) {
    const encrypter = new npm.Encrypter();
    encrypter.addRecipient(recipient);
    return Buffer.from(await encrypter.encrypt(plain));
}

test('stock age opens what kaibiao sealed, and the other way round', { skip: missing }, () => {
    for (const size of sizes) {
        const plain = noise(size);
        assert.deepEqual(good(stock(['-d', '-i', at('key')], good(kaibiao(['-r', recipient], plain)))), plain);
        assert.deepEqual(good(kaibiao(['-d', '-i', at('key')], good(stock(['-r', recipient], plain)))), plain);
    }
});

test('the same in armor', { skip: missing }, () => {
    for (const size of sizes) {
        const plain = noise(size);
        assert.deepEqual(good(stock(['-d', '-i', at('key')], good(kaibiao(['-a', '-r', recipient], plain)))), plain);
        assert.deepEqual(good(kaibiao(['-d', '-i', at('key')], good(stock(['-a', '-r', recipient], plain)))), plain);
    }
});

test('npm age-encryption opens what kaibiao sealed, and the other way round', { skip: missing }, async () => {
    for (const size of sizes) {
        const plain = noise(size);
        assert.deepEqual(await npmDecrypt(good(kaibiao(['-r', recipient], plain))), plain);
        assert.deepEqual(good(kaibiao(['-d', '-i', at('key')], await npmEncrypt(plain))), plain);
    }
});

test('passphrases: npm age-encryption and kaibiao open each other, and a wrong one is named', { skip: missing }, async () => {
    const env = { KAIBIAO_PASSPHRASE: '开标 correct horse' };
    const decrypter = new npm.Decrypter();
    decrypter.addPassphrase(env.KAIBIAO_PASSPHRASE);
    const plain = noise(1000);
    assert.deepEqual(Buffer.from(await decrypter.decrypt(good(kaibiao(['-p'], plain, env)))), plain);
    const encrypter = new npm.Encrypter();
    encrypter.setPassphrase(env.KAIBIAO_PASSPHRASE);
    encrypter.setScryptWorkFactor(12);
    const file = await encrypter.encrypt(plain);
    assert.deepEqual(good(kaibiao(['-d'], file, env)), plain);
    refused(kaibiao(['-d'], file, { KAIBIAO_PASSPHRASE: 'wrong' }), 'age_passphrase_wrong');
});

test('files, several recipients, recipient files and -e -i', { skip: missing }, () => {
    const plain = noise(3_000_000);
    writeFileSync(at('plain'), plain);
    writeFileSync(at('recipients'), `# ours\n${recipient}\n`);
    execFileSync('age-keygen', ['-o', at('other')], { stdio: 'ignore' });
    const other = /public key: (age1\S+)/.exec(readFileSync(at('other'), 'utf8'))[1];
    for (const args of [['-r', other, '-r', recipient], ['-R', at('recipients')], ['-e', '-i', at('key')]]) {
        good(kaibiao([...args, '-o', at('sealed'), at('plain')]));
        good(stock(['-d', '-i', at('key'), '-o', at('opened'), at('sealed')]));
        assert.deepEqual(readFileSync(at('opened')), plain);
    }
    good(kaibiao(['--decrypt', '--identity', at('key'), '--output', at('opened2'), at('sealed')]));
    assert.deepEqual(readFileSync(at('opened2')), plain);
});

test('a damaged or truncated file leaves no output and says what is wrong', { skip: missing }, () => {
    const sealed = good(kaibiao(['-r', recipient], noise(4_000_000)));
    const open = (file) => kaibiao(['-d', '-i', at('key'), '-o', at('never')], file);
    const flipped = Buffer.from(sealed);
    flipped[2_000_000] ^= 1;
    refused(open(flipped), 'age_payload_damaged');
    const start = sealed.length - 16 * 62 - 4_000_000;
    refused(open(sealed.subarray(0, start + 65552 * 30)), 'age_payload_truncated');
    refused(open(sealed.subarray(0, 30)), 'age_header_malformed');
    refused(open(noise(1000)), 'age_version_unknown');
    refused(open(Buffer.concat([good(kaibiao(['-r', recipient], noise(65536))), Buffer.from('x')])), 'age_payload_trailing');
    assert.deepEqual(readdirSync(folder).filter((name) => name.startsWith('never')), []);
});

test('a key that does not fit, and a command line that makes no sense, are told apart', { skip: missing }, () => {
    execFileSync('age-keygen', ['-o', at('stranger')], { stdio: 'ignore' });
    refused(kaibiao(['-d', '-i', at('stranger')], good(kaibiao(['-r', recipient], 'x'))), 'age_no_match');
    refused(kaibiao(['-r', 'age1xyz'], 'x'), 'age_recipient_malformed');
    for (const args of [[], ['-d', '-a'], ['-d', '-r', recipient], ['-p', '-r', recipient], ['-i', at('key')], ['--nothing']])
        assert.notEqual(kaibiao(args, 'x').status, 0);
    assert.equal(kaibiao(['-d', '-e'], 'x').status, 2);
});
