/**
 * A file from disk in slices of 8 MiB. Three buffers go round, so that a file of any size needs no more memory: one is
 * read into while the others are worked on, here or in another Worker.
 */
import { hold } from '../base/hold';
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

interface Reading {
    slice(at: number, size: number): Promise<Uint8Array>;
    giveBack(buffer: Promise<ArrayBuffer>): void;
    end(): void;
}

const buffersInTurn = 3;

/** Fills the same buffers again and again; null where the browser cannot read a file like that. */
function intoOwnBuffers(file: Blob): Reading | null {
    let reader: ReadableStreamBYOBReader;
    try {
        reader = file.stream().getReader({ mode: 'byob' });
    } catch {
        return null;
    }
    const release = hold(reader);
    const free = Array.from({ length: buffersInTurn }, () => Promise.resolve(new ArrayBuffer(sliceSize)));
    const slice = async (_at: number, size: number): Promise<Uint8Array> => {
        let buffer = await free.shift()!;
        for (let filled = 0; filled < size;) {
            const { value, done } = await reader.read(new Uint8Array(buffer, filled, size - filled), { min: size - filled });
            if (value) buffer = value.buffer;
            if (done) throw new DOMException('the file became shorter', 'NotReadableError');
            filled += value.length;
        }
        return new Uint8Array(buffer, 0, size);
    };
    const end = (): void => {
        release();
        void reader.cancel().catch(() => undefined);
    };
    return { slice, giveBack: (buffer) => free.push(buffer), end };
}

function intoNewBuffers(file: Blob): Reading {
    return {
        slice: async (at, size) => new Uint8Array(await file.slice(at, at + size).arrayBuffer()),
        giveBack: () => undefined,
        end: () => undefined,
    };
}

/** Whoever takes a slice gives its buffer back with `giveBack` before asking for the next but one. */
export class Slices {
    private readonly reading: Reading;

    constructor(private readonly file: Blob, private readonly pause: Pause) {
        this.reading = intoOwnBuffers(file) ?? intoNewBuffers(file);
    }

    /** The slice's buffer, or a promise of it while another Worker has it. */
    giveBack(buffer: ArrayBuffer | Promise<ArrayBuffer>): void {
        const later = Promise.resolve(buffer);
        later.catch(() => undefined); // Awaited at its turn.
        this.reading.giveBack(later);
    }

    async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array<ArrayBuffer>> {
        const { size } = this.file;
        const begin = (at: number): Promise<Uint8Array> => {
            const slice = this.reading.slice(at, Math.min(sliceSize, size - at));
            slice.catch(() => undefined); // Awaited at its turn.
            return slice;
        };
        try {
            let next = begin(0);
            for (let at = 0; at < size; at += sliceSize) {
                await this.pause.over();
                const bytes = await next;
                if (at + sliceSize < size) next = begin(at + sliceSize);
                yield bytes as Uint8Array<ArrayBuffer>;
            }
        } finally {
            this.reading.end();
        }
    }
}
