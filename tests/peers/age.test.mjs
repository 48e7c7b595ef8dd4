// `kaibiao age` against stock age and npm age-encryption, each reading what the other wrote.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import * as npm from 'age-encryption';
import { peakOf } from '../support/peak.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const ours = process.env.KAIBIAO_BIN ?? ['release', 'dev'].map((name) => path.join(root, 'build', name, 'kaibiao')).find(existsSync);
const missing = !ours && 'skipped: kaibiao is not built';
const noStock = missing || (spawnSync('age', ['--version']).error ? 'skipped: age is not installed' : false);

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

/** A key file of kaibiao's, which is one of age's too; `program` makes it. Gives the public key. */
function newKey(name, program = [ours, 'keygen', '--age']) {
    execFileSync(program[0], [...program.slice(1), '-o', at(name)], { stdio: 'ignore' });
    return /public key: (age1\S+)/.exec(readFileSync(at(name), 'utf8'))[1];
}
const recipient = missing ? '' : newKey('key');
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
/** Stock age asks for a passphrase at a terminal only. */
const stockAsked = (passphrase, args) => spawnSync('python3', [path.join(root, 'tests/support/terminal.py'), passphrase, 'age', ...args], { encoding: 'utf8' });

test('stock age opens what kaibiao sealed, and the other way round', { skip: noStock }, () => {
    for (const size of sizes) {
        const plain = noise(size);
        assert.deepEqual(good(stock(['-d', '-i', at('key')], good(kaibiao(['-r', recipient], plain)))), plain);
        assert.deepEqual(good(kaibiao(['-d', '-i', at('key')], good(stock(['-r', recipient], plain)))), plain);
    }
});

