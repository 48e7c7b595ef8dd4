// A second verifier of evidence bundles, written from docs/formats/ alone.
// Usage: node tests/verifier/verify.mjs BUNDLE.json [--root ROOT.pem]… [--log-key KEY|FILE] [--json]
// Exit codes: 0 verified, 1 refused, 2 usage.

import { existsSync, readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

import { checkCheckpoint, checkInLog, readBundle, readStreams } from './bundle.mjs';
import { Refusal, refuse } from './refusal.mjs';
import { checkOfEvent, replay } from './replay.mjs';
import { checkSignatures } from './signatures.mjs';
import { toUnpadded } from './text.mjs';
import { checkWitnesses } from './witnesses.mjs';

const names = ['bundle', 'anchors', 'checkpoint', 'chains', 'inclusion', 'signatures', 'decisions', 'frozen_set', 'sheets', 'scores', 'result'];

class Report {
    constructor() {
        this.checks = names.map((name) => ({ name, verdict: 'skipped', failures: [] }));
        this.suspendedSince = null;
        this.close = null;
    }

    check(name) { return this.checks.find((one) => one.name === name); }

    fail(name, { error, place }) {
        const check = this.check(name);
        check.verdict = 'failed';
        check.failures.push({ error, place });
    }

    pass(...passed) {
        for (const name of passed) if (this.check(name).verdict !== 'failed') this.check(name).verdict = 'passed';
    }

    /** Runs `action` as the check of this name; null when it refuses. */
    run(name, action) {
        try {
            const found = action() ?? true;
            this.pass(name);
            return found;
        } catch (error) {
            if (!(error instanceof Refusal)) throw error;
            this.fail(name, error);
            return null;
        }
    }

    get passed() {
        return this.checks.every(({ name, verdict }) => verdict === 'passed' || (name === 'anchors' && verdict === 'skipped'));
    }
}

/** {passed, checks, suspendedSince, close} of a bundle's bytes. `roots` are DER, `logKey` a verifier key; both are optional. */
export function verifyBundle(file, { roots = null, logKey = null } = {}) {
    const report = new Report();
    const body = report.run('bundle', () => readBundle(file));
    if (body === null) return report;
    if (logKey !== null || roots !== null) report.run('anchors', () => checkAnchors(body, roots, logKey));
    const streams = report.run('chains', () => readStreams(body));
    const checkpoint = report.run('checkpoint', () => {
        checkPinnedKey(body, streams);
        return checkCheckpoint(body);
    });
    if (checkpoint === null || streams === null) return report;
    report.run('inclusion', () => checkInLog(streams, checkpoint));
    const signed = report.run('signatures', () => checkSignatures(body, streams, roots));
    if (signed !== null) decideAgain(report, body, streams, signed, checkpoint);
    return report;
}

function checkAnchors(body, roots, logKey) {
    if (logKey !== null && logKey !== body.log_key) refuse('bundle_anchor_mismatch', '/body/log_key');
    const own = roots?.some((root) => body.roots.includes(toUnpadded(root))) ?? true;
    if (!own) refuse('bundle_anchor_mismatch', '/body/roots');
}

function checkPinnedKey(body, streams) {
    const notice = streams?.[0].events[0].command;
    if (notice?.purpose === 'publish' && notice.log_key !== body.log_key) refuse('bundle_anchor_mismatch', '/body/log_key');
}

function decideAgain(report, body, streams, signed, checkpoint) {
    let current = 'decisions';
    let lot = null;
    try {
        lot = replay(body, streams, signed, (event, action) => {
            current = checkOfEvent(event);
            action();
        });
    } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        report.fail(current, error);
        return;
    }
    report.pass('decisions');
    report.run('checkpoint', () => { report.close = checkWitnesses(body, streams, checkpoint, lot); });
    if (lot.suspendedAt !== null) report.suspendedSince = new Date(lot.suspendedAt).toISOString();
    if (lot.phase !== 'published') report.pass('frozen_set');
    if (lot.phase === 'failed' || lot.rows !== null) report.pass('sheets');
    if (lot.phase === 'failed' || lot.phase === 'evaluated') report.pass('scores', 'result');
}

function pemBlocks(path) {
    const blocks = readFileSync(path, 'utf8').matchAll(/-----BEGIN CERTIFICATE-----([^-]+)-----END CERTIFICATE-----/g);
    return [...blocks].map(([, text]) => Buffer.from(text, 'base64'));
}

function main(args) {
    const options = { roots: null, logKey: null, json: false, bundle: null };
    while (args.length > 0) {
        const argument = args.shift();
        if (argument === '--root') options.roots = [...(options.roots ?? []), ...pemBlocks(args.shift())];
        else if (argument === '--log-key') options.logKey = args.shift();
        else if (argument === '--json') options.json = true;
        else options.bundle = argument;
    }
    if (options.bundle === null) return 2;
    if (options.logKey !== null && existsSync(options.logKey)) options.logKey = readFileSync(options.logKey, 'utf8').trim();
    const report = verifyBundle(readFileSync(options.bundle), options);
    if (options.json) console.log(JSON.stringify({ checks: report.checks, passed: report.passed, suspendedSince: report.suspendedSince, close: report.close }, null, 2));
    else printReport(report);
    return report.passed ? 0 : 1;
}

function printReport({ checks, passed, suspendedSince, close }) {
    for (const { name, verdict, failures } of checks) {
        console.log(`${verdict.padEnd(8)}${name}`);
        for (const { error, place } of failures) console.log(`          ${error}${place === '' ? '' : ` at ${place}`}`);
    }
    console.log(passed ? 'verified' : 'refused');
    if (close?.flagged) console.log('the witnesses of the notice did not cosign the close within 60 seconds of the deadline');
    if (suspendedSince !== null) console.log(`the lot is suspended since ${suspendedSince}`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
    if (process.argv.length < 3) console.error('usage: node tests/verifier/verify.mjs BUNDLE.json [--root ROOT.pem]… [--log-key KEY|FILE] [--json]');
    process.exitCode = main(process.argv.slice(2));
}
