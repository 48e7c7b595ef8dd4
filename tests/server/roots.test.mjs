// A centre under a CA of its own, made by the openssl command, alone and beside the demo CA.

import assert from 'node:assert/strict';
import { createPrivateKey, randomBytes } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Authority } from './support/authority.mjs';
import { Person, problemOf } from './support/person.mjs';
import { Server, newFolder, pause, removeFolder, run } from './support/server.mjs';
import { Tool } from './support/tender.mjs';

const folder = newFolder('roots');
const at = (name) => join(folder, name);
let server, authority;

before(() => {
  authority = new Authority(folder);
  authority.listRevoked();
  assert.equal(run(['keygen', '--unencrypted', '-o', at('key.pem')]).status, 0);
  assert.equal(run(['csr', '-k', at('key.pem'), '-o', at('request.pem'), '--id', '91330900MA2QYTEST1', '--name', '某公司', '--organisation', '某公司']).status, 0);
  authority.certify('request.pem', 'leaf.pem');
});
after(async () => {
  await server?.stop();
  removeFolder(folder);
});

function member(url, leaf = 'leaf.pem', key = 'key.pem') {
  const person = new Person(url);
  person.key = createPrivateKey(readFileSync(at(key), 'utf8'));
  person.x5c = [readFileSync(at(leaf), 'utf8').replace(/-----[^-]+-----|\s/g, '')];
  return person;
}

async function logInWith(person) {
  await person.begin();
  return person.fetch('/api/login', { method: 'POST', body: await person.loginMessage() });
}

async function logInAt(...args) {
  await server?.stop();
  server = await Server.start({ args });
  return logInWith(member(server.url));
}
const configured = ['--set', `trust.roots=${at('root.pem')}`];
const listed = ['--set', `trust.crls=${at('crl.pem')}`];

test('roots: people of a configured CA log in; without the demo CA nobody else can', async () => {
  const answer = await logInAt(...configured, ...listed, '--set', 'trust.demo_ca=false');
  assert.equal(answer.status, 200, await answer.clone().text());
  assert.equal((await answer.json()).id, '91330900MA2QYTEST1');
});

test('roots: a login is over with its certificate, over a restart as well', async () => {
  const end = Math.ceil(Date.now() / 1000) * 1000 + 20_000;
  authority.certify('request.pem', 'short.pem', '-enddate', new Date(end).toISOString().replace(/[-:T]|\.\d+/g, ''));
  const data = at('short'), args = [...configured, ...listed, '--set', 'trust.demo_ca=false'];
  await server.stop();
  server = await Server.start({ data, args });
  const person = member(server.url, 'short.pem');
  assert.equal((await logInWith(person)).status, 200);
  const role = async () => (await person.get('/api/session')).role;
  assert.equal(await role(), 'bidder');
  await server.stop();
  server = await Server.start({ data, args });
  person.url = server.url;
  assert.equal(await role(), 'bidder');
  assert.ok(Date.now() < end, 'too slow to tell');
  await pause(end - Date.now() + 50);
  assert.equal(await role(), null);
});

test('roots: without its list nobody under a CA is let in', async () => {
  assert.equal(await problemOf(await logInAt(...configured, '--set', 'trust.demo_ca=false')), 'crl_missing');
});

test('roots: a list of more than a megabyte is read and handed out', { timeout: 60_000 }, async () => {
  const index = readFileSync(at('index'));
  const serial = (i) => (0x1000000000000000n + BigInt(i)).toString(16).toUpperCase();
  writeFileSync(at('index'), Buffer.concat([index, Buffer.from(Array.from({ length: 50_000 }, (_, i) =>
    `R\t360101000000Z\t250101000000Z\t${serial(i)}\tunknown\t/CN=${i}\n`).join(''))]));
  authority.listRevoked('large.pem');
  writeFileSync(at('index'), index);
  const answer = await logInAt(...configured, '--set', `trust.crls=${at('large.pem')}`, '--set', 'trust.demo_ca=false');
  assert.equal(answer.status, 200, await answer.clone().text());
  const [list] = await (await fetch(`${server.url}/api/crls`)).json();
  assert.ok(Buffer.from(list.der, 'base64').length > 1 << 20);
});

