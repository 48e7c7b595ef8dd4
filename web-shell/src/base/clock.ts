/** The server's time. The PC's clock only measures how much passed since the server was last asked. */
const listeners = new Set<() => void>();
let offset = 0;
let known = false;
let drift = 0;

/** `server` is the server's time in the middle between `sent` and `received` (performance.now()). */
export function noteServerTime(server: string, sent: number, received: number): void {
    const ms = Date.parse(server);
    if (Number.isNaN(ms)) return;
    const elapsedSince = performance.now() - (sent + received) / 2;
    offset = ms + elapsedSince - performance.now();
    drift = Date.now() - (ms + elapsedSince);
    known = true;
    for (const listener of listeners) listener();
}

export function serverNow(): number {
    return known ? performance.now() + offset : Date.now();
}

export function clockKnown(): boolean {
    return known;
}

/** How far the PC's clock runs ahead of the server's, in milliseconds. */
export function clockDrift(): number {
    return drift;
}

export function onClock(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
}

/** Calls `tick` now and at every full second of server time. */
export function everySecond(tick: () => void): () => void {
    let timer = 0;
    const run = (): void => {
        tick();
        timer = window.setTimeout(run, 1000 - (serverNow() % 1000) + 5);
    };
    run();
    return () => window.clearTimeout(timer);
}
