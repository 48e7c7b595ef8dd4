/** Trust anchors of this browser: roots and log keys that the person accepted. Never taken silently from the server. */
import { api } from '../api/client';
import type { Centre } from '../api/types';
import { theCentre } from '../app/state';
import { pemToDer, sha256Hex } from '../base/bytes';
import type { Json } from '../base/canonical';
import { KaibiaoError } from '../base/errors';
import { t } from '../base/messages';
import { Refusal } from '../base/refusal';
import { core } from '../core/core';
import { stored } from '../keys/database';

export interface RootAnchor { fingerprint: string; kind: 'root'; name: string; der: Uint8Array; trial: boolean; added: string }
/** `fingerprint` is `log:` and the origin. */
export interface LogAnchor {
    fingerprint: string;
    kind: 'log';
    name: string;
    key: string;
    /** The tlog-policy that was accepted with it; absent or empty where there were no witnesses then. */
    policy?: string;
    trial: boolean;
    added: string;
}
/** What the core takes: docs/formats/log.md. An empty policy asks for no witness. */
export interface LogTrust { [member: string]: Json; origin: string; log_keys: string[]; policy: string }
type Anchor = RootAnchor | LogAnchor;

const logId = (origin: string): string => `log:${origin}`;

export async function allAnchors(): Promise<Anchor[]> {
    return stored.all<Anchor>('anchors');
}

export async function roots(): Promise<RootAnchor[]> {
    return (await allAnchors()).filter((anchor): anchor is RootAnchor => anchor.kind === 'root');
}

async function logAnchor(origin: string): Promise<LogAnchor | null> {
    const anchor = await stored.get<Anchor>('anchors', logId(origin));
    return anchor?.kind === 'log' ? anchor : null;
}

export async function logKey(origin: string): Promise<string | null> {
    return (await logAnchor(origin))?.key ?? null;
}

/** Somebody's own certificate among the roots would fail every later check: it is refused here. */
export async function addRoot(der: Uint8Array, trial: boolean): Promise<void> {
    const facts = (await core.certificate_read(der)) as { is_ca: boolean; subject: { common_name?: string; organisation?: string } };
    const name = facts.subject.common_name || facts.subject.organisation || '';
    if (!facts.is_ca) throw new Refusal('certificate_wrong_usage', () => t('trust.import.no_ca'), name);
    const anchor: RootAnchor = { fingerprint: await sha256Hex(der), kind: 'root', name, der, trial, added: new Date().toISOString() };
    await stored.put('anchors', anchor);
}

export async function addLogKey(origin: string, key: string, policy: string, trial: boolean): Promise<void> {
    const anchor: LogAnchor = { fingerprint: logId(origin), kind: 'log', name: origin, key, policy, trial, added: new Date().toISOString() };
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

/** The same as one file, for the command line. */
export const offeredPem = async (): Promise<string> => (await api.trust()).roots.join('');

export type AnchorState = 'ready' | 'missing' | 'changed';

/** Whether this browser can check what this centre says. `changed`: log key or witnesses are not those accepted earlier. */
export async function anchorState(): Promise<AnchorState> {
    const centre = theCentre();
    const anchor = await logAnchor(centre.origin);
    const key = anchor?.key ?? null;
    if (key !== null && key !== centre.log_key) return 'changed';
    if (anchor?.policy && anchor.policy !== centre.log_policy) return 'changed';
    const known = new Set((await roots()).map((root) => root.fingerprint));
    return key !== null && centre.roots.some((root) => known.has(root.fingerprint)) ? 'ready' : 'missing';
}

/** Accepts what the centre shows now. In a trial this happens at the first click, and the page says so. */
export async function acceptOffered(): Promise<void> {
    const centre = theCentre();
    for (const { der } of await offeredRoots(centre)) await addRoot(der, centre.trial);
    await addLogKey(centre.origin, centre.log_key, centre.log_policy, centre.trial);
}

/**
 * What the core needs to check signatures and receipts of this centre. The witnesses are those of the notice (`pinned`);
 * where it names none those that were accepted; else those that the centre shows now, which can only ask for more than none.
 */
export async function trustFor(origin: string, pinned = ''): Promise<{ roots: Uint8Array[]; logKey: string; policy: string }> {
    const anchor = await logAnchor(origin);
    const ders = (await roots()).map((root) => root.der);
    if (!anchor || ders.length === 0) throw new KaibiaoError('trust_anchor_missing', origin);
    return { roots: ders, logKey: anchor.key, policy: pinned || witnessesOf(anchor) };
}

function witnessesOf(anchor: LogAnchor): string {
    const { origin, log_policy: shown } = theCentre();
    return anchor.policy || (anchor.name === origin ? shown : '');
}

/** The log alone, with the witnesses that were accepted with its key, or that the centre shows now. */
export async function logTrust(origin: string): Promise<LogTrust> {
    const anchor = await logAnchor(origin);
    return { ...unwitnessed(origin, anchor?.key ?? null), policy: anchor ? witnessesOf(anchor) : '' };
}

/** For what is given before any witness can have cosigned it. */
export const unwitnessed = (origin: string, key: string | null): LogTrust => ({ origin, log_keys: key === null ? [] : [key], policy: '' });
