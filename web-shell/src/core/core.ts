/** The core as pages use it: every call goes to a Worker, which is replaced when it aborts. */
import type { CoreFunctions, ExportName } from 'generated/exports';
import { KaibiaoError, OfflineError } from '../base/errors';
import type { CoreReply, CoreRequest } from './protocol';

type Calls = { [Name in ExportName]: (...input: Parameters<CoreFunctions[Name]>) => Promise<ReturnType<CoreFunctions[Name]>> };
interface Waiting { resolve: (value: unknown) => void; reject: (error: Error) => void }

const aborted = (reason: string): KaibiaoError => new KaibiaoError('core_aborted', '', reason);

export class CoreClient {
    private worker: Worker | null = null;
    private readonly waiting = new Map<number, Waiting>();
    private next = 1;
    /** Grows whenever the Worker was replaced: handles of earlier generations are gone. */
    generation = 0;
    readonly calls = new Proxy({} as Calls, {
        get: (_target, name: string) => (...values: unknown[]) => this.call(name as ExportName, values),
    });

    call(name: ExportName, values: unknown[]): Promise<unknown> {
        const worker = (this.worker ??= this.start());
        return new Promise((resolve, reject) => {
            const id = this.next++;
            this.waiting.set(id, { resolve, reject });
            worker.postMessage({ id, name, values } satisfies CoreRequest);
        });
    }

    /** Ends the Worker and its memory. */
    end(): void {
        this.replace(aborted('ended'));
    }

    private start(): Worker {
        const worker = new Worker('/core-worker.js', { type: 'module' });
        worker.onmessage = ({ data }: MessageEvent<CoreReply>) => this.settle(data);
        // A script that could not be fetched is an error without a message.
        worker.onerror = (event) => this.replace(event.message ? aborted(event.message) : new OfflineError('core'));
        return worker;
    }

    private settle(reply: CoreReply): void {
        const waiting = this.waiting.get(reply.id);
        this.waiting.delete(reply.id);
        if (reply.aborted !== undefined) {
            waiting?.reject(aborted(reply.aborted));
            this.replace(aborted(reply.aborted));
        } else if (reply.unreachable) {
            waiting?.reject(new OfflineError('core'));
        } else if (reply.error) {
            waiting?.reject(new KaibiaoError(...reply.error));
        } else {
            waiting?.resolve(reply.value);
        }
    }

    private replace(reason: Error): void {
        this.worker?.terminate();
        this.worker = null;
        this.generation += 1;
        const lost = [...this.waiting.values()];
        this.waiting.clear();
        for (const { reject } of lost) reject(reason);
    }
}

const shared = new CoreClient();

/** The instance of this tab. */
export const core = shared.calls;
export const coreGeneration = (): number => shared.generation;

/** Runs `work` with an instance of its own and ends it afterwards: for scrypt, whose memory would never shrink. */
export async function withOwnCore<T>(work: (calls: CoreClient['calls']) => Promise<T>): Promise<T> {
    const own = new CoreClient();
    try {
        return await work(own.calls);
    } finally {
        own.end();
    }
}
