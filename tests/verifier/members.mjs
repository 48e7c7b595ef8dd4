// Readers of JSON values: each takes a value and refuses any other form. docs/formats/canonical-json.md, "Reading an object".

import { at, refuse } from './refusal.mjs';
import { fromUnpadded, instant as parseInstant, isHex } from './text.mjs';

const typed = (type) => (value) => (typeof value === type ? value : refuse('json_member_type'));

export const any = (value) => value;
export const string = typed('string');
export const flag = typed('boolean');

/** Exactly these members, each read by its reader. */
export const object = (readers) => (value) => {
    if (value === null || typeof value !== 'object' || Array.isArray(value)) refuse('json_member_type');
    for (const key of Object.keys(value)) if (!Object.hasOwn(readers, key)) refuse('json_member_unknown', `/${key}`);
    for (const [key, reader] of Object.entries(readers)) {
        if (!Object.hasOwn(value, key) && reader.optional) continue;
        if (!Object.hasOwn(value, key)) refuse('json_member_missing', `/${key}`);
        at(`/${key}`, () => reader(value[key]));
    }
    return value;
};

export const optional = (reader) => Object.assign((value) => reader(value), { optional: true });

export const array = (reader, minimum = 0, maximum = Infinity) => (value) => {
    if (!Array.isArray(value)) refuse('json_member_type');
    if (value.length < minimum || value.length > maximum) refuse('json_member_range');
    value.forEach((one, index) => at(`/${index}`, () => reader(one)));
    return value;
};

export const nullable = (reader) => (value) => (value === null ? null : reader(value));

export const nothing = (value) => (value === null ? null : refuse('json_member_type'));

export const integer = (minimum, maximum) => (value) => {
    if (typeof value !== 'number') refuse('json_member_type');
    return value >= minimum && value <= maximum ? value : refuse('json_member_range');
};

export const oneOf = (...values) => (value) => (values.includes(value) ? value : refuse('json_member_range'));

export const hex = (bytes) => (value) => (isHex(string(value), bytes) ? value : refuse('hex_malformed'));
export const id = hex(16);
export const digest = hex(32);

/** Unpadded base64 of `length` bytes, or of any number. */
export const bytes = (length = null) => (value) => {
    const found = fromUnpadded(string(value));
    return length === null || found.length === length ? value : refuse('length_wrong');
};

export const bytesUpTo = (most) => (value) => (fromUnpadded(string(value)).length <= most ? value : refuse('length_wrong'));

export const instant = (value) => (parseInstant(string(value)), value);

/** Text of `minimum` to `maximum` bytes in UTF-8. */
export const text = (minimum, maximum = Infinity) => (value) => {
    const length = Buffer.byteLength(string(value));
    return length >= minimum && length <= maximum ? value : refuse('json_member_range');
};

/** {zh, en}; Chinese text there where it `must` be. */
export const bilingual = (must = 1, most = Infinity) => object({ zh: text(must, most), en: text(0, most) });

/** Yuan with two decimals, 0.00 to 90000000000000.00. */
export const amount = (value) => {
    if (!/^(0|[1-9]\d{0,13})\.\d\d$/.test(string(value))) refuse('money_malformed');
    return BigInt(value.replace('.', '')) <= 9_000_000_000_000_000n ? value : refuse('money_out_of_range');
};

export const decimal = (value) =>
    (/^(?!-0(\.0*)?$)-?(0|[1-9]\d*)(\.\d{1,12})?$/.test(string(value)) ? value : refuse('decimal_malformed'));

/** An object whose `kind` says which of the forms its other members have. */
export const byKind = (forms) => (value) => {
    const kind = oneOf(...Object.keys(forms))(value?.kind);
    return object({ kind: string, ...forms[kind] })(value);
};

/** docs/formats/method.md, "Conventions". */
export const key = (value) => (/^[a-z0-9][a-z0-9._-]{0,31}$/.test(string(value)) ? value : refuse('method_malformed'));
