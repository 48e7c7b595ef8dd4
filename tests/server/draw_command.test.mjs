// `kaibiao draw`: committed draws verify, everything that was changed is refused by its name.

import assert from 'node:assert/strict';
import { copyFileSync, existsSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { canonical, digestOf, makeTranscript, messageText, seedOf } from '../peers/draw_reader.mjs';
import { Officers, must } from './support/officers.mjs';
import { runBeside } from './support/relay.mjs';
import { newFolder, removeFolder, run } from './support/server.mjs';

const folder = newFolder('draw');
after(() => removeFolder(folder));
const vector = (name) => JSON.parse(readFileSync(join('tests/vectors/draw', `${name}.json`), 'utf8'));
const file = (name, text) => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
const draw = (...args) => run(['draw', ...args]);

const experts = vector('calls');
const withheld = vector('withheld');
const transcript = file('calls.json', experts.transcript);
const hidden = file('withheld.json', withheld.transcript);
const list = file('list.json', withheld.list);

test('draw: a transcript verifies, for people and as JSON', () => {
  const done = draw('verify', transcript);
  assert.equal(done.status, 0, done.stderr);
  const { result, digest } = JSON.parse(experts.transcript);
  for (const { members, reserve } of result.strata) for (const expert of [...members, ...reserve]) assert.ok(done.stdout.includes(expert), expert);
  assert.match(done.stdout, /56 experts 名专家, 3 strata 组, 6 excluded 名回避/);
  const json = JSON.parse(draw('verify', transcript, '--json').stdout);
  assert.deepEqual([json.result_follows, json.valid], [true, null]);
  assert.equal(json.digest, digest);
  assert.deepEqual(json.result, result);
  // Nothing shows that the seed is the panel's, and that is said.
  assert.match(done.stdout, /种子 +taken as given, not checked.* 未核验/);
  assert.equal(json.seed_proven, null);
  const value = draw('verify', file('values.json', vector('values').transcript));
  assert.equal(value.status, 0);
  assert.ok(value.stdout.includes(JSON.parse(vector('values').transcript).result.value));
});

test('draw: show prints what a transcript says, and does not call it verified', () => {
  const shown = draw('show', hidden);
  assert.equal(shown.status, 0, shown.stderr);
  assert.match(shown.stdout, /未核验/);
  assert.match(shown.stdout, /left_post/);
  const json = JSON.parse(draw('show', hidden, '--json').stdout);
  assert.equal(json.withheld, true);
  assert.equal(json.steps.length, 5);
  assert.deepEqual(Object.keys(json.steps[0]).sort(), ['expert', 'kind', 'reason', 'stratum']);
  assert.equal('valid' in json, false);
});

test('draw: a list that the transcript withholds is asked for, and only the committed one is taken', () => {
  const refusal = (...args) => JSON.parse(draw('verify', ...args, '--json').stdout).error.name;
  assert.equal(refusal(hidden), 'draw_list_missing');
  assert.equal(draw('verify', hidden, '--list', list).status, 0);
  assert.equal(refusal(hidden, '--list', file('other.json', vector('experts').list)), 'draw_list_mismatch');
  assert.equal(refusal(hidden, '--list', file('newline.json', `${withheld.list}\n`)), 'draw_list_mismatch');
  assert.equal(draw('verify', transcript, '--list', list).status, 0);
  // Of the two files the one at fault is named.
  const told = (...args) => draw('verify', ...args).stderr;
  assert.match(told(hidden), /draw_list_missing: .*\(at \S+withheld\.json: \/list/);
  assert.match(told(hidden, '--list', join(folder, 'other.json')), /draw_list_mismatch: .*\(at \S+other\.json: \/list/);
});

test('draw: a transcript other than the one whose digest the log names is refused', () => {
  const { digest } = JSON.parse(experts.transcript);
  assert.equal(draw('verify', transcript, '--digest', digest).status, 0);
  const other = draw('verify', transcript, '--digest', '0'.repeat(64));
  assert.equal(other.status, 1);
  assert.match(other.stderr, new RegExp(`draw_transcript_changed: .*calls\\.json; 其摘要 its digest: ${digest}; --digest: 0{64}`));
  assert.equal(draw('verify', transcript, '--digest', 'abc').status, 2);
});

test('draw: changed bytes are refused with exit code 1 and a sentence in both languages', () => {
  let accepted = 0;
  for (let at = 0; at < experts.transcript.length; at += 97) {
    const changed = Buffer.from(experts.transcript);
    changed[at] ^= 1;
    accepted += draw('verify', file('changed.json', changed)).status === 0 ? 1 : 0;
  }
  assert.equal(accepted, 0);
  const swapped = draw('verify', file('swapped.json', experts.transcript.replace('unreachable', 'unavailable')));
  assert.equal(swapped.status, 1);
  assert.match(swapped.stderr, /draw_transcript_changed: 抽取记录被改动\S* \(at \S+swapped\.json: \/digest\)\n/);
});

test('draw: exit codes for usage and files', () => {
  assert.equal(draw().status, 2);
  assert.equal(draw('verify').status, 2);
  assert.equal(draw('verify', transcript, '--no-such-flag').status, 2);
  assert.equal(draw('verify', join(folder, 'nothing.json')).status, 3);
  assert.equal(draw('verify', hidden, '--list', join(folder, 'nothing.json')).status, 3);
  const help = draw('--help').stdout;
  for (const word of ['list', 'commit', 'run', 'call', 'verify', 'show']) assert.match(help, new RegExp(`^  ${word} `, 'm'));
  assert.ok(help.includes('Exit codes'));
});

// A draw of three officers, of whom two are needed, from their key to a transcript that anybody checks.
const lot = '8311e84b29beab4da13a2f6204e3b00a';
const freezing = 'b19c1b4fcaa76482f7ee3f3a8609ae263175f0bb2694096ad3ff7b698b3bffbd';
const values = vector('values').list;
const at = (name) => join(folder, name);
let officers;

const commit = (text, out) => {
  const done = draw('commit', '--list', file(`${out}.list`, text), '--lot', lot, '--freezing', freezing, '-o', at(out), '--json');
  assert.equal(done.status, 0, done.stdout + done.stderr);
  return JSON.parse(done.stdout);
};
// All draws here are of one lot: every earlier one is named.
const earlier = (i) => (existsSync(at(`${i}.seat.draws.json`)) ? JSON.parse(readFileSync(at(`${i}.seat.draws.json`), 'utf8')).messages ?? [] : []).flatMap((text) => ['--again', JSON.parse(text).draw]);
const releasing = (i, message, out, ...more) => ['draw', '--message', at(message), ...officers.opened(i, 'seat'), '-o', at(out), '--unchecked-close', ...earlier(i), ...more];
const evidence = (...names) => ['--panel', at('0.certificate.json'), ...names.flatMap((name) => ['--release', at(name)])];

before(async () => {
  officers = await Officers.enter(null, folder, async () => ({ keyPem: '', certificatePem: '' }));
  officers.makeKey();
  commit(values, 'm.json');
  for (const i of [0, 1, 2]) must(...releasing(i, 'm.json', `${i}.release.json`, '--list', at('m.json.list')));
  const drawn = draw('run', '--message', at('m.json'), '--list', at('m.json.list'), ...evidence('0.release.json', '2.release.json'), '-o', at('drawn.json'));
  assert.equal(drawn.status, 0, drawn.stderr);
});

test('draw: three seats, a committed list, two releases, the seed, the transcript, its check with the releases', () => {
  const { draw: id } = JSON.parse(readFileSync(at('m.json'), 'utf8'));
  assert.equal(readFileSync(at('m.json'), 'utf8'), messageText(values, lot, id, freezing));
  const text = readFileSync(at('drawn.json'), 'utf8');
  const seed = seedOf(['0.release.json', '1.release.json'].map((name) => JSON.parse(readFileSync(at(name), 'utf8'))));
  assert.equal(text, makeTranscript({ list: values, message: readFileSync(at('m.json'), 'utf8'), seed, steps: [], withheld: false }));
  // Other officers than those of whose releases it was made, in another order, and all of them.
  for (const names of [['0.release.json', '2.release.json'], ['2.release.json', '1.release.json'], ['0.release.json', '1.release.json', '2.release.json']]) {
    const done = draw('verify', at('drawn.json'), ...evidence(...names));
    assert.equal(done.status, 0, done.stderr);
    assert.match(done.stdout, /seed 种子 +that of the panel for this message 由该见证人组就此指令给出: city-panel-1/);
    const json = JSON.parse(draw('verify', at('drawn.json'), ...evidence(...names), '--json').stdout);
    const { k, n, panel, y } = JSON.parse(readFileSync(at('0.certificate.json'), 'utf8'));
    assert.deepEqual([json.result_follows, json.valid], [true, true]);
    assert.deepEqual(json.seed_proven, { k, n, officers: names.map((name) => Number(memberOf(name))), panel, y });
  }
  const withheld = draw('run', '--message', at('m.json'), '--list', at('m.json.list'), '--withhold', ...evidence('0.release.json', '1.release.json'), '-o', at('withheld-drawn.json'), '--json');
  assert.equal(JSON.parse(withheld.stdout).withheld, true);
  assert.equal(JSON.parse(readFileSync(at('withheld-drawn.json'), 'utf8')).seed, JSON.parse(text).seed);
  assert.equal(draw('verify', at('withheld-drawn.json'), '--list', at('m.json.list'), ...evidence('0.release.json', '1.release.json')).status, 0);
});

const memberOf = (name) => JSON.parse(readFileSync(at(name), 'utf8')).officer;

test('draw: releases that prove no seed are refused, each with the file, the officer and what is wrong', () => {
  const told = (...names) => {
    const done = draw('verify', at('drawn.json'), ...evidence(...names));
    assert.equal(done.status, 1, done.stdout);
    return done.stderr;
  };
  const [first, second] = ['0.release.json', '1.release.json'];
  const changed = (name, change) => {
    const list = JSON.parse(readFileSync(at(second), 'utf8'));
    change(list);
    return file(name, canonical(list)) && name;
  };
  const officer = memberOf(second);
  assert.match(told(first), /releases_too_few: 释放数量少于门限。 \(at --release; 现有 1，须有 2 1, needed: 2\)\n +There are fewer releases than the threshold\./);
  assert.match(told(first, first), new RegExp(`release_duplicate: .*\\(at \\S+0\\.release\\.json: officer ${memberOf(first)}\\)`));
  const forged = changed('forged.json', (list) => {
    const bytes = Buffer.from(list.releases[0], 'base64');
    bytes[40] ^= 1;
    list.releases[0] = bytes.toString('base64').replace(/=+$/, '');
  });
  for (const names of [[first, forged], [first, '2.release.json', forged]])
    assert.match(told(...names), new RegExp(`release_proof_wrong: 释放的证明不正确。 \\(at \\S+forged\\.json: officer ${officer}; 属于另一次抽取、名单或截止事件，或系伪造，或 --panel 给的是另一份证书 it is for another draw, list or freezing event, or forged, or --panel is another certificate\\)`));
  const elsewhere = changed('elsewhere.json', (list) => { list.lot = 'f'.repeat(32); });
  assert.match(told(first, elsewhere), new RegExp(`release_target_mismatch: .*elsewhere\\.json: officer ${officer}: /lot; f{32}\\)`));
  const opening = changed('opening.json', (list) => { list.purpose = 'open'; });
  assert.match(told(first, opening), new RegExp(`release_target_mismatch: .*opening\\.json: officer ${officer}: /purpose; open\\)`));
  // Another draw of the same lot from the same list.
  commit(values, 'second.json');
  must(...releasing(1, 'second.json', 'second.release.json'));
  assert.match(told(first, 'second.release.json'), new RegExp(`release_proof_wrong: .*second\\.release\\.json: officer ${officer}; 属于另一次抽取`));
  assert.match(told(first, 'm.json'), /release_malformed: .*m\.json: \/format; 此处应为 kaibiao officer draw 写出的文件 the file is expected here that was written by: kaibiao officer draw/);
  const panelFile = JSON.parse(readFileSync(at('0.certificate.json'), 'utf8'));
  file('lower.json', JSON.stringify({ ...panelFile, k: 1 }));
  const lower = draw('verify', at('drawn.json'), '--panel', at('lower.json'), '--release', at(first));
  assert.match(lower.stderr, /panel_message_malformed: .*lower\.json: \/k/);
  assert.equal(draw('verify', at('drawn.json'), '--release', at(first)).status, 2);
  assert.equal(draw('verify', at('drawn.json'), '--panel', at('0.certificate.json')).status, 2);
  // A variable of a script that was not set asks for the check all the same.
  const [list, out] = [at('m.json.list'), at('no-draw.json')];
  for (const args of [
    ['verify', at('drawn.json'), '--panel', '', '--release', at(first)], ['verify', at('drawn.json'), '--panel', at('0.certificate.json'), '--release', ''], ['verify', at('drawn.json'), '--list', ''],
    ['commit', '--list', '', '--lot', lot, '--freezing', freezing, '-o', out], ['run', '--message', at('m.json'), '--list', '', ...evidence(first, second), '-o', out], ['run', '--message', '', '--list', list, ...evidence(first, second), '-o', out],
  ]) {
    const empty = draw(...args);
    assert.equal(empty.status, 2, args.join(' '));
    assert.match(empty.stderr, /不得为空 must not be empty/);
  }
  assert.equal(existsSync(out), false);
});

test('draw: a transcript with a seed of somebody\'s choice passes by itself, and not with the releases', () => {
  const chosen = makeTranscript({ list: values, message: readFileSync(at('m.json'), 'utf8'), seed: Buffer.alloc(64, 7), steps: [], withheld: false });
  file('chosen.json', chosen);
  assert.equal(draw('verify', at('chosen.json')).status, 0);
  const told = draw('verify', at('chosen.json'), ...evidence('0.release.json', '1.release.json'));
  assert.equal(told.status, 1);
  const { seed } = JSON.parse(readFileSync(at('drawn.json'), 'utf8'));
  assert.ok(told.stderr.includes(`chosen.json: /seed; 释放所得的种子不同 the releases give another seed: ${seed})`), told.stderr);
  assert.match(told.stderr, /draw_result_wrong: 抽取结果与名单和种子不符。 /);
  // The seed of this draw under the message of another.
  const { draw: id } = commit(values, 'third.json');
  const moved = JSON.parse(readFileSync(at('drawn.json'), 'utf8'));
  moved.message = messageText(values, lot, id, freezing);
  file('moved.json', canonical({ ...moved, digest: digestOf(moved) }));
  assert.match(draw('verify', at('moved.json'), ...evidence('0.release.json', '1.release.json')).stderr, /release_proof_wrong/);
});

test('draw: an officer releases for one message of a draw, for a list that is the committed one', () => {
  const told = (...args) => {
    const done = run(['officer', ...args]);
    assert.equal(done.status, 1, done.stdout);
    return done.stderr;
  };
  const message = JSON.parse(readFileSync(at('m.json'), 'utf8'));
  file('swapped-list.json', values.replace('0.98', '0.99'));
  file('again.json', messageText(readFileSync(at('swapped-list.json'), 'utf8'), lot, message.draw, freezing));
  assert.match(told(...releasing(0, 'again.json', 'again.release.json')), /draw_message_not_first: .*0\.seat\.draws\.json; 该席位已为此次抽取的另一指令释放 this seat has released for another message of this draw\)/);
  assert.equal(existsSync(at('again.release.json')), false);
  // The same message again is no fault, and kept once.
  must(...releasing(0, 'm.json', '0.release-again.json'));
  assert.deepEqual(JSON.parse(readFileSync(at('0.seat.draws.json'), 'utf8')), { format: 'kaibiao-officer-draws1', messages: [canonical(message)] });
  const other = JSON.parse(commit(values, 'fourth.json') && readFileSync(at('fourth.json'), 'utf8'));
  assert.match(told(...releasing(0, 'fourth.json', 'no.json', '--list', at('swapped-list.json'))), /draw_list_mismatch: .*swapped-list\.json/);
  file('point.json', canonical({ ...other, purpose: 'open' }));
  assert.match(told(...releasing(0, 'point.json', 'no.json')), /draw_message_malformed: .*point\.json: \/purpose/);
  copyFileSync(at('0.seat.draws.json'), at('kept.json'));
  file('0.seat.draws.json', '{"format":"kaibiao-officer-draws1"}');
  assert.match(told(...releasing(0, 'fourth.json', 'no.json')), /panel_secrets_malformed: .*0\.seat\.draws\.json/);
  copyFileSync(at('kept.json'), at('0.seat.draws.json'));
  assert.equal(existsSync(at('no.json')), false);
  // By another name of the same file, and with a history that cannot be reached.
  symlinkSync(at('0.seat'), at('0.link'));
  const linked = (...args) => releasing(0, ...args).map((word) => (word === at('0.seat') ? at('0.link') : word));
  assert.match(told(...linked('again.json', 'no.json')), /draw_message_not_first: .*0\.seat\.draws\.json/);
  rmSync(at('0.seat.draws.json'));
  symlinkSync(at('no-such-stick'), at('0.seat.draws.json'));
  assert.equal(run(['officer', ...releasing(0, 'fourth.json', 'no.json')]).status, 3);
  rmSync(at('0.seat.draws.json'));
  copyFileSync(at('kept.json'), at('0.seat.draws.json'));
  for (const name of ['0.seat', '0.link', '0.seat.draws.json']) assert.equal(run(['officer', ...releasing(0, 'fourth.json', name)]).status, 3, name);
  assert.equal(readFileSync(at('0.seat.draws.json'), 'utf8'), readFileSync(at('kept.json'), 'utf8'));
  assert.match(must(...releasing(0, 'fourth.json', 'no.json', '--dry-run')), new RegExp(`draw 抽取 +${other.draw}\\n[^]*未释放（--dry-run）`));
  assert.equal(existsSync(at('no.json')), false);
  assert.equal(run(['officer', ...releasing(0, 'fourth.json', 'no.json', '--list', '')]).status, 2);
  assert.equal(draw('commit', '--list', at('m.json.list'), '--lot', lot, '--freezing', freezing, '-o', at('m.json')).status, 3, 'what officers may have released for stays');
  assert.match(draw('run', '--message', at('m.json'), '--list', at('swapped-list.json'), ...evidence('0.release.json', '1.release.json'), '-o', at('no.json')).stderr, /draw_list_mismatch: .*swapped-list\.json/);
  assert.match(draw('commit', '--list', file('edited.json', `${values}\n`), '--lot', lot, '--freezing', freezing, '-o', at('no.json')).stderr, /json_not_canonical: .*edited\.json: byte \d+; .*without a newline at its end/);
  // What is plainly another file is told as that, not as malformed JSON.
  const list = at('m.json.list'), mixed = '抽取指令 the message of a draw; 请用 use: kaibiao officer draw, kaibiao draw run';
  for (const [told, kind] of [
    [run(['officer', ...releasing(0, 'm.json.list', 'no.json')]), '抽取名单 a list to draw from; 请用 use: kaibiao draw commit --list'],
    [run(['officer', ...releasing(0, 'm.json', 'no.json', '--list', at('m.json'))]), mixed],
    [draw('commit', '--list', at('m.json'), '--lot', lot, '--freezing', freezing, '-o', at('no.json')), mixed],
    [draw('run', '--message', list, '--list', list, ...evidence('0.release.json', '1.release.json'), '-o', at('no.json')), '抽取名单 a list to draw from; 请用 use: kaibiao draw commit --list'],
    [draw('verify', list), '抽取名单 a list to draw from; 请用 use: kaibiao draw commit --list'],
  ]) {
    assert.equal(told.status, 1, told.stdout);
    assert.match(told.stderr, /file_kind_wrong/);
    assert.ok(told.stderr.includes(kind), told.stderr);
  }
  const csv = draw('commit', '--list', file('experts.csv', 'E-101,roads,north\n'), '--lot', lot, '--freezing', freezing, '-o', at('no.json'));
  assert.match(csv.stderr, /json_malformed: .*experts\.csv: byte 0; 此处应为 kaibiao draw list 写出的规范 JSON 名单/);
  for (const given of [draw('run', '--message', at('m.json'), '--list', at('experts.csv'), ...evidence('0.release.json', '1.release.json'), '-o', at('no.json')), run(['officer', ...releasing(0, 'm.json', 'no.json', '--list', at('experts.csv'))])])
    assert.match(given.stderr, /json_malformed: .*experts\.csv: byte 0; 此处应为 kaibiao draw list 写出的规范 JSON 名单/);
  assert.match(told(...releasing(0, '1.release.json', 'no.json')), /draw_message_malformed: .*1\.release\.json.*此处应为 kaibiao draw commit 写出的文件/);
  assert.equal(existsSync(at('no.json')), false);
  const empty = draw('commit', '--list', file('none.json', '{"format":"kaibiao/draw-list/v1","kind":"values","name":"K","values":[]}'), '--lot', lot, '--freezing', freezing, '-o', at('none.m.json'));
  assert.match(empty.stderr, /draw_list_empty: .*none\.json: \/values/);
});

test('draw: of two messages of one draw at the same moment a seat releases for one', async () => {
  commit(values, 'race.json');
  const { draw: id } = JSON.parse(readFileSync(at('race.json'), 'utf8'));
  file('rival.json', messageText(readFileSync(at('swapped-list.json'), 'utf8'), lot, id, freezing));
  const started = ['race', 'rival'].flatMap((name) => [1, 2, 3].map((n) => runBeside('officer', ...releasing(2, `${name}.json`, `${name}.${n}.out`))));
  const statuses = (await Promise.all(started)).map(({ status }) => status);
  const [one, other] = [statuses.slice(0, 3), statuses.slice(3)];
  assert.deepEqual([one, other].map((all) => [...new Set(all)]).sort(), [[0], [1]], statuses.join());
  assert.equal(JSON.parse(readFileSync(at('2.seat.draws.json'), 'utf8')).messages.filter((text) => JSON.parse(text).draw === id).length, 1);
});

test('officers: a lost seat is made anew of the file of init, everybody\'s messages and the certificate, and of nothing less', () => {
  const messages = officers.each('--message', (i) => `${i}.message.json`);
  const recovering = (i, out, ...more) => ['recover', ...messages, '--panel-certificate', at('2.certificate.json'), ...officers.opened(i, 'member'), '-r', officers.people[i].recipient, '-o', at(out), ...more];
  assert.match(must(...recovering(1, '1.recovered')), /已重新得到席位/);
  const open = (name) => {
    const done = run(['age', '-d', '-i', at('1.age'), at(name)]);
    assert.equal(done.status, 0, done.stderr);
    return done.stdout;
  };
  assert.equal(open('1.recovered'), open('1.seat'));
  // Its history is not part of it, so that it has no earlier draw to name.
  const nothingBefore = (word, i, words) => word !== '--again' && words[i - 1] !== '--again';
  must(...releasing(1, 'm.json', 'recovered.release.json').filter(nothingBefore).map((word) => (word === at('1.seat') ? at('1.recovered') : word)));
  assert.equal(draw('verify', at('drawn.json'), ...evidence('recovered.release.json', '2.release.json')).status, 0);
  const told = (...args) => {
    const done = run(['officer', ...args]);
    assert.equal(done.status, 1, done.stdout);
    return done.stderr;
  };
  const without = recovering(1, 'no');
  without.splice(1, 2);
  assert.match(told(...without), /panel_member_missing: .*member \d/);
  assert.match(told(...recovering(1, 'no').map((word) => (word === at('1.member') ? at('1.seat') : word))), /panel_secrets_malformed.*1\.seat; .*kaibiao officer init/);
  // A message whose ciphertext to this member was changed is its sender's fault.
  const sender = JSON.parse(readFileSync(at('0.message.json'), 'utf8'));
  const bytes = Buffer.from(sender.message, 'base64');
  for (const part of [0, 1, 2]) bytes[bytes.length - part * 56 - 1] ^= 1;
  file('changed.message.json', JSON.stringify({ ...sender, message: bytes.toString('base64').replace(/=+$/, '') }));
  assert.match(told(...recovering(1, 'no').map((word) => (word === at('0.message.json') ? at('changed.message.json') : word))), new RegExp(`panel_decryption_failed: .*changed\\.message\\.json: member ${sender.member}\\)`));
  assert.equal(existsSync(at('no')), false);
});

test('draw: a list is made of a CSV file, under a salt of its own, and can be committed to as it is', () => {
  const codes = Array.from({ length: 14 }, (_, i) => `E-${1000 + i}`);
  const table = (rows) => `\uFEFFexpert,speciality,region\r\n${rows.join('\r\n')}\r\n`;
  const rows = codes.map((code, i) => `${code},${i % 2 ? 'roads' : 'bridges'},north`);
  const csv = file('experts.csv', table(rows));
  const excluded = file('excluded.csv', 'expert,reason\nE-1001,employment\n');
  const strata = ['--stratum', 'roads:north:3:1', '--stratum', 'bridges:north:2:1'];
  const making = (...more) => draw('list', '--experts', csv, ...strata, '--exclude', excluded, ...more);
  for (const name of ['one.list', 'two.list']) {
    const made = making('-o', join(folder, name));
    assert.equal(made.status, 0, made.stderr);
    assert.equal(draw('commit', '--list', join(folder, name), '--lot', '1'.repeat(32), '--freezing', '2'.repeat(64), '-o', join(folder, `${name}.m`)).status, 0);
  }
  const [one, two] = ['one.list', 'two.list'].map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')));
  assert.notEqual(one.salt, two.salt);
  assert.deepEqual(one.strata.flatMap(({ experts: all }) => all).sort(), codes);
  assert.deepEqual(one.exclusions, [{ expert: 'E-1001', reason: 'employment' }]);
  const told = (...args) => {
    const refused = draw(...args, '-o', join(folder, 'no.list'));
    assert.notEqual(refused.status, 0, refused.stdout);
    assert.equal(existsSync(join(folder, 'no.list')), false);
    return refused.stderr;
  };
  const listing = (...more) => ['list', '--experts', csv, ...strata, ...more];
  assert.match(making('-o', join(folder, 'three.list')).stdout, /14 experts 名专家, 2 strata 组, 1 excluded 名回避\n {2}committee 评委会 5 members 人: 5 drawn/);
  assert.equal(statSync(join(folder, 'three.list')).mode & 0o777, 0o600, 'names and salt are for those who may see them');
  // Each is told of the row that it is about.
  const rowTold = (more, ...args) => told('list', '--experts', file('wrong.csv', table([...rows, ...more])), ...strata, ...args);
  assert.match(rowTold(['E-1,roads']), /draw_list_malformed: .*\(at \S+wrong\.csv: line 16; 每行应为 each line is: expert,speciality,region\)/);
  assert.match(rowTold(['张三,roads,north']), /draw_list_malformed: .*\(at \S+wrong\.csv: line 16; 张三; .*1 to 64 of A-Z/);
  assert.match(rowTold(['E-1,tunnels,north']), /draw_expert_wrong_stratum: .*\(at \S+wrong\.csv: line 16; E-1; 没有这样的 --stratum no --stratum is for: tunnels:north\)/);
  assert.match(rowTold(['E-1001,roads,north']), /draw_entry_duplicate: .*\(at \S+wrong\.csv: line 16; E-1001\)/);
  assert.match(rowTold(['"E-1,roads,north']), /draw_list_malformed: .*\(at \S+wrong\.csv: line 16; 引号不成对或位置不对 a quotation mark is out of place\)/);
  const whyTold = (text) => told(...listing('--exclude', file('why.csv', text)));
  assert.match(whyTold('E-1001,tired\n'), /draw_reason_unknown: .*\(at \S+why\.csv: line 1; tired; 可用 known: near_relative, employment, directorship_or_control, economic_interest, supervisor, punished\)/);
  assert.match(whyTold('E-1001,employment\nE-7,employment\n'), /draw_expert_unknown: .*\(at \S+why\.csv: line 2; E-7\)/);
  assert.match(whyTold('expert,reason\nE-1001,employment\nE-1001,punished\n'), /draw_entry_duplicate: .*\(at \S+why\.csv: line 3; E-1001\)/);
  // A list without avoidances is never made by accident.
  assert.match(whyTold('expert,reason\n'), /draw_list_empty: .*\(at \S+why\.csv; 没有一行 there is no row: expert,reason；无人回避时不给 --exclude without avoidances leave --exclude out\)/);
  assert.match(told(...listing('--exclude', '')), /usage: .*--exclude/);
  assert.match(told('list', '--experts', csv, '--stratum', 'roads:north:three:1'), /usage: .*speciality:region:count:reserve is expected/);
  assert.match(told('list', '--experts', csv, '--stratum', 'roads:north:3:1', '--stratum', 'roads:north:2:1'), /draw_stratum_duplicate: .*\(at --stratum; roads:north:2:1\)/);
  assert.match(told('list', '--experts', csv, '--stratum', 'roads:north:9:1', '--stratum', 'bridges:north:2:1'), /draw_stratum_too_small: .*\(at --stratum roads:north:9:1; .*7/);
  assert.match(told('list', '--experts', csv, '--stratum', 'roads:north:0:1', '--stratum', 'bridges:north:5:1'), /draw_count_zero: .*\(at --stratum roads:north:0:1\)/);
  writeFileSync(join(folder, 'gbk.csv'), Buffer.from([0xd5, 0xc5, 0xc8, 0xfd, ...Buffer.from(',roads,north\n')]));
  assert.match(told('list', '--experts', join(folder, 'gbk.csv'), ...strata), /draw_list_malformed: .*\(at \S+gbk\.csv; 应为 UTF-8 编码 the encoding UTF-8 is expected\)/);
  assert.match(told('list'), /usage: .*give --experts or --name/);
  assert.match(told('list', '--name', 'K', '--value', '0.95', '--seated', '3'), /usage: .*--seated/);
  const named = draw('list', '--name', 'K', '--value', '0.95', '--value', '0.96', '-o', join(folder, 'k.list'));
  assert.equal(named.status, 0, named.stderr);
  assert.equal(readFileSync(join(folder, 'k.list'), 'utf8'), '{"format":"kaibiao/draw-list/v1","kind":"values","name":"K","values":["0.95","0.96"]}');
});

test('draw: who cannot come is entered, and the next in the ranking takes the place', () => {
  const text = vector('experts').transcript;
  const before = file('before.json', text);
  const [{ members, reserve }] = JSON.parse(text).result.strata;
  const calling = (...more) => draw('call', ...more);
  const done = calling(before, '--expert', members[0], '--declined', 'unreachable', '-o', join(folder, 'after.json'));
  assert.equal(done.status, 0, done.stderr);
  const after = JSON.parse(readFileSync(join(folder, 'after.json'), 'utf8'));
  assert.deepEqual(after.result.strata[0].members, [reserve[0], ...members.slice(1)]);
  assert.equal(draw('verify', join(folder, 'after.json')).status, 0);
  assert.equal(readFileSync(before, 'utf8'), text);
  assert.match(done.stdout, new RegExp(`seed 种子 {6}taken as given, not checked.*\\n {2}step 递补 {5}stratum 0: ${members[0]} declined, unreachable\\n`));
  assert.equal(statSync(join(folder, 'after.json')).mode & 0o777, 0o600, 'it names who was drawn');
  const left = JSON.parse(calling(before, '--expert', members[0], '--replaced', 'left_post', '-o', join(folder, 'left.json'), '--json').stdout);
  assert.deepEqual([left.result.strata[0].members[0], left.result.strata[0].replaced, left.seed_proven], [reserve[0], [members[0]], null]);
  // What is withheld stays so.
  const [{ members: secret }] = JSON.parse(withheld.transcript).result.strata;
  const kept = calling(hidden, '--list', list, '--expert', secret[0], '--declined', 'health', '-o', join(folder, 'still-withheld.json'));
  assert.equal(kept.status, 0, kept.stderr);
  assert.equal(JSON.parse(readFileSync(join(folder, 'still-withheld.json'), 'utf8')).list, JSON.parse(withheld.transcript).list);
  assert.equal(draw('verify', join(folder, 'still-withheld.json'), '--list', list).status, 0);
  const told = (...args) => {
    const refused = calling(...args, '-o', join(folder, 'no.json'));
    assert.notEqual(refused.status, 0, refused.stdout);
    return refused.stderr;
  };
  assert.match(told(join(folder, 'after.json'), '--expert', members[0], '--declined', 'unreachable'), /draw_expert_not_called/);
  assert.match(told(before, '--expert', members[0], '--declined', 'left_post'), /draw_reason_unknown: .*\(at --declined; left_post; 可用 known: near_relative, employment, directorship_or_control, economic_interest, supervisor, punished, unreachable, unavailable, health\)/);
  assert.match(told(before, '--expert', 'NOBODY', '--declined', 'health'), /draw_expert_unknown: .*\(at --expert; NOBODY\)/);
  assert.match(told(before, '--expert', members[0]), /usage: .*give --declined or --replaced/);
  assert.match(told(hidden, '--expert', members[0], '--declined', 'health'), /draw_list_missing/);
  assert.match(told(hidden, '--list', file('else.json', vector('experts').list), '--expert', members[0], '--declined', 'health'), /draw_list_mismatch: .*\(at \S+else\.json: \/list/);
  assert.match(told(list, '--expert', members[0], '--declined', 'health'), /file_kind_wrong: .*list\.json; .*抽取名单 a list to draw from/);
  assert.match(told(file('value.json', vector('values').transcript), '--expert', members[0], '--declined', 'health'), /a draw of a value has no calls/);
});
