// Every route with every role, and logins that must not work.

import assert from 'node:assert/strict';
import { X509Certificate, randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { Client, Person, canonical, problemOf } from './support/person.mjs';
import { Server, newFolder, removeFolder, run } from './support/server.mjs';

const roles = ['visitor', 'bidder', 'tenderer', 'expert', 'supervisor', 'staff'];
const people = {};
let server, routes;

before(async () => {
  const folder = newFolder('routes');
  const listed = run(['serve', '--routes', '--listen', '127.0.0.1:0', '--data', folder, '--trial']);
  assert.equal(listed.status, 0, listed.stderr);
  routes = JSON.parse(listed.stdout);
  removeFolder(folder);
  server = await Server.start();
  for (const role of roles) people[role] = role === 'visitor' ? new Client(server.url) : await Person.enter(server.url, role);
  await people.visitor.begin();
});
after(() => server.stop());

// A path that names nothing that exists, so that whoever is let in gets 404 or 4xx of the act itself.
const concrete = (path) => path.replace('{path...}', '0/000').replace('{lot}', 'a'.repeat(32)).replace('{bid}', 'b'.repeat(32)).replace('{digest}', 'c'.repeat(64)).replace('{root}', 'd'.repeat(64)).replace('{upload}', 'e'.repeat(32));

test('access: every route answers 401 or 403 to every role it is not for, and lets the others in', async () => {
  let refusedCount = 0;
  for (const { method, path, roles: allowed } of routes) {
    for (const role of roles) {
      if (path === '/api/logout' || path.endsWith('/live')) continue;
      const client = people[role];
      const answer = await client.fetch(concrete(path), { method, ...(method === 'GET' || method === 'OPTIONS' ? {} : { body: '{}', headers: { 'Content-Type': 'application/json' } }) });
      const what = `${role} ${method} ${path}`;
      const body = await answer.text();
      const name = answer.headers.get('content-type') === 'application/problem+json' ? JSON.parse(body).name : null;
      if (allowed.includes(role)) {
        assert.ok(name !== 'role_refused' && name !== 'login_required', `${what}: ${answer.status} ${name}`);
        assert.ok(answer.status < 500, `${what}: ${answer.status}`);
      } else {
        refusedCount++;
        assert.equal(answer.status, role === 'visitor' ? 401 : 403, what);
        assert.equal(name, role === 'visitor' ? 'login_required' : 'role_refused', what);
      }
    }
  }
  assert.ok(refusedCount > 60, `only ${refusedCount} refusals were tried`);
});

test('access: without a token of its own a session changes nothing, on any route', async () => {
  for (const { method, path, roles: allowed } of routes) {
    if (method === 'GET' || method === 'OPTIONS') continue;
    const answer = await people[allowed.at(-1)].fetch(concrete(path), { method, headers: { 'X-CSRF-Token': '0'.repeat(64) } });
    assert.equal(await problemOf(answer), 'csrf_refused', `${method} ${path}`);
  }
});

test('login: the same message works once', async () => {
  const person = people.bidder;
  const message = await person.loginMessage();
  const again = () => person.fetch('/api/login', { method: 'POST', body: message });
  const first = await again();
  assert.equal(first.status, 200);
  person.csrf = (await first.json()).csrf;
  assert.equal(await problemOf(await again()), 'login_challenge_invalid');
});

test('login: a nonce of one\'s own, another origin, an expiry of one\'s own are refused', async () => {
  const person = people.bidder;
  for (const changes of [
    { server_nonce: randomBytes(32).toString('base64').replace(/=/g, '') },
    { origin: 'http://127.0.0.1:1' },
    { expiry: '2001-01-01T00:00:00.000Z' },
  ]) {
    const answer = await person.fetch('/api/login', { method: 'POST', body: await person.loginMessage(changes) });
    assert.equal(await problemOf(answer), 'login_challenge_invalid', JSON.stringify(changes));
  }
});

test('login: another purpose, another algorithm, a changed message are refused', async () => {
  const person = people.bidder;
  const message = JSON.parse(await person.loginMessage());
  const refusal = async (text) => problemOf(await person.fetch('/api/login', { method: 'POST', body: text }));
  const header = (changes) => Buffer.from(canonical({ alg: 'ES256', typ: 'kaibiao-login+jws', x5c: person.x5c, ...changes })).toString('base64url');
  assert.equal(await refusal(canonical({ ...message, protected: header({ typ: 'kaibiao-submit+jws' }) })), 'jws_type_wrong');
  assert.equal(await refusal(canonical({ ...message, protected: header({ alg: 'none' }) })), 'jws_algorithm_refused');
  assert.equal(await refusal(canonical({ ...message, protected: header({ alg: 'HS256' }) })), 'jws_algorithm_refused');
  const payload = Buffer.from(message.payload, 'base64url').toString().replace('"purpose":"login"', '"purpose":"logim"');
  assert.equal(await refusal(canonical({ ...message, payload: Buffer.from(payload).toString('base64url') })), 'jws_signature_wrong');
  assert.equal(await refusal('{"payload":"","payload":""}'), 'jws_malformed');
  assert.equal(await refusal('['.repeat(10_000)), 'jws_malformed');
});

test('login: a certificate of another authority is refused', async () => {
  const other = await Server.start();
  const stranger = await Person.enter(other.url, 'bidder');
  await other.stop();
  stranger.url = server.url;
  stranger.cookie = '';
  await stranger.begin();
  const answer = await stranger.fetch('/api/login', { method: 'POST', body: await stranger.loginMessage() });
  assert.equal(await problemOf(answer), 'certificate_unknown_root');
});

test('login: a revoked certificate is refused at once', async () => {
  const person = await Person.enter(server.url, 'bidder');
  const serial = new X509Certificate(person.certificatePem).serialNumber.toLowerCase();
  await people.staff.post('/api/ca/revoke', { serial, reason: 'key lost' });
  const answer = await person.fetch('/api/login', { method: 'POST', body: await person.loginMessage() });
  assert.equal(await problemOf(answer), 'certificate_revoked');
});

test('login: a session ends when it is ended', async () => {
  const person = await Person.enter(server.url, 'bidder');
  assert.equal((await person.get('/api/session')).id, person.id);
  const cookie = person.cookie;
  assert.equal((await person.fetch('/api/logout', { method: 'POST' })).status, 204);
  const answer = await fetch(`${server.url}/api/session`, { headers: { Cookie: cookie } });
  assert.equal((await answer.json()).role, null);
});

test('accounts: staff register people; a second time is refused', async () => {
  const account = { id: `E${randomBytes(6).toString('hex')}`, name: '专家', role: 'expert' };
  await people.staff.post('/api/accounts', account);
  const again = await people.staff.fetch('/api/accounts', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(account) });
  assert.equal(await problemOf(again), 'account_exists');
  const { accounts } = await people.staff.get('/api/accounts');
  assert.equal(accounts.find((row) => row.id === account.id).role, 'expert');
  const nobody = await people.staff.fetch('/api/accounts', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ ...account, role: 'king' }) });
  assert.equal(await problemOf(nobody), 'request_malformed');
});

test('roles: only a trial centre gives them for the asking, and trial certificates mean nothing elsewhere', async () => {
  const production = await Server.start({ args: [] });
  const person = new Person(production.url);
  Object.assign(person, { id: 'P1', name: '某公司' });
  person.makeKey();
  await person.begin();
  const asked = await person.fetch('/api/ca/request', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ csr: person.csr, role: 'staff' }) });
  assert.equal(await problemOf(asked), 'trial_only');
  await person.certify();
  const answer = await person.fetch('/api/login', { method: 'POST', body: await person.loginMessage() });
  assert.equal(await problemOf(answer), 'certificate_unknown_root');
  await production.stop();
});
