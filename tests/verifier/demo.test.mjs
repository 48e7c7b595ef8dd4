// The second verifier accepts what `kaibiao demo` leaves behind.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { verifyBundle } from './verify.mjs';

const kaibiao = process.env.KAIBIAO_BIN ?? 'build/release/kaibiao';
const folder = mkdtempSync(join(tmpdir(), 'kaibiao-verifier-'));
let bundle = null;

before(() => {
    execFileSync(kaibiao, ['demo', '--once', '--out', folder], { timeout: 180_000 });
    bundle = readFileSync(join(folder, 'bundle.json'));
});
after(() => rmSync(folder, { recursive: true, force: true }));

test('second verifier: the bundle of a whole tender is accepted, every check of it', () => {
    const report = verifyBundle(bundle);
    assert.ok(report.passed, JSON.stringify(report.checks));
});
