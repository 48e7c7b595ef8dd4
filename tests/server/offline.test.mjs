// The offline tool: keygen, csr, fetch a tender, seal, open again, submit, receipt, against a running demo centre.

import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync, existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { peakOf as peakOfProgram } from '../support/peak.mjs';
import { Authority } from './support/authority.mjs';
import { noteKey } from './support/log.mjs';
import { Client } from './support/person.mjs';
import { relay, runBeside } from './support/relay.mjs';
import { pdf } from './support/server.mjs';

const kaibiao = process.env.KAIBIAO_BIN ?? 'build/release/kaibiao';
const folder = mkdtempSync(join(tmpdir(), 'kaibiao-offline-'));
const at = (name) => join(folder, name);
let url, server, lot;

const run = (...args) => spawnSync(kaibiao, args, { encoding: 'utf8', env: { ...process.env, KAIBIAO_PASSPHRASE: 'a long passphrase' } });
const must = (...args) => {
  const done = run(...args);
  assert.equal(done.status, 0, `${args.join(' ')}\n${done.stdout}${done.stderr}`);
  return done.stdout;
};
const peakOf = (...args) => peakOfProgram(kaibiao, args, { KAIBIAO_PASSPHRASE: 'a long passphrase' });
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await new Promise((done) => probe.once('listening', done));
  const { port } = probe.address();
  await new Promise((done) => probe.close(done));
  return port;
}

// A lot of a visitor's own: three minutes for a bidder's bids, less than half a minute for one who watches.
async function newLot(role) {
  for (let i = 0; i < 300; i++) {
    try {
      const visitor = new Client(url);
      await visitor.begin();
      return (await visitor.post('/api/trial/tenders', { role })).lot;
    } catch (error) {
      if (i === 299) throw error;
    }
    await pause(200);
  }
}

before(async () => {
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  server = spawn(kaibiao, ['demo', '--lock', 'bidder', '--listen', `127.0.0.1:${port}`, '--data', at('data')], { stdio: 'ignore' });
  lot = await newLot('bidder');
}, { timeout: 90_000 });
after(async () => {
  const ended = new Promise((done) => server.once('exit', done));
  server.kill('SIGTERM');
  await ended;
  rmSync(folder, { recursive: true, force: true });
});

