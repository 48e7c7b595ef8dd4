/** The verifier as pages use it. */
import { text } from '../base/bytes';
import type { Party } from '../api/types';
import type { LocalText } from '../base/messages';
import { withOwnCore } from '../core/core';
import { allAnchors } from './anchors';

export interface Failure { name: string; place: string; detail: string }
export interface Check {
    name: string;
    title: LocalText;
    verdict: 'passed' | 'failed' | 'skipped';
    items: number;
    remark: string;
    failures: Failure[];
}
export interface Report {
    passed: boolean;
    code: string;
    title: LocalText | null;
    checks: Check[];
    /** When the witnesses of the notice first cosigned the close; null where it names none. */
    close: { witnessed: string | null; flagged: boolean } | null;
    /** In force where the bundle ends, whatever the checks say. */
    suspension: { by: Party; reason: LocalText; since: string } | null;
    bids: { bid: string; bidder: { id: string; name: string }; state: string; sheet: { price: string | null } | null }[];
    candidates: string[];
    /** Whose word it rests on: this browser's own anchors, or the bundle's although it has others. */
    anchors: 'own' | 'foreign' | 'none';
    /** As the bundle names it. */
    origin: string;
    /** What it rests on: the roots' SHA-256 in hex, and the log's key. */
    roots: string[];
    log_key: string;
}

/** In a Worker of its own: a large bundle would leave a large heap behind. Anchors are this browser's, where it has any. */
export async function verifyBundle(bundle: Uint8Array): Promise<Report> {
    const anchors = await allAnchors();
    const roots = anchors.flatMap((anchor) => (anchor.kind === 'root' ? [anchor.der] : []));
    const origin = namedOrigin(bundle);
    const logKeys = anchors.flatMap((anchor) => (anchor.kind === 'log' && anchor.name === origin ? [anchor.key] : []));
    const report = await withOwnCore((calls) => calls.bundle_verify(bundle, roots, { log_keys: logKeys }));
    const own = roots.length > 0 && logKeys.length > 0;
    return { ...(report as unknown as Report), origin, anchors: own ? 'own' : anchors.length > 0 ? 'foreign' : 'none' };
}

/** Only to choose among the keys that this browser accepted; the core does not believe it. */
function namedOrigin(bundle: Uint8Array): string {
    try {
        return (JSON.parse(text(bundle)) as { body?: { origin?: string } }).body?.origin ?? '';
    } catch {
        return '';
    }
}
