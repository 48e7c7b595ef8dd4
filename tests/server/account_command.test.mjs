// `kaibiao account` at a centre that is no trial: from the first member of staff, whom the configuration names, to
// people who log in in the role that they were registered in.

import assert from 'node:assert/strict';
import { createPrivateKey, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Authority } from './support/authority.mjs';
import { Person, problemOf } from './support/person.mjs';
import { Server, newFolder, removeFolder, run } from './support/server.mjs';

const folder = newFolder('account');
const at = (name) => join(folder, name);
const first = { id: 'STAFF-1', name: '平台值班员' };
const roles = ['bidder', 'tenderer', 'expert', 'supervisor', 'staff', 'officer'];
let server, authority;

// A key and a certificate of the CA, as files NAME.key and NAME.pem.
function certified(name, person) {
  assert.equal(run(['keygen', '--unencrypted', '-o', at(`${name}.key`)]).status, 0);
  assert.equal(run(['csr', '-k', at(`${name}.key`), '-o', at(`${name}.csr`), '--id', person.id, '--name', person.name]).status, 0);
  authority.certify(`${name}.csr`, `${name}.pem`);
}
const account = (who, what, ...args) => run(['account', what, '--server', server.url, '-k', at(`${who}.key`), '-c', at(`${who}.pem`), ...args]);
const add = (who, person, ...more) => account(who, 'add', '--id', person.id, '--name', person.name, '--role', person.role, ...more);
async function loggedIn(name) {
  const person = new Person(server.url);
  person.key = createPrivateKey(readFileSync(at(`${name}.key`), 'utf8'));
  person.x5c = [readFileSync(at(`${name}.pem`), 'utf8').replace(/-----[^-]+-----|\s/g, '')];
  await person.begin();
  return { person, session: await person.logIn() };
}

before(async () => {
  authority = new Authority(folder);
  authority.listRevoked();
  certified('first', first);
  server = await Server.start({ args: [...authority.trusted(), '--set', `trust.staff=${first.id}`] });
});
after(async () => {
  await server.stop();
  removeFolder(folder);
});

test('account: staff registers people, who log in in that role and are refused what it may not do', async (t) => {
  for (const role of roles)
    await t.test(`account: ${role}`, async () => {
      const someone = { id: `PERSON-${role}`, name: `某人 ${role}`, role };
      const done = add('first', someone, '--organisation', '某单位');
      assert.equal(done.status, 0, done.stderr);
      assert.match(done.stdout, new RegExp(`^已登记 registered: PERSON-${role} {2}[\\u4e00-\\u9fff]+ ${role}\\n$`));
      certified(role, someone);
      const { person, session } = await loggedIn(role);
      assert.deepEqual([session.id, session.role], [someone.id, role]);
      const mayList = await person.fetch('/api/accounts');
      if (role === 'staff') assert.equal(mayList.status, 200);
      else assert.equal(await problemOf(mayList), 'role_refused');
      const upload = await person.fetch('/api/uploads', { method: 'POST', headers: { 'Tus-Resumable': '1.0.0', 'Upload-Length': '1', 'Upload-Metadata': `lot ${Buffer.from('a'.repeat(32)).toString('base64')}` } });
      const refusedUpload = await problemOf(upload);
      if (role === 'bidder') assert.notEqual(refusedUpload, 'role_refused');
      else assert.equal(refusedUpload, 'role_refused');
      const lot = await person.fetch('/api/lots', { method: 'POST', body: person.sign(await person.envelope('publish', randomBytes(16).toString('hex')), 'publish') });
      const refusedLot = await problemOf(lot);
      if (role === 'tenderer') assert.notEqual(refusedLot, 'role_refused');
      else assert.equal(refusedLot, 'role_refused');
    });
});