test('offline: from a key to a receipt with the command line alone', async () => {
  must('keygen', '-o', at('key.pem'));
  assert.equal(run('keygen', '-o', at('key.pem')).status, 3, 'a key file is never overwritten');
  must('csr', '-k', at('key.pem'), '-o', at('request.pem'), '--id', '91330900OFFLINE001', '--name', '离线建设有限公司', '--organisation', '离线建设有限公司');
  const session = await fetch(`${url}/api/session`);
  const cookie = session.headers.get('set-cookie').split(';')[0];
  const { csrf } = await session.json();
  const answer = await fetch(`${url}/api/ca/request`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Cookie: cookie, 'X-CSRF-Token': csrf },
    body: JSON.stringify({ csr: readFileSync(at('request.pem'), 'utf8') }),
  });
  assert.equal(answer.status, 200, await answer.clone().text());
  const issued = await answer.json();
  writeFileSync(at('certificate.pem'), issued.certificate);
  writeFileSync(at('root.pem'), (await (await fetch(`${url}/api/ca`)).json()).root_pem);
  must('submit', '--server', url, '--fetch-tender', lot, '-o', at('tender.json'));

  writeFileSync(at('sheet.json'), JSON.stringify({ price: '7123456.00', duration_days: 120, quality: '合格', manager: '李工', manager_certificate: '浙1330', security: '电子保函' }));
  writeFileSync(at('plan.pdf'), pdf(3_000_000));
  const seal = ['seal', '--tender', at('tender.json'), '-k', at('key.pem'), '-c', at('certificate.pem'), '--sheet', at('sheet.json'), '--volume', at('plan.pdf'), '-o', at('bid.kbp')];
  const untrusted = run(...seal);
  assert.equal(untrusted.status, 1);
  assert.match(untrusted.stderr, /trust_anchor_missing/);
  const told = must(...seal, '--root', at('root.pem'), '--recovery-code');
  assert.match(told, /7,123,456\.00/);
  assert.match(told, /柒佰壹拾贰万叁仟肆佰伍拾陆元整/);

  must('open', at('bid.kbp'), '--secrets', at('bid.kbp.secrets.age'), '-o', at('opened'));
  assert.deepEqual(readFileSync(at('opened/1-plan.pdf')), readFileSync(at('plan.pdf')));
  const code = /KB1\S*/.exec(told)[0];
  must('open', at('bid.kbp'), '--recovery-code', code, '-o', at('opened2'));
  // Neither the list of processes nor the history of commands need to see it.
  const unseen = (answer, env, out) => spawnSync('python3', ['tests/support/terminal.py', answer, kaibiao, 'open', at('bid.kbp'), '--recovery-code', '-', '-o', at(out)], { encoding: 'utf8', env: { ...process.env, ...env } });
  const typed = unseen(code.toLowerCase(), {}, 'opened-typed');
  assert.equal(typed.status, 0, typed.stdout);
  assert.match(typed.stdout, /恢复码 Recovery code: \r\n/, 'what is typed is shown');
  const inherited = unseen('nothing', { KAIBIAO_RECOVERY_CODE: code }, 'opened-inherited');
  assert.equal(inherited.status, 0, inherited.stdout);
  assert.ok(!inherited.stdout.includes('Recovery code'), inherited.stdout);
  for (const out of ['opened-typed', 'opened-inherited']) assert.deepEqual(readFileSync(at(`${out}/1-plan.pdf`)), readFileSync(at('plan.pdf')));
  assert.match(unseen('KB1', {}, 'opened3').stdout, /recovery_code_wrong/);
  const nobody = spawnSync('setsid', ['-w', kaibiao, 'open', at('bid.kbp'), '--recovery-code', '-', '-o', at('opened3')], { encoding: 'utf8' });
  assert.equal(nobody.status, 2, nobody.stdout);
  assert.match(nobody.stderr, /--recovery-code; 没有终端可供输入，请设置 KAIBIAO_RECOVERY_CODE; no terminal to ask at/);
  const mistyped = run('open', at('bid.kbp'), '--recovery-code', code.replace(/.$/, (c) => (c === 'q' || c === 'Q' ? 'P' : 'Q')), '-o', at('opened3'));
  assert.match(mistyped.stderr, /recovery_code_wrong/);
  const another = must(...seal.map((arg) => (arg === at('bid.kbp') ? at('another.kbp') : arg)), '--root', at('root.pem'), '--recovery-code');
  const othersCode = run('open', at('bid.kbp'), '--recovery-code', /KB1\S*/.exec(another)[0], '-o', at('opened3'));
  assert.equal(othersCode.status, 1);
  assert.match(othersCode.stderr, /lock_secret_mismatch: .*\(at --recovery-code; 这个恢复码属于另一份投标 this recovery code is of another bid\)/);
  assert.ok(!existsSync(at('opened3')));

  must('submit', at('bid.kbp'), '--server', url, '-k', at('key.pem'), '-c', at('certificate.pem'));
  assert.ok(existsSync(at('bid.kbp.receipt.json')));
  const { log_key: logKey } = await (await fetch(`${url}/api/centre`)).json();
  assert.match(must('receipt', 'verify', at('bid.kbp.receipt.json'), '--log-key', logKey), /genuine/);
  // The same command again is answered with the same receipt.
  const first = readFileSync(at('bid.kbp.receipt.json'), 'utf8');
  must('submit', at('bid.kbp'), '--server', url, '-k', at('key.pem'), '-c', at('certificate.pem'));
  assert.equal(readFileSync(at('bid.kbp.receipt.json'), 'utf8'), first);
});

// Options that are given here take the place of the usual ones.
const sealing = (...more) => {
  const usual = [['--sheet', at('sheet.json')], ['-o', at('refused.kbp')]].filter(([option]) => !more.includes(option)).flat();
  return run('seal', '--tender', at('tender.json'), '-k', at('key.pem'), '-c', at('certificate.pem'), '--root', at('root.pem'), ...usual, ...more);
};

