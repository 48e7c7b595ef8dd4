/** What can be seen of the files before they are sealed; `kaibiao seal` refuses the same ones. */
import { errorSentence } from '../base/errors';
import { bytesText } from '../base/format';
import { t } from '../base/messages';

export interface Volume { id: number; title: string; file: File }
/** `say` gives the sentence in the language of the moment. */
export interface Finding { kind: 'good' | 'warn' | 'bad'; subject: () => string; say: () => string }

/** docs/formats/package.md: 64 GiB of ciphertext. */
const largestPart = 64 * 2 ** 30;
/** In characters; in UTF-8 at most 240 bytes, and file systems take 255. */
const longestStem = 60;
const usualLargest = 2 * 2 ** 30;

/**
 * A file's name as it goes into the bid: no folders, no characters that steer a text's direction or a terminal, and not
 * longer than file systems take. Whoever opens the bid may write a file of that name.
 */
export function plainName(name: string): string {
    const base = name.split(/[\\/]/).at(-1)!.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}:*?"<>|]/gu, '').replace(/^[.\s]+|[.\s]+$/g, '');
    const [, stem = base, ending = ''] = /^(.*?)(\.[^.]{1,8})?$/u.exec(base) ?? [];
    return `${[...(stem || 'volume')].slice(0, longestStem).join('')}${ending}`;
}

async function looksLikePdf(file: File): Promise<boolean> {
    const start = new Uint8Array(await file.slice(0, 1024).arrayBuffer());
    const end = new Uint8Array(await file.slice(Math.max(0, file.size - 1024)).arrayBuffer());
    const latin = (bytes: Uint8Array): string => Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
    return latin(start).includes('%PDF-') && latin(end).includes('%%EOF');
}

/** Sentences of the core's table stand by themselves, after a name and a colon. */
const refused = (subject: () => string, name: string): Finding => ({ kind: 'bad', subject: () => `${subject()}:`, say: () => errorSentence(name) });

async function inspect({ file }: Volume): Promise<Finding> {
    const finding = (kind: Finding['kind'], say: () => string): Finding => ({ kind, subject: () => plainName(file.name), say });
    if (file.size === 0) return refused(() => plainName(file.name), 'volume_empty');
    if (file.size > largestPart) return finding('bad', () => t('preflight.oversize', { most: bytesText(largestPart) }));
    try {
        const pdf = await looksLikePdf(file);
        if (/\.pdf$/i.test(file.name) && !pdf) return refused(() => plainName(file.name), 'volume_pdf_broken');
        if (!pdf) return finding('warn', () => t('preflight.not_pdf'));
    } catch {
        return finding('bad', () => t('preflight.unreadable'));
    }
    return file.size > usualLargest ? finding('warn', () => t('preflight.large')) : finding('good', () => t('preflight.good', { size: bytesText(file.size) }));
}

export async function preflight(volumes: Volume[]): Promise<Finding[]> {
    if (volumes.length === 0) return [refused(() => t('seal.volumes'), 'volume_missing')];
    const findings = await Promise.all(volumes.map(inspect));
    const names = new Set<string>();
    for (const { file } of volumes) {
        if (names.has(`${file.name} ${file.size}`)) findings.push({ kind: 'warn', subject: () => plainName(file.name), say: () => t('preflight.twice') });
        names.add(`${file.name} ${file.size}`);
    }
    return findings;
}
