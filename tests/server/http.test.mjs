// The HTTP layer by itself: limits, slow clients, ranges, headers, TLS, the live stream's manners.

import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { request as httpsRequest } from 'node:https';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { problemOf } from './support/person.mjs';
import { Server, newFolder, pause, refused, removeFolder } from './support/server.mjs';

const web = newFolder('web');
const page = '<!doctype html><title>Kaibiao</title>';
const script = `// ${'x'.repeat(20_000)}\n`;
let server;

before(async () => {
  mkdirSync(join(web, 'assets'));
  writeFileSync(join(web, 'index.html'), page);
  writeFileSync(join(web, 'assets/main.js'), script);
  writeFileSync(join(web, 'assets/main.js.br'), brotliCompressSync(script));
  writeFileSync(join(web, 'assets/main.js.gz'), gzipSync(script));
  writeFileSync(join(web, 'core.wasm'), Buffer.alloc(1000, 7));
  symlinkSync('/etc/passwd', join(web, 'passwd.txt'));
  server = await Server.start({ args: ['--trial', '--web', web, '--set', 'limits.slow_milliseconds=1500'] });
});
after(async () => {
  await server.stop();
  removeFolder(web);
});

// Sends bytes as they are and gives what comes back until the connection closes, or for a while.
const raw = (bytes, milliseconds = 3000) => new Promise((done, failed) => {
  const socket = connect(server.port, '127.0.0.1');
  let text = '';
  const timer = setTimeout(() => socket.destroy(), milliseconds);
  socket.on('data', (data) => { text += data; });
  socket.on('error', failed);
  socket.on('close', () => {
    clearTimeout(timer);
    done(text);
  });
  socket.write(bytes);
});
const host = 'Host: localhost\r\n';

test('http: every answer carries the security headers', async () => {
  for (const path of ['/', '/api/time', '/api/nothing', '/assets/main.js']) {
    const answer = await fetch(server.url + path);
    assert.match(answer.headers.get('content-security-policy'), /script-src 'self' 'wasm-unsafe-eval'/);
    assert.match(answer.headers.get('content-security-policy'), /frame-ancestors 'none'/);
    assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
    assert.equal(answer.headers.get('cross-origin-opener-policy'), 'same-origin');
    assert.ok(answer.headers.get('cache-control'));
  }
});

test('http: an unknown path is a problem with a name, an unknown page is the shell', async () => {
  assert.equal(await problemOf(await fetch(`${server.url}/api/nothing`)), 'not_found');
  assert.equal(await (await fetch(`${server.url}/lots/abc`)).text(), page);
  assert.equal(await problemOf(await fetch(`${server.url}/missing.js`)), 'not_found');
});

test('http: a method that is not served names those that are', async () => {
  const answer = await fetch(`${server.url}/api/time`, { method: 'POST' });
  assert.equal(answer.status, 405);
  assert.equal(answer.headers.get('allow'), 'GET');
  assert.equal(await problemOf(answer), 'method_not_allowed');
  assert.match(await raw(`TRACE / HTTP/1.1\r\n${host}\r\n`), /^HTTP\/1\.1 405 /);
});

test('http: HEAD answers like GET without a body', async () => {
  const got = await fetch(`${server.url}/core.wasm`);
  const asked = await fetch(`${server.url}/core.wasm`, { method: 'HEAD' });
  assert.equal(asked.headers.get('content-length'), got.headers.get('content-length'));
  assert.equal(asked.headers.get('etag'), got.headers.get('etag'));
  assert.equal((await asked.arrayBuffer()).byteLength, 0);
});

test('http: files come packed for those who take it, and unchanged ones do not come at all', async () => {
  for (const [accepted, coding] of [['br, gzip', 'br'], ['gzip', 'gzip'], ['identity', null]]) {
    const answer = await fetch(`${server.url}/assets/main.js`, { headers: { 'Accept-Encoding': accepted } });
    assert.equal(answer.headers.get('content-encoding'), coding);
    assert.equal(await answer.text(), script);
    const again = await fetch(`${server.url}/assets/main.js`, { headers: { 'Accept-Encoding': accepted, 'If-None-Match': answer.headers.get('etag') } });
    assert.equal(again.status, 304);
  }
});

