/** Live changes of a lot. Without a stream the page asks again every few seconds: nothing depends on the stream. */
import { eventNames, type LiveEvent, type ToWorker } from './protocol';

type Listener = (event: LiveEvent) => void;
const pollEvery = 3000;

interface Source { follow(lot: string): void; leave(lot: string): void }

const followers = new Map<string, Set<Listener>>();
let source: Source | null = null;

function deliver(event: LiveEvent): void {
    for (const listener of followers.get(event.lot) ?? []) listener(event);
}

function shared(): Source {
    const worker = new SharedWorker('/live-worker.js', { type: 'module', name: 'kaibiao-live' });
    worker.port.onmessage = ({ data }: MessageEvent<LiveEvent>) => deliver(data);
    const post = (message: ToWorker): void => worker.port.postMessage(message);
    window.addEventListener('pagehide', () => post({ act: 'bye' }));
    window.addEventListener('pageshow', (event) => {
        if (event.persisted) for (const lot of followers.keys()) post({ act: 'follow', lot });
    });
    return { follow: (lot) => post({ act: 'follow', lot }), leave: (lot) => post({ act: 'leave', lot }) };
}

/** Without SharedWorker each tab has its own stream and gives it up while it is hidden. */
function own(): Source {
    const open = new Map<string, EventSource>();
    const start = (lot: string): void => {
        const stream = new EventSource(`/api/lots/${lot}/live`);
        for (const type of eventNames) stream.addEventListener(type, (event) => deliver({ lot, type, data: (event as MessageEvent<string>).data }));
        stream.onerror = () => deliver({ lot, type: 'lost', data: '' });
        open.set(lot, stream);
    };
    const stop = (lot: string): void => {
        open.get(lot)?.close();
        open.delete(lot);
    };
    document.addEventListener('visibilitychange', () => {
        for (const lot of followers.keys()) document.hidden ? stop(lot) : start(lot);
    });
    return { follow: start, leave: stop };
}

function theSource(): Source {
    source ??= 'SharedWorker' in window ? shared() : own();
    return source;
}

/** Calls `changed` whenever something about the lot may be new; at most once a second. */
export function followLot(lot: string, changed: (event: LiveEvent) => void): () => void {
    let last = Date.now();
    const listener: Listener = (event) => {
        if (event.type === 'time') return;
        last = Date.now();
        if (event.type === 'lot' || event.type === 'board' || event.type === 'open') changed(event);
    };
    const listeners = followers.get(lot) ?? new Set();
    if (listeners.size === 0) theSource().follow(lot);
    followers.set(lot, listeners.add(listener));
    const timer = window.setInterval(() => {
        if (document.hidden || Date.now() - last < pollEvery) return;
        last = Date.now();
        changed({ lot, type: 'lot', data: '' });
    }, pollEvery);
    return () => {
        window.clearInterval(timer);
        listeners.delete(listener);
        if (listeners.size > 0) return;
        followers.delete(lot);
        theSource().leave(lot);
    };
}
