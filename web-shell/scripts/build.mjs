// Builds the web shell into build/web: page, workers, style sheet, and the core in both WebAssembly builds.
import { build, context } from 'esbuild';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { generate, root, shell } from './generate.mjs';
import { whyJson } from './gen-why.mjs';

const out = join(root, 'build/web');
const watch = process.argv.includes('--watch');
const coreBuilds = { simd: 'build/wasm/simd', plain: 'build/wasm/plain' };
const worthPacking = /\.(js|css|html|json|svg|wasm)$/;

const options = {
    entryPoints: {
        main: join(shell, 'src/main.ts'),
        'core-worker': join(shell, 'src/core/core-worker.ts'),
        'seal-worker': join(shell, 'src/seal/seal-worker.ts'),
        'live-worker': join(shell, 'src/live/shared-worker.ts'),
        style: join(shell, 'styles/main.css'),
    },
    outdir: out,
    bundle: true,
    format: 'esm',
    target: ['es2022'],
    minify: !watch,
    sourcemap: watch ? 'inline' : false,
    legalComments: 'none',
    tsconfig: join(shell, 'tsconfig.json'),
    external: ['/core/*'],
    logLevel: 'warning',
};

function copyStatic() {
    writeFileSync(join(out, 'why.json'), whyJson(join(root, 'docs/why-nobody-can-read-your-bid.md'), JSON.parse(readFileSync(join(shell, 'messages.json'), 'utf8'))));
    for (const name of ['index.html', 'favicon.svg']) copyFileSync(join(shell, name), join(out, name));
    for (const [name, folder] of Object.entries(coreBuilds)) {
        const from = join(root, folder);
        if (!existsSync(join(from, 'kaibiao_core.wasm'))) {
            console.warn(`web-shell: no ${folder}/kaibiao_core.wasm; the ${name} core is left out`);
            continue;
        }
        mkdirSync(join(out, 'core', name), { recursive: true });
        for (const file of ['kaibiao_core.js', 'kaibiao_core.wasm']) copyFileSync(join(from, file), join(out, 'core', name, file));
    }
}

function pack(folder) {
    for (const entry of readdirSync(folder)) {
        const path = join(folder, entry);
        if (statSync(path).isDirectory()) pack(path);
        else if (worthPacking.test(entry)) {
            const bytes = readFileSync(path);
            writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
            writeFileSync(`${path}.br`, brotliCompressSync(bytes));
        }
    }
}

generate();
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
copyStatic();
if (watch) {
    await (await context(options)).watch();
} else {
    await build(options);
    pack(out);
}
