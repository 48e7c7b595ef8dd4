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

/** The remark of signatures that were checked under the bundle's own roots. */
export const ownRoots = 'by the roots in the bundle';

/** In a Worker of its own: a large bundle would leave a large heap behind. Anchors are this browser's, where it has any. */
export async function verifyBundle(bundle: Uint8Array): Promise<Report> {
    const anchors = await allAnchors();
    const roots = anchors.flatMap((anchor) => (anchor.kind === 'root' ? [anchor.der] : []));
    const origin = namedOrigin(bundle);
    const logKeys = anchors.flatMap((anchor) => (anchor.kind === 'log' && anchor.name === origin ? [anchor.key] : []));
    const verified = async (under: Uint8Array[]): Promise<Report> =>
        (await withOwnCore((calls) => calls.bundle_verify(bundle, under, { log_keys: logKeys }))) as unknown as Report;
    const report = await examined(verified, roots);
    const own = roots.length > 0 && logKeys.length > 0;
    return { ...report, origin, anchors: own ? 'own' : anchors.length > 0 ? 'foreign' : 'none' };
}

/**
 * Under roots that are not the bundle's no signature can hold, whether the bundle is sound or not: what else there is to
 * say of it is said under its own, beside the anchor that is wrong. `kaibiao verify` does the same.
 */
async function examined(verified: (under: Uint8Array[]) => Promise<Report>, roots: Uint8Array[]): Promise<Report> {
    const report = await verified(roots);
    const anchors = report.checks.find(({ name }) => name === 'anchors');
    if (!anchors?.failures.some(({ place }) => place === '/body/roots')) return report;
    const own = await verified([]);
    const checks = own.checks.map((check) => (check.name === 'anchors' ? anchors : check.name === 'signatures' ? { ...check, remark: ownRoots } : check));
    return { ...own, passed: false, checks };
}

/** Only to choose among the keys that this browser accepted; the core does not believe it. */
function namedOrigin(bundle: Uint8Array): string {
    try {
        return (JSON.parse(text(bundle)) as { body?: { origin?: string } }).body?.origin ?? '';
    } catch {
        return '';
    }
}
