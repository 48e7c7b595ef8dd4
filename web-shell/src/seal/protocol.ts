/** Between the sealing desk and its Workers. */
import type { ErrorName } from 'generated/errors';
import type { Json } from '../base/canonical';

/** docs/formats/lock.md, "context". */
export interface LockTerms {
    centre: string;
    origin: string;
    lot: string;
    envelope: number;
    bidder: string;
    policy: string;
    panel: Json;
}

/** `name` is the file's as it goes into the bid. */
export interface VolumeFile { title: string; name: string; file: File }

export interface SealJob {
    act: 'seal';
    /** Folder of the staged parts in the origin's private file system; empty: nothing is kept (measurements). */
    stage: string;
    lock: LockTerms;
    offer: Json;
    volumes: VolumeFile[];
    number: number;
    replaces: string;
}
/** To the Worker that computes commitments; the buffers of slices go there and come back, never copied. */
export type CommitJob =
    | { act: 'commit_begin'; context: Uint8Array; part: number; salt: Uint8Array }
    | { act: 'commit_update'; bytes: Uint8Array<ArrayBuffer> }
    | { act: 'commit_finish' };
export type ToSealWorker = SealJob | CommitJob | { act: 'pause' } | { act: 'continue' };

export interface SealedPart { part: number; bytes: number; name: string }
/** `secrets`: null under a policy that asks nothing of the bidder. */
export interface SealedPackage { manifest: Json; secrets: { file: Uint8Array; recoveryCode: Uint8Array } | null }
export type FromSealWorker =
    | { type: 'progress'; stage: 'seal' | 'recheck'; done: number; total: number }
    | { type: 'staged'; part: SealedPart }
    | { type: 'sealed'; sealed: SealedPackage }
    | { type: 'committed'; buffer: ArrayBuffer }
    | { type: 'commitment'; commitment: Uint8Array }
    | { type: 'failed'; error: [ErrorName, string, string] };

export const sliceSize = 8 << 20;
export const pieceSize = 1 << 20;

/** Ciphertext of `plain` bytes: 16 more for each chunk of 64 KiB, and the header. */
export function sealedSizeBound(plain: number): number {
    return plain + 16 * (Math.floor(plain / 65536) + 1) + 1024;
}
