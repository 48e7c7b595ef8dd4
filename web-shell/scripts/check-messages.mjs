// messages.json: every key has both languages with the same placeholders, and every key is used.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { shell } from './generate.mjs';

const messages = JSON.parse(readFileSync(join(shell, 'messages.json'), 'utf8'));
const problems = [];
const placeholders = (text) => [...new Set(Array.from(text.matchAll(/\{(\w+)\}/g), (match) => match[1]))].sort().join(' ');

for (const [key, texts] of Object.entries(messages)) {
    for (const language of ['zh', 'en']) if (!texts[language]?.trim()) problems.push(`${key}: no text in ${language}`);
    if (placeholders(texts.zh ?? '') !== placeholders(texts.en ?? '')) problems.push(`${key}: placeholders differ`);
    if (/[\u3400-\u9fff]/.test(texts.en ?? '') && !key.startsWith('language.')) problems.push(`${key}: Chinese in the English text`);
}

const sources = readdirSync(join(shell, 'src'), { recursive: true })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(shell, 'src', name), 'utf8'))
    .join('\n');
// A key built at run time, such as `phase.${x}`, uses its whole family.
const families = [...sources.matchAll(/`([\w.-]+\.)\$\{/g)].map((match) => match[1]);
for (const key of Object.keys(messages)) {
    // What stageKey is asked for has other words for each of two openings.
    const staged = /\.[12]$/.test(key) && new RegExp(`stageKey\\([^()]*'${key.slice(0, -2).replaceAll('.', '\\.')}'`).test(sources);
    const used = staged || sources.includes(`'${key}'`) || families.some((family) => key.startsWith(family));
    if (!used) problems.push(`${key}: not used`);
}
if (problems.length > 0) {
    console.error(problems.map((problem) => `messages.json: ${problem}`).join('\n'));
    process.exit(1);
}