test('http: a range of a file', async () => {
  const range = (value) => fetch(`${server.url}/core.wasm`, { headers: { Range: value } });
  const middle = await range('bytes=10-19');
  assert.equal(middle.status, 206);
  assert.equal(middle.headers.get('content-range'), 'bytes 10-19/1000');
  assert.equal((await middle.arrayBuffer()).byteLength, 10);
  assert.equal((await range('bytes=-5')).headers.get('content-range'), 'bytes 995-999/1000');
  assert.equal((await range('bytes=1000-')).status, 416);
  assert.equal((await range('bytes=5-1')).status, 200);
});

test('http: tricks with paths lead nowhere', async () => {
  for (const path of ['/../etc/passwd', '/..%2fetc%2fpasswd', '/%2e%2e/etc/passwd', '/assets/../../x.js', '/assets//main.js', '/a%00b.js', '/a%5c..%5cb.js', '/%ff.js', '/%zz.js', '/passwd.txt']) {
    const text = await raw(`GET ${path} HTTP/1.1\r\n${host}Connection: close\r\n\r\n`);
    assert.match(text, /^HTTP\/1\.1 (400|404) /, path);
    assert.doesNotMatch(text, /root:/, path);
  }
});

test('http: another host name than ours is refused', async () => {
  assert.match(await raw('GET /api/time HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n'), /^HTTP\/1\.1 400 [\s\S]*request_malformed/);
});

test('http: a head over 16 KiB is refused', async () => {
  assert.match(await raw(`GET / HTTP/1.1\r\n${host}X-Long: ${'a'.repeat(20_000)}\r\n\r\n`), /^HTTP\/1\.1 431 [\s\S]*header_too_large/);
});

test('http: a body over the limit is refused, announced or not', async () => {
  const body = 'x'.repeat((1 << 20) + 1);
  const announced = await fetch(`${server.url}/api/login/challenge`, { method: 'POST', body });
  assert.equal(await problemOf(announced), 'body_too_large');
  const chunk = `10000\r\n${'y'.repeat(0x10000)}\r\n`;
  const text = await raw(`POST /api/login/challenge HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\n\r\n${chunk.repeat(17)}0\r\n\r\n`);
  assert.match(text, /^HTTP\/1\.1 413 [\s\S]*body_too_large/);
});

test('http: nonsense is refused and closes the connection', async () => {
  assert.match(await raw('GET\r\n\r\n'), /^(HTTP\/1\.1 400 |$)/);
  assert.match(await raw(`POST /api/login HTTP/1.1\r\n${host}Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcde`), /^(HTTP\/1\.1 400 |$)/);
});

test('http: several requests on one connection, also sent together', async () => {
  const one = `GET /api/time HTTP/1.1\r\n${host}\r\n`;
  const last = `GET /api/time HTTP/1.1\r\n${host}Connection: close\r\n\r\n`;
  const text = await raw(one + one + last);
  assert.equal(text.match(/HTTP\/1\.1 200 OK/g).length, 3);
});

test('http: a client that expects to be asked for its body is asked', async () => {
  const text = await raw(`POST /api/login/challenge HTTP/1.1\r\n${host}Expect: 100-continue\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}`);
  assert.match(text, /^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK/);
});

