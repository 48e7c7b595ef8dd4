// A centre under a CA of its own, made by the openssl command, alone and beside the demo CA.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createPrivateKey } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Person, problemOf } from './support/person.mjs';
import { Server, newFolder, removeFolder, run } from './support/server.mjs';

const folder = newFolder('roots');
const at = (name) => join(folder, name);
const openssl = (...args) => execFileSync('openssl', args, { cwd: folder, stdio: 'ignore' });
let server;

const settings = `[ca]
default_ca = this
[this]
database = index
serial = serial
crlnumber = crlnumber
default_md = sha256
default_crl_days = 30
new_certs_dir = .
policy = any
unique_subject = no
[any]
countryName = optional
organizationName = optional
organizationalUnitName = optional
commonName = supplied
serialNumber = optional
[leaf]
keyUsage = critical,digitalSignature,nonRepudiation
basicConstraints = critical,CA:false
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
`;

before(() => {
  writeFileSync(at('ca.cnf'), settings);
  writeFileSync(at('index'), '');
  writeFileSync(at('serial'), '01\n');
  writeFileSync(at('crlnumber'), '01\n');
  openssl('ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', 'root.key');
  openssl('req', '-x509', '-new', '-key', 'root.key', '-subj', '/C=CN/O=Second CA/CN=Second Root', '-days', '3650', '-out', 'root.pem',
    '-addext', 'keyUsage=critical,keyCertSign,cRLSign', '-addext', 'basicConstraints=critical,CA:true');
  openssl('ca', '-config', 'ca.cnf', '-gencrl', '-keyfile', 'root.key', '-cert', 'root.pem', '-out', 'crl.pem');
  assert.equal(run(['keygen', '--unencrypted', '-o', at('key.pem')]).status, 0);
  assert.equal(run(['csr', '-k', at('key.pem'), '-o', at('request.pem'), '--id', '91330900MA2QYTEST1', '--name', '某公司', '--organisation', '某公司']).status, 0);
  openssl('ca', '-batch', '-config', 'ca.cnf', '-extensions', 'leaf', '-days', '365', '-keyfile', 'root.key', '-cert', 'root.pem', '-in', 'request.pem', '-out', 'leaf.pem', '-notext');
});
after(async () => {
  await server?.stop();
  removeFolder(folder);
});

function member(url) {
  const person = new Person(url);
  person.key = createPrivateKey(readFileSync(at('key.pem'), 'utf8'));
  person.x5c = [readFileSync(at('leaf.pem'), 'utf8').replace(/-----[^-]+-----|\s/g, '')];
  return person;
}

async function logInAt(...args) {
  await server?.stop();
  server = await Server.start({ args });
  const person = member(server.url);
  await person.begin();
  return person.fetch('/api/login', { method: 'POST', body: await person.loginMessage() });
}
const configured = ['--set', `trust.roots=${at('root.pem')}`];
const listed = ['--set', `trust.crls=${at('crl.pem')}`];

test('roots: people of a configured CA log in; without the demo CA nobody else can', async () => {
  const answer = await logInAt(...configured, ...listed, '--set', 'trust.demo_ca=false');
  assert.equal(answer.status, 200, await answer.clone().text());
  assert.equal((await answer.json()).id, '91330900MA2QYTEST1');
});

test('roots: without its list nobody under a CA is let in', async () => {
  assert.equal(await problemOf(await logInAt(...configured, '--set', 'trust.demo_ca=false')), 'crl_missing');
});

test('roots: a list of more than a megabyte is read and handed out', { timeout: 60_000 }, async () => {
  const index = readFileSync(at('index'));
  const serial = (i) => (0x1000000000000000n + BigInt(i)).toString(16).toUpperCase();
  writeFileSync(at('index'), Buffer.concat([index, Buffer.from(Array.from({ length: 50_000 }, (_, i) =>
    `R\t360101000000Z\t250101000000Z\t${serial(i)}\tunknown\t/CN=${i}\n`).join(''))]));
  openssl('ca', '-config', 'ca.cnf', '-gencrl', '-keyfile', 'root.key', '-cert', 'root.pem', '-out', 'large.pem');
  writeFileSync(at('index'), index);
  const answer = await logInAt(...configured, '--set', `trust.crls=${at('large.pem')}`, '--set', 'trust.demo_ca=false');
  assert.equal(answer.status, 200, await answer.clone().text());
  const [list] = await (await fetch(`${server.url}/api/crls`)).json();
  assert.ok(Buffer.from(list.der, 'base64').length > 1 << 20);
});

test('roots: an unknown root is refused by name', async () => {
  assert.equal(await problemOf(await logInAt('--set', 'trust.demo_ca=true')), 'certificate_unknown_root');
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

test('roots: two roots stand side by side, and whoever is revoked is out', async () => {
  assert.equal((await logInAt('--trial', ...configured, ...listed)).status, 200);
  const guest = await Person.enter(server.url, 'bidder');
  assert.equal((await guest.get('/api/session')).role, 'bidder');
  openssl('ca', '-config', 'ca.cnf', '-revoke', 'leaf.pem', '-keyfile', 'root.key', '-cert', 'root.pem');
  openssl('ca', '-config', 'ca.cnf', '-gencrl', '-keyfile', 'root.key', '-cert', 'root.pem', '-out', 'crl.pem');
  assert.equal(await problemOf(await logInAt(...configured, ...listed)), 'certificate_revoked');
});

test('roots: a new list counts without a restart', async () => {
  const revoke = () => openssl('ca', '-config', 'ca.cnf', '-gencrl', '-keyfile', 'root.key', '-cert', 'root.pem', '-out', 'crl.pem');
  const revoked = readFileSync(at('index'), 'utf8');
  writeFileSync(at('index'), revoked.replace(/^R\t(\S+)\t\S+/m, 'V\t$1\t'));
  revoke();
  await new Promise((done) => setTimeout(done, 1100)); // lists are dated to the second
  assert.equal((await logInAt(...configured, ...listed, '--set', 'trust.refresh_seconds=1')).status, 200);
  writeFileSync(at('index'), revoked);
  revoke();
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
