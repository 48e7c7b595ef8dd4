/** Before sealing: every signed act of the lot is checked under roots that this browser accepted, for its log. */
import { api } from '../api/client';
import { readEvent } from '../api/events';
import type { EventPage, LotView, Notice } from '../api/types';
import { theCentre } from '../app/state';
import { fromBase64, fromHex, utf8 } from '../base/bytes';
import { canonical, type Json } from '../base/canonical';
import { KaibiaoError } from '../base/errors';
import { localTime } from '../base/format';
import { t } from '../base/messages';
import { core } from '../core/core';
import { trustFor, unwitnessed } from './anchors';
import { checkOneLog, heldHeads, keepHead, type Head } from './held';
import { officersOf } from './officers';
import { Refusal } from '../base/refusal';

/** `officers`: who opens, where officers do. */
export interface NoticeCheck { signer: string; officers: string; error: unknown }

export async function checkNotice(view: LotView): Promise<NoticeCheck> {
    try {
        return { ...(await verifiedPersons(view)), error: null };
    } catch (error) {
        return { signer: '', officers: '', error };
    }
}

/** What a lock takes of the notice's panel. */
export interface LockPanel { [member: string]: Json; id: string; k: number; n: number; y: string }
export function lockPanel(panel: Notice['panel']): LockPanel | null {
    return panel && { id: panel.id, k: panel.k, n: panel.n, y: panel.y };
}

interface Reviewed { deadline: string; head: string; log_key: string; log_policy: string; notice_digest: string; panel: LockPanel | null; policy: string; tenderer: string }

/** The notice and its clarifications: signed by the tenderer, rightly decided, and in the log. */
async function verifiedPersons(view: LotView): Promise<Omit<NoticeCheck, 'error'>> {
    const { id: centre, origin } = theCentre();
    const { roots, logKey } = await trustFor(origin);
    const crls = (await api.crlsOf(view.lot)).map(({ der }) => fromBase64(der));
    const page = await api.eventsText(view.lot);
    const state = (await core.lot_review(utf8(page), view.lot, roots, crls, { centre, origin })) as unknown as Reviewed;
    if (state.log_key !== logKey) throw new Refusal('checkpoint_origin_wrong', () => t('look.why.other_key'));
    if (state.log_policy !== (view.notice.log_policy ?? '')) throw new Refusal('jws_payload_wrong_context', () => t('look.why.other_witnesses'));
    if (state.policy !== view.notice.policy) throw new KaibiaoError('lock_policy_mismatch', '/policy');
    // The panel whose papers were checked is the one that bids are locked for.
    if (canonical(state.panel) !== canonical(lockPanel(view.notice.panel))) throw new KaibiaoError('lock_policy_mismatch', '/panel');
    if (state.notice_digest !== view.notice_digest) throw new KaibiaoError('command_stale', '/notice');
    if (Date.parse(state.deadline) !== Date.parse(view.deadline)) {
        throw new Refusal('event_not_allowed', () => t('look.why.deadline_shown', { signed: localTime(state.deadline), shown: localTime(view.deadline) }));
    }
    const trust = unwitnessed(origin, logKey);
    const head = (await core.proof_check(utf8(await api.proof(state.head)), fromHex(state.head), trust)) as unknown as Head;
    await checkOneLog([...(await heldHeads(origin, logKey)), head]);
    await keepHead(origin, head);
    const [published] = (JSON.parse(page) as EventPage).events.slice(0, 1).map(readEvent);
    return { signer: state.tenderer, officers: officersOf(published) };
}