test('account: whoever was registered as staff registers others, and nobody else does', () => {
  const more = { id: 'SECOND-1', name: '另一人', role: 'expert' };
  for (const role of roles.filter((one) => one !== 'staff')) {
    const done = add(role, more);
    assert.equal(done.status, 1, role);
    assert.match(done.stderr, new RegExp(`role_refused: 您的角色不能进行此操作。 \\(at ${role}; 须由工作人员办理 this is for staff`));
    assert.equal(account(role, 'list').status, 1);
  }
  assert.deepEqual(JSON.parse(add('staff', more, '--json').stdout), { id: more.id, role: 'expert' });
  const again = add('staff', { ...more, role: 'tenderer' });
  assert.equal(again.status, 1);
  assert.match(again.stderr, /account_exists: .*\(at \/id; SECOND-1\)/);
});

test('account: the list has everybody, page after page', async () => {
  const { person } = await loggedIn('first');
  for (let i = 0; i < 230; i++) await person.post('/api/accounts', { id: `MANY ${String(i).padStart(3, '0')} & more`, name: '众人', role: 'expert' });
  const { accounts } = JSON.parse(account('first', 'list', '--json').stdout);
  const ids = accounts.map(({ id }) => id);
  assert.equal(new Set(ids).size, ids.length);
  assert.equal(ids.filter((id) => id.startsWith('MANY ')).length, 230);
  for (const role of roles) assert.deepEqual(accounts.find(({ id }) => id === `PERSON-${role}`)?.role, role);
  const told = account('first', 'list');
  assert.equal(told.status, 0, told.stderr);
  assert.match(told.stdout, /^STAFF-1 {2}工作人员 staff {2}平台值班员 {2}\S* {2}\d{4}-\S+Z$/m);
  assert.match(told.stdout, /^PERSON-expert {2}评标专家 expert {2}某人 expert {2}某单位 {2}/m);
  const lines = told.stdout.trimEnd().split('\n');
  assert.match(lines[0], /^编号 id {2}角色 role {2}名称 name/);
  assert.equal(lines.indexOf('角色 roles:'), accounts.length + 1);
  const explained = lines.slice(accounts.length + 2);
  assert.deepEqual(explained.map((line) => /^ {2}[\u4e00-\u9fff]+ (\w+): [\u4e00-\u9fff][^a-z]* [a-z]/.exec(line)?.[1]).sort(), [...roles].sort());
  const help = run(['account', 'add', '--help']).stdout;
  for (const line of explained) assert.ok(help.includes(line.trim()), line);
});

test('account: nobody logs in over plain HTTP beyond this computer', () => {
  for (const server of ['http://192.0.2.1:8080', 'http://127.example:8080', 'http://localhost.example']) {
    const done = run(['account', 'list', '--server', server, '-k', at('first.key'), '-c', at('first.pem')]);
    assert.notEqual(done.status, 0);
    assert.match(done.stderr, /tls_required.*https:\/\//, server);
  }
});

test('account: what is asked for wrongly ends with 2 and registers nobody', () => {
  for (const args of [['--id', 'X', '--name', 'Y'], ['--id', 'X', '--name', 'Y', '--role', 'king'], ['--name', 'Y', '--role', 'expert']]) assert.equal(account('first', 'add', ...args).status, 2, args.join(' '));
  assert.match(account('first', 'add', '--id', 'X', '--name', 'Y', '--role', 'king').stderr, /at --role; 值不在允许的范围内/);
  assert.ok(!account('first', 'list').stdout.includes('\nX  '));
});

test('account: who logged in before the configuration named him stays what he was, and another can be named', async () => {
  const late = { id: 'LATE-1', name: '先登录者' };
  certified('late', late);
  await loggedIn('late');
  const { data } = server;
  server.ownsData = false;
  await server.stop();
  server = await Server.start({ data, args: [...authority.trusted(), '--set', `trust.staff=${late.id}`] });
  assert.equal((await loggedIn('late')).session.role, 'bidder');
  assert.equal((await loggedIn('first')).session.role, 'staff', 'registered once, staff stays');
  await server.stop();
  certified('another', { id: 'ANOTHER-1', name: '第二位值班员' });
  server = await Server.start({ data, args: [...authority.trusted(), '--set', 'trust.staff=ANOTHER-1'] });
  server.ownsData = true;
  assert.equal((await loggedIn('another')).session.role, 'staff');
});
