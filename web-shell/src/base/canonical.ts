/** Canonical JSON: RFC 8785 restricted to ASCII keys and safe integers. The core refuses to sign anything else. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export function canonical(value: Json): string {
    if (value === null || typeof value === 'boolean') return String(value);
    if (typeof value === 'number') return integer(value);
    if (typeof value === 'string') return JSON.stringify(value);
    if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
    const members = Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key] as Json)}`);
    return `{${members.join(',')}}`;
}

function integer(value: number): string {
    if (!Number.isSafeInteger(value)) throw new RangeError(`not an integer within ±(2^53−1): ${value}`);
    return String(value);
}
