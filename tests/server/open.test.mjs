// `kaibiao open` and volumes whose names were chosen to write elsewhere: what is sealed stays the bidder's bytes, where it
// is written is the reader's choice alone.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { after, before, test } from 'node:test';
import { bundled, root } from '../wasm/core.mjs';
import { Person, canonical } from './support/person.mjs';
import { Server, kaibiao, newFolder, removeFolder, run } from './support/server.mjs';
import { Tender, Tool } from './support/tender.mjs';

const folder = newFolder('open');
const at = (...names) => join(folder, ...names);
const web = process.env.KAIBIAO_WEB ?? join(root, 'build/web');
const core = [join(root, 'build/wasm/simd'), join(web, 'core/simd')].find((one) => existsSync(join(one, 'kaibiao_core.wasm')));
const offer = { price: '7123456.00', duration_days: 120, quality: '合格', manager: '李工', manager_certificate: '浙1330', security: '电子保函' };
let server, tool, tender, bidder;

const must = (...args) => {
  const done = run(args, { env: { KAIBIAO_PASSPHRASE: 'a long passphrase' } });
  assert.equal(done.status, 0, `${args.join(' ')}\n${done.stdout}${done.stderr}`);
  return done.stdout;
};
// The smallest file that passes for a PDF, with something to know it by.
const small = (mark) => `%PDF-1.4\n% ${mark}\n%%EOF\n`;
// Every path under a folder, with what it holds.
const treeOf = (top) => readdirSync(top, { withFileTypes: true }).flatMap((entry) => {
  const path = join(top, entry.name);
  return entry.isDirectory() ? treeOf(path) : [`${path} ${statSync(path).size}`];
}).sort();

before(async () => {
  server = await Server.start();
  tool = new Tool();
  tender = await Tender.publish(server.url, tool, 600);
  bidder = await Person.enter(server.url, 'bidder');
  writeFileSync(at('key.pem'), bidder.keyPem);
  writeFileSync(at('certificate.pem'), bidder.certificatePem);
  writeFileSync(at('root.pem'), (await bidder.get('/api/ca')).root_pem);
  writeFileSync(at('sheet.json'), JSON.stringify(offer));
  must('submit', '--server', server.url, '--fetch-tender', tender.lot, '-o', at('tender.json'));
}, { timeout: 60_000 });
after(async () => {
  tool.end();
  tender.end();
  await server.stop();
  removeFolder(folder);
});

// Opens into a folder deep inside an empty one and gives what was written there; nothing else in the world may change.
function openedNames(name, ...secret) {
  const deep = at(name, 'a/b');
  mkdirSync(deep, { recursive: true });
  const outside = treeOf(folder);
  must('open', at(`${name}.kbp`), ...secret, '-o', join(deep, 'out'));
  const out = join(deep, 'out');
  const written = treeOf(folder).filter((line) => !outside.includes(line));
  for (const line of written) assert.ok(line.startsWith(`${out}/`), `written outside: ${line}`);
  assert.ok(readdirSync(out, { withFileTypes: true }).every((entry) => entry.isFile()), 'a folder was made');
  return readdirSync(out).filter((one) => one !== 'sheet.json').sort((a, b) => parseInt(a) - parseInt(b));
}

test('open: files of hidden, twisted and equal names come out under plain names of the folder given', () => {
  const hostile = ['.bashrc', 'a\\..\\b.pdf', 'bell\u0007 and\nline.pdf', '-rf', 'sheet.json', '..pdf', 'one/same.pdf', 'two/same.pdf'];
  for (const name of ['one', 'two']) mkdirSync(at('volumes', name), { recursive: true });
  hostile.forEach((name, i) => writeFileSync(at('volumes', name), small(`content ${i}`)));
  must('seal', '--tender', at('tender.json'), '-k', at('key.pem'), '-c', at('certificate.pem'), '--root', at('root.pem'), '--sheet', at('sheet.json'),
    ...hostile.flatMap((name) => ['--volume', at('volumes', name)]), '-o', at('files.kbp'));
  assert.deepEqual(openedNames('files', '--secrets', at('files.kbp.secrets.age')),
    ['1-_.bashrc', '2-a_.._b.pdf', '3-bell_ and_line.pdf', '4--rf', '5-sheet.json', '6-_..pdf', '7-same.pdf', '8-same.pdf']);
  const out = at('files/a/b/out');
  readdirSync(out).filter((name) => name !== 'sheet.json').forEach((name) => assert.equal(readFileSync(join(out, name), 'utf8'), small(`content ${parseInt(name) - 1}`)));
  assert.equal(JSON.parse(readFileSync(join(out, 'sheet.json'), 'utf8')).price, offer.price, 'a volume took the place of the sheet');
});

