/** Releasing one's secrets at the opening, from this device or from the recovery code. */
import { api } from '../api/client';
import type { LotView, OwnPart } from '../api/types';
import { app } from '../app/state';
import { base64, fromBase64, text, utf8 } from '../base/bytes';
import { KaibiaoError } from '../base/errors';
import { t } from '../base/messages';
import { Refusal } from '../base/refusal';
import { core } from '../core/core';
import { packages, type StoredPackage } from '../seal/packages';
import { unlockSecrets } from '../seal/secrets';
import { takeLooks, type Inspection } from './looks';
import { keepReceipt } from './receipts';
import { askPassphrase, myIdentity } from './signing';

/** `from`: typed by the person, or kept here. */
export interface BidSecrets { sheet: Uint8Array; volumes: Uint8Array; from: 'code' | 'device' }

async function packageOf(view: LotView, bid: string): Promise<StoredPackage | null> {
    const all = await packages.of(view.lot, app.session?.id ?? '');
    return all.find((entry) => entry.state === 'submitted' && entry.bid === bid) ?? null;
}

/** The looks, with what this device remembers of the bid. */
export async function inspectOpening(view: LotView, bid: string): Promise<Inspection> {
    return takeLooks(view, bid, (await packageOf(view, bid))?.lock ?? null);
}

/** The person's own bid as the server has it, of whichever envelope. */
export async function ownPart(lot: string, bid: string): Promise<OwnPart | null> {
    const mine = await api.my(lot);
    return [mine, mine.price_bid].find((part) => part?.bid === bid) ?? null;
}

interface ManifestLocks { locks: { class: 'sheet' | 'volumes'; hb: string }[] }

/** Compares the secrets with what the signed manifest commits to. Errors: lock_secret_mismatch. */
export async function checkSecrets(secrets: BidSecrets, locks: ManifestLocks): Promise<void> {
    try {
        for (const lock of locks.locks) await core.secret_check(secrets[lock.class], fromBase64(lock.hb));
    } catch (error) {
        throw isMismatch(error) ? new Refusal('lock_secret_mismatch', () => t(`release.mismatch.${secrets.from}`)) : error;
    }
}

/** Of secrets that are not this bid's; another recovery code may be. */
export const isMismatch = (error: unknown): boolean => error instanceof KaibiaoError && error.errorName === 'lock_secret_mismatch';

/** From this device, under the key's passphrase. Nothing when this device has none. */
export async function secretsFromDevice(view: LotView, bid: string, why: string): Promise<BidSecrets | null> {
    const entry = await packageOf(view, bid);
    if (!entry?.secrets) return null;
    const passphrase = await askPassphrase(await myIdentity(), why);
    const [, , sheet, volumes] = await core.secrets_read(await unlockSecrets(entry.secrets, passphrase));
    return { sheet, volumes, from: 'device' };
}

export async function secretsFromCode(code: string): Promise<BidSecrets> {
    const [sheet, volumes] = await core.recovery_code_read(utf8(code));
    return { sheet, volumes, from: 'code' };
}

/** The locks that one's own signed manifest commits to, from the newest receipt. */
export async function myLocks(view: LotView, bid: string): Promise<ManifestLocks> {
    const entry = await packageOf(view, bid);
    if (entry) return entry.manifest as unknown as ManifestLocks;
    const mine = await ownPart(view.lot, bid);
    if (!mine?.manifest) throw new KaibiaoError('bid_unknown');
    return JSON.parse(text(fromBase64(mine.manifest.payload))) as ManifestLocks;
}

export async function release(view: LotView, bid: string, secrets: BidSecrets): Promise<void> {
    await checkSecrets(secrets, await myLocks(view, bid));
    const { receipt } = await api.release(view.lot, bid, base64(secrets.sheet), base64(secrets.volumes));
    if (receipt) await keepReceipt(view.lot, `${bid} release`, receipt);
    secrets.sheet.fill(0);
    secrets.volumes.fill(0);
}
