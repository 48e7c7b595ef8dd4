/** Trust anchors of this browser: roots and log keys that the person accepted. Never taken silently from the server. */
import { api } from '../api/client';
import type { Centre } from '../api/types';
import { theCentre } from '../app/state';
import { pemToDer, sha256Hex } from '../base/bytes';
import { KaibiaoError } from '../base/errors';
import { core } from '../core/core';
import { stored } from '../keys/database';

export interface RootAnchor { fingerprint: string; kind: 'root'; name: string; der: Uint8Array; trial: boolean; added: string }
/** `fingerprint` is `log:` and the origin. */
export interface LogAnchor { fingerprint: string; kind: 'log'; name: string; key: string; trial: boolean; added: string }
type Anchor = RootAnchor | LogAnchor;

const logId = (origin: string): string => `log:${origin}`;

export async function allAnchors(): Promise<Anchor[]> {
    return stored.all<Anchor>('anchors');
}

export async function roots(): Promise<RootAnchor[]> {
    return (await allAnchors()).filter((anchor): anchor is RootAnchor => anchor.kind === 'root');
}

export async function logKey(origin: string): Promise<string | null> {
    const anchor = await stored.get<Anchor>('anchors', logId(origin));
    return anchor?.kind === 'log' ? anchor.key : null;
}

export async function addRoot(der: Uint8Array, trial: boolean): Promise<void> {
    const facts = (await core.certificate_read(der)) as { subject: { common_name?: string; organisation?: string } };
    const name = facts.subject.common_name || facts.subject.organisation || '';
    const anchor: RootAnchor = { fingerprint: await sha256Hex(der), kind: 'root', name, der, trial, added: new Date().toISOString() };
    await stored.put('anchors', anchor);
}

export async function addLogKey(origin: string, key: string, trial: boolean): Promise<void> {
    const anchor: LogAnchor = { fingerprint: logId(origin), kind: 'log', name: origin, key, trial, added: new Date().toISOString() };
    await stored.put('anchors', anchor);
}

export const removeAnchor = (fingerprint: string): Promise<undefined> => stored.remove('anchors', fingerprint);

/** The centre's roots as it shows them, checked against the fingerprints that it shows. */
export async function offeredRoots(centre: Centre): Promise<{ name: string; fingerprint: string; der: Uint8Array }[]> {
    const { roots: pems } = await api.trust();
    const ders = pems.flatMap((pem) => pemToDer(pem, 'CERTIFICATE'));
    const offered = await Promise.all(ders.map(async (der) => ({ der, fingerprint: await sha256Hex(der) })));
    return offered.map((entry) => ({ ...entry, name: centre.roots.find((r) => r.fingerprint === entry.fingerprint)?.name ?? '' }));
}

export type AnchorState = 'ready' | 'missing' | 'changed';

/** Whether this browser can check what this centre says. `changed`: the log key is not the one accepted earlier. */
export async function anchorState(): Promise<AnchorState> {
    const centre = theCentre();
    const key = await logKey(centre.origin);
    if (key !== null && key !== centre.log_key) return 'changed';
    const known = new Set((await roots()).map((root) => root.fingerprint));
    return key !== null && centre.roots.some((root) => known.has(root.fingerprint)) ? 'ready' : 'missing';
}

/** Accepts what the centre shows now. In a trial this happens at the first click, and the page says so. */
export async function acceptOffered(): Promise<void> {
    const centre = theCentre();
    for (const { der } of await offeredRoots(centre)) await addRoot(der, centre.trial);
    await addLogKey(centre.origin, centre.log_key, centre.trial);
}

/** What the core needs to check signatures and receipts of this centre. */
export async function trustFor(origin: string): Promise<{ roots: Uint8Array[]; logKey: string }> {
    const key = await logKey(origin);
    const ders = (await roots()).map((root) => root.der);
    if (!key || ders.length === 0) throw new KaibiaoError('trust_anchor_missing', origin);
    return { roots: ders, logKey: key };
}
