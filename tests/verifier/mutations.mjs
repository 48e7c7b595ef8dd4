// Every field of a bundle, and what may be written there instead. A mutation is {name, apply} and gives the bytes of a bundle.

import { encode } from './canonical_json.mjs';
import { forge, seal } from './forge.mjs';
import { primitives, signedPart, signPart } from './rekey.mjs';
import { fromUnpadded, fromUrl, toUnpadded } from './text.mjs';

// ---- paths

/** The paths of all values in `value` that hold no other, and of all arrays and objects. */
export function fieldsOf(value, path = []) {
    if (value === null || typeof value !== 'object') return [path];
    return [...Object.keys(value).flatMap((key) => fieldsOf(value[key], [...path, key])), path];
}

const valueAt = (value, path) => path.reduce((found, key) => found[key], value);

/** A copy of `value` with `next` at `path`; undefined removes the member. */
function withValue(value, path, next) {
    if (path.length === 0) return next;
    const [key, ...rest] = path;
    const copy = Array.isArray(value) ? [...value] : { ...value };
    const inner = withValue(value[key], rest, next);
    if (inner !== undefined) copy[key] = inner;
    else if (Array.isArray(copy)) copy.splice(Number(key), 1);
    else delete copy[key];
    return copy;
}

// ---- values

const otherDigit = (digit) => ((parseInt(digit, 16) + 1) % 10).toString();
const words = [
    ['works', 'goods', 'services'], ['bidder', 'officers', 'dual'], ['expert', 'tenderer'], ['pass', 'fail'], ['opened', 'revoked', 'failed', 'withdrawn', 'unopened'],
    ['low_price', 'lowest_evaluated'], ['mean', 'median'], ['half_up', 'half_even', 'down', 'up'], ['ES256', 'RS256', 'none'], ['sheet', 'volumes'],
    ['preliminary', 'commercial', 'technical'], ['subjective', 'objective'], ['total', 'price', 'technical', 'draw'], ['free', 'gate'],
    ['days', 'seconds', 'count', 'flag', 'thirds'],
];

function otherTexts(text) {
    const group = words.find((one) => one.includes(text));
    if (group !== undefined) return group.filter((one) => one !== text);
    const digit = /[0-9](?=\D*$)/.exec(text);
    const near = digit !== null ? text.slice(0, digit.index) + otherDigit(text[digit.index]) + text.slice(digit.index + 1) : `${text}x`;
    const first = /^[A-Za-z0-9+/]{16,}/.test(text) ? [(text[0] === 'B' ? 'C' : 'B') + text.slice(1)] : [];
    return [near, ...first, '', `${text} `, null];
}

/** Other values for a field, the nearest first; undefined takes the member away. */
export function othersOf(value) {
    if (typeof value === 'string') return otherTexts(value);
    if (typeof value === 'number') return [value + 1, value - 1, 0, 2 ** 40, null, String(value)].filter((one) => one !== value);
    if (typeof value === 'boolean') return [!value, null];
    if (value === null) return ['', 0, '00'.repeat(32), {}];
    if (Array.isArray(value)) return [[...value, value[0] ?? null], [...value].reverse(), value.slice(1), undefined].filter((one) => encodeOr(one) !== encode(value));
    return [{ ...value, unknown: 1 }, undefined];
}

const encodeOr = (value) => (value === undefined ? undefined : encode(value));

// ---- places of a bundle

function* changes(value, make) {
    for (const path of fieldsOf(value)) {
        let number = 0;
        for (const other of othersOf(valueAt(value, path))) {
            if (other === undefined && path.length === 0) continue;
            yield make(path, other, number);
            number += 1;
        }
    }
}

const changeAt = (stage, name, path, other) => (found, at, value) =>
    (found === stage && at === name ? withValue(value, path, other) : value);

