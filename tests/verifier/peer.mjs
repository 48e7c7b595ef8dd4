// What `kaibiao verify` and the second verifier say about the same bytes.

import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { verifyBundle } from './verify.mjs';

const kaibiao = process.env.KAIBIAO_BIN ?? 'build/release/kaibiao';

/** Resolves to {status, failed, close, told} of the product's verifier. */
export function askProduct(folder, bytes, number = 0) {
    const path = join(folder, `mutant-${number}.json`);
    writeFileSync(path, bytes);
    return new Promise((resolve) => {
        execFile(kaibiao, ['verify', '--json', path], { maxBuffer: 64 << 20 }, (error, stdout, stderr) => {
            const { checks = [], close = null } = stdout.startsWith('{') ? JSON.parse(stdout) : {};
            const named = checks.map(({ name, failures }) => ({ name, failures: failures.map((one) => ({ error: one.name, place: one.place })) }));
            resolve({ status: error === null ? 0 : error.code ?? error.signal, failed: failuresOf(named), close, told: stderr });
        });
    });
}

const failuresOf = (checks) => checks.flatMap(({ name, failures }) => failures.map((one) => ({ check: name, ...one })));

export function askSecond(bytes) {
    const { passed, checks, close } = verifyBundle(bytes);
    return { passed, failed: failuresOf(checks), close };
}

/** Asks both about every mutation, `width` at a time; gives [{name, product, second}]. */
export async function compareAll(folder, mutations, width = 2) {
    const results = [];
    const queue = mutations[Symbol.iterator]();
    const worker = async (number) => {
        for (let next = queue.next(); !next.done; next = queue.next()) {
            const { name, apply } = next.value;
            const bytes = apply();
            const asked = askProduct(folder, bytes, number);
            const second = askSecond(bytes);
            results.push({ name, product: await asked, second });
        }
    };
    await Promise.all(Array.from({ length: width }, (_, number) => worker(number)));
    return results;
}

export const agree = ({ product, second }) => product.status === (second.passed ? 0 : 1);
