/**
 * One instance of the WebAssembly core. Arguments and results are frames: each field is a 32-bit little-endian length
 * and that many bytes. The heap may move in every call, so views of it are made anew; results are copied out; whatever
 * crossed is wiped, except bulk data, which is wiped with dispose().
 */
import { exportTable, type CoreFunctions, type ExportName, type FieldKind, type Handle } from 'generated/exports';
import { canonical, type Json } from '../base/canonical';
import { errorFromNumber } from '../base/errors';

export interface WasmModule {
    HEAPU8: Uint8Array;
    _malloc(size: number): number;
    _free(pointer: number): void;
    [name: `_kb_${string}`]: (input: number, size: number, buffer: number) => number;
}
export type ModuleFactory = (options: object) => Promise<WasmModule>;

const bufferSize = 12; // struct Buffer { data, size, capacity }
const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

type Field = Uint8Array;
type BulkName = 'volume_update' | 'volume_finish';

function u32Field(value: number): Field {
    const field = new Uint8Array(4);
    new DataView(field.buffer).setUint32(0, value, true);
    return field;
}

function u64Field(value: bigint): Field {
    const field = new Uint8Array(8);
    new DataView(field.buffer).setBigUint64(0, value, true);
    return field;
}

const frameSize = (fields: Field[]): number => fields.reduce((sum, field) => sum + 4 + field.length, 0);

function writeFrame(fields: Field[], out: Uint8Array): void {
    const view = new DataView(out.buffer, out.byteOffset, out.byteLength);
    let at = 0;
    for (const field of fields) {
        view.setUint32(at, field.length, true);
        out.set(field, at + 4);
        at += 4 + field.length;
    }
}

function readFrame(frame: Uint8Array): Field[] {
    const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
    const fields: Field[] = [];
    for (let at = 0; at < frame.length;) {
        const size = view.getUint32(at, true);
        fields.push(frame.subarray(at + 4, at + 4 + size));
        at += 4 + size;
    }
    return fields;
}

function encode(kind: FieldKind, value: unknown): Field {
    switch (kind) {
        case 'text': return encoder.encode(value as string);
        case 'json': return encoder.encode(canonical(value as Json));
        case 'u32':
        case 'handle': return u32Field(value as number);
        case 'u64': return u64Field(value as bigint);
        case 'list': {
            const items = value as Uint8Array[];
            const out = new Uint8Array(frameSize(items));
            writeFrame(items, out);
            return out;
        }
        default: return value as Uint8Array;
    }
}

function decode(kind: FieldKind, field: Field): unknown {
    const view = new DataView(field.buffer, field.byteOffset, field.byteLength);
    switch (kind) {
        case 'text': return decoder.decode(field);
        case 'json': return JSON.parse(decoder.decode(field));
        case 'u32': return view.getUint32(0, true);
        case 'handle': return view.getUint32(0, true) as Handle;
        case 'u64': return view.getBigUint64(0, true);
        case 'list': return readFrame(field).map((item) => item.slice());
        default: return field;
    }
}

export class CoreInstance {
    private readonly buffer: number;
    private input = 0;
    private inputCapacity = 0;

    constructor(private readonly module: WasmModule) {
        this.buffer = module._malloc(bufferSize);
        module.HEAPU8.fill(0, this.buffer, this.buffer + bufferSize);
    }

    call<Name extends ExportName>(name: Name, ...values: Parameters<CoreFunctions[Name]>): ReturnType<CoreFunctions[Name]> {
        const { outputs } = exportTable[name] as { outputs: readonly FieldKind[] };
        try {
            const results = readFrame(this.run(name, values).slice());
            const decoded = outputs.map((kind, index) => decode(kind, results[index]!));
            return (decoded.length > 1 ? decoded : decoded[0]) as ReturnType<CoreFunctions[Name]>;
        } finally {
            if (!outputs.includes('bulk')) this.output().fill(0);
        }
    }

    /** The one bulk result of a call where it lies in the heap, without a copy: to be used before the next call. */
    borrow(name: BulkName, ...values: Parameters<CoreFunctions[BulkName]>): Uint8Array {
        return readFrame(this.run(name, values))[0]!;
    }

    /** The frame of results, in the heap. */
    private run(name: ExportName, values: readonly unknown[]): Uint8Array {
        const { inputs } = exportTable[name] as { inputs: readonly FieldKind[] };
        const fields = inputs.map((kind, index) => encode(kind, values[index]));
        const size = frameSize(fields);
        this.reserve(size);
        try {
            writeFrame(fields, this.module.HEAPU8.subarray(this.input, this.input + size));
            const status = this.module[`_kb_${name}`]!(this.input, size, this.buffer);
            if (status === 0) return this.output();
            const [place, detail] = readFrame(this.output().slice());
            throw errorFromNumber(status, decode('text', place!) as string, decode('text', detail!) as string);
        } finally {
            if (!inputs.includes('bulk')) this.module.HEAPU8.fill(0, this.input, this.input + size);
        }
    }

    /** Wipes what bulk calls left behind. */
    dispose(): void {
        this.module.HEAPU8.fill(0, this.input, this.input + this.inputCapacity);
        const [data, , capacity] = this.header();
        this.module.HEAPU8.fill(0, data, data + capacity);
    }

    private header(): [number, number, number] {
        const view = new DataView(this.module.HEAPU8.buffer);
        return [0, 4, 8].map((at) => view.getUint32(this.buffer + at, true)) as [number, number, number];
    }

    private output(): Uint8Array {
        const [data, size] = this.header();
        return this.module.HEAPU8.subarray(data, data + size);
    }

    private reserve(size: number): void {
        if (size <= this.inputCapacity) return;
        if (this.input !== 0) {
            this.module.HEAPU8.fill(0, this.input, this.input + this.inputCapacity);
            this.module._free(this.input);
        }
        this.input = this.module._malloc(size);
        this.inputCapacity = size;
    }
}