test('http: 200 connections with slow heads are ended, 100 with slow bodies are borne, and others do not wait', async () => {
  const twenty = async () => {
    const start = performance.now();
    for (let i = 0; i < 20; i++) assert.equal((await fetch(`${server.url}/api/time`)).status, 200);
    return performance.now() - start;
  };
  const alone = await twenty();
  const closed = { head: 0, body: 0 };
  const sockets = Array.from({ length: 300 }, (_, i) => {
    const slow = i % 3 === 2 ? 'body' : 'head';
    const socket = connect(server.port, '127.0.0.1');
    socket.on('error', () => {});
    socket.on('close', () => { closed[slow]++; });
    socket.write(i % 3 === 0 ? 'G' : i % 3 === 1 ? `GET /api/time HTTP/1.1\r\n${host}X-A` : `POST /api/login HTTP/1.1\r\n${host}Content-Length: 100\r\n\r\nabc`);
    return socket;
  });
  await pause(300);
  const among = await twenty();
  assert.ok(among < 1000 + 5 * alone, `20 requests took ${among} ms among slow ones and ${alone} ms alone`);
  // limits.slow_milliseconds is 1,500 here; a body has a minute for each piece.
  for (let i = 0; i < 100 && closed.head < 200; i++) await pause(100);
  assert.deepEqual(closed, { head: 200, body: 0 });
  for (const socket of sockets) socket.destroy();
});

test('http: the caller of a session must know its token', async () => {
  const session = await fetch(`${server.url}/api/session`);
  const cookie = session.headers.get('set-cookie');
  assert.match(cookie, /HttpOnly/);
  assert.match(cookie, /SameSite=Strict/);
  const headers = { Cookie: cookie.split(';')[0] };
  const post = (more) => fetch(`${server.url}/api/login/challenge`, { method: 'POST', headers: { ...headers, ...more } });
  assert.equal(await problemOf(await post({})), 'csrf_refused');
  assert.equal(await problemOf(await post({ 'X-CSRF-Token': 'a'.repeat(64) })), 'csrf_refused');
  const { csrf } = await session.json();
  assert.equal((await post({ 'X-CSRF-Token': csrf })).status, 200);
  assert.equal(await problemOf(await post({ 'X-CSRF-Token': csrf, 'Sec-Fetch-Site': 'cross-site' })), 'csrf_refused');
});

test('http: too many requests are answered with patience', async () => {
  const strict = await Server.start({ args: ['--trial', '--set', 'limits.throttle_loopback=true', '--set', 'limits.requests_per_second=1', '--set', 'limits.request_burst=10'] });
  const statuses = [];
  for (let i = 0; i < 20; i++) {
    const answer = await fetch(`${strict.url}/api/time`);
    statuses.push(answer.status);
    if (answer.status === 429) assert.equal(answer.headers.get('retry-after'), '1');
    await answer.arrayBuffer();
  }
  assert.equal(statuses[0], 200);
  assert.ok(statuses.filter((one) => one === 429).length >= 3, statuses.join());
  await strict.stop();
});

test('tls: a certificate is made on first use and kept', async () => {
  const data = newFolder('tls');
  const get = (port) => new Promise((done, failed) => {
    const asked = httpsRequest({ host: '127.0.0.1', port, path: '/api/session', rejectUnauthorized: false, agent: false }, (answer) => {
      answer.resume();
      done({ fingerprint: answer.socket.getPeerCertificate().fingerprint256, cookie: answer.headers['set-cookie'][0], version: answer.socket.getProtocol() });
    });
    asked.on('error', failed);
    asked.end();
  });
  const prints = [];
  for (let i = 0; i < 2; i++) {
    const secure = await Server.start({ data, args: ['--trial', '--tls'] });
    assert.match(secure.url, /^https:/);
    const seen = await get(secure.port);
    prints.push(seen.fingerprint);
    assert.match(seen.cookie, /Secure/);
    assert.match(seen.version, /TLSv1\.[23]/);
    await secure.stop();
  }
  assert.ok(prints[0]);
  assert.equal(prints[0], prints[1]);
  removeFolder(data);
});

test('tls: plain HTTP beyond loopback is refused', () => {
  const data = newFolder('plain');
  assert.match(refused(['serve', '--listen', '0.0.0.0:0', '--data', data]), /tls_required/);
  removeFolder(data);
});
