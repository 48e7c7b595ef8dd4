// What a centre is told of its network: a proxy in front of it, a certificate of its own; and what the journal keeps of
// it all.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { Client, Person, problemOf } from './support/person.mjs';
import { Server, newFolder, pause, refused, removeFolder } from './support/server.mjs';
import { Tender, Tool } from './support/tender.mjs';

const folder = newFolder('network');
const at = (name) => join(folder, name);
after(() => removeFolder(folder));

const journalText = (data) => readdirSync(join(data, 'logs')).map((name) => readFileSync(join(data, 'logs', name), 'utf8')).join('');
const journal = (data) => journalText(data).split('\n').slice(0, -1).map((line) => JSON.parse(line));

async function line(data, wanted) {
  for (let i = 0; i < 100; i++, await pause(50)) {
    const found = journal(data).filter(wanted);
    if (found.length) return found.at(-1);
  }
  return assert.fail(`no such line in the journal:\n${journalText(data)}`);
}

// A request with fields that fetch does not send: several of one name, another Host.
const ask = (server, path, headers) => new Promise((done, failed) => {
  const asked = httpRequest(`${server.url}${path}`, { headers }, async (answer) => {
    const text = Buffer.concat(await answer.toArray()).toString();
    done({ status: answer.statusCode, body: JSON.parse(text) });
  });
  asked.once('error', failed).end();
});

test('proxy: its client stands in the journal where it is configured, and only there', async () => {
  for (const [configured, expected] of [['true', '203.0.113.7'], ['false', '127.0.0.1']]) {
    const data = at(`proxy-${configured}`);
    const server = await Server.start({ data, args: ['--trial', '--set', `server.behind_proxy=${configured}`] });
    await fetch(`${server.url}/api/time`, { headers: { 'X-Forwarded-For': '198.51.100.1, 203.0.113.7' } });
    assert.equal((await line(data, ({ path }) => path === '/api/time')).address, expected);
    await ask(server, '/api/centre', { 'X-Forwarded-For': ['198.51.100.1', '198.51.100.2, 203.0.113.7'] });
    assert.equal((await line(data, ({ path }) => path === '/api/centre')).address, expected);
    // Who is turned away at the gate leaves an address, too.
    await fetch(`${server.url}/api/accounts`, { headers: { 'X-Forwarded-For': '203.0.113.7' } });
    const turnedAway = await line(data, ({ path }) => path === '/api/accounts');
    assert.equal(turnedAway.status, 401);
    assert.equal(turnedAway.address, expected);
    await server.stop();
  }
});

test('proxy: where the browser sees TLS the session cookie is Secure', async () => {
  const server = await Server.start({ args: ['--trial', '--set', 'server.behind_proxy=true', '--set', 'server.public_url=https://ggzy.example'] });
  assert.match((await fetch(`${server.url}/api/session`)).headers.get('set-cookie'), /; Secure/);
  await server.stop();
});

test('proxy: each client has its own rate, whatever it claims to stand before it', async () => {
  const server = await Server.start({ args: ['--trial', '--set', 'server.behind_proxy=true', '--set', 'limits.requests_per_second=1', '--set', 'limits.request_burst=3'] });
  const statusOf = async (client) => (await fetch(`${server.url}/api/time`, { headers: { 'X-Forwarded-For': client } })).status;
  const statuses = [];
  for (let i = 0; i < 8; i++) statuses.push(await statusOf(`198.51.100.${i}, 203.0.113.7`));
  assert.deepEqual(statuses.slice(0, 3), [200, 200, 200]);
  assert.ok(statuses.includes(429), statuses.join());
  assert.equal(await statusOf('203.0.113.8'), 200);
  await server.stop();
});

test('host: without a public address only this machine and what is listened on are known, and the refusal says what to set', async () => {
  const plain = await Server.start();
  for (const host of [`127.0.0.1:${plain.port}`, 'localhost:1234']) {
    const { status, body } = await ask(plain, '/api/session', { Host: host });
    assert.deepEqual([status, body.role], [200, null], host);
  }
  for (const host of ['192.0.2.7', '[2001:db8::7]:443', '127.evil.example', 'ggzy.example']) {
    const { status, body } = await ask(plain, '/api/session', { Host: host });
    assert.deepEqual([status, body.name], [400, 'request_malformed'], host);
    assert.match(body.detail, /server\.public_url/);
  }
  await plain.stop();
  const named = await Server.start({ args: ['--trial', '--set', 'server.public_url=https://ggzy.example'] });
  for (const host of ['ggzy.example', '192.0.2.7']) assert.equal((await ask(named, '/api/session', { Host: host })).status, 200, host);
  const person = new Client(named.url);
  await person.begin();
  assert.equal((await person.post('/api/login/challenge', {})).origin, 'https://ggzy.example');
  await named.stop();
});

