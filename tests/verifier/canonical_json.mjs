// docs/formats/canonical-json.md: one text for each value. Reading encodes again and compares.

import { Refusal, refuse } from './refusal.mjs';
import { byBytes } from './text.mjs';

const deepest = 32;

export function encode(value, depth = 0) {
    if (value === null || typeof value === 'boolean') return String(value);
    if (typeof value === 'string') return quoted(value);
    if (typeof value === 'number') {
        return Number.isSafeInteger(value) ? String(value) : refuse('json_number_not_allowed');
    }
    if (depth === deepest) refuse('json_too_deep');
    if (Array.isArray(value)) return `[${value.map((one) => encode(one, depth + 1)).join(',')}]`;
    const members = Object.keys(value).sort(byBytes).map((key) => {
        if (!/^[\x00-\x7f]*$/.test(key)) refuse('json_key_not_ascii');
        return `${quoted(key)}:${encode(value[key], depth + 1)}`;
    });
    return `{${members.join(',')}}`;
}

// ECMAScript writes strings as RFC 8785 does, lone surrogates apart: those do not exist here.
function quoted(text) {
    const written = JSON.stringify(text);
    return /\\ud[89a-f]/.test(written.replaceAll('\\\\', '')) ? refuse('json_invalid_utf8') : written;
}

/** The value of `bytes`, which must be its canonical text, at most `limit` bytes long. */
export function decode(bytes, limit = 1 << 20) {
    if (bytes.length > limit) refuse('json_too_large');
    const text = utf8(bytes);
    let value;
    try {
        value = JSON.parse(text);
    } catch {
        refuse('json_malformed');
    }
    const again = encode(value);
    if (again !== text) refuse('json_not_canonical');
    return value;
}

export function utf8(bytes) {
    try {
        return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
        throw new Refusal('json_invalid_utf8');
    }
}