test('offline: files that the sealing desk refuses are refused here with the same errors', () => {
  writeFileSync(at('empty.pdf'), '');
  writeFileSync(at('words.PDF'), 'no PDF at all');
  writeFileSync(at('cut.pdf'), pdf(5000).subarray(0, 4000));
  for (const [files, name] of [[[], 'volume_missing'], [['empty.pdf'], 'volume_empty'], [['plan.pdf', 'words.PDF'], 'volume_pdf_broken'], [['cut.pdf'], 'volume_pdf_broken']]) {
    const refused = sealing(...files.flatMap((file) => ['--volume', at(file)]));
    assert.equal(refused.status, 1, refused.stdout);
    assert.match(refused.stderr, new RegExp(`${name}.*${files.at(-1) ?? '--volume'}`));
    assert.ok(!existsSync(at('refused.kbp')) && !existsSync(at('refused.kbp.part')));
  }
});

test('offline: what is no PDF by name is sealed after a warning', () => {
  writeFileSync(at('model.ifc'), 'a model');
  const sealed = sealing('--volume', at('model.ifc'));
  assert.equal(sealed.status, 0, sealed.stderr);
  assert.match(sealed.stdout, /model\.ifc: 不是 PDF/);
});

test('offline: a file of the wrong kind is named, with the command that takes it', () => {
  const wrong = (what, use, ...args) => {
    const refused = run(...args);
    assert.equal(refused.status, 1, refused.stdout);
    assert.match(refused.stderr, new RegExp(`file_kind_wrong.*${what}.*use: ${use}`), refused.stderr);
  };
  const key = ['-k', at('key.pem'), '-c', at('certificate.pem')];
  wrong('PDF', 'kaibiao seal --volume', 'submit', at('plan.pdf'), ...key);
  wrong('a receipt', 'kaibiao receipt verify', 'submit', at('bid.kbp.receipt.json'), ...key);
  wrong('a sealed package', 'kaibiao submit', 'verify', at('bid.kbp'));
  wrong('a sealed package', 'kaibiao submit', 'receipt', 'verify', at('bid.kbp'), '--log-key', 'x');
  wrong('a tender file', 'kaibiao seal --tender', 'open', at('tender.json'), '--secrets', 'x', '-o', at('x'));
  wrong('a receipt', 'kaibiao receipt verify', 'seal', '--tender', at('bid.kbp.receipt.json'), ...key, '--sheet', at('sheet.json'), '-o', at('x.kbp'));
});

test('offline: what is wrong with a key, a certificate or a root is told with the file\'s name', () => {
  writeFileSync(at('none.pem'), 'nothing');
  writeFileSync(at('bad.pem'), '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n');
  const made = spawnSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', at('another.key'), '-out', at('another.pem'), '-subj', '/C=CN/O=Another/CN=Another', '-days', '30']);
  assert.equal(made.status, 0, String(made.stderr));
  assert.equal(spawnSync('openssl', ['genpkey', '-algorithm', 'RSA', '-out', at('rsa.key')]).status, 0);
  writeFileSync(at('long.json'), ' '.repeat((1 << 20) + 1));
  for (const [name, args] of [
    ['pem_malformed.*none.pem', ['--root', at('none.pem')]],
    ['certificate_malformed.*bad.pem', ['--root', at('bad.pem')]],
    ['certificate_malformed.*bad.pem', ['--root', at('root.pem'), '-c', at('bad.pem')]],
    ['pem_malformed.*none.pem', ['--root', at('root.pem'), '-k', at('none.pem')]],
    ['json_malformed.*none.pem: byte \\d; 此处应为开标一览表（JSON） an opening sheet \\(JSON\\) is expected here', ['--root', at('root.pem'), '--sheet', at('none.pem')]],
    ['file_kind_wrong.*plan.pdf; 此处应为开标一览表（JSON） an opening sheet \\(JSON\\) is expected here: .*PDF', ['--root', at('root.pem'), '--sheet', at('plan.pdf')]],
    ['file_kind_wrong.*long.json; 此处应为开标一览表', ['--root', at('root.pem'), '--sheet', at('long.json')]],
    ['private_key_malformed.*rsa.key: byte \\d+; 此处需要 ECDSA P-256 私钥.*an ECDSA P-256 private key .*不是椭圆曲线密钥', ['--root', at('root.pem'), '-k', at('rsa.key')]],
    ['private_key_malformed.*certificate.pem; 此处需要 ECDSA P-256 私钥', ['--root', at('root.pem'), '-k', at('certificate.pem')]],
    ['file_kind_wrong.*another.pem; 证书与私钥不是一对 the certificate is for another key than that in \\S+key.pem', ['--root', at('root.pem'), '-c', at('another.pem')]],
    ['certificate_wrong_usage.*certificate.pem: root', ['--root', at('certificate.pem')]],
    ['certificate_unknown_root.*another.pem; 招标人的证书不能追溯到 --root 所给的根证书 the tenderer\'s certificate does not lead to the root given with --root', ['--root', at('another.pem')]],
    ['file_kind_wrong.*key.pem; 它似乎是 it seems to be: 私钥', ['--root', at('key.pem')]],
    ['json_malformed.*none.pem: byte \\d; 此处应为招标信息文件 a tender file is expected here', ['--root', at('root.pem'), '--tender', at('none.pem')]],
    ['json_member_missing.*sheet.json: /centre; 此处应为招标信息文件 a tender file', ['--root', at('root.pem'), '--tender', at('sheet.json')]],
  ]) {
    const given = { '--tender': at('tender.json'), '-k': at('key.pem'), '-c': at('certificate.pem'), '--sheet': at('sheet.json') };
    for (let i = 0; i < args.length; i += 2) given[args[i]] = args[i + 1];
    const refused = run('seal', ...Object.entries(given).flat(), '-o', at('x.kbp'));
    assert.equal(refused.status, 1, refused.stdout);
    assert.match(refused.stderr, new RegExp(name));
  }
});

