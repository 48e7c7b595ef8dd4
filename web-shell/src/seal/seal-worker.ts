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
import { Committer } from './committer';
import { PieceHasher } from './pieces';
import { type CommitJob, type FromSealWorker, type SealJob, type SealedPackage, type SealedPart, type ToSealWorker, type VolumeFile } from './protocol';
import { Pause, Slices } from './slices';
import { createStaged, readStaged } from './stage';

const hashedElsewhere = 3; // pieces by WebCrypto, commitment by the other Worker
const pause = new Pause();

const tell = (message: FromSealWorker, transfer: Transferable[] = []): void => self.postMessage(message, { transfer });

/** Where ciphertext goes. Without a stage it goes nowhere. */
interface Sink { write(bytes: Uint8Array): void; close(): void }

async function openSink(stage: string, name: string): Promise<Sink> {
    if (!stage) return { write: () => undefined, close: () => undefined };
    const access = await createStaged(stage, name);
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

class Sealing {
    private done = 0;
    private readonly total: number;
    private readonly parts: SealedPart[] = [];

    constructor(private readonly core: CoreInstance, private readonly job: SealJob, private readonly committer: Committer) {
        this.total = job.volumes.reduce((sum, { file }) => sum + file.size, 0) + 8192;
    }

    async run(): Promise<void> {
        const [pack, , volumesContext] = this.core.call('package_begin', { ...this.job.lock }, random(256));
        for (const volume of this.job.volumes) await this.volume(pack, volumesContext, volume);
        await this.sheet(pack);
        if (this.job.stage) await this.recheck(pack);
        const manifest = this.core.call('package_manifest', pack, this.job.number, this.job.replaces);
        const secrets = this.job.lock.policy === 'officers' ? null : this.secrets(pack);
        this.core.call('free_handle', pack);
        this.core.dispose();
        tell({ type: 'sealed', sealed: { manifest, secrets } });
    }

    private secrets(pack: Handle): SealedPackage['secrets'] {
        const [file, recoveryCode] = this.core.call('package_secrets', pack);
        return { file, recoveryCode };
    }

    private async volume(pack: Handle, context: Uint8Array, { title, name: filename, file }: VolumeFile): Promise<void> {
        const entropy = random(80);
        const [volume, part] = this.core.call('volume_begin', pack, title, filename, BigInt(file.size), hashedElsewhere, entropy);
        this.committer.begin(context, part, entropy.slice(48));
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
            const slices = new Slices(file, pause);
            for await (const plain of slices) {
                const { length } = plain;
                const sealed = this.core.borrow('volume_update', volume, plain);
                slices.giveBack(this.committer.update(plain));
                await put(sealed);
                this.progress('seal', length);
            }
            await put(this.core.borrow('volume_finish', volume));
        } finally {
            sink.close();
        }
        this.core.call('volume_end', pack, volume, await pieces.finish(), await this.committer.finish());
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
            const slices = new Slices(await readStaged(this.job.stage, name, bytes), pause);
            for await (const sealed of slices) {
                this.core.call('recheck_update', recheck, sealed);
                await pieces.update(sealed);
                this.progress('recheck', sealed.length);
                slices.giveBack(sealed.buffer);
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
    const committer = new Committer();
    try {
        await new Sealing(await loadCore(), job, committer).run();
    } finally {
        committer.end();
    }
}

/** The other Worker's part: one commitment at a time, job by job in the order they came. */
class Committing {
    private core: CoreInstance | null = null;
    private commitment: Handle | null = null;
    private last: Promise<void> = Promise.resolve();

    /** A failed job fails all after it. */
    add(job: CommitJob): Promise<void> {
        return (this.last = this.last.then(() => this.work(job)));
    }

    private async work(job: CommitJob): Promise<void> {
        this.core ??= await loadCore();
        if (job.act === 'commit_begin') {
            this.commitment = this.core.call('commitment_begin', job.context, job.part, job.salt);
        } else if (job.act === 'commit_update') {
            this.core.call('commitment_update', this.commitment!, job.bytes);
            tell({ type: 'committed', buffer: job.bytes.buffer }, [job.bytes.buffer]);
        } else {
            tell({ type: 'commitment', commitment: this.core.call('commitment_finish', this.commitment!) });
            this.core.call('free_handle', this.commitment!);
            this.core.dispose();
        }
    }
}

const committing = new Committing();

function failure(error: unknown): FromSealWorker {
    if (error instanceof KaibiaoError) return { type: 'failed', error: [error.errorName, error.place, error.detail] };
    if (error instanceof DOMException && error.name === 'QuotaExceededError') return { type: 'failed', error: ['storage_quota_short', '', ''] };
    if (error instanceof DOMException && error.name === 'NotReadableError') return { type: 'failed', error: ['file_unreadable', '', ''] };
    return { type: 'failed', error: ['core_aborted', '', String(error)] };
}

self.onmessage = ({ data }: MessageEvent<ToSealWorker>) => {
    if (data.act === 'pause') pause.begin();
    else if (data.act === 'continue') pause.end();
    else (data.act === 'seal' ? seal(data) : committing.add(data)).catch((error: unknown) => tell(failure(error)));
};
