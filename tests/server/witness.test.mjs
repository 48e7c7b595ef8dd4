// `kaibiao witness` as c2sp.org/tlog-witness wants it, with requests and checks written here from the specification.

import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { addBody, checkpoint, consistency, cosign, cosignedAt, leafHash, noteKey, parseNote, signNote } from './support/log.mjs';
import { kaibiao, newFolder, refused, removeFolder, run } from './support/server.mjs';
import { Witness } from './support/witness.mjs';

const leaves = (count, salt = '') => Array.from({ length: count }, (_, i) => leafHash(`${salt}entry ${i}`));
const log = noteKey('centre.example/log', 1);
const other = noteKey('other.example/log', 1);
const root = newFolder('witness');
after(() => removeFolder(root));
const begin = (name, more = {}) => Witness.start({ folder: join(root, name), name: `witness.example/${name}`, logs: [log.vkey, other.vkey], ...more });
const ask = (witness, key, old, all) => witness.add(addBody(old, consistency(old, all), checkpoint(key, all)));

async function cosigned(witness, key, old, all) {
  const note = checkpoint(key, all);
  const answer = await witness.add(addBody(old, consistency(old, all), note));
  assert.equal(answer.status, 200, answer.text);
  assert.match(answer.text, /^(— \S+ \S+\n)+$/);
  return cosignedAt(note + answer.text, witness.vkey);
}
async function stale(answer, size) {
  assert.deepEqual(await answer, { status: 409, type: 'text/x.tlog.size', text: `${size}\n` });
}

test('witness: logs that only grow are cosigned with the time, each for itself', async () => {
  const witness = await begin('grows');
  for (const [key, old, size] of [[log, 0, 0], [log, 0, 3], [other, 0, 5], [log, 3, 8], [log, 8, 8], [other, 5, 13], [log, 8, 300]]) {
    const time = await cosigned(witness, key, old, leaves(size));
    assert.ok(Math.abs(time - Date.now() / 1000) < 30, `${time}`);
  }
  await witness.stop();
});

test('witness: every refusal has the status that the specification gives it', async () => {
  const witness = await begin('refuses');
  await cosigned(witness, log, 0, leaves(8));
  const note = checkpoint(log, leaves(13));
  const proof = consistency(8, leaves(13));
  const status = async (body) => (await witness.add(body)).status;
  await stale(ask(witness, log, 0, leaves(13)), 8);
  await stale(ask(witness, log, 7, leaves(13)), 8);
  await stale(ask(witness, log, 9, leaves(13)), 8);
  assert.equal(await status(addBody(8, proof.slice(1), note)), 422);
  assert.equal(await status(addBody(8, [proof[0], ...proof], note)), 422);
  assert.equal(await status(addBody(8, consistency(8, leaves(13, 'x')), checkpoint(log, leaves(13, 'x')))), 422, 'rewritten');
  assert.equal(await status(addBody(8, [], checkpoint(log, leaves(8, 'x')))), 409, 'the same size with another root');
  assert.equal(await status(addBody(8, proof, checkpoint(noteKey('stranger.example', 1), leaves(13)))), 404);
  assert.equal(await status(addBody(8, proof, checkpoint(noteKey(log.name, 1), leaves(13)))), 403, 'another key under the log\'s name');
  assert.equal(await status(addBody(8, proof, note.replace(/(— \S+ .{20})./, (all, start) => `${start}${all.endsWith('A') ? 'B' : 'A'}`))), 403, 'a wrong signature');
  assert.equal(await status(addBody(14, [], note)), 400, 'old beyond new');
  for (const body of ['', 'old 8\n', `old 08\n\n${note}`, `old -1\n\n${note}`, `8\n\n${note}`, addBody(8, Array(64).fill(proof[0]), note), addBody(8, proof, 'hello\n'),
    addBody(8, proof, parseNote(note).text), `old 8\r\n\n${note}`])
    assert.equal(await status(body), 400, body.slice(0, 30));
  assert.equal(await status(addBody(8, proof, note) + 'x'.repeat(1_100_000)), 413);
  assert.equal((await fetch(`${witness.url}/add-checkpoint`)).status, 405);
  assert.equal((await fetch(`${witness.url}/other`, { method: 'POST', body: '' })).status, 404);
  // Other signatures on the checkpoint are ignored, and after all of that the log goes on.
  const more = note + cosign(noteKey('somebody.else', 4), parseNote(note).text);
  const answer = await witness.add(addBody(8, proof, more));
  assert.equal(answer.status, 200, answer.text);
  assert.ok(cosignedAt(note + answer.text, witness.vkey));
  for (const [kind, first] of [['.evidence', `old 8\n\n${log.name}\n8\n`], ['.suspect', 'old 8\n']]) {
    const kept = readdirSync(join(root, 'refuses')).filter((name) => name.endsWith(kind));
    assert.equal(kept.length, 1, kind);
    assert.ok(readFileSync(join(root, 'refuses', kept[0]), 'utf8').startsWith(first), kind);
  }
  await witness.stop();
});