test('offline: a member of the sheet that is of another type is told with what is expected there', () => {
  const usual = JSON.parse(readFileSync(at('sheet.json'), 'utf8'));
  for (const [wrong, told] of [
    [{ price: 7123456 }, 'json_member_type: .*odd.json: /price; .*text in quotes is expected, such as "7123456.00"'],
    [{ price: '7,123,456' }, 'money_malformed: .*odd.json: /price; 7,123,456'],
    [{ duration_days: '120' }, 'json_member_type: .*odd.json: /duration_days; .*a whole number from 0 to 100000 without quotes'],
    [{ duration_days: -1 }, 'json_member_range: .*odd.json: /duration_days; .*a whole number from 0 to 100000'],
    [{ quality: 1 }, 'json_member_type: .*odd.json: /quality; 应为带引号的文字 text in quotes is expected'],
    [{ values: [] }, 'json_member_type: .*odd.json: /values; 应为对象 an object is expected'],
    [{ values: { k: 1 } }, 'json_member_type: .*odd.json: /values/k; 应为带引号的文字'],
  ]) {
    writeFileSync(at('odd.json'), JSON.stringify({ ...usual, ...wrong }));
    const refused = sealing('--volume', at('plan.pdf'), '--sheet', at('odd.json'));
    assert.equal(refused.status, 1, refused.stdout);
    assert.match(refused.stderr, new RegExp(told));
  }
  writeFileSync(at('odd.json'), '[]');
  assert.match(sealing('--sheet', at('odd.json')).stderr, /json_member_type: .*odd.json; 此处应为开标一览表/);
});

