// Drives kaibiao_peer_tool (tool.cpp) and the openssl command.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const builds = process.env.KAIBIAO_BIN ? [path.dirname(process.env.KAIBIAO_BIN)] : ['release', 'dev'].map((name) => path.join(root, 'build', name));
const tool = builds.map((folder) => path.join(folder, 'tests/kaibiao_peer_tool')).find(existsSync);

/** Runs one subcommand of core; the answer may be {error, place}. */
export function ask(subcommand, request) {
    assert.ok(tool, 'kaibiao_peer_tool is not built');
    const run = spawnSync(tool, [subcommand], { input: JSON.stringify(request), encoding: 'utf8' });
    assert.equal(run.status, 0, `${subcommand} did not understand ${JSON.stringify(request)}`);
    return JSON.parse(run.stdout);
}

/** The same, where a refusal is a failure. */
export function core(subcommand, request) {
    const answer = ask(subcommand, request);
    assert.equal(answer.error, undefined, `${subcommand}: ${answer.error} at ${answer.place}`);
    return answer;
}

/** Our JSON has unpadded standard base64. */
export const encode = (bytes) => Buffer.from(bytes).toString('base64').replace(/=+$/, '');
export const decode = (text) => Buffer.from(text, 'base64');
export const padded = (text) => decode(text).toString('base64');

export function pem(label, base64) {
    const lines = padded(base64).match(/.{1,64}/g);
    return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}
export const fromPem = (text) => encode(Buffer.from(text.replace(/-----[^-]+-----|\s/g, ''), 'base64'));

export function openssl(args, options = {}) {
    return execFileSync('openssl', args, { stdio: ['pipe', 'pipe', 'pipe'], ...options });
}

/** Whether the command succeeds, with what it said. */
export function opensslSays(args, options = {}) {
    const run = spawnSync('openssl', args, { encoding: 'utf8', ...options });
    return { ok: run.status === 0, said: run.stdout + run.stderr };
}

/** A folder that is removed after the test. */
export function scratch(context) {
    const folder = mkdtempSync(path.join(tmpdir(), 'kaibiao-peer-'));
    context.after(() => rmSync(folder, { recursive: true, force: true }));
    return (name) => path.join(folder, name);
}

export const now = '2026-11-23T01:00:00.000Z';
const validity = { not_before: '2026-01-01T00:00:00.000Z', not_after: '2035-12-31T23:59:59.000Z' };
const nameOf = (common_name, serial_number = '') => ({ country: 'CN', organisation: '测试建设集团有限公司', unit: '', common_name, serial_number });

/** Root, intermediate and signer, with a list of each authority; everything made by core. */
export function makeChain() {
    const [rootKey, middleKey, key] = ['root', 'middle', 'signer'].map((label) => core('generate-key', { label }));
    const issue = (issuerKey, order) => core('issue', { key: issuerKey.key, authority: false, ...validity, ...order }).certificate;
    const root = issue(rootKey, { name: nameOf('Root'), spki: rootKey.spki, serial: encode([1]), authority: true });
    const middle = issue(rootKey, { name: nameOf('Middle'), spki: middleKey.spki, serial: encode([2]), authority: true, issuer: root });
    const leaf = issue(middleKey, { name: nameOf('王小明', '91110000MA01TEST0X'), spki: key.spki, serial: encode([0x7f, 3]), issuer: middle });
    const list = (issuerKey, issuer, revoked = []) =>
        core('crl', { key: issuerKey.key, issuer, revoked, this_update: '2026-11-22T00:00:00.000Z', next_update: '2026-12-22T00:00:00.000Z' }).crl;
    const crls = [list(middleKey, middle), list(rootKey, root)];
    const revoking = [list(middleKey, middle, [encode([0x7f, 3])]), crls[1]];
    return { root, middle, leaf, key, crls, revoking };
}
