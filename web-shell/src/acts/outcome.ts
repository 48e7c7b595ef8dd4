/** The outcome that the tenderer signs, computed here from the lot's events by the same core as everywhere. */
import { api } from '../api/client';
import type { Outcome } from '../api/types';
import { utf8 } from '../base/bytes';
import { core } from '../core/core';

export interface ComputedOutcome { outcome: Outcome; digest: string }

export async function computeOutcome(lot: string): Promise<ComputedOutcome> {
    const events = await api.eventsText(lot);
    const [outcome, digest] = await core.outcome_compute(utf8(events), lot);
    return { outcome: outcome as unknown as Outcome, digest };
}
