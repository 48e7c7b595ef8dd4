/** Bytes and their texts. */
const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

export function utf8(text: string): Uint8Array {
    return encoder.encode(text);
}

export function text(bytes: Uint8Array): string {
    return decoder.decode(bytes);
}

export function hex(bytes: Uint8Array): string {
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export function fromHex(digits: string): Uint8Array {
    return Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

/** Padded standard base64. */
export function base64Padded(bytes: Uint8Array): string {
    let binary = '';
    for (let at = 0; at < bytes.length; at += 0x8000) binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
    return btoa(binary);
}

/** Unpadded standard base64, as all our formats use it. */
export function base64(bytes: Uint8Array): string {
    return base64Padded(bytes).replace(/=+$/, '');
}

/** Standard or URL alphabet, padded or not. */
export function fromBase64(encoded: string): Uint8Array {
    const binary = atob(encoded.replace(/-/g, '+').replace(/_/g, '/').replace(/\s+/g, ''));
    return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

/** The blocks whose label ends with `label`, in their order; other text and other blocks are passed over. */
export function pemToDer(pem: string, label: 'CERTIFICATE' | 'PRIVATE KEY'): Uint8Array[] {
    const blocks = [...pem.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----([\s\S]*?)-----END \1-----/g)];
    return blocks.filter((block) => block[1]!.endsWith(label)).map((block) => fromBase64(block[2] ?? ''));
}

export function derToPem(label: string, der: Uint8Array): string {
    const lines = base64Padded(der).match(/.{1,64}/g) ?? [];
    return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}

export function random(count: number): Uint8Array {
    return crypto.getRandomValues(new Uint8Array(count));
}

export async function sha256(bytes: Uint8Array): Promise<Uint8Array> {
    return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes as BufferSource));
}

export async function sha256Hex(bytes: Uint8Array): Promise<string> {
    return hex(await sha256(bytes));
}

export function concat(...parts: Uint8Array[]): Uint8Array {
    const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
        out.set(part, at);
        at += part.length;
    }
    return out;
}
