// `kaibiao demo --once`: a whole tender through the public API, and what it leaves behind.

import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pdf } from './support/server.mjs';

const kaibiao = process.env.KAIBIAO_BIN ?? 'build/release/kaibiao';
const folder = mkdtempSync(join(tmpdir(), 'kaibiao-demo-'));
const out = join(folder, 'out');
let told = '';

const run = (...args) => spawnSync(kaibiao, args, { encoding: 'utf8', maxBuffer: 64 << 20 });

before(() => {
  told = execFileSync(kaibiao, ['demo', '--once', '--out', out], { encoding: 'utf8', timeout: 180_000 });
});
after(() => rmSync(folder, { recursive: true, force: true }));

test('demo: the story is told from publication to the result', () => {
  for (const step of ['published', 'sealed, submitted, receipt in hand', 'replaces its bid', 'closed', 'released', 'announced together', 'committee', 'score sheet signed', 'result recomputed'])
    assert.ok(told.includes(step), `step missing: ${step}\n${told}`);
});

test('demo: the bundle verifies against its own anchors and against the ones given', () => {
  const own = run('verify', join(out, 'bundle.json'));
  assert.equal(own.status, 0, own.stdout + own.stderr);
  assert.match(own.stdout, /仅自洽[^]*consistent with itself only: the roots and the log key came from the bundle[^]*--root root\.pem --log-key log\.vkey/);
  assert.doesNotMatch(own.stdout, /验证通过 verified/);
  const half = JSON.parse(run('verify', join(out, 'bundle.json'), '--root', join(out, 'root.pem'), '--json').stdout);
  assert.deepEqual([half.passed, half.verdict, half.taken_from_bundle], [true, 'consistent_only', ['log_key']]);
  for (const [option, file, zh, en, add] of [['--root', 'root.pem', '日志密钥', 'the log key', '--log-key log\\.vkey'], ['--log-key', 'log.vkey', '根证书', 'the roots', '--root root\\.pem']]) {
    const told = run('verify', join(out, 'bundle.json'), option, join(out, file)).stdout;
    assert.match(told, new RegExp(`还缺${zh}：[^]*for "verified" get ${en} from a source[^]*and add:\n {2}${add}\n$`));
  }
  const given = run('verify', join(out, 'bundle.json'), '--root', join(out, 'root.pem'), '--log-key', join(out, 'log.vkey'), '--json');
  assert.equal(given.status, 0, given.stdout + given.stderr);
  const report = JSON.parse(given.stdout);
  assert.deepEqual([report.verdict, report.taken_from_bundle], ['verified', []]);
  assert.match(run('verify', join(out, 'bundle.json'), '--root', join(out, 'root.pem'), '--log-key', join(out, 'log.vkey')).stdout, /\n验证通过 verified\n$/);
  assert.ok(report.checks.length >= 11);
});

test('demo: an anchor that is not the bundle\'s is told as that, and the bundle not as damaged', () => {
  const [root, logKey, another] = [join(out, 'root.pem'), join(out, 'log.vkey'), join(folder, 'another.pem')];
  const key = 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k';
  const made = spawnSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', join(folder, 'another.key'), '-out', another, '-subj', '/C=CN/O=Another/CN=Another', '-days', '30']);
  assert.equal(made.status, 0, String(made.stderr));
  for (const [given, wrong, told] of [
    [['--root', another, '--log-key', logKey], ['roots'], /您给出的根证书（--root）不是该存证包所依据的/],
    [['--root', root, '--log-key', key], ['log_key'], /您给出的日志密钥（--log-key \/ --policy）不是[^]*the log key that you gave/],
    [['--root', another, '--log-key', key], ['roots', 'log_key'], /您给出的根证书[^]*您给出的日志密钥/],
  ]) {
    const args = ['verify', join(out, 'bundle.json'), ...given];
    const done = run(...args);
    assert.equal(done.status, 1);
    assert.match(done.stdout, /验证不通过 NOT verified\n/);
    assert.match(done.stdout, told);
    assert.match(done.stdout, /存证包没有损坏[^]*the bundle is not damaged/);
    assert.doesNotMatch(done.stdout, /certificate_unknown_root/);
    const report = JSON.parse(run(...args, '--json').stdout);
    assert.deepEqual([report.passed, report.verdict, report.wrong_anchors], [false, 'refused', wrong]);
    assert.deepEqual(report.checks.filter(({ verdict }) => verdict === 'failed').map(({ name }) => name), ['anchors']);
  }
  const damaged = readFileSync(join(out, 'bundle.json'));
  damaged[damaged.length >> 1] ^= 1;
  writeFileSync(join(folder, 'damaged.json'), damaged);
  assert.doesNotMatch(run('verify', join(folder, 'damaged.json'), '--root', another, '--log-key', logKey).stdout, /没有损坏/);
});

