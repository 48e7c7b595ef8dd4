// Every subcommand: its help, its exit codes, its errors as text and as JSON.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { runBeside } from './support/relay.mjs';
import { kaibiao, newFolder, removeFolder, run } from './support/server.mjs';

const folder = newFolder('command-line');
const at = (name) => join(folder, name);
after(() => removeFolder(folder));

const commands = ['serve', 'account', 'seal', 'open', 'submit', 'release', 'receipt', 'verify', 'trust', 'officer', 'witness', 'draw', 'keygen', 'csr', 'age', 'log', 'demo', 'backup', 'rebuild', 'score'];

test('command line: the program lists its commands, and each has help', () => {
  const listed = run(['--help']).stdout;
  for (const command of commands) {
    assert.match(listed, new RegExp(`^ *${command}\\b`, 'm'), command);
    const help = run([command, '--help']);
    assert.equal(help.status, 0, command);
    assert.ok(help.stdout.includes(`kaibiao ${command}`), command);
  }
});

const nested = { account: ['add', 'list'], receipt: ['verify', 'renew'], draw: ['list', 'commit', 'run', 'call', 'verify', 'show'], log: ['checkpoint', 'prove', 'audit'], backup: ['create', 'verify', 'restore', 'reconcile'],
  officer: ['init', 'round1', 'round2', 'round3', 'rehearse', 'panel', 'release', 'draw', 'recover'] };

test('command line: every command below a command is listed there and has help of its own', () => {
  for (const command of commands) {
    const { stdout } = run([command, '--help']);
    const listed = [...(/^Subcommands:\n((?: .*\n)*)/m.exec(stdout)?.[1] ?? '').matchAll(/^ {2}(\w+)/gm)].map(([, name]) => name);
    assert.deepEqual(listed, nested[command] ?? [], command);
    for (const name of listed) {
      const help = run([command, name, '--help']);
      assert.equal(help.status, 0, `${command} ${name}`);
      assert.equal(help.stderr, '');
      assert.ok(help.stdout.includes(`Usage: kaibiao ${command} ${name}`), help.stdout);
    }
  }
});

const below = Object.entries(nested).flatMap(([command, names]) => names.map((name) => [command, name]));

test('command line: every help has a sentence in both languages and the exit codes', () => {
  for (const command of [...commands.map((one) => [one]), ...below]) {
    const help = run([...command, '--help']).stdout;
    const about = help.slice(0, help.indexOf('Usage:'));
    assert.match(about, /[\u4e00-\u9fff]{4}/, command.join(' '));
    assert.match(about, /[A-Za-z]+ [a-z]+ [a-z]+/, command.join(' '));
    assert.match(help, /退出码 Exit codes: 0 .*1 .*2 .*3 /, command.join(' '));
  }
});

// The same refusal in both forms: one document on the output for programs, sentences in both languages for people.
function assertRefused(args, { status, name, en, zh }) {
  const told = run(args), json = run([...args, '--json']);
  const { error, ...rest } = JSON.parse(json.stdout);
  const label = args.join(' ');
  assert.deepEqual([told.status, json.status], [status, status], label);
  assert.deepEqual([error.name, error.en, error.zh], [name, en, zh], label);
  assert.deepEqual(Object.keys(error).sort(), ['code', 'detail', 'en', 'name', 'place', 'zh']);
  assert.deepEqual(rest, {});
  assert.equal(json.stderr, '');
  return { told, error };
}
const usage = { status: 2, name: 'usage', en: 'The command line is not understood.', zh: '无法识别命令行。' };

test('command line: what is not understood exits with 2, as text and, asked for JSON, as JSON', () => {
  for (const command of [...commands.map((one) => [one]), ...below]) {
    const { told, error } = assertRefused([...command, '--no-such-flag'], usage);
    assert.ok(error.detail.length > 0 && told.stderr.includes(error.detail), told.stderr);
    assert.equal(told.stdout, '');
  }
  const unknown = run(['no-such-command']);
  assert.equal(unknown.status, 2);
  assert.match(unknown.stderr, /every command has --help/);
  const { told } = assertRefused(['no-such-command'], usage);
  assert.match(told.stderr, /at no-such-command; 未知的命令 unknown command/);
});

