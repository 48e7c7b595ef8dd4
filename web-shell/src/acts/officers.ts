/** Who opens the bids: the persons of a notice's panel, as people read them. */
import type { LotEvent } from '../api/types';
import { t } from '../base/messages';

/** Name and organisation of a certificate; once where they are the same. */
export const personText = (name: string | undefined, organisation: string | undefined): string =>
    [name, organisation].filter((one, index, all) => one && all.indexOf(one) === index).join(' · ');

/** From the event that published the lot; empty where the bidders open alone. */
export function officersOf(published: LotEvent | undefined): string {
    const { seats = [] } = (published?.payload ?? {}) as { seats?: { signer: { name: string; organisation: string } }[] };
    return seats.map(({ signer }) => personText(signer.name, signer.organisation)).join(t('list.separator'));
}
