// The OpenAPI document against the running server: the same routes with the same roles, and answers that fit.

import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import Ajv from 'ajv/dist/2020.js';
import { Client, Person } from './support/person.mjs';
import { Server, newFolder, removeFolder, run } from './support/server.mjs';
import { Tender, Tool } from './support/tender.mjs';

let server, document, ajv;
const people = {};

before(async () => {
  server = await Server.start();
  document = await (await fetch(`${server.url}/api/openapi.json`)).json();
  ajv = new Ajv({ strict: false, allErrors: true });
  ajv.addSchema(document, 'api');
  people.visitor = new Client(server.url);
  await people.visitor.begin();
  for (const role of ['bidder', 'tenderer', 'expert', 'supervisor', 'staff', 'officer']) people[role] = await Person.enter(server.url, role);
});
after(() => server.stop());

const operations = function* () {
  for (const [path, methods] of Object.entries(document.paths))
    for (const [method, operation] of Object.entries(methods)) yield { path, method: method.toUpperCase(), operation };
};

test('openapi: the document served is the one in the repository', () => {
  assert.deepEqual(document, JSON.parse(readFileSync('docs/openapi.json', 'utf8')));
});

test('openapi: it has exactly the routes and purposes of the server, with their roles', () => {
  const folder = newFolder('routes');
  const { routes, purposes } = JSON.parse(run(['serve', '--routes', '--listen', '127.0.0.1:0', '--data', folder]).stdout);
  removeFolder(folder);
  assert.deepEqual(document.paths['/api/lots/{lot}/commands'].post['x-purposes'], purposes);
  const served = routes.map(({ method, path, roles }) => `${method} ${path.replace('...}', '}')} ${roles}`).sort();
  const documented = [...operations()].map(({ method, path, operation }) => `${method} ${path} ${operation['x-roles']}`).sort();
  assert.deepEqual(documented, served);
});

test('openapi: every reference leads somewhere and every operation has a name of its own', () => {
  const text = JSON.stringify(document);
  for (const [, pointer] of text.matchAll(/"\$ref":"#\/([^"]+)"/g))
    assert.ok(pointer.split('/').reduce((at, key) => at?.[key], document), pointer);
  const names = [...operations()].map(({ operation }) => operation.operationId);
  assert.equal(new Set(names).size, names.length);
});

// The operations that answered with success anywhere in this file.
const succeeded = new Set();

// Checks an answer against what the document says about this operation and status.
async function fits(answer, { path, method, operation }) {
  if (answer.ok) succeeded.add(operation.operationId);
  const where = `${method} ${path} ${answer.status}`;
  let described = operation.responses[answer.status] ?? operation.responses.default;
  if (described.$ref) described = document.components.responses[described.$ref.split('/').at(-1)];
  const type = (answer.headers.get('content-type') ?? '').split(';')[0];
  const content = described.content?.[type] ?? described.content?.['*/*'];
  if (described.content && method !== 'HEAD') assert.ok(content, `${where}: ${type} is not described`);
  if (type === 'text/event-stream') return answer.body.cancel();
  const body = await answer.text();
  if (type.endsWith('json') && content?.schema && Object.keys(content.schema).length) {
    const validate = ajv.compile({ ...content.schema, components: document.components });
    assert.ok(validate(JSON.parse(body)), `${where}: ${ajv.errorsText(validate.errors)}\n${body.slice(0, 500)}`);
  }
}

test('openapi: every operation, with what a stranger would send, answers as documented', async () => {
  for (const one of operations()) {
    const role = one.operation['x-roles'].at(-1);
    const path = one.path.replace('{path}', 'entries/000.p/1').replace(/\{(lot|bid|upload)\}/g, 'a'.repeat(32)).replace(/\{(digest|root)\}/, 'a'.repeat(64));
    if (one.path === '/api/logout') continue;
    const safe = one.method === 'GET' || one.method === 'OPTIONS';
    const answer = await people[role].fetch(path, { method: one.method, ...(safe ? {} : { body: '{}', headers: { 'Content-Type': 'application/json' } }) });
    assert.ok(answer.status < 500, `${one.method} ${path} ${answer.status}`);
    await fits(answer, one);
  }
});

