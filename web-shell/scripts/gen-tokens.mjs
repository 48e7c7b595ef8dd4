// tokens.json -> CSS custom properties, so that pages (and later the canvas) share one look.
import { readFileSync } from 'node:fs';

const block = (selector, lines) => `${selector} {\n${lines.map((line) => `    ${line}`).join('\n')}\n}\n`;
const colours = (palette) => Object.entries(palette).map(([name, value]) => `--${name}: ${value};`);
const within = (query, text) => `@media ${query} {\n${text}}\n`;

function scales({ type, space, radius, motion, width }) {
    const group = (prefix, values) => Object.entries(values).map(([name, value]) => `--${prefix}-${name}: ${value};`);
    return [
        `--font: ${type.family};`,
        `--font-mono: ${type.mono};`,
        `--line-height: ${type.line};`,
        ...group('size', type.size),
        ...group('space', space),
        ...group('radius', radius),
        ...group('motion', motion),
        ...group('width', width),
    ];
}

export function tokensCss(file) {
    const tokens = JSON.parse(readFileSync(file, 'utf8'));
    const { light, dark, contrast, 'contrast-dark': contrastDark } = tokens.colour;
    const names = Object.keys(light);
    for (const [theme, palette] of Object.entries(tokens.colour)) {
        const missing = names.filter((name) => !(name in palette));
        if (missing.length > 0) throw new Error(`tokens.json: theme ${theme} lacks ${missing.join(', ')}`);
    }
    return [
        '/* Made from tokens.json. */\n',
        block(':root', ['color-scheme: light dark;', ...scales(tokens), ...colours(light)]),
        within('screen and (prefers-color-scheme: dark)', block(':root', colours(dark))),
        within('screen and (prefers-contrast: more)', block(':root', colours(contrast))),
        within('screen and (prefers-contrast: more) and (prefers-color-scheme: dark)', block(':root', colours(contrastDark))),
    ].join('');
}
