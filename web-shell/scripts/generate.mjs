// Everything under generated/ (not in version control): design tokens, error table, boundary types.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { errorsTypeScript } from './gen-errors.mjs';
import { exportsTypeScript } from './gen-exports.mjs';
import { tokensCss } from './gen-tokens.mjs';

export const shell = dirname(dirname(fileURLToPath(import.meta.url)));
export const root = dirname(shell);

// Unchanged files keep their time, so that nothing is built twice.
function write(name, text) {
    const file = join(shell, 'generated', name);
    if (existsSync(file) && readFileSync(file, 'utf8') === text) return;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
}

export function generate() {
    write('tokens.css', tokensCss(join(shell, 'tokens.json')));
    write('errors.ts', errorsTypeScript(join(root, 'core/include/kaibiao/base/errors.def')));
    write('exports.ts', exportsTypeScript(join(root, 'wasm/exports.def')));
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) generate();
