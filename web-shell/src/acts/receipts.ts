/** Receipts: kept in this browser, checked by the core against this browser's own log key. */
import { api } from '../api/client';
import type { Receipt } from '../api/types';
import { theCentre } from '../app/state';
import { utf8 } from '../base/bytes';
import { canonical, type Json } from '../base/canonical';
import { KaibiaoError } from '../base/errors';
import { core } from '../core/core';
import { stored } from '../keys/database';
import { logTrust } from './anchors';

export interface KeptReceipt { key: string; lot: string; bid: string; text: string; savedAt: string }
/** What a verified receipt says. */
export interface ReceiptFacts {
    stream: string;
    position: number;
    type: string;
    stamp: string;
    event_hash: string;
    index: number;
    size: number;
    root: string;
    origin: string;
    payload: Record<string, unknown> | null;
    cosignatures: { witness: string; time: string }[];
}

export const receiptText = (receipt: Receipt): string => canonical(receipt as unknown as Json);

export async function keepReceipt(lot: string, bid: string, receipt: Receipt): Promise<void> {
    const kept: KeptReceipt = { key: `${lot} ${bid}`, lot, bid, text: receiptText(receipt), savedAt: new Date().toISOString() };
    await stored.put('receipts', kept);
}

export const keptReceipt = (lot: string, bid: string): Promise<KeptReceipt | undefined> => stored.get('receipts', `${lot} ${bid}`);

/**
 * Works without the network once the page is here. `origin` names the log whose key is expected. What is no receipt is
 * called so even where no key was accepted yet. A receipt is given before a witness can have cosigned it, so that one
 * without cosignatures is genuine too.
 */
export async function checkReceipt(receipt: string | Uint8Array, origin: string): Promise<ReceiptFacts> {
    const bytes = typeof receipt === 'string' ? utf8(receipt) : receipt;
    const trust = await logTrust(origin);
    const check = async (policy: string): Promise<ReceiptFacts> => (await core.receipt_check(bytes, { ...trust, policy })) as unknown as ReceiptFacts;
    try {
        return await check(trust.policy);
    } catch (error) {
        if (trust.policy && error instanceof KaibiaoError && error.errorName === 'witness_quorum_missing') return check('');
        throw error;
    }
}

/** The receipt of a submission is of this bid and of what was signed: another one's would later be taken for this. */
export async function checkReceiptOf(receipt: Receipt, bid: string, jws: string): Promise<void> {
    const { stream, payload } = await checkReceipt(receiptText(receipt), thisOrigin());
    const received = (payload?.jws as { payload?: string } | undefined)?.payload;
    if (stream !== bid || received !== (JSON.parse(jws) as { payload: string }).payload) throw new KaibiaoError('receipt_malformed', '/receipt/event');
}

/**
 * The server's newest proof, or what was kept when it cannot be had. A receipt of an earlier event than the kept one's
 * never takes its place: whoever serves it could otherwise pass off a replaced bid as the newest.
 */
export async function freshReceipt(lot: string, bid: string): Promise<string> {
    const kept = await keptReceipt(lot, bid);
    try {
        const receipt = await api.receipt(lot, bid);
        if (kept && (await isOlder(receiptText(receipt), kept.text))) return kept.text;
        await keepReceipt(lot, bid, receipt);
        return receiptText(receipt);
    } catch (error) {
        if (kept) return kept.text;
        throw error;
    }
}

/** The same event under a checkpoint that witnesses cosigned; nothing while there is none. */
export async function witnessedReceipt(lot: string, bid: string, event: string): Promise<{ text: string; facts: ReceiptFacts } | null> {
    try {
        const receipt = await api.receipt(lot, bid, 'witnessed');
        const text = receiptText(receipt);
        const facts = await checkReceipt(text, thisOrigin());
        if (facts.event_hash !== event || facts.cosignatures.length === 0) return null;
        await keepReceipt(lot, bid, receipt);
        return { text, facts };
    } catch {
        return null;
    }
}

/** Without accepted anchors nothing can be compared, and the kept receipt stays. */
async function isOlder(text: string, kept: string): Promise<boolean> {
    const [facts, mine] = await Promise.all([checkReceipt(text, thisOrigin()), checkReceipt(kept, thisOrigin())]);
    return facts.stream !== mine.stream || facts.position < mine.position;
}

export const thisOrigin = (): string => theCentre().origin;
