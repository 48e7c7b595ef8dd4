// One data folder: one server, one schema, one configuration; and an orderly end.

import assert from 'node:assert/strict';
import { closeSync, openSync, readFileSync, readdirSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Person, sha256 } from './support/person.mjs';
import { Server, newFolder, refused, removeFolder, run } from './support/server.mjs';
import { Tender, Tool } from './support/tender.mjs';

// Every file of a folder with the digest of its bytes.
const digestsOf = (top) => readdirSync(top, { recursive: true }).filter((name) => statSync(join(top, name)).isFile())
  .map((name) => `${sha256(readFileSync(join(top, name)))} ${name}`).sort();

test('folder: a second server on the same data is refused, and the first goes on', async () => {
  const server = await Server.start();
  assert.match(refused(['serve', '--listen', '127.0.0.1:0', '--data', server.data]), /data_folder_in_use/);
  assert.equal((await fetch(`${server.url}/livez`)).status, 200);
  await server.stop();
});

test('folder: a server that was killed leaves no lock behind', async () => {
  const data = newFolder();
  const first = await Server.start({ data });
  assert.equal((await first.stop('SIGKILL')).signal, 'SIGKILL');
  const second = await Server.start({ data });
  assert.equal((await fetch(`${second.url}/readyz`)).status, 200);
  await second.stop();
  removeFolder(data);
});

test('folder: a database newer than the program is refused untouched', async () => {
  const data = newFolder();
  await (await Server.start({ data })).stop();
  // The user version is a big-endian number at byte 60 of an SQLite file.
  const change = (version) => {
    const file = openSync(join(data, 'kaibiao.db'), 'r+');
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(version);
    writeSync(file, bytes, 0, 4, 60);
    closeSync(file);
  };
  const schema = readFileSync(join(data, 'kaibiao.db')).readUInt32BE(60);
  change(9999);
  const before = digestsOf(data);
  assert.ok(before.length > 3, before.join('\n'));
  const serve = ['serve', '--listen', '127.0.0.1:0', '--data', data];
  for (const args of [serve, [...serve, '--trial'], ['rebuild', '--data', data]]) {
    const done = run(args, { timeout: 20_000 });
    assert.equal(done.status, 1, `${args}: ${done.stdout}${done.stderr}`);
    assert.match(done.stderr, /database_newer: 数据库由更新版本的程序写入，请升级。 \(at schema 9999; 本程序支持到 \d+ this program knows \d+\)/);
    assert.ok(done.stderr.includes(`knows ${schema})`), done.stderr);
    assert.match(done.stderr, /\n +The database was written by a newer program; please upgrade\.\n/);
    assert.deepEqual(digestsOf(data), before, `${args[0]} changed the folder`);
  }
  change(schema);
  await (await Server.start({ data })).stop();
  removeFolder(data);
});

test('folder: a session and the log survive a restart', async () => {
  const data = newFolder();
  const first = await Server.start({ data });
  const person = await Person.enter(first.url, 'bidder');
  const before = await (await fetch(`${first.url}/api/log/checkpoint`)).text();
  await first.stop();
  const second = await Server.start({ data });
  person.url = second.url;
  const session = await person.get('/api/session');
  assert.deepEqual([session.id, session.role, session.csrf], [person.id, 'bidder', person.csrf]);
  const after = await (await fetch(`${second.url}/api/log/checkpoint`)).text();
  assert.equal(before.split('\n')[0], after.split('\n')[0]);
  const [from, to] = [before, after].map((note) => note.split('\n')[1]);
  // The same log, grown or not: without a proof of that a new one of the same name would do.
  if (from === to) assert.equal(after.split('\n')[2], before.split('\n')[2]);
  else assert.equal((await fetch(`${second.url}/api/log/consistency?from=${from}&to=${to}`)).status, 200);
  await second.stop();
  removeFolder(data);
});

test('folder: a folder of another centre is refused', async () => {
  const data = newFolder();
  await (await Server.start({ data })).stop();
  assert.match(refused(['serve', '--listen', '127.0.0.1:0', '--data', data, '--set', 'centre.id=another']), /config_malformed.*centre_id/s);
  removeFolder(data);
});

test('configuration: file, environment and flags, the later wins; unknown keys are refused', async () => {
  const data = newFolder();
  const file = join(data, 'config.toml');
  writeFileSync(file, '[server]\ntrial = true\n[centre]\nid = "from-file"\nname_en = "File"\n');
  const server = await Server.start({ data: join(data, 'a'), args: ['--config', file, '--set', 'centre.name_en=Flag'], env: { KAIBIAO_CENTRE_ID: 'from-environment' } });
  const centre = await (await fetch(`${server.url}/api/centre`)).json();
  assert.equal(centre.id, 'from-environment');
  assert.equal(centre.name.en, 'Flag');
  assert.equal(centre.trial, true);
  await server.stop();
  const start = ['serve', '--listen', '127.0.0.1:0', '--data', join(data, 'b')];
  writeFileSync(file, '[server]\nlisten_on = "x"\n');
  assert.match(refused([...start, '--config', file]), /config_unknown_key.*line 2/s);
  writeFileSync(file, '[server\n');
  assert.match(refused([...start, '--config', file]), /config_malformed.*line 1/s);
  assert.match(refused([...start, '--set', 'limits.queue=none']), /config_malformed.*limits\.queue/s);
  assert.match(refused(start, { env: { KAIBIAO_LIMITS_QUEU: '5' } }), /config_unknown_key.*KAIBIAO_LIMITS_QUEU/s);
  removeFolder(data);
});

test('process: it ends in order when asked, also with a live stream open', async () => {
  const server = await Server.start();
  const tool = new Tool();
  const tender = await Tender.publish(server.url, tool, 600);
  const stream = await fetch(`${server.url}/api/lots/${tender.lot}/live`);
  assert.equal(stream.status, 200);
  const reader = stream.body.getReader();
  assert.equal((await reader.read()).done, false);
  const start = performance.now();
  const ended = (async () => {
    while (!(await reader.read().catch(() => ({ done: true }))).done);
  })();
  const { code } = await server.stop('SIGINT');
  await ended;
  assert.equal(code, 0);
  assert.ok(performance.now() - start < 8000, 'it waited out its grace for a stream that never ends by itself');
  tool.end();
  tender.end();
});

test('command line: an unknown command is a usage error, help is not', () => {
  assert.equal(run(['nonsense']).status, 2);
  assert.equal(run(['--help']).status, 0);
  assert.match(run(['serve', '--help']).stdout, /limits\.queue/);
});