test('demo: a receipt is no bundle and a bundle no receipt: each is told which command takes it', () => {
  const receipt = run('verify', join(out, 'receipt-1.json'), '--json');
  assert.equal(receipt.status, 1);
  assert.match(JSON.parse(receipt.stdout).error.detail, /a receipt; 请用 use: kaibiao receipt verify/);
  const bundle = run('receipt', 'verify', join(out, 'bundle.json'), '--log-key', join(out, 'log.vkey'));
  assert.equal(bundle.status, 1);
  assert.match(bundle.stderr, /file_kind_wrong.*a bundle; 请用 use: kaibiao verify/);
});

test('demo: a bundle with any one byte changed is refused', () => {
  const bytes = readFileSync(join(out, 'bundle.json'));
  const changed = join(folder, 'changed.json');
  // Every region of the file, and its ends; a full sweep of all bytes is in the C++ suite on a small bundle.
  const places = new Set([0, 1, bytes.length - 2, bytes.length - 1]);
  for (let i = 0; i < 60; i++) places.add(Math.floor((i * 7919 * 131) % bytes.length));
  for (const at of places) {
    const copy = Buffer.from(bytes);
    copy[at] ^= 1;
    writeFileSync(changed, copy);
    const verdict = run('verify', changed);
    assert.equal(verdict.status, 1, `byte ${at} changed and accepted`);
    assert.match(verdict.stdout, /这不是完整的存证包|\/note 是覆盖整个文件的签名所在[^]*the change may be anywhere/);
  }
  writeFileSync(changed, Buffer.concat([bytes, Buffer.from('\n')]));
  assert.equal(run('verify', changed).status, 1, 'a byte added and accepted');
});

test('demo: another root or another log key is not accepted', () => {
  const other = join(folder, 'other.vkey');
  const key = readFileSync(join(out, 'log.vkey'), 'utf8').trim();
  const [name, , data] = key.split('+');
  writeFileSync(other, `${name}+00000000+${data}`);
  const verdict = run('verify', join(out, 'bundle.json'), '--log-key', other);
  assert.notEqual(verdict.status, 0);
  assert.match(verdict.stderr + verdict.stdout, /verifier_key_malformed/);
});

test('demo: every receipt verifies offline, and a changed one is refused', () => {
  const receipts = readdirSync(out).filter((name) => name.startsWith('receipt-'));
  assert.equal(receipts.length, 5);
  for (const name of receipts) {
    const verdict = run('receipt', 'verify', join(out, name), '--log-key', join(out, 'log.vkey'));
    assert.equal(verdict.status, 0, verdict.stderr);
    const text = readFileSync(join(out, name));
    for (const share of [0.1, 0.3, 0.5, 0.7, 0.9]) {
      const copy = Buffer.from(text);
      copy[Math.floor(copy.length * share)] ^= 1;
      writeFileSync(join(folder, 'receipt.json'), copy);
      assert.equal(run('receipt', 'verify', join(folder, 'receipt.json'), '--log-key', join(out, 'log.vkey')).status, 1);
    }
  }
});