/** Mutations of what people and the centre wrote, with everything around it forged anew. */
export function* deepMutations(model) {
    const make = (stage, name) => (path, other, number) => ({
        name: `${stage} ${name} /${path.join('/')} #${number}`, first: number === 0,
        apply: () => forge(model, changeAt(stage, name, path, other)),
    });
    for (const event of model.streams.flatMap((one) => one.events)) {
        const place = `${event.header.stream}@${event.header.position}`;
        yield* changes(event.header, make('header', place));
        if (event.payload !== null) yield* changes(event.payload, make('payload', place));
        if (event.message === null) continue;
        yield* changes(event.message.command, make('command', place));
        for (const [index, { command }] of (event.message.seats ?? []).entries()) yield* changes(command, make('seat', `${place} ${index}`));
        const { alg, typ } = event.message.header;
        yield* changes({ alg, typ }, make('protected', place));
        yield* derMutations(model, 'leaf', place, event.message.header.x5c[0]);
    }
    for (const [index, { sheet }] of model.sheets.entries()) yield* changes({ ...sheet, pad: '' }, make('sheet', index));
    for (const [index, der] of model.roots.entries()) yield* derMutations(model, 'root', index, der);
    for (const [index, der] of model.crls.entries()) yield* derMutations(model, 'crl', index, der);
    yield* fileMutations(model);
}

// One bit in the last byte of each primitive element, and one in its first and its tag, signed again by the issuer.
function* derMutations(model, stage, name, der) {
    for (const [number, { tag, from, to }] of primitives(signedPart(der)).entries()) {
        for (const [kind, place, bit] of [['last', to - 1, 1], ['first', from, 1], ['high', from, 0x80]]) {
            const change = (found, at, value, key) => {
                if (found !== stage || at !== name) return value;
                const body = Buffer.from(signedPart(value));
                body[place] ^= bit;
                return signPart(body, value, key);
            };
            yield { name: `${stage} ${name} element ${number} tag ${tag} ${kind}`, first: kind === 'last', apply: () => forge(model, change) };
        }
    }
}

// A sealed file that is another than the one that was signed for.
function* fileMutations(model) {
    for (const [index, { part }] of model.sheets.entries()) {
        for (let place = 0; place < part.length; place += 97) {
            const flip = (stage, at, file) => {
                if (stage !== 'file' || at !== index) return file;
                const copy = Buffer.from(file);
                copy[place] ^= 1;
                return copy;
            };
            yield { name: `file ${index} byte ${place}`, first: true, apply: () => forge(model, flip) };
        }
    }
}

/** Mutations of the container around the events: only its note is signed again. */
export function* containerMutations(model) {
    const { body } = JSON.parse(forge(model).toString());
    yield* changes(body, (path, other, number) => ({
        name: `body /${path.join('/')} #${number}`, first: number === 0, apply: () => seal(withValue(body, path, other)),
    }));
}

/** Mutations that nobody signed again, of the container's fields and of all that is encoded inside them. */
export function* plainMutations(file) {
    const bundle = JSON.parse(file.toString());
    const edit = (path, next) => Buffer.from(encode(withValue(bundle, path, next)));
    for (const path of fieldsOf(bundle)) {
        const value = valueAt(bundle, path);
        const [other] = othersOf(value);
        yield { name: `plain /${path.join('/')}`, first: true, apply: () => edit(path, other) };
        const coder = typeof value === 'string' ? coderOf(value, path[path.length - 1]) : null;
        if (coder === null) continue;
        for (const inner of insideMutations(coder.value)) {
            if (inner.number > 0) continue;
            yield { name: `plain /${path.join('/')} ${inner.name}`, first: true, apply: () => edit(path, coder.write(inner.apply())) };
        }
    }
}

function coderOf(text, member) {
    if (member === 'header') return { value: JSON.parse(text), write: encode };
    if (member !== 'payload') return null;
    return { value: JSON.parse(fromUnpadded(text)), write: (value) => toUnpadded(encode(value)) };
}

function* insideMutations(value) {
    yield* changes(value, (path, other, number) => ({ name: `/${path.join('/')} #${number}`, number, apply: () => withValue(value, path, other) }));
    for (const member of value.jws ? ['protected', 'payload'] : []) {
        const inner = JSON.parse(fromUrl(value.jws[member]));
        const write = (next) => withValue(value, ['jws', member], Buffer.from(encode(next)).toString('base64url'));
        yield* changes(inner, (path, other, number) => ({
            name: `/jws/${member}/${path.join('/')} #${number}`, number, apply: () => write(withValue(inner, path, other)),
        }));
    }
}