test('roots: an unknown root is refused by name', async () => {
  assert.equal(await problemOf(await logInAt('--set', 'trust.demo_ca=true')), 'certificate_unknown_root');
});

// What openssl issued with these options must not let its owner in; the sentences are those of errors.def.
const badLeaves = [
  ['has expired', ['-startdate', '20240101000000Z', '-enddate', '20250101000000Z'], 'certificate_expired', 'A certificate has expired.', /not after 2025-01-01T00:00:00/],
  ['is not valid yet', ['-startdate', '20480101000000Z', '-enddate', '20490101000000Z'], 'certificate_not_yet_valid', 'A certificate is not valid yet.', /not before 2048-01-01T00:00:00/],
  ['may not sign', ['-extensions', 'no_signing'], 'certificate_wrong_usage', 'A certificate may not be used for this purpose.', /digitalSignature/],
  ['is a web server\'s', ['-extensions', 'web_server'], 'certificate_wrong_usage', 'A certificate may not be used for this purpose.', /extended key usage/],
  ['is signed with SHA-1', ['-md', 'sha1'], 'certificate_weak', 'The certificate uses a weak algorithm or key (SHA-1, or RSA under 2048 bits).', /signature algorithm/],
];

test('roots: a leaf that expired, is not valid yet, is for something else or signed with SHA-1 is refused by name, and the good one still enters', async (t) => {
  assert.equal((await logInAt(...configured, ...listed, '--set', 'trust.demo_ca=false')).status, 200);
  for (const [what, options, name, title, detail] of badLeaves) {
    await t.test(`roots: a certificate that ${what}`, async () => {
      authority.certify('request.pem', 'bad.pem', ...options);
      const person = member(server.url, 'bad.pem');
      const answer = await logInWith(person);
      const problem = await answer.clone().json();
      assert.equal(await problemOf(answer), name);
      assert.deepEqual([answer.status, problem.title], [403, title]);
      assert.match(problem.detail, detail);
      assert.match(problem.title_zh, /证书/);
      assert.equal((await person.get('/api/session')).id ?? null, null, 'a session was opened');
      assert.equal((await logInWith(member(server.url))).status, 200);
    });
  }
});

test('roots: the terms beside a root are kept, and wrong ones keep the server from starting', async () => {
  const terms = (members) => writeFileSync(at('root.terms.json'), JSON.stringify({ format: 'kaibiao/root-terms/v1', ...members }));
  const enter = () => logInAt(...configured, ...listed, '--set', 'trust.demo_ca=false');
  terms({ keys: ['rsa'] });
  assert.equal(await problemOf(await enter()), 'certificate_key_refused');
  terms({ certificate_policies: ['1.2.156.1'] });
  assert.equal(await problemOf(await enter()), 'certificate_policy_refused');
  terms({ keys: ['p256'], crl_grace_hours: 1 });
  assert.equal((await enter()).status, 200);
  terms({ keys: ['sm2'] });
  await assert.rejects(enter(), /config_malformed/);
  rmSync(at('root.terms.json'));
});

