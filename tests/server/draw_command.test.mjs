// `kaibiao draw`: committed draws verify, everything that was changed is refused by its name.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
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
  assert.match(done.stdout, /56 experts in 3 strata, 6 excluded/);
  const json = JSON.parse(draw('verify', transcript, '--json').stdout);
  assert.equal(json.valid, true);
  assert.equal(json.digest, digest);
  assert.deepEqual(json.result, result);
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
  assert.equal(json.steps, 5);
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
  for (const word of ['verify', 'show', 'Exit codes']) assert.ok(help.includes(word), word);
});
