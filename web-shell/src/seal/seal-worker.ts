/**
 * Seals a package in slices of 8 MiB: plaintext from disk, ciphertext to the stage, nothing else held. A second Worker of
 * the same code computes the commitments, WebCrypto the piece hashes. Before anything can be signed every staged part is
 * opened again; then r is erased with the package.
 */
import type { Handle } from 'generated/exports';
import { random } from '../base/bytes';
import { KaibiaoError } from '../base/errors';
import type { CoreInstance } from '../core/instance';
import { loadCore } from '../core/load';
import { PieceHasher } from './pieces';
import { type CommitJob, type FromSealWorker, type SealJob, type SealedPart, type ToSealWorker, type VolumeFile } from './protocol';
import { Pause, slicesOf } from './slices';
import { createStaged, readStaged } from './stage';

const hashedElsewhere = 3; // pieces by WebCrypto, commitment by the other Worker
const pause = new Pause();

const tell = (message: FromSealWorker): void => self.postMessage(message);

/** Where ciphertext goes. Without a stage it goes nowhere. */
interface Sink { write(bytes: Uint8Array): void; close(): void }

async function openSink(stage: string, name: string): Promise<Sink> {
    if (!stage) return { write: () => undefined, close: () => undefined };
    const access = await (await createStaged(stage, name)).createSyncAccessHandle();
    access.truncate(0);
    let at = 0;
    return {
        write: (bytes) => {
            const written = access.write(bytes as BufferSource, { at });
            if (written < bytes.length) throw new KaibiaoError('storage_quota_short', name);
            at += written;
        },
        close: () => {
            access.flush();
            access.close();
        },
    };
}

function commitElsewhere(worker: Worker, job: CommitJob): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
        worker.onmessage = ({ data }: MessageEvent<FromSealWorker>) => {
            if (data.type === 'commitment') resolve(data.commitment);
            else if (data.type === 'failed') reject(new KaibiaoError(...data.error));
        };
        worker.onerror = (event) => reject(new KaibiaoError('core_aborted', '', event.message));
        worker.postMessage(job);
    });
}

class Sealing {
    private done = 0;
    private readonly total: number;
    private readonly parts: SealedPart[] = [];

    constructor(private readonly core: CoreInstance, private readonly job: SealJob, private readonly committer: Worker) {
        this.total = job.volumes.reduce((sum, { file }) => sum + file.size, 0) + 8192;
    }

    async run(): Promise<void> {
        const [pack, , volumesContext] = this.core.call('package_begin', { ...this.job.lock }, random(256));
        for (const volume of this.job.volumes) await this.volume(pack, volumesContext, volume);
        await this.sheet(pack);
        if (this.job.stage) await this.recheck(pack);
        const manifest = this.core.call('package_manifest', pack, this.job.number, this.job.replaces);
        const [secretsFile, recoveryCode] = this.core.call('package_secrets', pack);
        this.core.call('free_handle', pack);
        this.core.dispose();
        tell({ type: 'sealed', sealed: { manifest, secretsFile, recoveryCode } });
    }

    private async volume(pack: Handle, context: Uint8Array, { title, name: filename, file }: VolumeFile): Promise<void> {
        const entropy = random(80);
        const [volume, part] = this.core.call('volume_begin', pack, title, filename, BigInt(file.size), hashedElsewhere, entropy);
        const committed = commitElsewhere(this.committer, { act: 'commit', context, part, salt: entropy.slice(48), file });
        committed.catch(() => undefined); // Awaited below; an early failure is not unhandled.
        const name = `${part}.age`;
        const sink = await openSink(this.job.stage, name);
        const pieces = new PieceHasher();
        let bytes = 0;
        const put = async (sealed: Uint8Array): Promise<void> => {
            sink.write(sealed);
            bytes += sealed.length;
            await pieces.update(sealed);
        };
        try {
            for await (const plain of slicesOf(file, pause)) {
                await put(this.core.borrow('volume_update', volume, plain));
                this.progress('seal', plain.length);
            }
            await put(this.core.borrow('volume_finish', volume));
        } finally {
            sink.close();
        }
        this.core.call('volume_end', pack, volume, await pieces.finish(), await committed);
        this.staged({ part, bytes, name });
    }

    private async sheet(pack: Handle): Promise<void> {
        const file = this.core.call('sheet_seal', pack, this.job.offer, random(80));
        const sink = await openSink(this.job.stage, '0.age');
        sink.write(file);
        sink.close();
        this.progress('seal', 8192);
        this.staged({ part: 0, bytes: file.length, name: '0.age' });
    }

    private staged(part: SealedPart): void {
        this.parts.push(part);
        tell({ type: 'staged', part });
    }

    private async recheck(pack: Handle): Promise<void> {
        this.done = 0;
        for (const { part, name, bytes } of this.parts) {
            const recheck = this.core.call('recheck_begin', pack, part);
            const pieces = new PieceHasher();
            for await (const sealed of slicesOf(await readStaged(this.job.stage, name, bytes), pause)) {
                this.core.call('recheck_update', recheck, sealed);
                await pieces.update(sealed);
                this.progress('recheck', sealed.length);
            }
            this.core.call('recheck_finish', recheck, await pieces.finish());
            this.core.call('free_handle', recheck);
        }
    }

    private progress(stage: 'seal' | 'recheck', more: number): void {
        this.done += more;
        const total = stage === 'seal' ? this.total : this.parts.reduce((sum, { bytes }) => sum + bytes, 0);
        tell({ type: 'progress', stage, done: this.done, total });
    }
}

async function seal(job: SealJob): Promise<void> {
    const committer = new Worker('/seal-worker.js', { type: 'module' });
    try {
        await new Sealing(await loadCore(), job, committer).run();
    } finally {
        committer.terminate();
    }
}

let shared: Promise<CoreInstance> | null = null;

async function commit(job: CommitJob): Promise<void> {
    const core = await (shared ??= loadCore());
    const commitment = core.call('commitment_begin', job.context, job.part, job.salt);
    for await (const plain of slicesOf(job.file, pause)) core.call('commitment_update', commitment, plain);
    tell({ type: 'commitment', commitment: core.call('commitment_finish', commitment) });
    core.call('free_handle', commitment);
    core.dispose();
}

function failure(error: unknown): FromSealWorker {
    if (error instanceof KaibiaoError) return { type: 'failed', error: [error.errorName, error.place, error.detail] };
    if (error instanceof DOMException && error.name === 'QuotaExceededError') return { type: 'failed', error: ['storage_quota_short', '', ''] };
    if (error instanceof DOMException && error.name === 'NotReadableError') return { type: 'failed', error: ['file_unreadable', '', ''] };
    return { type: 'failed', error: ['core_aborted', '', String(error)] };
}

self.onmessage = ({ data }: MessageEvent<ToSealWorker>) => {
    if (data.act === 'pause') pause.begin();
    else if (data.act === 'continue') pause.end();
    else (data.act === 'seal' ? seal(data) : commit(data)).catch((error: unknown) => tell(failure(error)));
};
