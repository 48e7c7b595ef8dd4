// Fractions of BigInt in lowest terms, and how the oracle of scores says what is wrong.

export class Fault extends Error {
    constructor(name, place) {
        super(name);
        this.place = place;
    }
}
/** `place` is a JSON pointer, or a list of those that are right. */
export const fail = (name, place) => { throw new Fault(name, place); };

const gcd = (a, b) => { a = a < 0n ? -a : a; while (b) [a, b] = [b, a % b]; return a; };

export class Fraction {
    constructor(top, bottom = 1n) {
        if (bottom < 0n) [top, bottom] = [-top, -bottom];
        const divisor = gcd(top, bottom);
        this.top = top / divisor;
        this.bottom = bottom / divisor;
    }
    static parse(text) {
        const [whole, decimals = ''] = text.split('.');
        return new Fraction(BigInt(whole + decimals), 10n ** BigInt(decimals.length));
    }
    plus(other) { return new Fraction(this.top * other.bottom + other.top * this.bottom, this.bottom * other.bottom); }
    minus(other) { return this.plus(new Fraction(-other.top, other.bottom)); }
    times(other) { return new Fraction(this.top * other.top, this.bottom * other.bottom); }
    over(other) { return new Fraction(this.top * other.bottom, this.bottom * other.top); }
    compare(other) {
        const difference = this.top * other.bottom - other.top * this.bottom;
        return difference < 0n ? -1 : difference > 0n ? 1 : 0;
    }
    isWhole() { return this.bottom === 1n; }
    text() { return this.bottom === 1n ? `${this.top}` : `${this.top}/${this.bottom}`; }
}
export const zero = new Fraction(0n);
export const sum = (list) => list.reduce((left, right) => left.plus(right), zero);
export const meanOf = (list) => sum(list).over(new Fraction(BigInt(list.length)));
export const lower = (left, right) => (right.compare(left) < 0 ? right : left);
export const higher = (left, right) => (right.compare(left) > 0 ? right : left);

/** The decimal text of `value` with exactly `places` digits after the point. */
export function round(value, { mode, places }) {
    const scaled = value.times(new Fraction(10n ** BigInt(places)));
    const negative = scaled.top < 0n;
    const top = negative ? -scaled.top : scaled.top;
    let units = top / scaled.bottom;
    const rest = top % scaled.bottom;
    const half = rest * 2n < scaled.bottom ? 'below' : rest * 2n > scaled.bottom ? 'above' : 'tie';
    if (mode === 'up') units += rest > 0n ? 1n : 0n;
    else if (mode === 'half_up') units += half !== 'below' ? 1n : 0n;
    else if (mode === 'half_even') units += half === 'above' || (half === 'tie' && units % 2n === 1n) ? 1n : 0n;
    const digits = units.toString().padStart(places + 1, '0');
    const whole = digits.slice(0, digits.length - places);
    return (negative && units > 0n ? '-' : '') + whole + (places > 0 ? '.' + digits.slice(-places) : '');
}
