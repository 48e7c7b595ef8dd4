// DER as docs/formats/certificates.md takes it: single-byte tags, shortest definite lengths, nothing after the end.

import { refuse } from './refusal.mjs';

export const tags = {
    boolean: 0x01, integer: 0x02, bits: 0x03, octets: 0x04, oid: 0x06, enumerated: 0x0a, utf8: 0x0c, sequence: 0x30, set: 0x31,
    numeric: 0x12, printable: 0x13, teletex: 0x14, ia5: 0x16, utcTime: 0x17, generalizedTime: 0x18, visible: 0x1a, bmp: 0x1e,
};

/** A run of elements. `next` takes one; `end` refuses what is left over. */
export class Der {
    constructor(bytes, error) {
        Object.assign(this, { bytes, error, place: 0 });
    }

    get empty() { return this.place === this.bytes.length; }
    get tag() { return this.empty ? -1 : this.bytes[this.place]; }
    fail() { return refuse(this.error); }

    /** {tag, whole, content} of the next element, which has the tag if one is given. */
    next(tag = null) {
        const start = this.place;
        const found = this.bytes[start];
        if (found === undefined || (found & 0x1f) === 0x1f || (tag !== null && found !== tag)) this.fail();
        this.place += 1;
        const length = this.length();
        const content = this.bytes.subarray(this.place, this.place + length);
        if (content.length !== length) this.fail();
        this.place += length;
        return { tag: found, whole: this.bytes.subarray(start, this.place), content };
    }

    length() {
        const first = this.bytes[this.place++];
        if (first === undefined || first === 0x80 || first > 0x84) this.fail();
        if (first < 0x80) return first;
        let value = 0;
        for (let count = first & 0x7f; count > 0; count -= 1) value = value * 256 + (this.bytes[this.place++] ?? this.fail());
        const shortest = value < 0x80 ? 0 : Math.ceil(value.toString(16).length / 2);
        return shortest === (first & 0x7f) ? value : this.fail();
    }

    /** The elements inside the next one. */
    inside(tag = tags.sequence) { return new Der(this.next(tag).content, this.error); }
    maybe(tag) { return this.tag === tag ? this.next(tag) : null; }
    end() { if (!this.empty) this.fail(); }

    oid() { return readOid(this.next(tags.oid).content) ?? this.fail(); }

    boolean() {
        const { content } = this.next(tags.boolean);
        if (content.length !== 1 || (content[0] !== 0 && content[0] !== 0xff)) this.fail();
        return content[0] === 0xff;
    }

    /** The content of an integer without needless zeros. */
    integer() {
        const { content } = this.next(tags.integer);
        if (content.length === 0) this.fail();
        if (content.length > 1 && ((content[0] === 0 && content[1] < 0x80) || (content[0] === 0xff && content[1] >= 0x80))) this.fail();
        return content;
    }

    /** The bytes of an integer that is not negative, at most `most` of them. */
    unsigned(most) {
        const content = this.integer();
        if (content[0] >= 0x80) this.fail();
        const bytes = content.length > 1 && content[0] === 0 ? content.subarray(1) : content;
        return bytes.length > most ? this.fail() : bytes;
    }

    small(most) {
        const value = this.unsigned(4).reduce((sum, byte) => sum * 256 + byte, 0);
        return value > most ? this.fail() : value;
    }

    /** The bits of a bit string whose last byte is full. */
    octetsOfBits() {
        const { content } = this.next(tags.bits);
        return content[0] === 0 ? content.subarray(1) : this.fail();
    }

    /** Named bits in one or two bytes: the set of numbers that are set; the last bit is one of them. */
    namedBits() {
        const { content } = this.next(tags.bits);
        const unused = content[0];
        if (content.length < 2 || content.length > 3 || unused > 7) this.fail();
        if ((content[content.length - 1] & ((1 << (unused + 1)) - 1)) !== 1 << unused) this.fail();
        const set = new Set();
        for (let bit = 0; bit < (content.length - 1) * 8 - unused; bit += 1) {
            if (content[1 + (bit >> 3)] & (0x80 >> (bit & 7))) set.add(bit);
        }
        return set;
    }

    /** Milliseconds since 1970 of a UTCTime or GeneralizedTime. */
    time() {
        const { tag, content } = this.next();
        const text = content.toString('latin1');
        const form = { [tags.utcTime]: /^\d{12}Z$/, [tags.generalizedTime]: /^\d{14}Z$/ }[tag];
        if (form === undefined || !form.test(text)) this.fail();
        const century = tag === tags.generalizedTime ? '' : text < '50' ? '20' : '19';
        const [, year, month, day, hour, minute, second] = /^(....)(..)(..)(..)(..)(..)Z$/.exec(century + text);
        const written = `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`;
        const time = Date.parse(written);
        return Number.isNaN(time) || time < 0 || new Date(time).toISOString() !== written ? this.fail() : time;
    }
}

function readOid(content) {
    if (content.length === 0 || content.length > 64 || content[content.length - 1] >= 0x80) return null;
    const numbers = [];
    let [value, fresh] = [0n, true];
    for (const byte of content) {
        if ((fresh && byte === 0x80) || value >= 1n << 56n) return null;
        value = (value << 7n) | BigInt(byte & 0x7f);
        fresh = byte < 0x80;
        if (fresh) [value] = [0n, numbers.push(value)];
    }
    const first = numbers[0] < 80n ? numbers[0] / 40n : 2n;
    return [first, numbers[0] - first * 40n, ...numbers.slice(1)].join('.');
}