test('demo: without a log key a receipt is not called genuine', () => {
  const [name] = readdirSync(out).filter((file) => file.startsWith('receipt-'));
  const verdict = run('receipt', 'verify', join(out, name));
  assert.notEqual(verdict.status, 0);
  assert.match(verdict.stderr, /trust_anchor_missing/);
});

// The manifests of a bundle: what each bidder signed about the parts of its bid.
function manifestsOf(file) {
  const events = JSON.parse(readFileSync(file, 'utf8')).body.streams.flatMap((stream) => stream.events.map(({ event }) => event));
  return events.filter((event) => JSON.parse(event.header).type === 'bid.submitted')
    .map((event) => JSON.parse(Buffer.from(JSON.parse(Buffer.from(event.payload, 'base64')).jws.payload, 'base64url')));
}

test('demo: with --files the PDFs of a folder are the volumes of every bid', { timeout: 120_000 }, () => {
  const pdfs = join(folder, 'pdfs');
  const files = { 'a.pdf': pdf(1), 'b.pdf': pdf(200_001) };
  mkdirSync(pdfs);
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(pdfs, name), bytes);
  writeFileSync(join(pdfs, 'note.txt'), 'no volume');
  const done = run('demo', '--once', '--files', pdfs, '--out', join(folder, 'with-files'));
  assert.equal(done.status, 0, done.stdout + done.stderr);
  const manifests = manifestsOf(join(folder, 'with-files/bundle.json'));
  assert.equal(manifests.length, 6, 'five bids and one that replaces another');
  // An age file: header, 16 bytes of nonce, 16 more for each piece of 64 KiB. Headers of one kind are equally long.
  const body = ({ length }) => 16 + length + 16 * Math.ceil(length / 65536);
  for (const { parts } of manifests) {
    assert.equal(parts.length, 3);
    const headers = Object.values(files).map((bytes, i) => parts[i + 1].length - body(bytes));
    assert.equal(headers[0], headers[1]);
    assert.ok(headers[0] > 200 && headers[0] < 400, `a header of ${headers[0]} bytes`);
  }
  assert.equal(run('verify', join(folder, 'with-files/bundle.json')).status, 0);
});

test('demo: a folder without PDFs or with an empty one, one that is not there, and --files without --once are refused before anything is published', () => {
  mkdirSync(join(folder, 'no-pdfs'));
  writeFileSync(join(folder, 'no-pdfs/note.txt'), 'no volume');
  const empty = run('demo', '--once', '--files', join(folder, 'no-pdfs'));
  assert.equal(empty.status, 3);
  assert.match(empty.stderr, /file_unreadable: 无法读取文件。 \(at \S*no-pdfs; 其中没有 PDF 文件 there are no PDF files in it\)\n +The file cannot be read\./);
  assert.equal(empty.stdout, '', 'the play had begun');
  writeFileSync(join(folder, 'no-pdfs/empty.pdf'), '');
  const nothing = run('demo', '--once', '--files', join(folder, 'no-pdfs'));
  assert.match(nothing.stderr, /volume_empty.*empty\.pdf/);
  assert.equal(nothing.stdout, '', 'the play had begun');
  const missing = run('demo', '--once', '--json', '--files', join(folder, 'nowhere'));
  assert.equal(missing.status, 3);
  const { error } = JSON.parse(missing.stdout);
  assert.deepEqual([error.name, error.en, error.detail], ['file_unreadable', 'The file cannot be read.', '没有该文件或目录 No such file or directory']);
  const centre = run('demo', '--files', join(folder, 'no-pdfs'));
  assert.equal(centre.status, 2);
  assert.match(centre.stderr, /usage: .* \(at --files; 只能与 --once 同用 only with --once\)/);
});