test('offline: a certificate that the centre will refuse is refused before a bid is sealed', () => {
  mkdirSync(at('ca'));
  const authority = new Authority(at('ca'));
  writeFileSync(at('ca/request.pem'), readFileSync(at('request.pem')));
  const tender = JSON.parse(readFileSync(at('tender.json'), 'utf8'));
  let packages = 0;
  const sealWith = (certificate, ...more) => run('seal', '--tender', at('listed.json'), '-k', at('key.pem'), '-c', at(`ca/${certificate}`), '--root', at('root.pem'), ...more,
    '--sheet', at('sheet.json'), '--volume', at('plan.pdf'), '-o', at(`certified-${packages++}.kbp`));
  const listed = () => {
    authority.listRevoked();
    authority.openssl('crl', '-in', 'crl.pem', '-outform', 'DER', '-out', 'crl.der');
    writeFileSync(at('listed.json'), JSON.stringify({ ...tender, crls: [...tender.crls, readFileSync(at('ca/crl.der')).toString('base64')] }));
  };
  const known = ['--root', at('ca/root.pem')];
  listed();
  authority.certify('request.pem', 'good.pem');
  const unknown = sealWith('good.pem');
  assert.equal(unknown.status, 0, unknown.stderr);
  assert.match(unknown.stdout, /警告：您的证书的签发者不在 --root 之列.*\nwarning: the issuer of your certificate is not known here/);
  const sealed = sealWith('good.pem', ...known);
  assert.equal(sealed.status, 0, sealed.stderr);
  assert.ok(!sealed.stdout.includes('warning'), sealed.stdout);

  const soon = new Date(Date.now() + 3000).toISOString().replace(/[-:T]|\.\d+/g, '');
  authority.certify('request.pem', 'soon.pem', '-startdate', soon, '-enddate', '20490101000000Z');
  const early = sealWith('soon.pem', ...known);
  assert.equal(early.status, 0, early.stderr);
  assert.match(early.stdout, /警告：您的证书尚未生效.*\nwarning: your certificate is not valid yet; submit after/);
  for (const [name, options, told] of [
    ['expired', ['-startdate', '20240101000000Z', '-enddate', '20250101000000Z'], 'certificate_expired.*expired.pem.*失效时间 2025-01-01'],
    ['future', ['-startdate', '20480101000000Z', '-enddate', '20490101000000Z'], 'certificate_not_yet_valid.*future.pem.*生效时间 2048-01-01'],
    ['usage', ['-extensions', 'no_signing'], 'certificate_wrong_usage.*usage.pem.*neither digitalSignature nor nonRepudiation'],
    ['sha1', ['-md', 'sha1'], 'certificate_weak.*sha1.pem.*its signature algorithm'],
  ]) {
    authority.certify('request.pem', `${name}.pem`, ...options);
    for (const roots of [[], known]) {
      const refused = sealWith(`${name}.pem`, ...roots);
      assert.equal(refused.status, 1, name + refused.stdout);
      assert.match(refused.stderr, new RegExp(told));
    }
  }
  // Of the same key, without an issuer.
  const key = spawnSync('openssl', ['req', '-x509', '-key', at('key.pem'), '-passin', 'pass:a long passphrase', '-out', at('ca/self.pem'), '-subj', '/C=CN/O=Self/CN=Self', '-days', '30']);
  assert.equal(key.status, 0, String(key.stderr));
  assert.match(sealWith('self.pem').stderr, /certificate_unknown_root.*self\.pem; 自签名证书，不是 CA 签发的 it is self-signed/);

  authority.revoke('good.pem');
  listed();
  assert.match(sealWith('good.pem', ...known).stderr, /certificate_revoked.*good\.pem: chain\/0/);
  writeFileSync(at('listed.json'), JSON.stringify(tender));
  const unlisted = sealWith('good.pem', ...known);
  assert.equal(unlisted.status, 0, unlisted.stderr);
  assert.match(unlisted.stdout, /warning: your certificate cannot be checked wholly here, .*revocation list \(CRL\) for a CA is missing/);
});

test('offline: a bid that the evaluation must reject is not sealed', () => {
  for (const [price, name] of [['0.00', 'price_not_positive'], ['9999999999.00', 'ceiling_exceeded']]) {
    writeFileSync(at('high.json'), JSON.stringify({ price, duration_days: 120, quality: '合格', manager: '李工', manager_certificate: '浙1330', security: '电子保函' }));
    const refused = run('seal', '--tender', at('tender.json'), '-k', at('key.pem'), '-c', at('certificate.pem'), '--root', at('root.pem'), '--sheet', at('high.json'), '-o', at('high.kbp'));
    assert.equal(refused.status, 1, refused.stdout);
    assert.match(refused.stderr, new RegExp(`${name}: .*\\(at \\S+high\\.json: /price; `));
    assert.ok(!existsSync(at('high.kbp')));
  }
});

test('offline: an envelope is not asked for in a lot with one, and is refused there', () => {
  for (const envelope of ['1', '2']) {
    const refused = sealing('--volume', at('plan.pdf'), '--envelope', envelope);
    assert.equal(refused.status, 2, refused.stdout);
    assert.match(refused.stderr, /at --envelope; 本标段只有一个信封，请去掉 --envelope; this lot has one envelope: leave --envelope out/);
  }
});

test('offline: a wrong command line is told as JSON too', () => {
  const wrong = run('seal', '--json', '--nonsense');
  assert.equal(wrong.status, 2);
  const { error } = JSON.parse(wrong.stdout);
  assert.equal(error.name, 'usage');
  assert.equal(error.place, '--key');
});

