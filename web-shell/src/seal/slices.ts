/**
 * A file from disk in slices of 8 MiB. Two buffers take turns, so that a file of any size needs no more memory: one is
 * worked on while the next slice is read into the other.
 */
import { sliceSize } from './protocol';

/** Holds the reading back between two slices. */
export class Pause {
    private ended: Promise<void> = Promise.resolve();
    private release: () => void = () => undefined;

    begin(): void {
        this.ended = new Promise((resolve) => (this.release = resolve));
    }

    end(): void {
        this.release();
    }

    over(): Promise<void> {
        return this.ended;
    }
}

interface Reading { slice(at: number): Promise<Uint8Array>; end(): void }

/**
 * Nothing but promises refers to a reader while it is waited for, and Chromium (156) then collects it: the read never
 * ends. So readers are held here until they are done.
 */
const heldReaders = new Set<ReadableStreamBYOBReader>();

/** Fills the same buffers again and again; null where the browser cannot read a file like that. */
function intoOwnBuffers(file: Blob): Reading | null {
    let reader: ReadableStreamBYOBReader;
    try {
        reader = file.stream().getReader({ mode: 'byob' });
    } catch {
        return null;
    }
    heldReaders.add(reader);
    const buffers = [new ArrayBuffer(sliceSize), new ArrayBuffer(sliceSize)];
    let turn = 0;
    const slice = async (at: number): Promise<Uint8Array> => {
        // The slice before the last is done with when the next but one is asked for.
        turn = 1 - turn;
        const want = Math.min(sliceSize, file.size - at);
        for (let filled = 0; filled < want;) {
            const { value, done } = await reader.read(new Uint8Array(buffers[turn]!, filled, want - filled), { min: want - filled });
            if (value) buffers[turn] = value.buffer;
            if (done) throw new DOMException('the file became shorter', 'NotReadableError');
            filled += value.length;
        }
        return new Uint8Array(buffers[turn]!, 0, want);
    };
    const end = (): void => {
        heldReaders.delete(reader);
        void reader.cancel().catch(() => undefined);
    };
    return { slice, end };
}

function intoNewBuffers(file: Blob): Reading {
    return { slice: async (at) => new Uint8Array(await file.slice(at, at + sliceSize).arrayBuffer()), end: () => undefined };
}

/** Each slice is valid until the next is asked for. */
export async function* slicesOf(file: Blob, pause: Pause): AsyncGenerator<Uint8Array> {
    const reading = intoOwnBuffers(file) ?? intoNewBuffers(file);
    const begin = (at: number): Promise<Uint8Array> => {
        const slice = reading.slice(at);
        slice.catch(() => undefined); // Awaited at its turn.
        return slice;
    };
    try {
        let next = begin(0);
        for (let at = 0; at < file.size; at += sliceSize) {
            await pause.over();
            const bytes = await next;
            if (at + sliceSize < file.size) next = begin(at + sliceSize);
            yield bytes;
        }
    } finally {
        reading.end();
    }
}
