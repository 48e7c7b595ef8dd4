// Runs a program and watches the most memory it ever held (VmHWM, in MiB).
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** { status, told: what it wrote, peak }. `env` is added to this process's. */
export const peakOf = (program, args, env = {}) => new Promise((done) => {
    const child = spawn(program, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    let told = '', peak = 0;
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes) => { told += bytes; });
    const watch = setInterval(() => {
        try {
            const kib = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'));
            if (kib) peak = Math.max(peak, Number(kib[1]) / 1024);
        } catch { /* ended */ }
    }, 10);
    child.once('exit', (status) => { clearInterval(watch); done({ status, told, peak }); });
});
