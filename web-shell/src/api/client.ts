/** The HTTP API: one place that knows about the session's CSRF token and about problems. */
import { noteServerTime } from '../base/clock';
import { KaibiaoError, OfflineError } from '../base/errors';
import { readEvent } from './events';
import { problemOf } from './problem';
import type {
    Accepted, BoardView, CaReply, Centre, CrlEntry, EventPage, GridView, LoginChallenge, LotPage, LotView, MyPart, Receipt,
    Session, SubmissionReply, TrialOverview, TrialTender,
} from './types';

const witnessPatience = 60_000;
let csrf = '';
const connection = new Set<(online: boolean) => void>();

export function onConnection(listener: (online: boolean) => void): () => void {
    connection.add(listener);
    return () => connection.delete(listener);
}

async function send(method: string, path: string, body?: BodyInit, type?: string, headers: Record<string, string> = {}): Promise<Response> {
    if (type) headers['Content-Type'] = type;
    if (method !== 'GET' && csrf) headers['X-CSRF-Token'] = csrf;
    let response: Response;
    try {
        response = await fetch(`/api${path}`, { method, headers, body, credentials: 'same-origin', cache: 'no-store' });
    } catch {
        for (const listener of connection) listener(false);
        throw new OfflineError(path);
    }
    for (const listener of connection) listener(true);
    if (!response.ok) throw await problemOf(response);
    return response;
}

const get = async <T>(path: string): Promise<T> => (await send('GET', path)).json() as Promise<T>;
const post = async <T>(path: string, body: unknown): Promise<T> => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const reply = await (await send('POST', path, text, 'application/json')).text();
    return (reply ? JSON.parse(reply) : {}) as T;
};

/** Bundles wait for the witnesses that the notice names: a moment after the result. `waiting` is called when there is something to wait for. */
async function bundle(lot: string, waiting: () => void, headers?: Record<string, string>): Promise<Response> {
    const end = Date.now() + witnessPatience;
    for (;;) {
        try {
            return await send('GET', `/lots/${lot}/bundle`, undefined, undefined, headers);
        } catch (error) {
            if (!(error instanceof KaibiaoError && error.errorName === 'not_witnessed_yet') || Date.now() > end) throw error;
        }
        waiting();
        await new Promise((done) => setTimeout(done, 1000));
    }
}

function remember(session: Session): Session {
    csrf = session.csrf;
    return session;
}

export function csrfToken(): string {
    return csrf;
}

export async function readTime(): Promise<void> {
    const sent = performance.now();
    const { now } = await get<{ now: string }>('/time');
    noteServerTime(now, sent, performance.now());
}

/** Of the lot itself, or of one of its bids. The server gives them in pages. */
async function allEvents(lot: string, bid = ''): Promise<EventPage['events']> {
    const all: EventPage['events'] = [];
    for (;;) {
        const { events } = await get<EventPage>(`/lots/${lot}/events?from=${all.length}${bid ? `&stream=${bid}` : ''}`);
        if (events.length === 0) return all;
        all.push(...events);
    }
}

export const api = {
    centre: () => get<Centre>('/centre'),
    session: async () => remember(await get<Session>('/session')),
    challenge: () => post<LoginChallenge>('/login/challenge', {}),
    login: async (jws: string) => remember(await post<Session>('/login', jws)),
    logout: async () => {
        await post('/logout', {});
        return api.session();
    },

    lots: (query: Record<string, string>) => get<LotPage>(`/lots?${new URLSearchParams(query)}`),
    lot: (lot: string) => get<LotView>(`/lots/${lot}`),
    events: async (lot: string, bid = '') => (await allEvents(lot, bid)).map(readEvent),
    /** For the core, which hashes what it reads. */
    eventsText: async (lot: string, bid = '') => JSON.stringify({ events: await allEvents(lot, bid) }),
    board: (lot: string) => get<BoardView>(`/lots/${lot}/board`),
    grid: (lot: string) => get<GridView>(`/lots/${lot}/grid`),
    my: (lot: string) => get<MyPart>(`/lots/${lot}/my`),
    receipt: (lot: string, bid: string, under: 'newest' | 'witnessed' = 'newest') => get<Receipt>(`/lots/${lot}/receipts/${bid}?under=${under}`),
    /** What opens one class of an announced bid: base64, null where the policy does not need it. */
    secrets: (lot: string, bid: string, partClass: 'sheet' | 'volumes') =>
        get<{ b: string | null; s: string | null }>(`/lots/${lot}/bids/${bid}/secrets/${partClass}`),
    /** Ciphertext of a part of a bid. */
    part: (root: string) => send('GET', `/blobs/${root}`),
    bundle: async (lot: string, waiting: () => void) => new Uint8Array(await (await bundle(lot, waiting)).arrayBuffer()),
    /** Resolves when there is a bundle to download. */
    bundleReady: async (lot: string, waiting: () => void) => void (await bundle(lot, waiting, { Range: 'bytes=0-0' })),

    publish: (jws: string) => post<Accepted & { lot: string }>('/lots', jws),
    command: (lot: string, jws: string) => post<Accepted>(`/lots/${lot}/commands`, jws),
    submit: (lot: string, jws: string) => post<SubmissionReply>(`/lots/${lot}/submissions`, jws),
    withdraw: (lot: string, jws: string) => post<{ receipt: Receipt }>(`/lots/${lot}/withdrawals`, jws),
    release: (lot: string, bid: string, sheet: string, volumes: string) =>
        post<{ receipt: Receipt }>(`/lots/${lot}/releases`, { bid, sheet, volumes }),
    uploadDocument: async (file: Blob) =>
        (await send('POST', '/documents', file, 'application/octet-stream')).json() as Promise<{ digest: string; bytes: number }>,

    ca: () => get<{ name: string; root_pem: string; crl_url: string }>('/ca'),
    requestCertificate: (csr: string, role?: string) => post<CaReply>('/ca/request', role ? { csr, role } : { csr }),
    trust: () => get<{ roots: string[] }>('/trust'),
    crls: () => get<CrlEntry[]>('/crls'),
    /** With the older lists that acts on this lot were judged by. */
    crlsOf: (lot: string) => get<CrlEntry[]>(`/crls?lot=${lot}`),
    checkpoint: async () => (await send('GET', '/log/checkpoint')).text(),
    /** The newest that enough witnesses cosigned. */
    witnessed: async () => (await send('GET', '/log/witnessed')).text(),
    growth: (from: number, to: number) => get<{ hashes: string[] }>(`/log/consistency?from=${from}&to=${to}`),
    proof: async (hash: string, under: 'newest' | 'witnessed' = 'newest') => (await send('GET', `/log/proof?hash=${hash}&under=${under}`)).text(),

    trial: () => get<TrialOverview>('/trial'),
    startTrial: (role: string) => post<TrialTender>('/trial/tenders', { role }),
};
