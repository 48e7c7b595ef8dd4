/** Releasing one's secrets at the opening, and the looks that a client takes before it does. */
import { api } from '../api/client';
import type { LotView } from '../api/types';
import { app, theCentre } from '../app/state';
import { base64, fromBase64, fromHex, text, utf8 } from '../base/bytes';
import { serverNow } from '../base/clock';
import type { Json } from '../base/canonical';
import { KaibiaoError } from '../base/errors';
import { core } from '../core/core';
import { stored } from '../keys/database';
import { packages, type StoredPackage } from '../seal/packages';
import { unlockSecrets } from '../seal/secrets';
import { trustFor } from './anchors';
import { freshReceipt, keptReceipt, keepReceipt, type ReceiptFacts } from './receipts';
import { askPassphrase, myIdentity } from './signing';

export type LookName = 'log' | 'deadline' | 'growth' | 'phase' | 'frozen';
export interface Look { name: LookName; passed: boolean; detail: string }
/** What the looks saw, byte for byte as the server said it, to be kept when one fails. */
export type Evidence = { [what: string]: Json };
export interface Inspection { looks: Look[]; evidence: Evidence }
interface Replayed { phase: string; suspended: boolean; deadline: string; head: string; log_key: string; window_end?: string; heads: { stream: string; hash: string }[] | null }
interface Checkpoint { origin: string; size: number; root: string }
export interface BidSecrets { sheet: Uint8Array; volumes: Uint8Array }

/** Every look is taken, so that all that is wrong can be told. */
export async function takeLooks(view: LotView): Promise<Inspection> {
    const { id: centre, origin } = theCentre();
    const { roots, logKey } = await trustFor(origin);
    const trust = { origin, log_keys: [logKey], witnesses: [], quorum: 0 };
    const looks: Look[] = [];
    const evidence: Evidence = {
        centre, origin, lot: view.lot, log_key: logKey, roots: roots.map((root) => base64(root)),
        clock: { device: new Date().toISOString(), server: new Date(serverNow()).toISOString() },
    };
    const kept = async (what: string, asked: Promise<string>): Promise<string> => {
        const told = await asked;
        evidence[what] = told;
        return told;
    };
    const look = async (name: LookName, check: () => Promise<string>): Promise<void> => {
        try {
            looks.push({ name, passed: true, detail: await check() });
        } catch (error) {
            looks.push({ name, passed: false, detail: error instanceof KaibiaoError ? `${error.errorName} ${error.detail}` : String(error) });
        }
    };
    const refuse = (detail: string): never => {
        throw new KaibiaoError('event_not_allowed', '', detail);
    };
    let checkpoint: Checkpoint | null = null;
    let state: Replayed | null = null;
    await look('log', async () => {
        checkpoint = (await core.checkpoint_check(utf8(await kept('checkpoint', api.checkpoint())), trust)) as unknown as Checkpoint;
        return `${checkpoint.origin} · ${checkpoint.size}`;
    });
    await look('growth', async () => {
        const held = await stored.get<Checkpoint>('checkpoints', origin);
        if (held) evidence.held = { root: held.root, size: held.size };
        if (held && checkpoint && checkpoint.size < held.size) refuse(`${checkpoint.size} < ${held.size}`);
        if (held && checkpoint && checkpoint.size === held.size && checkpoint.root !== held.root) refuse('root');
        if (held && checkpoint && checkpoint.size > held.size) {
            const { hashes } = await api.growth(held.size, checkpoint.size);
            evidence.consistency = hashes;
            await core.growth_check({ hashes, older: { root: held.root, size: held.size }, newer: { root: checkpoint.root, size: checkpoint.size } });
        }
        if (checkpoint) await stored.put('checkpoints', { ...(checkpoint as Checkpoint), origin });
        return held ? `${held.size} → ${checkpoint?.size}` : '';
    });
    await look('phase', async () => {
        const crls = (await api.crlsOf(view.lot)).map(({ der }) => fromBase64(der));
        state = (await core.lot_review(utf8(await kept('events', api.eventsText(view.lot))), view.lot, roots, crls, { centre, origin })) as unknown as Replayed;
        if (state.log_key !== logKey) refuse('the notice pins another log key');
        const proof = await core.proof_check(utf8(await kept('proof', api.proof(state.head))), fromHex(state.head), trust);
        if (state.suspended) refuse('suspended');
        if (state.phase !== 'opening') refuse(state.phase);
        return `${(proof as { index: number }).index}`;
    });
    await look('deadline', async () => {
        const deadline = state?.deadline ?? refuse('no notice');
        // Neither clock alone: a server that sets its own forward would have the secrets early.
        if (Math.min(serverNow(), Date.now()) < Date.parse(deadline)) refuse(deadline);
        return deadline;
    });
    await look('frozen', async () => {
        // Another device has no receipt of its own: then the server's copy, which the log's key proves.
        const mine = await keptReceipt(view.lot, view.my_bid!.bid);
        const receipt = await kept('receipt', mine ? Promise.resolve(mine.text) : freshReceipt(view.lot, view.my_bid!.bid));
        const facts = (await core.receipt_check(utf8(receipt), trust)) as unknown as ReceiptFacts;
        const head = state?.heads?.find((entry) => entry.stream === view.my_bid!.bid);
        if (head?.hash !== facts.event_hash) refuse(head?.hash ?? 'not frozen');
        return facts.event_hash;
    });
    evidence.looks = looks.map(({ name, passed, detail }) => ({ name, passed, detail }));
    return { looks, evidence };
}

