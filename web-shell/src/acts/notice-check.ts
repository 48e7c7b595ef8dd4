/** Before sealing: the notice is the tenderer's, signed under a root that this browser accepted, for this log. */
import { api } from '../api/client';
import type { LotView } from '../api/types';
import { theCentre } from '../app/state';
import { fromBase64, sha256Hex, text, utf8 } from '../base/bytes';
import { canonical, type Json } from '../base/canonical';
import { serverNow } from '../base/clock';
import { KaibiaoError } from '../base/errors';
import { instantText } from '../base/format';
import { core } from '../core/core';
import { trustFor } from './anchors';

export interface NoticeCheck { signer: string; error: unknown }

export async function checkNotice(view: LotView): Promise<NoticeCheck> {
    try {
        return { signer: await verifiedTenderer(view), error: null };
    } catch (error) {
        return { signer: '', error };
    }
}

async function verifiedTenderer(view: LotView): Promise<string> {
    const { roots, logKey } = await trustFor(theCentre().origin);
    const events = await api.events(view.lot);
    const jws = events[0]?.payload?.jws as Json | undefined;
    if (events[0]?.header.type !== 'lot.published' || !jws) throw new KaibiaoError('event_malformed', view.lot);
    const crls = (await api.crls()).map(({ der }) => fromBase64(der));
    const terms = { now: instantText(Math.floor(serverNow())), grace_ms: 86_400_000 };
    const [signer, payload] = await core.jws_check(utf8(canonical(jws)), 'publish', roots, crls, terms);
    const facts = signer as { id: string; name: string; organisation: string };
    const notice = JSON.parse(text(payload)) as { lot: string; tenderer: { id: string }; log_key: string; policy: string };
    if (notice.lot !== view.lot) throw new KaibiaoError('jws_payload_wrong_context', '/lot');
    if (notice.tenderer.id !== facts.id) throw new KaibiaoError('command_not_allowed_for_role', '/tenderer');
    if (notice.log_key !== logKey) throw new KaibiaoError('checkpoint_origin_wrong', '/log_key');
    if (notice.policy !== view.notice.policy) throw new KaibiaoError('lock_policy_mismatch', '/policy');
    const unamended = !events.some((event) => event.header.type === 'lot.clarified');
    if (unamended && (await sha256Hex(payload)) !== view.notice_digest) throw new KaibiaoError('command_stale', '/notice');
    return facts.organisation || facts.name;
}
