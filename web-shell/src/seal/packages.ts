/** Sealed packages of this browser. Secrets are in them only as an age file under the key's passphrase. */
import type { EnvelopeNumber } from '../api/types';
import type { Json } from '../base/canonical';
import { stored } from '../keys/database';
import type { LockTerms, SealedPart } from './protocol';

export interface PartUpload extends SealedPart { url: string; uploaded: boolean }

export interface StoredPackage {
    key: string;
    lot: string;
    bidder: string;
    state: 'sealed' | 'submitted';
    stage: string;
    lock: LockTerms;
    manifest: Json;
    notice: string;
    parts: PartUpload[];
    /** age file (passphrase) with both B; null under a policy that asks nothing of the bidder. */
    secrets: Uint8Array | null;
    /** age file (passphrase) with the price as sealed; null for an envelope without one. */
    price: Uint8Array | null;
    /** age file (passphrase) with the recovery code, until the bid is submitted. */
    code: Uint8Array | null;
    secretKept: boolean;
    bid: string;
    createdAt: string;
}

/** A price envelope beside a technical one has keys of its own. */
export const packageKey = (lot: string, bidder: string, envelope: EnvelopeNumber, stage = ''): string =>
    [lot, bidder, ...(envelope === 1 ? [] : [envelope]), ...(stage ? [stage] : [])].join(' ');

export const packages = {
    /** The package being prepared. */
    draft: (lot: string, bidder: string, envelope: EnvelopeNumber) => stored.get<StoredPackage>('packages', packageKey(lot, bidder, envelope)),
    save: (entry: StoredPackage) => stored.put('packages', entry),
    remove: (key: string) => stored.remove('packages', key),
    /** All of one bidder for one lot, newest first: a replaced bid's secrets stay until the opening is over. */
    of: async (lot: string, bidder: string): Promise<StoredPackage[]> => {
        const all = await stored.all<StoredPackage>('packages');
        return all.filter((entry) => entry.lot === lot && entry.bidder === bidder).sort((a, b) => b.createdAt.localeCompare(a.createdAt));
    },
};