test('roots: a centre that is no trial refuses a lot under the trial profile, whoever publishes it', async () => {
  assert.equal((await logInAt(...configured, ...listed, '--set', 'trust.demo_ca=false', '--set', 'trust.staff=91330900MA2QYTEST1')).status, 200);
  const staff = member(server.url);
  staff.csrf = (await (await logInWith(staff)).json()).csrf;
  const owner = { id: '91330900MA2QYTEST2', name: '某招标人', organisation: '某招标人' };
  await staff.post('/api/accounts', { id: owner.id, name: owner.name, role: 'tenderer' });
  assert.equal(run(['keygen', '--unencrypted', '-o', at('owner.pem')]).status, 0);
  assert.equal(run(['csr', '-k', at('owner.pem'), '-o', at('owner-request.pem'), ...Object.entries(owner).flatMap(([name, value]) => [`--${name}`, value])]).status, 0);
  authority.certify('owner-request.pem', 'owner-leaf.pem');
  const tenderer = member(server.url, 'owner-leaf.pem', 'owner.pem');
  const session = await (await logInWith(tenderer)).json();
  assert.equal(session.role, 'tenderer');
  tenderer.csrf = session.csrf;
  const tool = new Tool();
  const { now, log_key, trial } = await tenderer.get('/api/centre');
  assert.equal(trial, false);
  const envelope = await tenderer.envelope('publish', randomBytes(16).toString('hex'));
  const { payload } = await tool.ask({
    do: 'notice', envelope, log_key, issue_from: now, deadline: new Date(Date.parse(now) + 60 * 86_400_000).toISOString(), window_ms: 3000,
    tenderer: { id: owner.id, name: owner.name }, supervisor: { id: 'S', name: 'S' },
  });
  tool.end();
  const answer = await tenderer.fetch('/api/lots', { method: 'POST', body: tenderer.sign(payload, 'publish') });
  const problem = await answer.clone().json();
  assert.equal(await problemOf(answer), 'rule_profile_trial_refused');
  assert.deepEqual([answer.status, problem.title], [403, 'The trial rule profile is only accepted by a trial server.']);
  assert.equal(problem.title_zh, '试用规则配置仅限试用服务器。');
  // Of government purchase the newest rules alone are for new lots; with these it is the release window that is too short.
  const under = async (version, digest) => {
    const notice = { ...JSON.parse(payload), kind: 'goods', profile: { id: 'gp-goods', version, digest } };
    return problemOf(await tenderer.fetch('/api/lots', { method: 'POST', body: tenderer.sign(notice, 'publish') }));
  };
  assert.equal(await under(1, 'acec8cdd154e2beb665f1fc07437a43889b33120b4b12e6a7c002b890b983b39'), 'rule_profile_unknown');
  assert.equal(await under(2, '1f46f6f5be0323cf4d068beb6f3180bf55e764a261f0a24c4797350baab16e4f'), 'period_too_short');
  assert.equal((await tenderer.get('/api/lots')).lots.length, 0, 'the lot was published all the same');
});

test('roots: two roots stand side by side, and whoever is revoked is out', async () => {
  assert.equal((await logInAt('--trial', ...configured, ...listed)).status, 200);
  const guest = await Person.enter(server.url, 'bidder');
  assert.equal((await guest.get('/api/session')).role, 'bidder');
  authority.revoke('leaf.pem');
  authority.listRevoked();
  assert.equal(await problemOf(await logInAt(...configured, ...listed)), 'certificate_revoked');
});

test('roots: a new list counts without a restart', async () => {
  const revoked = readFileSync(at('index'), 'utf8');
  writeFileSync(at('index'), revoked.replace(/^R\t(\S+)\t\S+/m, 'V\t$1\t'));
  authority.listRevoked();
  await new Promise((done) => setTimeout(done, 1100)); // lists are dated to the second
  assert.equal((await logInAt(...configured, ...listed, '--set', 'trust.refresh_seconds=1')).status, 200);
  writeFileSync(at('index'), revoked);
  authority.listRevoked();
  const person = member(server.url);
  await person.begin();
  let answer;
  for (let i = 0; i < 50; i++) {
    answer = await person.fetch('/api/login', { method: 'POST', body: await person.loginMessage() });
    if (answer.status !== 200) break;
    person.csrf = (await answer.json()).csrf;
    await new Promise((done) => setTimeout(done, 100));
  }
  assert.equal(await problemOf(answer), 'certificate_revoked');
});
