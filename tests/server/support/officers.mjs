// Three officers who make a panel of 2 of 3 with the command line, as people do: each step from files.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Person } from './person.mjs';
import { run } from './server.mjs';

export const numbers = [0, 1, 2];

export const must = (...args) => {
  const done = run(['officer', ...args]);
  assert.equal(done.status, 0, `${args.join(' ')}\n${done.stdout}${done.stderr}`);
  return done.stdout;
};

export class Officers {
  // Their keys, files and certificates lie in `folder`. `newcomer` gives the person of a seat.
  static async enter(url, folder, newcomer = (i) => Person.enter(url, 'officer', `OFFICER-${i}`, `见证单位${i}`)) {
    const officers = new Officers();
    officers.folder = folder;
    officers.people = [];
    for (const i of numbers) {
      const officer = await newcomer(i);
      writeFileSync(officers.at(`${i}.pem`), officer.keyPem);
      writeFileSync(officers.at(`${i}.crt`), officer.certificatePem);
      assert.equal(run(['keygen', '--age', '-o', officers.at(`${i}.age`)]).status, 0);
      officer.recipient = /# public key: (\S+)/.exec(readFileSync(officers.at(`${i}.age`), 'utf8'))[1];
      officers.people.push(officer);
    }
    return officers;
  }

  at(name) { return join(this.folder, name); }
  each(option, name) { return numbers.flatMap((i) => [option, this.at(name(i))]); }
  kept(i, step) { return ['-r', this.people[i].recipient, '-o', this.at(`${i}.${step}`)]; }
  opened(i, step) { return ['--secret', this.at(`${i}.${step}`), '-i', this.at(`${i}.age`)]; }
  signing(i) { return ['-k', this.at(`${i}.pem`), '-c', this.at(`${i}.crt`)]; }

  // The three rounds, which need no certificate: a seat for each, and N.certificate.json.
  makeKey() {
    const keys = this.each('--member', (i) => `${i}.key.json`);
    for (const i of numbers) must('init', '--panel', 'city-panel-1', ...this.kept(i, 'member'), '--public', this.at(`${i}.key.json`));
    for (const i of numbers) must('round1', '--threshold', '2', ...keys, ...this.opened(i, 'member'), ...this.kept(i, 'joining'), '--public', this.at(`${i}.message.json`));
    for (const i of numbers) must('round2', ...this.each('--message', (j) => `${j}.message.json`), ...this.opened(i, 'joining'), ...this.kept(i, 'certifying'), '--public', this.at(`${i}.signature.json`));
    for (const i of numbers) must('round3', ...this.each('--signature', (j) => `${j}.signature.json`), ...this.opened(i, 'certifying'), ...this.kept(i, 'seat'), '--public', this.at(`${i}.certificate.json`));
  }

  // The member `panel` of a notice, which is the file panel.json as well.
  makePanel(centre) {
    this.makeKey();
    const keys = this.each('--member', (i) => `${i}.key.json`);
    for (const i of numbers) must('rehearse', ...keys, ...this.opened(i, 'seat'), ...this.signing(i), '--centre', centre.id, '--origin', centre.origin, '-o', this.at(`${i}.statement.json`));
    must('panel', '--panel-certificate', this.at('0.certificate.json'), ...this.each('--statement', (i) => `${i}.statement.json`), '-o', this.at('panel.json'));
    return JSON.parse(readFileSync(this.at('panel.json'), 'utf8'));
  }
}