test('open: a file with the longest name that can be sealed comes out too, under a shorter one', () => {
  const names = [`${'长'.repeat(83)}ab.pdf`, 'x'.repeat(255)];
  names.forEach((name) => writeFileSync(at(name), small(name)));
  must('seal', '--tender', at('tender.json'), '-k', at('key.pem'), '-c', at('certificate.pem'), '--root', at('root.pem'), '--sheet', at('sheet.json'),
    ...names.flatMap((name) => ['--volume', at(name)]), '-o', at('long.kbp'));
  assert.deepEqual(openedNames('long', '--secrets', at('long.kbp.secrets.age')), [`1-${'长'.repeat(78)}.pdf`, `2-${'x'.repeat(240)}`]);
  assert.equal(readFileSync(at('long/a/b/out', `2-${'x'.repeat(240)}`), 'utf8'), small(names[1]));
});

// What a person at a terminal sees, movements of the cursor and all.
const atTerminal = (...args) => spawnSync('python3', [join(root, 'tests/support/terminal.py'), 'a long passphrase', kaibiao, ...args], { encoding: 'utf8', maxBuffer: 16 << 20 });

test('open: sealing and opening a large volume show how far they are, at a terminal and nowhere else', { timeout: 120_000 }, () => {
  const size = 200 << 20;
  writeFileSync(at('large.bin'), '');
  truncateSync(at('large.bin'), size);
  const seal = (out) => ['seal', '--tender', at('tender.json'), '-k', at('key.pem'), '-c', at('certificate.pem'), '--root', at('root.pem'),
    '--sheet', at('sheet.json'), '--volume', at('large.bin'), '-o', at(out)];
  const sealed = atTerminal(...seal('large.kbp'));
  assert.equal(sealed.status, 0, sealed.stdout + sealed.stderr);
  const bytes = (number, unit) => Number(number) * (unit === 'MiB' ? 1 : unit === 'KiB' ? 1 / 1024 : 1024);
  const steps = [...sealed.stdout.matchAll(/\r\x1b\[Ksealing and re-opening {2}([\d.]+) (KiB|MiB|GiB) {2}[\d.]+ [KMG]iB\/s/g)].map(([, ...amount]) => bytes(...amount));
  assert.ok(steps.length >= 3, `shown ${steps.length} times:\n${sealed.stdout}`);
  for (let i = 1; i < steps.length; i++) assert.ok(steps[i] > steps[i - 1], steps.join());
  assert.ok(steps.at(-1) <= 2 * size / (1 << 20), `${steps.at(-1)} MiB`);
  assert.doesNotMatch(sealed.stdout, /iB\/s[^\r]/, 'something was said on the line of progress');

  const opened = atTerminal('open', at('large.kbp'), '--secrets', at('large.kbp.secrets.age'), '-o', at('large-out'));
  assert.equal(opened.status, 0, opened.stdout + opened.stderr);
  const shares = [...opened.stdout.matchAll(/1-large\.bin {2}[\d.]+ [KM]iB \/ 200\.\d MiB {2}(\d+) % {2}[\d.]+ [KMG]iB\/s/g)].map(([, share]) => Number(share));
  assert.ok(shares.length >= 1 && shares.every((share, i) => share <= 100 && share >= (shares[i - 1] ?? 0)), `${shares}\n${opened.stdout}`);

  const piped = run(seal('piped.kbp'), { env: { KAIBIAO_PASSPHRASE: 'a long passphrase' } });
  assert.equal(piped.status, 0, piped.stderr);
  assert.equal(piped.stderr, '');
  assert.ok(!piped.stdout.includes('\r') && !piped.stdout.includes('\x1b'), piped.stdout);
  for (const name of ['large.bin', 'large.kbp', 'piped.kbp']) rmSync(at(name));
  rmSync(at('large-out'), { recursive: true });
});

// A package of volumes with these names, made by the core that browsers load: no file system names them.
async function sealNamed(names, file) {
  const { CoreInstance } = await bundled('core/instance.ts');
  const { PieceHasher } = await bundled('seal/pieces.ts');
  const { default: create } = await import(pathToFileURL(join(core, 'kaibiao_core.js')));
  const instance = new CoreInstance(await create({ wasmBinary: readFileSync(join(core, 'kaibiao_core.wasm')) }));
  const call = (...args) => instance.call(...args);
  const random = (size) => new Uint8Array(randomBytes(size));
  const envelope = await bidder.envelope('submit', tender.lot, await tender.view());
  const lock = { centre: envelope.centre, origin: envelope.origin, lot: tender.lot, envelope: 1, bidder: bidder.id, policy: 'bidder', panel: null };
  const [pack, , context] = call('package_begin', lock, random(256));
  const volumes = [];
  for (const [i, name] of names.entries()) {
    const plain = new Uint8Array(Buffer.from(`content ${i}`)), entropy = random(80);
    const [volume, part] = call('volume_begin', pack, 'title', name, BigInt(plain.length), 3, entropy);
    const sealed = new Uint8Array(Buffer.concat([call('volume_update', volume, plain), call('volume_finish', volume)]));
    const hasher = new PieceHasher();
    await hasher.update(sealed);
    const commitment = call('commitment_begin', context, part, entropy.slice(48));
    call('commitment_update', commitment, plain);
    call('volume_end', pack, volume, await hasher.finish(), call('commitment_finish', commitment));
    volumes.push(sealed);
  }
  const sheet = call('sheet_seal', pack, {
    bidder: { id: bidder.id, name: bidder.name }, duration_days: 360, manager: { certificate: '浙1330', name: '李工' },
    price: '7123456.00', price_capital: '柒佰壹拾贰万叁仟肆佰伍拾陆元整', quality: '合格', security: '', values: {},
  }, random(80));
  const jws = Buffer.from(bidder.sign(canonical({ ...envelope, ...call('package_manifest', pack, 1, '') }), 'submit'));
  const length = Buffer.alloc(8);
  length.writeBigUInt64BE(BigInt(jws.length));
  writeFileSync(file, Buffer.concat([...volumes, sheet, jws, length, Buffer.from('kaibiao/package1')]));
  return Buffer.from(call('package_secrets', pack)[1]).toString();
}

test('open: names that no file can have lead nowhere either', { skip: !core && 'no WebAssembly build: scripts/build wasm makes one' }, async () => {
  const far = join(tmpdir(), `kaibiao-open-${randomBytes(8).toString('hex')}`);
  const names = ['../x', `../../../../../../../../../..${far}`, far, 'a/../../x', '..', '.', '../', 'down/below.pdf', '..\\..\\x', 'tab\there', `${'长'.repeat(40)}.pdf`];
  const code = await sealNamed(names, at('named.kbp'));
  assert.deepEqual(openedNames('named', '--recovery-code', code),
    ['1-x', `2-${basename(far)}`, `3-${basename(far)}`, '4-x', '5-_..', '6-_.', '7-_', '8-below.pdf', '9-_..\\..\\x'.replaceAll('\\', '_'), '10-tab_here', `11-${'长'.repeat(40)}.pdf`]);
  for (const name of [far, at('x'), at('named/x'), at('named/a/x')]) assert.ok(!existsSync(name), name);
  assert.equal(readFileSync(at('named/a/b/out/1-x'), 'utf8'), 'content 0');
});
