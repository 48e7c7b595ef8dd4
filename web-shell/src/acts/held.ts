/** The heads of the log that this browser holds: its newest checkpoint and those of its receipts. They must be of one growing log. */
import { api } from '../api/client';
import { utf8 } from '../base/bytes';
import { t } from '../base/messages';
import { core } from '../core/core';
import { stored } from '../keys/database';
import { Refusal } from '../base/refusal';
import { unwitnessed } from './anchors';

export interface Head { size: number; root: string }
/** `hashes` prove that the tree of `from` entries is the beginning of the one of `to`. */
export interface Growth { from: number; to: number; hashes: string[] }
interface StoredReceipt { text: string }
interface HeadOfReceipt extends Head { origin: string }

/** What this browser saw of the log named `origin` before, oldest first. Receipts of other logs have no part in it. */
export async function heldHeads(origin: string, logKey: string): Promise<Head[]> {
    const newest = await stored.get<Head>('checkpoints', origin);
    const heads: Head[] = newest ? [{ size: newest.size, root: newest.root }] : [];
    const trust = unwitnessed(origin, logKey);
    for (const { text } of await stored.all<StoredReceipt>('receipts')) {
        try {
            const { size, root } = (await core.receipt_check(utf8(text), trust)) as unknown as HeadOfReceipt;
            heads.push({ size, root });
        } catch {
            // Of another log, or damaged: the receipt page says so.
        }
    }
    return heads.sort((a, b) => a.size - b.size);
}

/** Errors: another root at a size that was seen; proof_wrong. `asked` gets each proof before it is checked. */
export async function checkOneLog(heads: Head[], asked: (growth: Growth) => void = () => undefined): Promise<void> {
    const ordered = [...heads].sort((a, b) => a.size - b.size);
    for (const [index, newer] of ordered.entries()) {
        const older = ordered[index - 1];
        if (!older) continue;
        if (older.size === newer.size && older.root !== newer.root) throw new Refusal('proof_wrong', () => t('look.why.two_roots', { size: newer.size }));
        if (older.size === newer.size) continue;
        const { hashes } = await api.growth(older.size, newer.size);
        asked({ from: older.size, to: newer.size, hashes });
        await core.growth_check({ hashes, older: { root: older.root, size: older.size }, newer: { root: newer.root, size: newer.size } });
    }
}

/** Only a head that was checked against the held ones may be kept. */
export async function keepHead(origin: string, { size, root }: Head): Promise<void> {
    const newest = await stored.get<Head>('checkpoints', origin);
    if (!newest || newest.size < size) await stored.put('checkpoints', { origin, size, root });
}
