/** What a file seems to be, so that one brought to the wrong page is told where it belongs. */
import { KaibiaoError } from './errors';

export type FileKind = 'bundle' | 'receipt' | 'tender' | 'draw' | 'proof' | 'age' | 'certificate' | 'key' | 'pdf' | 'package';

/** Canonical JSON has one beginning. */
const starts: [FileKind, string][] = [
    ['bundle', '{"body":{'], ['receipt', '{"event":{"header":'], ['tender', '{"centre":'], ['draw', '{"digest":'],
    ['proof', 'c2sp.org/tlog-proof@'], ['age', 'age-encryption.org/'], ['age', '-----BEGIN AGE '],
    ['certificate', '-----BEGIN CERTIFICATE'], ['key', '-----BEGIN PRIVATE KEY'], ['key', '-----BEGIN ENCRYPTED PRIVATE'], ['pdf', '%PDF-'],
];
const packageMark = 'kaibiao/package1';
const latin = new TextDecoder('latin1');

export function kindOf(bytes: Uint8Array): FileKind | null {
    if (latin.decode(bytes.slice(-packageMark.length)) === packageMark) return 'package';
    const start = latin.decode(bytes.slice(0, 64));
    return starts.find(([, text]) => start.startsWith(text))?.[0] ?? null;
}

/** What is unknown passes. Errors: file_kind_wrong with the kind as its detail; what to do then says where the file belongs. */
export function expectKind(bytes: Uint8Array, name: string, wanted: FileKind): void {
    const kind = kindOf(bytes);
    if (kind !== null && kind !== wanted) throw new KaibiaoError('file_kind_wrong', name, kind);
}
