/** What the tenderer signs next, the result or who passed the technical stage, computed here from the lot's events by the same core as everywhere. */
import { api } from '../api/client';
import type { Outcome, TechnicalOutcome } from '../api/types';
import { theCentre } from '../app/state';
import { fromBase64, utf8 } from '../base/bytes';
import { core } from '../core/core';
import { trustFor } from './anchors';

/** `head`: the newest of the events that were verified for it, which its signature names as seen. */
export type ComputedOutcome = { digest: string; head: string } & ({ purpose: 'result'; outcome: Outcome } | { purpose: 'qualify'; outcome: TechnicalOutcome });

export async function computeOutcome(lot: string): Promise<ComputedOutcome> {
    const { id: centre, origin } = theCentre();
    const { roots } = await trustFor(origin);
    const crls = (await api.crlsOf(lot)).map(({ der }) => fromBase64(der));
    const events = utf8(await api.eventsText(lot));
    const [outcome, digest, purpose, head] = await core.outcome_compute(events, lot, roots, crls, { centre, origin });
    return { purpose, outcome, digest, head } as unknown as ComputedOutcome;
}