test('witness: of many requests at once one is the next', async () => {
  const witness = await begin('races');
  const answers = await Promise.all(Array.from({ length: 12 }, (_, i) => ask(witness, log, 0, leaves(i + 1))));
  assert.equal(answers.filter(({ status }) => status === 200).length, 1);
  assert.equal(answers.filter(({ status }) => status === 409).length, 11);
  await witness.stop();
});

test('witness: key and memory outlive a restart, and nothing older is cosigned again', async () => {
  const folder = join(root, 'restarts');
  let witness = await begin('restarts');
  const { vkey } = witness;
  for (const file of ['witness.key', 'name']) assert.equal(statSync(join(folder, file)).mode & 0o77, 0, file);
  await cosigned(witness, log, 0, leaves(8));
  assert.match(refused(['witness', '--folder', folder, '--log', log.vkey]), /data_folder_in_use/);
  const printed = run(['witness', '--folder', folder, '--print-key']);
  assert.deepEqual([printed.status, printed.stdout, printed.stderr], [0, `${vkey}\n`, ''], 'while it runs');
  assert.match(refused(['witness', '--folder', folder, '--name', 'another.example', '--print-key']), /config_malformed/);
  assert.equal((await witness.stop()).code, 0);
  witness = await begin('restarts', { name: undefined });
  assert.equal(witness.vkey, vkey);
  await stale(ask(witness, log, 0, leaves(5)), 8);
  assert.equal((await witness.add(addBody(8, [], checkpoint(log, leaves(5))))).status, 400, 'a rollback');
  await cosigned(witness, log, 8, leaves(9));
  await witness.stop();
  assert.match(refused(['witness', '--folder', folder, '--name', 'another.example', '--log', log.vkey]), /config_malformed/);
});

test('witness: killed between keeping and answering, it never takes back what it kept', { timeout: 60_000 }, async () => {
  const binary = join(dirname(kaibiao), 'tests/kaibiao_crashing');
  assert.ok(existsSync(binary), `${binary} is not built`);
  let witness = await begin('killed', { binary, env: { KAIBIAO_CRASH_AT: 'witness_kept' } });
  await assert.rejects(ask(witness, log, 0, leaves(8)), TypeError);
  assert.equal((await witness.ended).signal, 'SIGKILL');
  witness = await begin('killed');
  await stale(ask(witness, log, 0, leaves(8)), 8);
  await stale(ask(witness, log, 0, leaves(8, 'x')), 8);
  assert.equal((await ask(witness, log, 8, leaves(8, 'x'))).status, 409);
  await cosigned(witness, log, 8, leaves(8));
  await witness.stop('SIGKILL');
});

test('witness: a damaged memory cosigns nothing', async () => {
  const folder = join(root, 'damaged');
  let witness = await begin('damaged');
  await cosigned(witness, log, 0, leaves(8));
  await witness.stop();
  const [file] = readdirSync(folder).filter((name) => name.endsWith('.checkpoint'));
  writeFileSync(join(folder, file), 'nonsense\n');
  witness = await begin('damaged');
  assert.ok((await ask(witness, log, 0, leaves(8))).status >= 400);
  assert.ok((await ask(witness, log, 8, leaves(9))).status >= 400);
  await witness.stop();
});

test('witness: a wrong command line is refused, and plain HTTP stays at home', () => {
  const folder = join(root, 'refused');
  const base = ['witness', '--folder', folder, '--listen', '127.0.0.1:0'];
  assert.match(refused([...base, '--log', log.vkey]), /--name/);
  assert.match(refused([...base, '--name', 'w.example']), /--log/);
  assert.match(refused([...base, '--name', 'w.example', '--log', noteKey('w', 4).vkey]), /verifier_key_malformed/);
  assert.match(refused(['witness', '--folder', folder, '--listen', '0.0.0.0:0', '--log', log.vkey]), /tls_required/);
});

test('witness: its key can be printed before it ever ran, and stays', async () => {
  const folder = join(root, 'printed');
  assert.match(refused(['witness', '--folder', folder, '--print-key']), /--name/);
  const first = run(['witness', '--folder', folder, '--name', 'witness.example/printed', '--print-key', '--json']);
  assert.equal(first.status, 0, first.stderr);
  const witness = await begin('printed');
  assert.equal(witness.vkey, JSON.parse(first.stdout).key);
  await witness.stop();
});

test('witness: over TLS, with a certificate of its own making', { timeout: 30_000 }, async () => {
  const witness = await begin('secured', { args: ['--tls'] });
  assert.match(witness.url, /^https:/);
  assert.ok(existsSync(join(root, 'secured/tls/certificate.pem')));
  await witness.stop();
});

test('witness: it signs notes of logs and of nothing else', async () => {
  const witness = await begin('notes');
  const text = 'centre.example/log\nnot a number\n';
  assert.equal((await witness.add(addBody(0, [], signNote(log, text)))).status, 400);
  await witness.stop();
});
