/** The sealing Worker as the desk uses it. */
import { KaibiaoError } from '../base/errors';
import type { FromSealWorker, SealedPackage, SealedPart, SealJob, ToSealWorker } from './protocol';

export interface SealNews {
    progress(stage: 'seal' | 'recheck', done: number, total: number): void;
    staged(part: SealedPart): void;
}

export class Sealer {
    private readonly worker = new Worker('/seal-worker.js', { type: 'module' });

    run(job: Omit<SealJob, 'act'>, news: SealNews): Promise<SealedPackage> {
        return new Promise<SealedPackage>((resolve, reject) => {
            this.worker.onmessage = ({ data }: MessageEvent<FromSealWorker>) => {
                if (data.type === 'progress') news.progress(data.stage, data.done, data.total);
                else if (data.type === 'staged') news.staged(data.part);
                else if (data.type === 'sealed') resolve(data.sealed);
                else if (data.type === 'failed') reject(new KaibiaoError(...data.error));
            };
            this.worker.onerror = (event) => reject(new KaibiaoError('core_aborted', '', event.message));
            this.post({ ...job, act: 'seal' });
        }).finally(() => this.end());
    }

    pause(): void {
        this.post({ act: 'pause' });
    }

    resume(): void {
        this.post({ act: 'continue' });
    }

    end(): void {
        this.worker.terminate();
    }

    private post(message: ToSealWorker): void {
        this.worker.postMessage(message);
    }
}
