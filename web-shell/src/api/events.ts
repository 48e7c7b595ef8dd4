/** Stored events as pages read them. Hashes are checked by the core, not here. */
import { fromBase64, text } from '../base/bytes';
import type { LotEvent, StoredEvent } from './types';

export function readEvent(stored: StoredEvent): LotEvent {
    return {
        header: JSON.parse(stored.header) as LotEvent['header'],
        salt: stored.salt,
        payload: stored.payload === null ? null : (JSON.parse(text(fromBase64(stored.payload))) as Record<string, unknown>),
    };
}

/** What the signer of this event signed; null where nobody did or it is not shown. */
export const signedWords = ({ payload }: LotEvent): Record<string, unknown> | null => wordsIn(payload);

export function wordsIn(payload: LotEvent['payload']): Record<string, unknown> | null {
    const signed = (payload?.jws as { payload?: string } | undefined)?.payload;
    return signed ? (JSON.parse(text(fromBase64(signed))) as Record<string, unknown>) : null;
}