async function packageOf(view: LotView): Promise<StoredPackage | null> {
    const all = await packages.of(view.lot, app.session?.id ?? '');
    return all.find((entry) => entry.state === 'submitted' && entry.bid === view.my_bid!.bid) ?? null;
}

interface ManifestLocks { locks: { class: 'sheet' | 'volumes'; hb: string }[] }

/** Compares the secrets with what the signed manifest commits to. Errors: lock_secret_mismatch. */
export async function checkSecrets(secrets: BidSecrets, locks: ManifestLocks): Promise<void> {
    for (const lock of locks.locks) await core.secret_check(secrets[lock.class], fromBase64(lock.hb));
}

/** From this device, under the key's passphrase. Nothing when this device has none. */
export async function secretsFromDevice(view: LotView, why: string): Promise<BidSecrets | null> {
    const entry = await packageOf(view);
    if (!entry) return null;
    const passphrase = await askPassphrase(await myIdentity(), why);
    const [, , sheet, volumes] = await core.secrets_read(await unlockSecrets(entry.secrets, passphrase));
    return { sheet, volumes };
}

export async function secretsFromCode(code: string): Promise<BidSecrets> {
    const [sheet, volumes] = await core.recovery_code_read(utf8(code));
    return { sheet, volumes };
}

/** The locks that one's own signed manifest commits to, from the newest receipt. */
export async function myLocks(view: LotView): Promise<ManifestLocks> {
    const entry = await packageOf(view);
    if (entry) return entry.manifest as unknown as ManifestLocks;
    const mine = await api.my(view.lot);
    if (!mine.manifest) throw new KaibiaoError('bid_unknown');
    return JSON.parse(text(fromBase64(mine.manifest.payload))) as ManifestLocks;
}

export async function release(view: LotView, secrets: BidSecrets): Promise<void> {
    await checkSecrets(secrets, await myLocks(view));
    const bid = view.my_bid!.bid;
    const { receipt } = await api.release(view.lot, bid, base64(secrets.sheet), base64(secrets.volumes));
    if (receipt) await keepReceipt(view.lot, `${bid} release`, receipt);
    secrets.sheet.fill(0);
    secrets.volumes.fill(0);
}
