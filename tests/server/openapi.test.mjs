// The OpenAPI document against the running server: the same routes with the same roles, and answers that fit.

import assert from 'node:assert/strict';
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

// Checks an answer against what the document says about this operation and status.
async function fits(answer, { path, method, operation }) {
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
    ['visitor', 'OPTIONS', '/api/uploads'],
  ];
  for (const [role, method, path, body] of good) {
    const answer = await people[role].fetch(path, { method, body });
    assert.ok(answer.ok, `${method} ${path} ${answer.status}`);
    await fits(answer, find(method, path));
  }
  const stored = await people.tenderer.fetch('/api/documents', { method: 'POST', body: Buffer.from('%PDF-1.4 招标文件'), headers: { 'Content-Type': 'application/pdf' } });
  const { digest } = await stored.clone().json();
  await fits(stored, find('POST', '/api/documents'));
  const fetched = await fetch(`${server.url}/api/documents/${digest}`, { headers: { Range: 'bytes=0-3' } });
  assert.equal(fetched.status, 206);
  assert.equal(fetched.headers.get('content-security-policy'), "default-src 'none'; sandbox");
  assert.equal(await fetched.text(), '%PDF');
});

test('openapi: a whole tender, every answer on its way, answers as documented', { timeout: 90_000 }, async () => {
  const plain = Client.prototype.fetch;
  const succeeded = new Set();
  const find = (method, path) => [...operations()].find((one) => one.method === method
    && new RegExp(`^${one.path.replace('{path}', '.+').replace(/\{[^}]+\}/g, '[^/]+')}$`).test(path.split('?')[0]));
  Client.prototype.fetch = async function checked(path, options = {}) {
    const answer = await plain.call(this, path, options);
    const one = find(options.method ?? 'GET', path);
    if (one) {
      await fits(answer.clone(), one);
      if (answer.ok) succeeded.add(one.operation.operationId);
    }
    return answer;
  };
  const tool = new Tool();
  try {
    const tender = await Tender.publish(server.url, tool, 7);
    const bidders = await Promise.all(Array.from({ length: 3 }, () => Person.enter(server.url, 'bidder')));
    const experts = await Promise.all(Array.from({ length: 5 }, () => Person.enter(server.url, 'expert')));
    const anybody = people.visitor;
    const bids = [];
    for (const bidder of bidders) bids.push(await tender.submit(bidder, { volume: 1000 }));
    await bidders[0].get(`/api/lots/${tender.lot}/my`);
    await bidders[0].get(`/api/lots/${tender.lot}/receipts/${bids[0].answer.bid}`);
    await tender.phase('closed');
    await tender.act(tender.tenderer, 'open');
    for (const bid of bids) await tender.release(anybody, bid);
    await tender.phase('announced');
    await tender.act(tender.tenderer, 'appoint', { members: experts.map(({ id, name }) => ({ id, name, kind: 'expert' })) });
    const { cells } = await tool.ask({ do: 'cells', method: (await tender.view()).notice.method, bids: bids.map(({ answer }) => answer.bid) });
    for (const expert of experts) await tender.act(expert, 'score', { cells });
    await tender.tenderer.get(`/api/lots/${tender.lot}/grid`);
    const { digest } = await tender.tenderer.get(`/api/lots/${tender.lot}/outcome`);
    await tender.act(tender.tenderer, 'result', { outcome: digest });
    const { head } = await tender.view();
    for (const path of ['', '/events', '/board', '/bundle', `/events?stream=${bids[0].answer.bid}`]) await anybody.fetch(`/api/lots/${tender.lot}${path}`);
    for (const path of ['/api/lots', '/api/log/checkpoint', `/api/log/proof?hash=${head}`, '/api/log/consistency?from=1&to=16', `/api/crls?lot=${tender.lot}`,
      '/api/log/tile/0/000.p/16', `/api/blobs/${bids[0].parts[0].root}`]) await anybody.fetch(path);
    tender.end();
  } finally {
    Client.prototype.fetch = plain;
    tool.end();
  }
  assert.ok(succeeded.size >= 24, `only ${succeeded.size} operations succeeded: ${[...succeeded]}`);
});
