/** Commitments by a second Worker of the sealing Worker's code, beside the encryption. */
import { KaibiaoError } from '../base/errors';
import type { CommitJob, FromSealWorker } from './protocol';

interface Waiting { resolve(value: never): void; reject(error: KaibiaoError): void }

export class Committer {
    private readonly worker = new Worker('/seal-worker.js', { type: 'module' });
    /** Answers come in the order of the questions. */
    private readonly waiting: Waiting[] = [];
    private broken: KaibiaoError | null = null;

    constructor() {
        this.worker.onmessage = ({ data }: MessageEvent<FromSealWorker>) => {
            if (data.type === 'committed') this.waiting.shift()?.resolve(data.buffer as never);
            else if (data.type === 'commitment') this.waiting.shift()?.resolve(data.commitment as never);
            else if (data.type === 'failed') this.fail(new KaibiaoError(...data.error));
        };
        this.worker.onerror = (event) => this.fail(new KaibiaoError('core_aborted', '', event.message));
    }

    begin(context: Uint8Array, part: number, salt: Uint8Array): void {
        this.worker.postMessage({ act: 'commit_begin', context, part, salt } satisfies CommitJob);
    }

    /** The slice goes to the other Worker; its buffer comes back. */
    update(bytes: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer> {
        return this.ask({ act: 'commit_update', bytes }, [bytes.buffer]);
    }

    finish(): Promise<Uint8Array> {
        return this.ask({ act: 'commit_finish' }, []);
    }

    end(): void {
        this.worker.terminate();
    }

    private ask<T>(job: CommitJob, transfer: Transferable[]): Promise<T> {
        return new Promise<T>((resolve, reject) => {
            if (this.broken) return reject(this.broken);
            this.waiting.push({ resolve, reject });
            this.worker.postMessage(job, transfer);
        });
    }

    private fail(error: KaibiaoError): void {
        this.broken = error;
        for (const { reject } of this.waiting.splice(0)) reject(error);
    }
}