test('openapi: what succeeds without a tender answers as documented', async () => {
  const find = (method, path) => ({ method, path, operation: document.paths[path][method.toLowerCase()] });
  const good = [
    ['visitor', 'GET', '/livez'], ['visitor', 'GET', '/readyz'], ['visitor', 'GET', '/api/centre'], ['visitor', 'GET', '/api/time'], ['visitor', 'GET', '/api/metrics'],
    ['bidder', 'GET', '/api/session'], ['visitor', 'POST', '/api/login/challenge', '{}'], ['staff', 'GET', '/api/accounts'], ['visitor', 'GET', '/api/ca'],
    ['visitor', 'GET', '/api/ca/crl'], ['visitor', 'GET', '/api/crls'], ['visitor', 'GET', '/api/trust'], ['visitor', 'GET', '/api/lots'], ['visitor', 'GET', '/api/log/checkpoint'],
    ['visitor', 'OPTIONS', '/api/uploads'], ['visitor', 'GET', '/api/openapi.json'],
    ['staff', 'POST', '/api/accounts', JSON.stringify({ id: 'E330900', name: '专家', role: 'expert' })],
  ];
  for (const [role, method, path, body] of good) {
    const answer = await people[role].fetch(path, { method, body, ...(body ? { headers: { 'Content-Type': 'application/json' } } : {}) });
    assert.ok(answer.ok, `${method} ${path} ${answer.status}`);
    await fits(answer, find(method, path));
  }
  const leaving = await Person.enter(server.url, 'bidder');
  const serial = new X509Certificate(leaving.certificatePem).serialNumber.toLowerCase();
  await fits(await leaving.fetch('/api/logout', { method: 'POST' }), find('POST', '/api/logout'));
  await fits(await people.staff.fetch('/api/ca/revoke', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ serial, reason: 'key lost' }) }), find('POST', '/api/ca/revoke'));
  const stored = await people.tenderer.fetch('/api/documents', { method: 'POST', body: Buffer.from('%PDF-1.4 招标文件'), headers: { 'Content-Type': 'application/pdf' } });
  const { digest } = await stored.clone().json();
  await fits(stored, find('POST', '/api/documents'));
  const fetched = await fetch(`${server.url}/api/documents/${digest}`, { headers: { Range: 'bytes=0-3' } });
  assert.equal(fetched.status, 206);
  await fits(fetched.clone(), find('GET', '/api/documents/{digest}'));
  assert.equal(fetched.headers.get('content-security-policy'), "default-src 'none'; sandbox");
  assert.equal(await fetched.text(), '%PDF');
});

test('openapi: a whole tender, every answer on its way, answers as documented', { timeout: 90_000 }, async () => {
  const plain = Client.prototype.fetch;
  const find = (method, path) => [...operations()].find((one) => one.method === method
    && new RegExp(`^${one.path.replace('{path}', '.+').replace(/\{[^}]+\}/g, '[^/]+')}$`).test(path.split('?')[0]));
  Client.prototype.fetch = async function checked(path, options = {}) {
    const answer = await plain.call(this, path, options);
    const one = find(options.method ?? 'GET', path);
    if (one) await fits(answer.clone(), one);
    return answer;
  };
  const tool = new Tool();
  try {
    const tender = await Tender.publish(server.url, tool, 12);
    const bidders = await Promise.all(Array.from({ length: 3 }, () => Person.enter(server.url, 'bidder')));
    const anybody = people.visitor;
    const bids = [];
    for (const bidder of bidders) bids.push(await tender.submit(bidder, { volume: 1000 }));
    await bidders[0].get(`/api/lots/${tender.lot}/my`);
    await bidders[0].get(`/api/lots/${tender.lot}/receipts/${bids[0].answer.bid}`);
    const begun = (await tender.create(bidders[0], 1000)).headers.get('location');
    for (const method of ['GET', 'DELETE']) await bidders[0].fetch(begun, { method, headers: { 'Tus-Resumable': '1.0.0' } });
    const hesitant = await Person.enter(server.url, 'bidder');
    const { answer: { bid }, digest: replaces } = await tender.submit(hesitant);
    const withdrawal = { ...await hesitant.envelope('withdraw', tender.lot, await tender.view()), bid, replaces };
    await hesitant.post(`/api/lots/${tender.lot}/withdrawals`, hesitant.sign(withdrawal, 'withdraw'));
    const live = `/api/lots/${tender.lot}/live`;
    await fits(await plain.call(anybody, live), find('GET', live));
    await tender.phase('closed');
    await tender.act(tender.tenderer, 'open');
    for (const bid of bids) await tender.release(anybody, bid);
    await tender.phase('announced');
    await tender.evaluate(bids.map(({ answer }) => answer.bid));
    await tender.tenderer.get(`/api/lots/${tender.lot}/grid`);
    const { head } = await tender.view();
    for (const path of ['', '/events', '/board', '/bundle', `/events?stream=${bids[0].answer.bid}`, `/bids/${bids[0].answer.bid}/secrets/sheet`]) await anybody.fetch(`/api/lots/${tender.lot}${path}`);
    for (const path of ['/api/lots', '/api/log/checkpoint', `/api/log/proof?hash=${head}`, '/api/log/consistency?from=1&to=16', `/api/crls?lot=${tender.lot}`,
      '/api/log/tile/0/000.p/16', `/api/blobs/${bids[0].parts[0].root}`]) await anybody.fetch(path);
    tender.end();
  } finally {
    Client.prototype.fetch = plain;
    tool.end();
  }
});

// Witnesses: cosigned.test.mjs. The bots' tenders: the demo's and the browser's tests.
const elsewhere = ['fetchPolicy', 'fetchWitnessed', 'listTrials', 'startTrial'];

test('openapi: every operation has succeeded here, but for those that need more than one server', () => {
  const never = [...operations()].map(({ operation }) => operation.operationId).filter((id) => !succeeded.has(id));
  assert.deepEqual(never.sort(), elsewhere);
});
