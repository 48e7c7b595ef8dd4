// Loads the core in node exactly as a Worker does: the same wrapper, bundled from the web shell's sources.
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { randomFillSync, webcrypto } from 'node:crypto';

globalThis.crypto ??= webcrypto; // browsers have it, Node 18 has not

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
export const shellRequire = createRequire(join(root, 'web-shell/package.json'));

export async function bundled(source) {
    const { generate } = await import(pathToFileURL(join(root, 'web-shell/scripts/generate.mjs')));
    generate();
    const out = join(mkdtempSync(join(tmpdir(), 'kaibiao-')), 'module.mjs');
    await shellRequire('esbuild').build({
        entryPoints: [join(root, 'web-shell/src', source)], outfile: out, bundle: true, format: 'esm', platform: 'neutral',
        tsconfig: join(root, 'web-shell/tsconfig.json'), logLevel: 'error',
    });
    return import(pathToFileURL(out));
}

const folderOf = (build) => join(root, 'build/wasm', build);
/** Whether there is one to load: `scripts/build wasm` makes it. */
export const hasCore = existsSync(join(folderOf('simd'), 'kaibiao_core.wasm'));

let wrapper;
export async function loadCore(build = 'simd') {
    wrapper ??= await bundled('core/instance.ts');
    const folder = folderOf(build);
    const { default: create } = await import(pathToFileURL(join(folder, 'kaibiao_core.js')));
    return new wrapper.CoreInstance(await create({ wasmBinary: readFileSync(join(folder, 'kaibiao_core.wasm')) }));
}

export const random = (n) => randomFillSync(new Uint8Array(n));
export const utf8 = (text) => new TextEncoder().encode(text);
export const text = (bytes) => new TextDecoder().decode(bytes);
