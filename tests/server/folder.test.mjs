// One data folder: one server, one schema, one configuration; and an orderly end.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, readdirSync, statSync, writeFileSync, writeSync } from 'node:fs';
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

test('configuration: a folder for a file, and a web folder without the page, are refused by name', () => {
  const data = newFolder(), start = ['serve', '--listen', '127.0.0.1:0', '--data', join(data, 'a')];
  const folder = refused([...start, '--config', data]);
  assert.match(folder, /file_unreadable: .*这是一个目录 Is a directory/);
  assert.ok(folder.includes(`(at ${data}; `), folder);
  for (const web of [join(data, 'nothing'), data]) {
    const told = refused([...start, '--web', web]);
    assert.match(told, /config_malformed: .*--web 或 server\.web 须为网页目录.*--web or server\.web is the folder of the web shell; there is no index\.html/);
    assert.ok(told.includes(`(at server.web: ${web}; `), told);
  }
  for (const listen of ['127.0.0.1:99999', 'nonsense'])
    assert.match(refused(['serve', '--listen', listen, '--data', join(data, 'a')]),
      new RegExp(`config_malformed: .*at server\\.listen: ${listen}; 应为“地址:端口”.*ADDRESS:PORT is expected.*the port from 0 to 65535`));
  writeFileSync(join(data, 'config.toml'), '[limits]\nqueue = 0\n');
  assert.match(refused([...start, '--config', join(data, 'config.toml')]), /line 2; limits\.queue: 须为 1 至 1000000 的整数/);
  removeFolder(data);
});

test('configuration: a start that fails on its files leaves no data folder of a centre behind', async () => {
  const top = newFolder(), data = join(top, 'data'), gone = join(top, 'not-there.pem'), wrong = join(top, 'wrong.pem');
  writeFileSync(wrong, 'hello\n');
  const start = ['serve', '--listen', '127.0.0.1:0', '--data', data];
  for (const [key, file, pattern] of [
    ['trust.roots', gone, /file_unreadable/], ['trust.crls', gone, /file_unreadable/], ['trust.roots', wrong, /pem_malformed/],
    ['trust.crls', wrong, /crl_malformed/], ['trust.roots', top, /file_unreadable.*这是一个目录/], ['server.web', top, /config_malformed/],
  ]) {
    const told = refused([...start, '--set', `${key}=${file}`]);
    assert.match(told, pattern, key);
    assert.ok(told.includes(file), told);
    assert.ok(!existsSync(data), `${key} made a data folder`);
  }
  const tls = refused([...start, '--tls', '--set', `server.tls_certificate=${gone}`, '--set', `server.tls_key=${gone}`]);
  assert.match(tls, /file_unreadable.*not-there\.pem/);
  assert.ok(!existsSync(data));
  await (await Server.start({ data, args: ['--trial', '--set', 'centre.id=another'] })).stop();
  removeFolder(top);
});

test('folder: a file in its place, and a database that is damaged, are named with their path', async () => {
  const top = newFolder(), file = join(top, 'filedata'), data = join(top, 'data');
  writeFileSync(file, '');
  const told = refused(['serve', '--listen', '127.0.0.1:0', '--data', file]);
  assert.ok(told.includes(`file_unwritable: 无法写入文件。 (at ${file}; 这是一个文件，不是目录 it is a file, not a folder)`), told);
  const start = ['serve', '--trial', '--listen', '127.0.0.1:0', '--data', data], path = join(data, 'kaibiao.db');
  await (await Server.start({ data })).stop();
  const damage = `import sqlite3; d = sqlite3.connect(${JSON.stringify(path)}); print(d.execute("UPDATE revocation_lists SET der = x'00'").rowcount); d.commit()`;
  assert.equal(spawnSync('python3', ['-c', damage], { encoding: 'utf8' }).stdout, '1\n');
  const list = refused(start);
  assert.ok(list.includes(`database_failed: 数据库报告错误。 (at ${path}; 吊销列表格式错误。 A revocation list is malformed.)`), list);
  mkdirSync(join(top, 'other'));
  writeFileSync(join(top, 'other/kaibiao.db'), 'x'.repeat(4096));
  const other = refused([...start.slice(0, -1), join(top, 'other')]);
  assert.match(other, /database_failed: .*other\/kaibiao\.db: sqlite 26; 该文件不是数据库 file is not a database/);
  removeFolder(top);
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