test('command line: what is wrong with it is told in both languages, and where', () => {
  for (const [args, place, zh] of [
    [['keygen'], '--out', '缺少必填项'], [['verify', 'a', 'b'], 'b', '无法识别的参数'], [['backup'], 'A subcommand', '缺少必填项'],
    [['csr', '-k', 'k', '-o', 'o', '--id', '1', '--name', 'n', '-c', 'x'], '--certificate', '须与另一选项同用'],
    [['backup', 'reconcile', '--data', 'd', '--checkpoint', 'x', '--new-origin'], '--checkpoint', '不能与另一选项同用'],
    [['submit'], 'package', '请给出投标包'], [['submit', 'a', '--wait', '99999'], '--wait', '值不在允许的范围内'],
  ]) {
    const { told, error } = assertRefused(args, usage);
    assert.equal(error.place, place, args.join(' '));
    assert.ok(error.detail.startsWith(zh) && /[a-z]{3}/.test(error.detail), error.detail);
    assert.ok(told.stderr.includes(`at ${place}; ${zh}`), told.stderr);
  }
  assert.match(run(['keygen', '-o']).stderr, /at --out; 选项的值缺失.*\n.*\n.*kaibiao keygen --help/);
});

test('command line: an address that is taken is told as that', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const listen = ['--listen', `127.0.0.1:${taken.address().port}`];
  const logKey = 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k';
  const refused = [['serve', ...listen, '--data', at('taken')], ['witness', ...listen, '--folder', at('taken'), '--name', 'w.example', '--log', logKey]].map((args) => run(args));
  taken.close();
  for (const done of refused) {
    assert.equal(done.status, 3, done.stdout);
    assert.match(done.stderr, /address_unavailable.*127\.0\.0\.1:\d+; 地址已被占用 Address already in use/);
  }
  assert.ok(!existsSync(at('taken')), 'a folder was made for a server that could not listen');
});

test('command line: a file or a server that is not there exits with 3 and is named, whatever the command', () => {
  const gone = at('not-there'), server = ['--server', 'http://127.0.0.1:1'], logKey = 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k';
  const signer = ['-k', gone, '-c', gone];
  const unreadable = { status: 3, name: 'file_unreadable', en: 'The file cannot be read.', zh: '无法读取文件。' };
  const unwritable = { status: 3, name: 'file_unwritable', en: 'The file cannot be written.', zh: '无法写入文件。' };
  const unreachable = { status: 3, name: 'server_unreachable', en: 'The server cannot be reached.', zh: '无法连接服务器。' };
  const cases = [
    [unreadable, ['serve', '--config', gone], ['seal', '--tender', gone, ...signer, '--sheet', gone, '-o', at('out')], ['open', gone, '--recovery-code', 'x', '-o', at('out')],
      ['submit', gone, ...server, ...signer], ['release', ...server, '--lot', 'a'.repeat(32), '--receipt', gone, '--recovery-code', 'x', '--log-key', logKey, '--root', gone],
      ['receipt', 'verify', gone, '--log-key', logKey], ['receipt', 'renew', gone, ...server], ['verify', gone], ['draw', 'verify', gone], ['draw', 'show', gone],
      ['csr', '-k', gone, '-o', at('out'), '--id', 'A', '--name', 'B', '--organisation', 'C'], ['age', '-d', '-i', gone, '-o', at('out'), gone],
      ['demo', '--once', '--auctions', gone], ['backup', 'create', at('out'), '--data', gone], ['rebuild', '--data', gone], ['score', gone, gone], ['score', gone], ['account', 'list', ...server, ...signer], ['log', 'audit', gone, ...server, '--log-key', logKey],
      ['account', 'add', ...server, ...signer, '--id', 'A', '--name', 'B', '--role', 'expert']],
    [unwritable, ['keygen', '--unencrypted', '-o', join(gone, 'key.pem')], ['demo', '--once', '--out', '/dev/null/not-there', '--server', 'http://127.0.0.1:1']],
    [unreachable, ['log', 'checkpoint', ...server], ['log', 'audit', ...server], ['log', 'prove', '0'.repeat(64), ...server], ['demo', '--once', ...server],
      ['submit', ...server, '--fetch-tender', 'a'.repeat(32), '-o', at('out')]],
  ];
  for (const [expected, ...lines] of cases)
    for (const args of lines) {
      const { told, error } = assertRefused(args, expected);
      assert.ok(error.place.includes(expected === unreachable ? '127.0.0.1:1' : 'not-there'), `${args}: ${error.place}`);
      assert.ok([expected.name, expected.en, expected.zh, error.place].every((part) => told.stderr.includes(part)), told.stderr);
      assert.ok(!existsSync(at('out')), `${args} left something behind`);
    }
});

