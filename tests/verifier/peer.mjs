// What `kaibiao verify` and the second verifier say about the same bytes.

import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { verifyBundle } from './verify.mjs';

const kaibiao = process.env.KAIBIAO_BIN ?? 'build/release/kaibiao';
const eachPath = 'while IFS= read -r path; do "$0" verify --json "$path" >"$path.out" 2>"$path.err"; echo $?; done';

/** A shell that runs the product: to start each process from here would take longer than most bundles do. */
class Shell {
    constructor() {
        this.child = spawn('sh', ['-c', eachPath, kaibiao], { stdio: ['pipe', 'pipe', 'inherit'] });
        this.waiting = [];
        this.child.stdout.on('data', (text) => { for (const status of text.toString().trim().split('\n')) this.waiting.shift()(Number(status)); });
        for (const handle of [this.child, this.child.stdin, this.child.stdout]) handle.unref();
    }

    /** The exit code for the bundle at `path`. */
    async run(path) {
        this.child.stdout.ref();
        const status = await new Promise((resolve) => {
            this.waiting.push(resolve);
            this.child.stdin.write(`${path}\n`);
        });
        if (this.waiting.length === 0) this.child.stdout.unref();
        return status;
    }
}

const shells = new Map();
const shellOf = (number) => shells.get(number) ?? shells.set(number, new Shell()).get(number);

/** Resolves to {status, failed, close, told} of the product's verifier. */
export async function askProduct(folder, bytes, number = 0) {
    const path = join(folder, `mutant-${number}.json`);
    writeFileSync(path, bytes);
    const status = await shellOf(number).run(path);
    const [stdout, told] = ['out', 'err'].map((ending) => readFileSync(`${path}.${ending}`, 'utf8'));
    const { checks = [], close = null } = stdout.startsWith('{') ? JSON.parse(stdout) : {};
    const named = checks.map(({ name, failures }) => ({ name, failures: failures.map((one) => ({ error: one.name, place: one.place })) }));
    return { status, failed: failuresOf(named), close, told };
}

const failuresOf = (checks) => checks.flatMap(({ name, failures }) => failures.map((one) => ({ check: name, ...one })));

export function askSecond(bytes) {
    const { passed, checks, close } = verifyBundle(bytes);
    return { passed, failed: failuresOf(checks), close };
}

/** Asks both about every mutation, `width` at a time; gives [{name, product, second}] and tells `seen` how many there are so far. */
export async function compareAll(folder, mutations, { width = 2, seen = () => {} } = {}) {
    const results = [];
    const queue = mutations[Symbol.iterator]();
    const worker = async (number) => {
        for (let next = queue.next(); !next.done; next = queue.next()) {
            const { name, apply } = next.value;
            const bytes = apply();
            const asked = askProduct(folder, bytes, number);
            const second = askSecond(bytes);
            results.push({ name, product: await asked, second });
            seen(results.length);
        }
    };
    await Promise.all(Array.from({ length: width }, (_, number) => worker(number)));
    return results;
}

export const agree = ({ product, second }) => product.status === (second.passed ? 0 : 1);
