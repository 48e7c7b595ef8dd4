// core/include/kaibiao/base/errors.def -> the TypeScript union of error names and their sentences.
import { readFileSync } from 'node:fs';

const string = String.raw`"((?:[^"\\]|\\.)*)"`;
const row = new RegExp(String.raw`^KAIBIAO_ERROR\((\d+), (\w+), (\d+), ${string}, ${string}\)`, 'gm');

export function readErrors(file) {
    const text = readFileSync(file, 'utf8');
    const errors = [...text.matchAll(row)].map(([, number, name, http, en, zh]) => ({
        number: Number(number),
        name,
        http: Number(http),
        en: JSON.parse(`"${en}"`),
        zh: JSON.parse(`"${zh}"`),
    }));
    const rows = text.split('\n').filter((line) => line.startsWith('KAIBIAO_ERROR(')).length;
    if (errors.length !== rows) throw new Error(`errors.def: ${rows - errors.length} rows were not understood`);
    return errors;
}

export function errorsTypeScript(file) {
    const errors = readErrors(file);
    const entry = ({ number, name, http, en, zh }) =>
        `    ${name}: { number: ${number}, http: ${http}, en: ${JSON.stringify(en)}, zh: ${JSON.stringify(zh)} },`;
    return [
        '// Made from core/include/kaibiao/base/errors.def.',
        'export interface ErrorText { readonly number: number; readonly http: number; readonly en: string; readonly zh: string }',
        'export const errorTable = {',
        ...errors.map(entry),
        '} as const satisfies Record<string, ErrorText>;',
        'export type ErrorName = keyof typeof errorTable;',
        '',
    ].join('\n');
}