test('the same in armor', { skip: noStock }, () => {
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

test('npm age-encryption reads the armor that kaibiao wrote, and the other way round', { skip: missing }, async () => {
    for (const size of sizes) {
        const plain = noise(size);
        const armored = good(kaibiao(['-a', '-r', recipient], plain)).toString();
        const lines = armored.split('\n');
        assert.deepEqual([lines.shift(), lines.pop(), lines.pop()], ['-----BEGIN AGE ENCRYPTED FILE-----', '', '-----END AGE ENCRYPTED FILE-----']);
        assert.ok(lines.every((line, i) => line.length === 64 || (i === lines.length - 1 && line.length > 0 && line.length < 64)));
        assert.deepEqual(await npmDecrypt(npm.armor.decode(armored)), plain);
        assert.equal(npm.armor.encode(npm.armor.decode(armored)).trim(), armored.trim());
        assert.deepEqual(good(kaibiao(['-d', '-i', at('key')], npm.armor.encode(await npmEncrypt(plain)))), plain);
    }
    const armored = npm.armor.encode(await npmEncrypt(noise(1000)));
    for (const wrong of [armored.replace('BEGIN AGE', 'BEGIN A AGE'), armored.replace(/\n-----END.*\n?/, '\n'), armored.replace(/\n./, '\n*')])
        refused(kaibiao(['-d', '-i', at('key'), '-o', at('never')], wrong), 'age_armor_malformed: .*\\n +The armored age file is malformed\\.');
    assert.ok(!existsSync(at('never')));
});

test('passphrases: stock age and kaibiao open each other, and a wrong one is named by both', { skip: noStock }, () => {
    const passphrase = 'correct horse 7 battery', env = { KAIBIAO_PASSPHRASE: passphrase }, plain = noise(70_000);
    writeFileSync(at('secret'), plain);
    const stockDone = (args, word = passphrase) => {
        const done = stockAsked(word, args);
        assert.equal(done.status, 0, done.stdout + done.stderr);
    };
    for (const form of [[], ['-a']]) {
        stockDone(['-p', ...form, '-o', at('by-stock'), at('secret')]);
        assert.deepEqual(good(kaibiao(['-d', at('by-stock')], '', env)), plain);
        good(kaibiao(['-p', ...form, '-o', at('by-us'), at('secret')], '', env));
        stockDone(['-d', '-o', at('back'), at('by-us')]);
        assert.deepEqual(readFileSync(at('back')), plain);
        for (const name of ['by-stock', 'by-us', 'back']) rmSync(at(name));
    }
    stockDone(['-p', '-o', at('by-stock'), at('secret')]);
    refused(kaibiao(['-d', '-o', at('never'), at('by-stock')], '', { KAIBIAO_PASSPHRASE: 'wrong' }), 'age_passphrase_wrong: .*\\n +The passphrase is wrong\\.');
    good(kaibiao(['-p', '-o', at('by-us'), at('secret')], '', env));
    const wrong = stockAsked('wrong', ['-d', '-o', at('never'), at('by-us')]);
    assert.equal(wrong.status, 1, wrong.stdout);
    assert.match(wrong.stdout, /incorrect passphrase/);
    assert.ok(!existsSync(at('never')));
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

test('files, several recipients, recipient files and -e -i', { skip: noStock }, () => {
    const plain = noise(3_000_000);
    writeFileSync(at('plain'), plain);
    writeFileSync(at('recipients'), `# ours\n${recipient}\n`);
    const other = newKey('other', ['age-keygen']);
    for (const args of [['-r', other, '-r', recipient], ['-R', at('recipients')], ['-e', '-i', at('key')]]) {
        good(kaibiao([...args, '-o', at('sealed'), at('plain')]));
        good(stock(['-d', '-i', at('key'), '-o', at('opened'), at('sealed')]));
        assert.deepEqual(readFileSync(at('opened')), plain);
    }
    assert.deepEqual(good(kaibiao(['-d', '-i', at('other')], good(stock(['-r', other], plain)))), plain);
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

test('an identity beside a passphrase, and an identity file that no passphrase opens, are told what to do', { skip: missing }, () => {
    const env = { KAIBIAO_PASSPHRASE: 'correct horse 7 battery' };
    good(kaibiao(['-p', '-o', at('worded')], 'plain', env));
    refused(kaibiao(['-d', '-i', at('key'), at('worded')], '', env), 'age_no_match.*worded; 该文件以口令加密，请去掉 -i; this file was encrypted with a passphrase: leave out -i');
    good(kaibiao(['-p', '-o', at('key.worded'), at('key')], '', env));
    good(kaibiao(['-r', recipient, '-o', at('sealed')], 'plain'));
    assert.equal(good(kaibiao(['-d', '-i', at('key.worded'), at('sealed')], '', env)).toString(), 'plain');
    refused(kaibiao(['-d', '-i', at('key.worded'), at('sealed')], '', { KAIBIAO_PASSPHRASE: 'wrong' }), 'age_passphrase_wrong.*key\\.worded');
    good(kaibiao(['-r', recipient, '-o', at('key.keyed'), at('key')]));
    refused(kaibiao(['-d', '-i', at('key.keyed'), at('sealed')], '', env), 'age_no_match.*key\\.keyed; .*只支持以口令加密的私钥文件');
});

test('a key that does not fit, and a command line that makes no sense, are told apart', { skip: missing }, () => {
    newKey('stranger');
    refused(kaibiao(['-d', '-i', at('stranger')], good(kaibiao(['-r', recipient], 'x'))), 'age_no_match');
    refused(kaibiao(['-r', 'age1xyz'], 'x'), 'age_recipient_malformed');
    for (const args of [[], ['-d', '-a'], ['-d', '-r', recipient], ['-p', '-r', recipient], ['-i', at('key')], ['--nothing']])
        assert.notEqual(kaibiao(args, 'x').status, 0);
    assert.equal(kaibiao(['-d', '-e'], 'x').status, 2);
});

test('memory stays small however large the file', { skip: missing }, async () => {
    const size = Number(process.env.KAIBIAO_LARGE_MIB ?? 300) * 2 ** 20;
    writeFileSync(at('large'), '');
    truncateSync(at('large'), size);
    for (const args of [['-r', recipient, '-o', at('large.age'), at('large')], ['-d', '-i', at('key'), '-o', at('large.plain'), at('large.age')]]) {
        const { status, told, peak } = await peakOf(ours, ['age', ...args]);
        assert.equal(status, 0, told);
        assert.ok(peak > 4 && peak <= 64, `${args[0]} held ${peak} MiB`);
    }
    assert.equal(statSync(at('large.plain')).size, size);
    for (const name of ['large', 'large.age', 'large.plain']) rmSync(at(name));
});
