/**
 * The volumes of an opened bid, for those who evaluate it: the ciphertext comes from the server, is opened here with the
 * secrets that the bidder released, and is compared with what the bidder's manifest commits to (docs/formats/package.md).
 */
import { api } from '../api/client';
import { signedWords } from '../api/events';
import type { LotEvent, LotView } from '../api/types';
import { theCentre } from '../app/state';
import { concat, utf8 } from '../base/bytes';
import { canonical, type Json } from '../base/canonical';
import { KaibiaoError } from '../base/errors';
import { core } from '../core/core';
import { sliceSize, type LockTerms } from '../seal/protocol';

export interface OpenedVolume { part: number; title: string; filename: string; bytes: number }
interface Manifest { [member: string]: Json; parts: { part: number; length: number; root: string }[] }
/** A bid as far as its opening sheet: which volumes there are, and what opens them. */
export interface OpenedBid { lock: LockTerms; manifest: Manifest; secrets: Uint8Array; sheet: Uint8Array; volumes: OpenedVolume[] }

const manifestMembers = ['bidder', 'envelope', 'locks', 'number', 'parts', 'policy', 'replaces'];

async function manifestOf(lot: string, bid: string): Promise<Manifest> {
    const submitted = (await api.events(lot, bid)).filter(({ header }) => header.type === 'bid.submitted').at(-1);
    const signed = submitted && signedWords(submitted);
    if (!signed) throw new KaibiaoError('bid_unknown', bid);
    return Object.fromEntries(manifestMembers.map((member) => [member, signed[member] as Json])) as Manifest;
}

/** The secret of one class that was released for the bid. */
function released(events: LotEvent[], type: string, bid: string): Json {
    const found = events.find(({ header, payload }) => header.type === type && payload?.bid === bid);
    if (!found) throw new KaibiaoError('not_public_yet', type);
    return found.payload!.b as Json;
}

/** `events` are the lot's, as whoever evaluates sees them. */
export async function openBid(view: LotView, bid: string, events: LotEvent[]): Promise<OpenedBid> {
    const { id: centre, origin } = theCentre();
    const manifest = await manifestOf(view.lot, bid);
    const lock: LockTerms = { centre, origin, lot: view.lot, envelope: manifest.envelope as number, bidder: manifest.bidder as string,
        policy: view.notice.policy, panel: view.notice.panel as Json };
    const secrets = utf8(canonical({ format: 'kaibiao/opening-secrets/v1', lot: view.lot, origin,
        sheet: released(events, 'bid.sheet_released', bid), volumes: released(events, 'bid.volumes_released', bid) }));
    const sheet = new Uint8Array(await (await api.part(manifest.parts[0]!.root)).arrayBuffer());
    const opened = (await core.sheet_open({ ...lock }, manifest, secrets, sheet)) as unknown as { volumes: Omit<OpenedVolume, 'part'>[] };
    return { lock, manifest, secrets, sheet, volumes: opened.volumes.map((volume, index) => ({ ...volume, part: index + 1 })) };
}

/** The plaintext of a volume, which is given only when all of it was checked. `progress` counts bytes of ciphertext. */
export async function openVolume({ lock, manifest, secrets, sheet }: OpenedBid, part: number, progress: (done: number, total: number) => void): Promise<Blob> {
    const { root, length } = manifest.parts[part]!;
    const body = (await api.part(root)).body!.getReader();
    const opener = await core.part_begin({ ...lock }, manifest, secrets, sheet, part);
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
        void body.cancel().catch(() => undefined);
        await core.free_handle(opener);
    }
    return new Blob(plain);
}
