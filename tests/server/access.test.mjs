// Every operation of the OpenAPI document with every role, every purpose of a command with every role, and logins that
// must not work. openapi.test.mjs holds the document to the server's own tables.

import assert from 'node:assert/strict';
import { X509Certificate, randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { Client, Person, canonical, problemOf } from './support/person.mjs';
import { Server } from './support/server.mjs';
import { Tender, Tool } from './support/tender.mjs';

const roles = ['visitor', 'bidder', 'tenderer', 'expert', 'supervisor', 'staff', 'officer'];
const people = {};
let server, document, routes, tool, tender;

before(async () => {
  server = await Server.start();
  document = await (await fetch(`${server.url}/api/openapi.json`)).json();
  routes = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), roles: operation['x-roles'] })));
  for (const role of roles) people[role] = role === 'visitor' ? new Client(server.url) : await Person.enter(server.url, role);
  await people.visitor.begin();
  tool = new Tool();
  tender = await Tender.publish(server.url, tool, 600);
}, { timeout: 60_000 });
after(async () => {
  tool.end();
  tender.end();
  await server.stop();
});

// A path that names nothing that exists, so that whoever is let in gets 404 or 4xx of the act itself.
const concrete = (path) => path.replace('{path}', '0/000').replace('{lot}', 'a'.repeat(32)).replace('{bid}', 'b'.repeat(32))
  .replace('{digest}', 'c'.repeat(64)).replace('{root}', 'd'.repeat(64)).replace('{upload}', 'e'.repeat(32)).replace('{class}', 'volumes');
const isSafe = (method) => method === 'GET' || method === 'OPTIONS';

async function statusOf(role, method, path) {
  const body = isSafe(method) ? {} : { body: '{}', headers: { 'Content-Type': 'application/json' } };
  const stop = new AbortController();
  const answer = await people[role].fetch(path, { method, signal: stop.signal, ...body });
  if (answer.headers.get('content-type') === 'text/event-stream') {
    stop.abort();
    return { status: answer.status, name: null };
  }
  const text = await answer.text();
  return { status: answer.status, name: answer.headers.get('content-type') === 'application/problem+json' ? JSON.parse(text).name : null };
}

test('access: every operation answers 401 or 403 to every role it is not for, and lets the others in', async (t) => {
  for (const { method, path, roles: allowed } of routes) {
    assert.ok(!/[{}]/.test(concrete(path)), `${path} has a parameter that this test does not know`);
    for (const role of roles) {
      // A logout would end the session that the other checks need; tried by itself below.
      if (path === '/api/logout') continue;
      await t.test(`access: ${role} ${method} ${path}`, async () => {
        const { status, name } = await statusOf(role, method, concrete(path));
        if (allowed.includes(role)) {
          assert.ok(name !== 'role_refused' && name !== 'login_required', `${status} ${name}`);
          assert.ok(status < 500, `${status}`);
        } else {
          assert.equal(status, role === 'visitor' ? 401 : 403);
          assert.equal(name, role === 'visitor' ? 'login_required' : 'role_refused');
        }
      });
    }
  }
});

// A command of this purpose on the published lot, signed by this person and well-formed but for its own members.
const command = async (person, purpose) => person.sign(await person.envelope(purpose, tender.lot, await tender.view()), purpose);
const send = (person, path, body) => person.fetch(path, { method: 'POST', body });

test('access: every purpose of a command is refused to every role it is not for', async (t) => {
  const path = '/api/lots/{lot}/commands';
  const operation = document.paths[path].post;
  const here = path.replace('{lot}', tender.lot);
  for (const [purpose, allowed] of Object.entries(operation['x-purposes'])) {
    for (const role of roles.filter((one) => one !== 'visitor')) {
      await t.test(`access: ${role} ${purpose}`, async () => {
        const answer = await send(people[role], here, await command(people[role], purpose));
        const name = await problemOf(answer);
        // Nobody here has a part in this lot: whose role is right is still not the person. Scores have no time yet.
        if (!allowed.includes(role)) assert.deepEqual([answer.status, name], [403, 'role_refused']);
        else if (purpose === 'score') assert.deepEqual([answer.status, name], [409, 'command_not_allowed_now']);
        else assert.deepEqual([answer.status, name], [403, 'command_not_allowed_for_role']);
      });
    }
  }
});

test('access: a command of one route is none on another', async (t) => {
  const own = { '/api/lots': 'publish', [`/api/lots/${tender.lot}/submissions`]: 'submit', [`/api/lots/${tender.lot}/withdrawals`]: 'withdraw' };
  const lotPurposes = Object.keys(document.paths['/api/lots/{lot}/commands'].post['x-purposes']);
  const senders = { '/api/lots': people.tenderer };
  for (const [path, purpose] of Object.entries(own)) {
    const sender = senders[path] ?? people.bidder;
    for (const other of [...lotPurposes, ...Object.values(own), 'login'].filter((one) => one !== purpose)) {
      await t.test(`access: ${other} at ${path.replace(tender.lot, '{lot}')}`, async () => {
        const answer = await send(sender, path, await command(sender, other));
        assert.deepEqual([answer.status, await problemOf(answer)], [403, 'jws_type_wrong']);
      });
    }
  }
  for (const other of [...Object.values(own), 'login', 'seat', 'close', 'announce']) {
    await t.test(`access: ${other} at the commands`, async () => {
      const answer = await send(people.tenderer, `/api/lots/${tender.lot}/commands`, await command(people.tenderer, other));
      assert.equal(await problemOf(answer), 'command_malformed');
    });
  }
});

test('access: without a token of its own a session changes nothing, on any route', async () => {
  for (const { method, path, roles: allowed } of routes) {
    if (isSafe(method)) continue;
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
    const told = await answer.clone().json();
    assert.equal(await problemOf(answer), 'login_challenge_invalid', JSON.stringify(changes));
    if (changes.origin) assert.deepEqual([told.place, told.detail], ['/origin', `the origin differs; it was signed for ${changes.origin}, the origin here is ${server.url}`]);
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