// Starts the demo centre and gives what it says before it waits for visitors.
async function startCentre() {
  const child = spawn(kaibiao, ['demo', '--listen', '127.0.0.1:0', '--data', join(folder, 'centre')], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  await new Promise((ready, failed) => {
    child.stdout.on('data', (bytes) => {
      said += bytes;
      if (said.includes('Ctrl-C ends it.')) ready();
    });
    child.once('exit', (code) => failed(new Error(`the centre ended: ${code}\n${said}`)));
    setTimeout(() => failed(new Error(`it says no more than:\n${said}`)), 30_000).unref();
  });
  const ended = new Promise((done) => child.once('exit', done));
  return { said, stop: () => { child.kill('SIGTERM'); return ended; } };
}

test('demo: a started centre says where it is, in which roles one enters and who the bots are', { timeout: 90_000 }, async (t) => {
  const centre = await startCentre();
  t.after(() => centre.stop());
  const url = /^ {2}开标 Kaibiao {2}— {2}(http:\/\/127\.0\.0\.1:\d+)$/m.exec(centre.said)?.[1];
  assert.ok(url, centre.said);
  assert.equal((await (await fetch(`${url}/api/centre`)).json()).trial, true);
  assert.match(centre.said, /“试一试”.*招标人、投标人、专家、监督、公众/);
  assert.match(centre.said, /"Try it": enter as tenderer, bidder, expert, supervisor or public\./);
  assert.ok(centre.said.includes(`用自己的密钥登录: ${url}/login\n`), centre.said);
  const bots = (role) => [...centre.said.matchAll(new RegExp(`^ {4}\\S+ +${role} +([-0-9A-Z]{11,18}) {2}(\\S.*)$`, 'gm'))].map(([, id, name]) => ({ id, name }));
  assert.deepEqual(['bidder', 'expert', 'officer'].map((role) => bots(role).length), [5, 5, 3]);
  // Those who are named are those who act: the first tender is theirs.
  let lot;
  for (let i = 0; i < 200 && !lot; i++) {
    [lot] = (await (await fetch(`${url}/api/lots`)).json()).lots;
    await new Promise((done) => setTimeout(done, 100));
  }
  const { notice } = await (await fetch(`${url}/api/lots/${lot.lot}`)).json();
  assert.deepEqual(bots('tenderer'), [notice.tenderer]);
  assert.deepEqual(bots('supervisor'), [notice.supervisor]);
  assert.equal(await centre.stop(), 0);
});

test('demo: with two envelopes the officers open the technical ones, then the prices of the best three', { timeout: 180_000 }, () => {
  const two = join(folder, 'two');
  const story = execFileSync(kaibiao, ['demo', '--once', '--two-envelopes', '--out', two], { encoding: 'utf8', timeout: 170_000 });
  for (const step of ['the technical envelopes are open, without any price', 'who passed was recomputed and signed', 'the opening of the prices started', 'all prices announced together'])
    assert.ok(story.includes(step), `step missing: ${step}\n${story}`);
  // Three, and whoever is equal to the third: the bots' marks are random.
  const count = (pattern) => story.match(pattern)?.length ?? 0;
  const passed = count(/入围 passed/g);
  assert.ok(passed >= 3 && passed <= 5, story);
  assert.equal(count(/保持密封  stays sealed/g), 5 - passed);
  const verified = run('verify', join(two, 'bundle.json'), '--root', join(two, 'root.pem'), '--log-key', join(two, 'log.vkey'), '--json');
  assert.equal(verified.status, 0, verified.stdout + verified.stderr);
  const { bids, candidates } = JSON.parse(verified.stdout);
  assert.deepEqual(bids.map(({ state }) => state).sort(), bids.map((_, i) => (i < passed ? 'opened' : 'unopened')));
  assert.ok(bids.length === 5 && candidates.length >= 3);
  for (const { state, sheet } of bids) assert.equal(sheet.price !== null, state === 'opened');
});
