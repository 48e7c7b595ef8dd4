/**
 * Chromium (156) collects an object while nothing but a promise that it is to settle refers to it, and then that promise
 * never settles: a stream's reader that is read from, a file's handle that is being opened. So such objects are held
 * here until they are done.
 */
const held = new Set<{ object: object }>();

/** Until what it returns is called. */
export function hold(object: object): () => void {
    const entry = { object };
    held.add(entry);
    return () => void held.delete(entry);
}

export async function holding<T extends object, R>(object: T, act: (object: T) => Promise<R>): Promise<R> {
    const release = hold(object);
    try {
        return await act(object);
    } finally {
        release();
    }
}
