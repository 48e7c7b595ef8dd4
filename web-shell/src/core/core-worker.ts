/** A Worker around one instance of the core: named calls in, results or errors out, in order. */
import type { CoreFunctions, ExportName } from 'generated/exports';
import { KaibiaoError } from '../base/errors';
import type { CoreInstance } from './instance';
import { loadCore } from './load';
import type { CoreReply, CoreRequest } from './protocol';

let instance: Promise<CoreInstance> | null = null;

async function answer(request: CoreRequest): Promise<CoreReply> {
    let core: CoreInstance;
    try {
        core = await (instance ??= loadCore());
    } catch {
        instance = null; // the next call fetches it again
        return { id: request.id, unreachable: true };
    }
    try {
        const values = request.values as Parameters<CoreFunctions[ExportName]>;
        return { id: request.id, value: core.call(request.name, ...values) };
    } catch (error) {
        if (error instanceof KaibiaoError) return { id: request.id, error: [error.errorName, error.place, error.detail] };
        return { id: request.id, aborted: String(error) }; // An abort leaves the instance unusable.
    }
}

self.onmessage = ({ data }: MessageEvent<CoreRequest>) => {
    void answer(data).then((reply) => self.postMessage(reply));
};
