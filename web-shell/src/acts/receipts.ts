/** Receipts: kept in this browser, checked by the core against this browser's own log key. */
import { api } from '../api/client';
import type { Receipt } from '../api/types';
import { theCentre } from '../app/state';
import { utf8 } from '../base/bytes';
import { canonical, type Json } from '../base/canonical';
import { core } from '../core/core';
import { stored } from '../keys/database';
import { trustFor } from './anchors';

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

/** Works without the network once the anchors are here. `origin` names the log whose key is expected. */
export async function checkReceipt(text: string, origin: string): Promise<ReceiptFacts> {
    const { logKey } = await trustFor(origin);
    return (await core.receipt_check(utf8(text), { origin, log_keys: [logKey], witnesses: [], quorum: 0 })) as unknown as ReceiptFacts;
}

/** The server's newest proof of the same event, or what was kept when it cannot be had. */
export async function freshReceipt(lot: string, bid: string): Promise<string> {
    try {
        const receipt = await api.receipt(lot, bid);
        await keepReceipt(lot, bid, receipt);
        return receiptText(receipt);
    } catch (error) {
        const kept = await keptReceipt(lot, bid);
        if (kept) return kept.text;
        throw error;
    }
}

export const thisOrigin = (): string => theCentre().origin;
