// Somebody with a key, a certificate of the demo CA and a session.

import assert from 'node:assert/strict';
import { createHash, createPrivateKey, randomBytes, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { newFolder, removeFolder, run } from './server.mjs';

// RFC 8785 for what we send: keys sorted by byte, no spaces.
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value !== null && typeof value === 'object')
    return `{${Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(',')}}`;
  return JSON.stringify(value);
}

const base64 = (bytes) => Buffer.from(bytes).toString('base64').replace(/=+$/, '');
const base64url = (bytes) => Buffer.from(bytes).toString('base64url');

export class Client {
  constructor(url) {
    this.url = url;
    this.cookie = '';
    this.csrf = '';
  }

  async fetch(path, options = {}) {
    const headers = { ...options.headers };
    if (this.cookie) headers.Cookie = this.cookie;
    if (this.csrf && !['GET', 'HEAD', 'OPTIONS', undefined].includes(options.method)) headers['X-CSRF-Token'] ??= this.csrf;
    const answer = await fetch(this.url + path, { ...options, headers });
    const cookie = answer.headers.get('set-cookie');
    if (cookie) this.cookie = cookie.split(';')[0];
    return answer;
  }

  async get(path) {
    return this.checked(await this.fetch(path));
  }

  async post(path, body) {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return this.checked(await this.fetch(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: text }));
  }

  async checked(answer) {
    const text = await answer.text();
    assert.ok(answer.ok, `${answer.status} ${text}`);
    return text ? JSON.parse(text) : null;
  }

  async begin() {
    this.csrf = (await this.get('/api/session')).csrf;
  }
}

export class Person extends Client {
  // A fresh key, certified for `role` (trial servers), logged in.
  static async enter(url, role, id = `T${randomBytes(8).toString('hex').toUpperCase()}`, name = `甲方 ${role}`) {
    const person = new Person(url);
    Object.assign(person, { id, name, role });
    person.makeKey();
    await person.begin();
    await person.certify(role);
    await person.logIn();
    return person;
  }

  makeKey() {
    const folder = newFolder('person');
    const at = (file) => join(folder, file);
    assert.equal(run(['keygen', '--unencrypted', '-o', at('key.pem')]).status, 0);
    const made = run(['csr', '-k', at('key.pem'), '-o', at('request.pem'), '--id', this.id, '--name', this.name, '--organisation', this.name]);
    assert.equal(made.status, 0, made.stderr);
    this.keyPem = readFileSync(at('key.pem'), 'utf8');
    this.key = createPrivateKey(this.keyPem);
    this.csr = readFileSync(at('request.pem'), 'utf8');
    removeFolder(folder);
  }

  async certify(role) {
    const issued = await this.post('/api/ca/request', role ? { csr: this.csr, role } : { csr: this.csr });
    this.certificatePem = issued.certificate;
    this.x5c = issued.chain.map((pem) => pem.replace(/-----[^-]+-----|\s/g, ''));
  }

  sign(payload, purpose) {
    const header = base64url(canonical({ alg: 'ES256', typ: `kaibiao-${purpose}+jws`, x5c: this.x5c }));
    const body = base64url(typeof payload === 'string' ? payload : canonical(payload));
    const signature = sign('sha256', Buffer.from(`${header}.${body}`), { key: this.key, dsaEncoding: 'ieee-p1363' });
    return canonical({ payload: body, protected: header, signature: base64url(signature) });
  }

  async loginMessage(changes = {}) {
    const challenge = await this.post('/api/login/challenge', {});
    return this.sign({
      purpose: 'login', origin: challenge.origin, server_nonce: challenge.nonce,
      client_nonce: base64(randomBytes(32)), expiry: challenge.expires, ...changes,
    }, 'login');
  }

  async logIn() {
    const session = await this.post('/api/login', await this.loginMessage());
    this.csrf = session.csrf;
    return session;
  }

  // The eight members that every signed command has.
  async envelope(purpose, lot, view) {
    this.centre ??= await this.get('/api/centre');
    return {
      purpose, centre: this.centre.id, origin: this.centre.origin, lot,
      command: randomBytes(16).toString('hex'), notice: view?.notice_digest ?? null, seen: view?.head ?? null, time: new Date().toISOString(),
    };
  }
}

export const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

// The name of the problem that an answer reports, with its status checked to be what the table of errors says.
export async function problemOf(answer) {
  const body = await answer.json();
  assert.equal(answer.headers.get('content-type'), 'application/problem+json');
  assert.equal(body.status, answer.status);
  assert.equal(body.type, `urn:kaibiao:error:${body.name}`);
  assert.ok(body.title && body.title_zh);
  return body.name;
}