test('tls: the certificate that the configuration names is the one that is shown', async () => {
  const openssl = (...args) => execFileSync('openssl', args, { cwd: folder, stdio: 'ignore' });
  for (const name of ['own', 'other'])
    openssl('req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', `${name}.key`, '-out', `${name}.pem`,
      '-subj', '/CN=ggzy.example', '-days', '30', '-addext', 'subjectAltName=IP:127.0.0.1');
  const config = (certificate, key) => ['--tls', '--set', `server.tls_certificate=${at(certificate)}`, '--set', `server.tls_key=${at(key)}`];
  const data = at('tls');
  const server = await Server.start({ data, args: ['--trial', ...config('own.pem', 'own.key')] });
  const get = (more) => new Promise((done, failed) => {
    const asked = httpsRequest({ host: '127.0.0.1', port: server.port, path: '/api/time', agent: false, ...more }, (answer) => {
      answer.resume();
      done({ status: answer.statusCode, shown: answer.socket.getPeerCertificate().fingerprint256 });
    });
    asked.on('error', failed);
    asked.end();
  });
  // Node checks chain and name by itself here.
  const seen = await get({ ca: readFileSync(at('own.pem')) });
  assert.equal(seen.status, 200);
  assert.equal(seen.shown, new X509Certificate(readFileSync(at('own.pem'))).fingerprint256);
  await assert.rejects(get({ ca: readFileSync(at('other.pem')) }));
  await assert.rejects(get({ ca: readFileSync(at('own.pem')), maxVersion: 'TLSv1.1' }));
  assert.ok(!readdirSync(data).includes('tls'), 'a certificate was made beside the one that was given');
  await server.stop();

  const start = ['serve', '--listen', '127.0.0.1:0', '--data', at('tls-refused')];
  assert.match(refused([...start, ...config('own.pem', 'other.key')]), /file_unreadable/);
  assert.match(refused([...start, ...config('missing.pem', 'own.key')]), /file_unreadable/);
  writeFileSync(at('nonsense.pem'), 'no certificate\n');
  assert.match(refused([...start, ...config('nonsense.pem', 'own.key')]), /file_unreadable/);
});

test('ca: a centre without the demo CA has nothing there', async () => {
  const server = await Server.start({ args: ['--trial', '--set', 'trust.demo_ca=false'] });
  for (const path of ['/api/ca', '/api/ca/crl']) assert.equal(await problemOf(await fetch(server.url + path)), 'not_found');
  const asked = await fetch(`${server.url}/api/ca/request`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{"csr":""}' });
  assert.equal(await problemOf(asked), 'not_found');
  await server.stop();
});

test('journal: who did what, when and from where, and none of the secrets', { timeout: 60_000 }, async () => {
  const data = at('journal');
  const server = await Server.start({ data });
  const tool = new Tool();
  const tender = await Tender.publish(server.url, tool, 600);
  const bidder = await Person.enter(server.url, 'bidder');
  const prepared = await tender.prepare(bidder, { volume: 1000 });
  const login = await bidder.loginMessage();
  bidder.csrf = (await (await bidder.fetch('/api/login', { method: 'POST', body: login })).json()).csrf;
  const submitted = await bidder.checked(await tender.send(bidder, prepared.jws));
  const stranger = new Client(server.url);
  await stranger.get('/api/lots?q=where-is-this-word');
  await bidder.fetch('/api/accounts');
  await server.stop();
  tool.end();
  tender.end();

  const lines = journal(data);
  const times = lines.map(({ time }) => time);
  for (const time of times) assert.match(time, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  const requests = lines.filter(({ event }) => event === 'request');
  for (const one of requests)
    assert.deepEqual(Object.keys(one).filter((key) => key !== 'error').sort(),
      ['address', 'bytes', 'event', 'level', 'method', 'microseconds', 'path', 'person', 'role', 'status', 'time']);
  const find = (method, path) => requests.filter((one) => one.method === method && one.path === path).at(-1);
  const submission = find('POST', `/api/lots/${tender.lot}/submissions`);
  assert.equal(submission.person, bidder.id);
  assert.equal(submission.role, 'bidder');
  assert.equal(submission.address, '127.0.0.1');
  assert.equal(submission.status, 200);
  const refusal = find('GET', '/api/accounts');
  assert.equal(refusal.person, bidder.id);
  assert.equal(refusal.error, 'role_refused');
  assert.equal(find('GET', '/api/lots').person, '');
  const decided = lines.filter(({ event }) => event === 'decided');
  assert.deepEqual(decided.map(({ type }) => type), ['lot.published', 'bid.submitted']);
  assert.equal(decided[1].stream, submitted.bid);
  // A bid's stream has no name in the request that made it: the journal does not join them.
  assert.ok(!JSON.stringify(submission).includes(submitted.bid));

  const text = journalText(data);
  const secrets = {
    cookie: bidder.cookie.split('=')[1], token: bidder.csrf, login: JSON.parse(login).signature, signature: JSON.parse(prepared.jws).signature,
    sheet: prepared.sheet, volumes: prepared.volumes, query: 'where-is-this-word', name: bidder.name, key: bidder.keyPem.split('\n')[1],
  };
  for (const [what, secret] of Object.entries(secrets)) {
    assert.ok(secret.length > 5, what);
    assert.ok(!text.includes(secret), `the journal has the ${what}`);
  }
});