test('command line: a package to open goes with no bid of a centre', () => {
  for (const option of ['--lot', '--bid']) {
    const told = run(['open', at('bid.kbp'), '--recovery-code', 'x', option, 'a'.repeat(32), '-o', at('out')]);
    assert.equal(told.status, 2, told.stdout);
    assert.ok(told.stderr.includes(option) && told.stderr.includes('package'), told.stderr);
  }
  assert.ok(!existsSync(at('out')));
});

test('command line: a file that is not there exits with 3, one that is wrong with 1, and says why', () => {
  const missing = run(['verify', at('nothing.json'), '--json']);
  assert.equal(missing.status, 3);
  assert.match(missing.stdout + missing.stderr, /file_unreadable/);
  writeFileSync(at('wrong.json'), '{"a":1}');
  const wrong = run(['verify', at('wrong.json'), '--json']);
  assert.equal(wrong.status, 1);
  assert.equal(JSON.parse(wrong.stdout).passed, false);
  const noKey = run(['receipt', 'verify', at('wrong.json'), '--log-key', at('no.vkey')]);
  assert.equal(noKey.status, 3);
  assert.match(noKey.stderr, /file_unreadable.*no\.vkey; 没有该文件或目录 No such file/);
  for (const key of ['a.example/log+00000000+AAAA', at('wrong.json')]) {
    const receipt = run(['receipt', 'verify', at('wrong.json'), '--log-key', key]);
    assert.equal(receipt.status, 1);
    assert.match(receipt.stderr, /verifier_key_malformed.*(00000000|wrong\.json; 此处应为一行日志密钥)/);
  }
  writeFileSync(at('log.vkey'), 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k\n');
  const swapped = run(['verify', at('wrong.json'), '--root', at('log.vkey'), '--log-key', at('log.vkey')]);
  assert.match(swapped.stderr, /pem_malformed.*log\.vkey; 此处应为 PEM 证书 a certificate in PEM is expected here/);
  const log = run(['log', 'checkpoint', '--server', 'http://127.0.0.1:1']);
  assert.equal(log.status, 3);
  assert.match(log.stderr, /server_unreachable/);
});

test('command line: an answer that is not a centre\'s is told as that, with its HTTP status', async () => {
  let given;
  const other = createHttpServer((asked, answer) => {
    const [status, headers, body] = given;
    answer.writeHead(status, headers).end(body);
  }).listen(0, '127.0.0.1');
  await once(other, 'listening');
  const address = `127.0.0.1:${other.address().port}`, html = { 'Content-Type': 'text/html; charset=utf-8' };
  const told = async (answer, url = `http://${address}`) => {
    given = answer;
    const done = await runBeside('log', 'checkpoint', '--server', url);
    assert.equal(done.status, 3, done.told);
    assert.match(done.told, /^kaibiao: server_unreachable: /);
    assert.ok(done.told.includes(`(at ${url.includes('https') ? address : url}; `), done.told);
    return done.told;
  };
  for (const status of [200, 403, 404, 500])
    assert.match(await told([status, html, '<h1>some page</h1>']), new RegExp(`该地址有应答，但不是开标交易中心：HTTP ${status} what answers at this address is no centre of Kaibiao: HTTP ${status}`));
  for (const status of [502, 503, 504])
    assert.match(await told([status, { 'Content-Type': 'text/plain' }, 'no upstream']), new RegExp(`暂时不可用：HTTP ${status} the centre behind this address is not there now: HTTP ${status}`));
  assert.match(await told([301, { ...html, Location: 'https://ggzy.example/' }, 'moved']), /该地址指向另一地址：https:\/\/ggzy\.example\/ this address points to another one/);
  assert.match(await told([200, html, ''], `https://${address}`), /该端口不使用 TLS.*this port speaks no TLS/);
  other.close();
  const garbage = createServer((socket) => socket.on('error', () => {}).end('\x15\x03\x03\x00\x02\x02\x28 not HTTP\r\n\r\n')).listen(0, '127.0.0.1');
  await once(garbage, 'listening');
  const noHttp = await runBeside('log', 'checkpoint', '--server', `http://127.0.0.1:${garbage.address().port}`);
  garbage.close();
  assert.match(noHttp.told, /server_unreachable.*该端口不使用 HTTP.*this port speaks no HTTP/);
});

// Arguments of a call, from behind its opening bracket.
function argumentsAt(text, start) {
  let depth = 1, at = start, quoted = false;
  for (; depth > 0; at++) {
    if (quoted) {
      if (text[at] === '\\') at++;
      else if (text[at] === '"') quoted = false;
    } else if (text[at] === '"') quoted = true;
    else depth += text[at] === '(' ? 1 : text[at] === ')' ? -1 : 0;
  }
  return text.slice(start, at - 1);
}

test('command line: every reason that the program can give in English has its Chinese', () => {
  const table = readFileSync('native-server/cli/reasons.cpp', 'utf8');
  const folders = ['base', 'codec', 'crypto', 'draw', 'log', 'panel', 'score', 'seal', 'sign', 'tender'].map((module) => join('core', module));
  const unknown = [];
  let reasons = 0;
  for (const source of [...folders, 'native-server/cli', 'native-server/client', 'native-server/backup', 'native-server/config', 'native-server/store'].flatMap((where) => readdirSync(where).filter((name) => name.endsWith('.cpp')).map((name) => join(where, name)))) {
    const text = readFileSync(source, 'utf8');
    for (const { 0: call, index } of text.matchAll(/\b(?:Error|malformed|impossible|wrong|refused|no_package)\(/g)) {
      const given = argumentsAt(text, index + call.length);
      if (/[{\u4e00-\u9fff]/.test(given)) continue; // a declaration, or in both languages where it stands
      for (const [, words] of given.matchAll(/"((?:[^"\\]|\\.)*)"/g)) {
        if (!/[a-z]{2}/.test(words) || !words.trim().includes(' ')) continue;
        reasons++;
        if (!table.includes(words.trim())) unknown.push(`${source}: ${words}`);
      }
    }
  }
  assert.ok(reasons > 200, `only ${reasons} reasons were found`);
  assert.deepEqual(unknown, [], 'to be added to native-server/cli/reasons.cpp');
});

test('command line: what was refused is told in Chinese first, the reason too, and in which file', () => {
  const logKey = 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k';
  for (const [name, text] of [['hello.txt', 'hello\n'], ['object.json', '{"a":1}'], ['key.pem', '-----BEGIN PRIVATE KEY-----\n'], ['half.json', '{"event":{"header":']]) writeFileSync(at(name), text);
  for (const [args, first, second] of [
    [['receipt', 'verify', at('hello.txt'), '--log-key', logKey], /^kaibiao: json_malformed: JSON 文本格式错误。 \(at \S+hello\.txt: byte 0; 此处应为完整的回执 a whole receipt is expected here\)$/, 'The JSON text is malformed.'],
    [['receipt', 'verify', at('object.json'), '--log-key', logKey], /\(at \S+object\.json: \/format; 此处应为完整的回执/, 'A required member is missing.'],
    [['receipt', 'verify', at('half.json'), '--log-key', logKey], /\(at \S+half\.json: byte \d+; 此处应为完整的回执/, 'The JSON text is malformed.'],
    [['receipt', 'renew', at('hello.txt'), '--server', 'http://127.0.0.1:1'], /\(at \S+hello\.txt: byte 0; 此处应为完整的回执/, 'The JSON text is malformed.'],
    [['receipt', 'verify', at('key.pem'), '--log-key', logKey], /file_kind_wrong: .*\(at \S+key\.pem; 它似乎是 it seems to be: 私钥 a private key/, 'The file is of another kind than the one needed here.'],
    [['draw', 'verify', at('half.json')], /file_kind_wrong: .*half\.json; 它似乎是 it seems to be: 回执 a receipt; 请用 use: kaibiao receipt verify/, 'The file is of another kind than the one needed here.'],
    [['verify', at('object.json'), '--root', at('key.pem')], /file_kind_wrong: .*\(at \S+key\.pem; 它似乎是 it seems to be: 私钥 a private key; 请用 use: --key/, 'The file is of another kind than the one needed here.'],
    [['submit', at('hello.txt'), '-k', at('key.pem'), '-c', at('key.pem')], /package_malformed: 该文件不是完整的密封投标包。 \(at \S+hello\.txt; 过短 too short\)$/, 'The file is not a complete sealed package.'],
    [['csr', '-k', at('hello.txt'), '-o', at('out'), '--id', 'A', '--name', 'B'], /\(at \S+hello\.txt: line 1; 此处应为 BEGIN 或 END 行 an encapsulation boundary is expected\)$/, 'The PEM text is malformed.'],
    [['log', 'audit', '--server', 'http://127.0.0.1:1', '--policy', at('hello.txt')], /log_policy_malformed: .*\(at \S+hello\.txt: line 1; 此处应为 log、witness、group 或 quorum log, witness, group or quorum is expected\)$/, 'The log policy is malformed.'],
  ]) {
    const [told, english] = run(args).stderr.split('\n');
    assert.match(told, first, args.join(' '));
    assert.equal(english.trim(), second, args.join(' '));
  }
  const unreadable = run(['verify', at('hello.txt')]).stdout;
  assert.match(unreadable, /\n +bundle_malformed: 存证包格式错误。 \(at byte 0; JSON 文本格式错误。 The JSON text is malformed\.\)\n +The bundle is malformed\.\n/);
  assert.match(unreadable, /这不是完整的存证包/);
});

test('command line: an empty key or policy is an unset variable, and no wish to go without', () => {
  for (const option of ['--log-key', '--policy']) {
    const done = run(['verify', at('object.json'), option, '']);
    assert.equal(done.status, 2, done.stdout);
    assert.match(done.stderr, /must not be empty/);
  }
});

test('command line: a new passphrase is asked for twice and has ten characters, whatever they are made of', () => {
  const typed = (answers, out) => spawnSync('python3', ['tests/support/terminal.py', answers.join('\n'), kaibiao, 'keygen', '-o', at(out)], { encoding: 'utf8' });
  const told = (answers, out) => {
    const done = typed(answers, out);
    assert.equal(existsSync(at(out)), done.status === 0, done.stdout);
    return { status: done.status, text: done.stdout };
  };
  const differ = told(['a long passphrase', 'another passphrase'], 'differ.pem');
  assert.equal(differ.status, 1);
  assert.match(differ.text, /新口令 New passphrase of .*differ\.pem: [^]*passphrase_refused: 不接受这样的口令。 \(at passphrase; 两次口令不同 the passphrases differ/);
  const short = told(['开标开标开标开标开'], 'short.pem'); // nine, of 27 bytes
  assert.equal(short.status, 1);
  assert.match(short.text, /passphrase_refused: [^]*至少 10 个字符 at least 10 characters/);
  const long = told(['开标开标开标开标开标'], 'long.pem');
  assert.equal(long.status, 0, long.text);
  const opened = (passphrase) => run(['csr', '-k', at('long.pem'), '-o', at('long.csr'), '--id', 'A', '--name', 'B'], { env: { KAIBIAO_PASSPHRASE: passphrase } });
  assert.equal(opened('开标开标开标开标开标').status, 0);
  assert.notEqual(opened('开标开标开标开标开').status, 0);
});
