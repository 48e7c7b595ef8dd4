/**
 * The volumes of an opened bid, for those who may read it: ciphertext and what was released come from the server; the bid
 * is opened here and compared with what the bidder's manifest commits to (docs/formats/package.md).
 */
import { api } from '../api/client';
import { signedWords } from '../api/events';
import type { LotView } from '../api/types';
import { theCentre } from '../app/state';
import { concat, fromBase64 } from '../base/bytes';
import type { Json } from '../base/canonical';
import { KaibiaoError } from '../base/errors';
import { hold } from '../base/hold';
import { core } from '../core/core';
import { lockPanel } from './notice-check';
import { sliceSize, type LockTerms } from '../seal/protocol';

export interface OpenedVolume { part: number; title: string; filename: string; bytes: number }
interface Manifest { [member: string]: Json; parts: { part: number; length: number; root: string }[] }
/** B and S of one class. */
type Secrets = [Uint8Array, Uint8Array];
/** A bid as far as its opening sheet: which volumes there are, and what opens the sheet. */
export interface OpenedBid { bid: string; lock: LockTerms; manifest: Manifest; secrets: Secrets; sheet: Uint8Array; volumes: OpenedVolume[] }

const manifestMembers = ['bidder', 'envelope', 'locks', 'number', 'parts', 'policy', 'replaces'];

async function manifestOf(lot: string, bid: string): Promise<Manifest> {
    const submitted = (await api.events(lot, bid)).filter(({ header }) => header.type === 'bid.submitted').at(-1);
    const signed = submitted && signedWords(submitted);
    if (!signed) throw new KaibiaoError('bid_unknown', bid);
    return Object.fromEntries(manifestMembers.map((member) => [member, signed[member] as Json])) as Manifest;
}

async function released(lot: string, bid: string, partClass: 'sheet' | 'volumes'): Promise<Secrets> {
    const { b, s } = await api.secrets(lot, bid, partClass);
    return [fromBase64(b ?? ''), fromBase64(s ?? '')];
}

export async function openBid(view: LotView, bid: string): Promise<OpenedBid> {
    const { id: centre, origin } = theCentre();
    const [manifest, secrets] = await Promise.all([manifestOf(view.lot, bid), released(view.lot, bid, 'sheet')]);
    const lock: LockTerms = { centre, origin, lot: view.lot, envelope: manifest.envelope as number, bidder: manifest.bidder as string,
        policy: view.notice.policy, panel: lockPanel(view.notice.panel) };
    const sheet = new Uint8Array(await (await api.part(manifest.parts[0]!.root)).arrayBuffer());
    const opened = (await core.sheet_open({ ...lock }, manifest, ...secrets, sheet)) as unknown as { volumes: Omit<OpenedVolume, 'part'>[] };
    return { bid, lock, manifest, secrets, sheet, volumes: opened.volumes.map((volume, index) => ({ ...volume, part: index + 1 })) };
}

/** The plaintext of a volume, which is given only when all of it was checked. `progress` counts bytes of ciphertext. */
export async function openVolume({ bid, lock, manifest, secrets, sheet }: OpenedBid, part: number, progress: (done: number, total: number) => void): Promise<Blob> {
    const { root, length } = manifest.parts[part]!;
    const opening = await released(lock.lot, bid, 'volumes');
    const body = (await api.part(root)).body!.getReader();
    const opener = await core.part_begin({ ...lock }, manifest, ...secrets, sheet, ...opening, part);
    const release = hold(body);
    const plain: Blob[] = [];
    let waiting: Uint8Array[] = [];
    let gathered = 0;
    const take = async (): Promise<void> => {
        plain.push(new Blob([(await core.part_update(opener, concat(...waiting))) as BlobPart]));
        [waiting, gathered] = [[], 0];
    };
    try {
        for (let done = 0; ;) {
            const { value } = await body.read();
            if (!value) break;
            waiting.push(value);
            gathered += value.length;
            done += value.length;
            if (gathered >= sliceSize) await take();
            progress(done, length);
        }
        await take();
        plain.push(new Blob([(await core.part_finish(opener)) as BlobPart]));
    } finally {
        void body.cancel().catch(() => undefined).finally(release);
        await core.free_handle(opener);
    }
    return new Blob(plain);
}
