/** The verifier as pages use it. */
import type { LocalText } from '../base/messages';
import { withOwnCore } from '../core/core';
import { allAnchors } from './anchors';

export interface Check {
    name: string;
    title: LocalText;
    verdict: 'passed' | 'failed' | 'skipped';
    items: number;
    remark: string;
    failures: { name: string; place: string; detail: string }[];
}
export interface Report {
    passed: boolean;
    code: string;
    title: LocalText | null;
    checks: Check[];
    bids: { bid: string; bidder: string; price: string | null }[];
    candidates: string[];
    ownAnchors: boolean;
}

/** In a Worker of its own: a large bundle would leave a large heap behind. Anchors are this browser's, where it has any. */
export async function verifyBundle(bundle: Uint8Array): Promise<Report> {
    const anchors = await allAnchors();
    const roots = anchors.flatMap((anchor) => (anchor.kind === 'root' ? [anchor.der] : []));
    const logKeys = anchors.flatMap((anchor) => (anchor.kind === 'log' ? [anchor.key] : []));
    const report = await withOwnCore((calls) => calls.bundle_verify(bundle, roots, { log_keys: logKeys }));
    return { ...(report as unknown as Report), ownAnchors: roots.length > 0 && logKeys.length > 0 };
}