const releaseArgs = async (server) => ['release', '--server', server, '--lot', lot, '--receipt', at('last.kbp.receipt.json'),
  '--secrets', at('last.kbp.secrets.age'), '--log-key', (await (await fetch(`${url}/api/centre`)).json()).log_key, '--root', at('root.pem')];

test('offline: a challenge of another site is not signed', async () => {
  const liar = await relay(url);
  const done = await runBeside('submit', at('bid.kbp'), '--server', liar.url, '-k', at('key.pem'), '-c', at('certificate.pem'));
  assert.equal(done.status, 1, done.told);
  assert.match(done.told, /login_challenge_invalid/);
  assert.ok(done.told.includes(`所用地址为 ${liar.url}，服务器自称 ${url}；`), done.told);
  assert.ok(done.told.includes(`the address used is ${liar.url}, the server's own is ${url}; log in there, or let its server.public_url`), done.told);
  assert.ok(liar.seen.includes('POST /api/login/challenge') && !liar.seen.includes('POST /api/login'));
  liar.stop();
});

test('offline: a damaged package is refused before anything is sent', () => {
  const bytes = readFileSync(at('bid.kbp'));
  writeFileSync(at('short.kbp'), bytes.subarray(0, bytes.length - 1));
  assert.match(run('submit', at('short.kbp'), '--server', url, '-k', at('key.pem'), '-c', at('certificate.pem')).stderr, /package_malformed/);
  const flipped = Buffer.from(bytes);
  flipped[1_000_000] ^= 1;
  writeFileSync(at('flipped.kbp'), flipped);
  const refused = run('submit', at('flipped.kbp'), '--server', url, '-k', at('key.pem'), '-c', at('certificate.pem'));
  assert.equal(refused.status, 1);
  assert.match(refused.stderr, /manifest_root_mismatch/);
  const damaged = run('open', at('flipped.kbp'), '--secrets', at('bid.kbp.secrets.age'), '-o', at('damaged'));
  assert.equal(damaged.status, 1, damaged.stdout);
  assert.match(damaged.stderr, /\(at \S+\/damaged\/1-plan\.pdf/);
  assert.deepEqual(readdirSync(at('damaged')), ['sheet.json']);
});

test('offline: the log audits, and an older checkpoint is its beginning', () => {
  must('log', 'checkpoint', '--server', url, '-o', at('old.checkpoint'));
  must('log', 'audit', '--server', url, '--old', at('old.checkpoint'));
  // What was kept is not written over.
  writeFileSync(at('kept.checkpoint'), `${readFileSync(at('old.checkpoint'), 'utf8')}\n`);
  assert.match(run('log', 'checkpoint', '--server', url, '-o', at('kept.checkpoint')).stderr, /file_exists: .*\(at \S+kept\.checkpoint; 其中内容不同 it holds something else\)/);
  assert.equal(readFileSync(at('kept.checkpoint'), 'utf8'), `${readFileSync(at('old.checkpoint'), 'utf8')}\n`);
  // A receipt is no more than its checkpoint unless the whole of it holds.
  must('log', 'audit', '--server', url, at('bid.kbp.receipt.json'));
  const receipt = JSON.parse(readFileSync(at('bid.kbp.receipt.json'), 'utf8'));
  receipt.event.header = receipt.event.header.replace(/"stamp":"(\d{4})/, (_all, year) => `"stamp":"${Number(year) - 1}`);
  writeFileSync(at('forged.receipt.json'), JSON.stringify(receipt));
  const forged = run('log', 'audit', '--server', url, at('forged.receipt.json'));
  assert.equal(forged.status, 1, forged.stdout);
  assert.match(forged.stderr, /proof_wrong: .*\(at \S+forged\.receipt\.json/);
  const { event } = JSON.parse(must('receipt', 'verify', at('bid.kbp.receipt.json'), '--server', url, '--json'));
  assert.match(must('log', 'prove', event, '--server', url, '-o', at('event.proof')), /the event is entry \d+ of \d+/);
  assert.match(readFileSync(at('event.proof'), 'utf8'), /^c2sp\.org\/tlog-proof@v1\n/);
  assert.match(run('log', 'prove', '00'.repeat(32), '--server', url).stderr, /log_index_out_of_range/);
});

test('offline: sealed online is only for a notice that is in the log that it names', async () => {
  const { event } = JSON.parse(must('receipt', 'verify', at('bid.kbp.receipt.json'), '--server', url, '--json'));
  const usual = ['--lot', lot, '-k', at('key.pem'), '-c', at('certificate.pem'), '--root', at('root.pem'), '--sheet', at('sheet.json'), '--volume', at('plan.pdf')];
  const { log_key: logKey } = await (await fetch(`${url}/api/centre`)).json();
  const liar = await relay(url, (target) => target.replace(/(\/log\/proof\?hash=)[0-9a-f]{64}/, `$1${event}`));
  const honest = await relay(url);
  for (const [server, reason, ...more] of [
    [liar, /proof_wrong: .*\(核对 look log\)/],
    [liar, /proof_wrong: .*\(核对 look log\)/, '--log-key', logKey],
    [honest, /bundle_anchor_mismatch: .*核对 look log: 公告所载的日志密钥不同 the notice pins another log key/, '--log-key', noteKey(logKey.split('+')[0], 1).vkey],
  ]) {
    const refused = await runBeside('seal', '--server', server.url, ...usual, '-o', at('online.kbp'), ...more);
    assert.equal(refused.status, 1, refused.told);
    assert.match(refused.told, reason);
    assert.deepEqual(readdirSync(folder).filter((name) => name.startsWith('online')), []);
  }
  assert.ok(liar.seen.some((line) => line.startsWith('GET /api/log/proof?')));
  const offline = run('seal', '--tender', at('tender.json'), ...usual, '--log-key', logKey, '-o', at('online.kbp'));
  assert.equal(offline.status, 2, offline.stdout);
  assert.match(offline.stderr, /the log is looked into online: give --server/);
  for (const more of [[], ['--log-key', logKey]]) {
    const sealed = await runBeside('seal', '--server', honest.url, ...usual, '-o', at(`online-${more.length}.kbp`), ...more);
    assert.equal(sealed.status, 0, sealed.told);
  }
  for (const one of [liar, honest]) one.stop();
});

test('offline: the secrets stay here until the opening, and then only what was committed to is released', async () => {
  lot = await newLot('public');
  rmSync(at('tender.json'));
  must('submit', '--server', url, '--fetch-tender', lot, '-o', at('tender.json'));
  assert.equal(sealing('--volume', at('plan.pdf'), '-o', at('last.kbp')).status, 0);
  must('submit', at('last.kbp'), '--server', url, '-k', at('key.pem'), '-c', at('certificate.pem'));
  const listener = await relay(url);
  const early = await runBeside(...await releaseArgs(listener.url));
  assert.equal(early.status, 1, early.told);
  assert.match(early.told, /deadline_not_reached/);
  assert.match(early.told, /核对 look deadline: 以本机时钟计 by this computer's clock; 尚未到时，请稍后再试 it is not time yet/);
  assert.ok(!early.told.includes('evidence'), 'nobody is at fault');
  assert.deepEqual(listener.seen.filter((line) => line.startsWith('POST')), [], 'something was sent');
  for (let i = 0; i < 400; i++) {
    if ((await (await fetch(`${url}/api/lots/${lot}`)).json()).phase === 'opening') break;
    await pause(100);
  }
  const late = sealing('--volume', at('plan.pdf'), '-o', at('late.kbp'));
  assert.equal(late.status, 0, late.stderr);
  assert.match(late.stdout, /警告：按本机时钟，投标截止时间已过 .*\nwarning: by this computer's clock the deadline has passed/);
  const newer = await releaseArgs(url);
  must('log', 'checkpoint', '--server', url, '-o', at('held.checkpoint'));
  const lines = readFileSync(at('held.checkpoint'), 'utf8');
  writeFileSync(at('foreign.checkpoint'), lines.replace(/^\d+$/m, (n) => String(Number(n) - 1)));
  const foreign = run(...newer, '--old', at('foreign.checkpoint'));
  assert.equal(foreign.status, 1);
  assert.match(foreign.stderr, /note_signature/);
  const otherRoot = await releaseArgs(url);
  otherRoot[otherRoot.length - 1] = at('certificate.pem');
  const strange = run(...otherRoot);
  assert.notEqual(strange.status, 0, strange.stdout);
  const otherLog = await releaseArgs(url);
  otherLog[otherLog.indexOf('--log-key') + 1] = noteKey(otherLog[otherLog.indexOf('--log-key') + 1].split('+')[0], 1).vkey;
  const elsewhere = run(...otherLog);
  assert.equal(elsewhere.status, 1);
  // What was heard is kept, to be shown to the supervisor: docs/formats/evidence.md.
  const saved = /核对 look log[^;]*; 证据已保存 evidence saved to (\S+\/evidence-[0-9a-f]{32}-\w+\.json)/.exec(elsewhere.stderr);
  assert.ok(saved, elsewhere.stderr);
  const evidence = JSON.parse(readFileSync(saved[1], 'utf8'));
  assert.deepEqual(Object.keys(evidence), ['accepted', 'device_time', 'failed', 'format', 'heard', 'held', 'lot', 'server']);
  assert.equal(evidence.format, 'kaibiao/evidence-heard/v1');
  assert.equal(evidence.lot, lot);
  assert.equal(evidence.failed.name, 'note_signature_missing');
  assert.equal(evidence.accepted.roots.length, 1);
  const events = evidence.heard.find(({ target }) => target.startsWith(`/api/lots/${lot}/events`));
  assert.ok(JSON.parse(events.text).events.length > 0, 'the answers as they were given');
  assert.ok(!readFileSync(saved[1], 'utf8').includes('AGE-SECRET-KEY'));
  const others = await releaseArgs(url);
  others[others.indexOf('--secrets') + 1] = at('another.kbp.secrets.age');
  const mistaken = run(...others);
  assert.equal(mistaken.status, 1, mistaken.stdout);
  assert.match(mistaken.stderr, /lock_secret_mismatch: .*\(at \S+another\.kbp\.secrets\.age; 这个开标秘密文件属于另一份投标 this secrets file is of another bid\)/);
  assert.ok(!mistaken.stderr.includes('evidence'), 'nobody is at fault');
  const done = await runBeside(...await releaseArgs(listener.url), '--old', at('old.checkpoint'), '--old', at('held.checkpoint'));
  assert.equal(done.status, 0, done.told);
  assert.ok(listener.seen.includes(`POST /api/lots/${lot}/releases`));
  assert.ok(existsSync(at('last.kbp.receipt.json.release.json')));
  listener.stop();
});

test('offline: secrets locked to an age key need no passphrase, and memory stays small however large the volume', async () => {
  const { recipient: keeper } = JSON.parse(must('keygen', '--age', '-o', at('keeper.txt'), '--json'));
  assert.match(readFileSync(at('keeper.txt'), 'utf8'), new RegExp(`^# created: .*\n# public key: ${keeper}\nAGE-SECRET-KEY-1[0-9A-Z]{58}\n$`));
  assert.equal(statSync(at('keeper.txt')).mode & 0o77, 0);
  const size = 300 << 20;
  writeFileSync(at('large.bin'), '');
  truncateSync(at('large.bin'), size);
  const sealed = await peakOf('seal', '--tender', at('tender.json'), '-k', at('key.pem'), '-c', at('certificate.pem'), '--root', at('root.pem'),
    '--sheet', at('sheet.json'), '--volume', at('large.bin'), '-o', at('large.kbp'), '-r', keeper);
  assert.equal(sealed.status, 0, sealed.told);
  assert.ok(sealed.peak > 4 && sealed.peak <= 64, `sealing held ${sealed.peak} MiB`);
  const refused = run('open', at('large.kbp'), '--secrets', at('large.kbp.secrets.age'), '-o', at('large-wrong'));
  assert.match(refused.stderr, /age_no_match/);
  const opened = await peakOf('open', at('large.kbp'), '--secrets', at('large.kbp.secrets.age'), '-i', at('keeper.txt'), '-o', at('large'));
  assert.equal(opened.status, 0, opened.told);
  assert.ok(opened.peak > 4 && opened.peak <= 64, `opening held ${opened.peak} MiB`);
  assert.equal(statSync(at('large/1-large.bin')).size, size);
  for (const name of ['large.bin', 'large.kbp']) rmSync(at(name));
  rmSync(at('large'), { recursive: true });
});
