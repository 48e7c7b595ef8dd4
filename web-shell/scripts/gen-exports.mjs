// wasm/exports.def -> the table and types of the functions of the core, as core/instance.ts uses them.
import { readFileSync } from 'node:fs';

const kinds = new Set(['text', 'json', 'bytes', 'bulk', 'secret', 'u32', 'u64', 'list', 'handle']);

function fields(text, name) {
    return text === '' ? [] : text.split(',').map((field) => {
        const [kind, label] = field.split(':');
        if (!kinds.has(kind) || !/^\w+$/.test(label ?? '')) throw new Error(`exports.def: ${name}: ${field}`);
        return { kind, label };
    });
}

export function readExports(file) {
    const rows = [...readFileSync(file, 'utf8').matchAll(/^KAIBIAO_EXPORT\(\s*(\w+),\s*"([^"]*)",\s*"([^"]*)"\)/gm)];
    return rows.map(([, name, inputs, outputs]) => ({ name, inputs: fields(inputs, name), outputs: fields(outputs, name) }));
}

const types = {
    text: 'string', json: 'Json', bytes: 'Uint8Array', bulk: 'Uint8Array', secret: 'Uint8Array',
    u32: 'number', u64: 'bigint', list: 'Uint8Array[]', handle: 'Handle',
};

export function exportsTypeScript(file) {
    const rows = readExports(file);
    const list = (items) => `[${items.map(({ kind }) => `'${kind}'`).join(', ')}]`;
    const tuple = (items) => `[${items.map(({ kind, label }) => `${label}: ${types[kind]}`).join(', ')}]`;
    const result = (items) => (items.length === 0 ? 'void' : items.length === 1 ? types[items[0].kind] : tuple(items));
    return [
        '// Made from wasm/exports.def.',
        "import type { Json } from '../src/base/canonical';",
        "export type FieldKind = 'text' | 'json' | 'bytes' | 'bulk' | 'secret' | 'u32' | 'u64' | 'list' | 'handle';",
        '/** An object inside the core: a key, a sealer. Only the instance that made it knows it. */',
        'export type Handle = number & { readonly kaibiao: unique symbol };',
        'export const exportTable = {',
        ...rows.map(({ name, inputs, outputs }) => `    ${name}: { inputs: ${list(inputs)}, outputs: ${list(outputs)} },`),
        '} as const satisfies Record<string, { inputs: readonly FieldKind[]; outputs: readonly FieldKind[] }>;',
        'export type ExportName = keyof typeof exportTable;',
        'export interface CoreFunctions {',
        ...rows.map(({ name, inputs, outputs }) => `    ${name}(...input: ${tuple(inputs)}): ${result(outputs)};`),
        '}',
        '',
    ].join('\n');
}
