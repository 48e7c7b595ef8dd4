// The acts of tenderer, supervisor and officers: docs/formats/process.md, "Phases" 1, 2, 6, 8 and 12.
// Each takes the lot and {command, message, signer, stamp, payload}, applies the act, and gives the type and the extra members of its event.

import { readMethod } from './method.mjs';
import { readVerifierKey } from './note.mjs';
import { checkRelease, readPanel, rehearsalPoint } from './panel.mjs';
import { checkLogPolicy } from './policy.mjs';
import { checkKnown, duration, periodHolds, profileDigest, readProfile } from './profile.mjs';
import { at, refuse } from './refusal.mjs';
import { fromUnpadded, instant, instantText } from './text.mjs';

export function publish(lot, { command: notice, message, signer, seats, stamp, payload }) {
    if (lot.phase !== null) refuse('lot_exists');
    lot.notice = notice;
    lot.signedBy(signer, 'tenderer');
    const profile = at('/profile', () => readProfile(payload.profile));
    lot.profile = profile;
    const { id, version, digest } = notice.profile;
    if (id !== profile.id || version !== profile.version || digest !== profileDigest(profile)) refuse('rule_profile_unknown');
    checkKnown(profile);
    if (!profile.kinds.includes(notice.kind)) refuse('rule_profile_unknown');
    checkNotice(lot, notice);
    const deadline = instant(notice.deadline);
    const from = Math.max(instant(notice.issue_from), stamp);
    for (const name of ['time_to_bid', 'documents_available']) {
        if (!periodHolds(profile.rules[name], from, deadline)) refuse('period_too_short');
    }
    lot.method = readMethod(notice.method);
    checkMethod(lot, notice);
    Object.assign(lot, { phase: 'published', deadline, inForce: new Set([message.digest]) });
    if (notice.panel === null) return { type: 'lot.published', extra: { profile } };
    lot.panel = checkPanel(notice.panel, seats);
    lot.officers = seats.map((seat) => seat.signer.id);
    return { type: 'lot.published', extra: { profile, seats: seats.map(({ signer: own, chain, crls }) => ({ signer: own, chain, crls })) } };
}

function checkNotice(lot, notice) {
    if (readVerifierKey(notice.log_key).name !== lot.origin) refuse('jws_payload_wrong_context', '/log_key');
    if ('log_policy' in notice) at('/log_policy', () => checkLogPolicy(notice, lot.origin));
    else if (notice.policy !== 'bidder' && !lot.profile.trial) refuse('witness_quorum_missing', '/log_policy');
    if (notice.fallback) refuse('policy_unavailable');
    if ((notice.panel !== null) !== (notice.policy !== 'bidder')) refuse('command_malformed', '/panel');
    if (notice.release_window_ms < duration(lot.profile.rules.release_window)) refuse('period_too_short', '/release_window_ms');
}

/** The keys of the notice's panel, once its papers prove it. */
function checkPanel({ id, y, k, n, certificate }, seats) {
    const panel = readPanel(fromUnpadded(certificate), id);
    if (!panel.y.equals(fromUnpadded(y)) || panel.k !== k || panel.n !== n) refuse('panel_certificate_malformed', '/panel');
    const people = new Set(seats.map(({ signer }) => signer.id));
    if (seats.length !== n || people.size !== n) refuse('panel_seat_wrong', '/panel/seats');
    seats.forEach(({ statement }, index) => {
        const fits = statement.panel === id && statement.officer === index + 1 && statement.y === y && panel.keys[index].equals(fromUnpadded(statement.key));
        if (!fits) refuse('panel_seat_wrong', `/panel/seats/${index}`);
    });
    const members = new Map();
    for (const { signer: { organisation } } of seats) members.set(organisation, (members.get(organisation) ?? 0) + 1);
    if (n > 1 && [...members.values()].some((count) => count >= k)) refuse('panel_organisation_too_strong', '/panel/seats');
    const point = rehearsalPoint(id, seats.map(({ statement }) => fromUnpadded(statement.nonce)));
    seats.forEach(({ statement }, index) => at(`/panel/seats/${index}`, () => {
        checkRelease(panel, { purpose: 'rehearse', lot: '', officer: index + 1, point, release: fromUnpadded(statement.rehearsal) });
    }));
    return panel;
}

function checkMethod(lot, { ceiling, envelopes }) {
    const { method } = lot;
    if (envelopes !== (method.technical_stage === undefined ? 1 : 2)) refuse('command_malformed', '/envelopes');
    if (method.ceiling !== ceiling) refuse('command_malformed', '/ceiling');
    if (ceiling !== null && lot.rule('ceiling_allowed') === 0) refuse('price_limit_forbidden');
    const floor = method.price.kind === 'lowest_evaluated' ? method.price.minimum_price : null;
    if (floor !== null && lot.rule('floor_allowed') === 0) refuse('price_limit_forbidden');
    if (lot.profile.rules.price_by_lowest?.value === 1) checkPriceByLowest(method);
    if (!weighsEnough(method, lot.rule('price_weight'))) refuse('price_weight_too_small', '/method/price');
    if (!lot.profile.trial && method.sections.every(({ criteria }) => criteria.length === 0)) refuse('command_malformed', '/method/sections');
    const { candidates } = method;
    if (candidates < lot.rule('candidates_minimum') || candidates > lot.rule('candidates_maximum')) refuse('command_malformed', '/method/candidates');
}

/** Points by the lowest price, of equal totals the lower price first; a method without points ranks by prices alone. */
function checkPriceByLowest({ price: { kind }, ranking }) {
    if (kind === 'lowest_evaluated') return;
    if (kind !== 'low_price') refuse('method_forbidden', '/method/price');
    if (ranking[1] !== 'price') refuse('method_forbidden', '/method/ranking');
}

/** price points / all points >= percent / 100, in units of 10^-12. A method without points has no weights. */
function weighsEnough({ points, price }, percent) {
    const units = (text) => {
        const [whole, part = ''] = text.split('.');
        return BigInt(whole + part.padEnd(12, '0'));
    };
    return units(price.points ?? '0') * 100n >= units(points) * BigInt(percent);
}

export function clarify(lot, { command, message, signer, stamp }) {
    lot.signedBy(signer, 'tenderer');
    lot.inPhase('published');
    if (stamp >= lot.deadline) refuse('deadline_passed');
    const deadline = command.deadline === null ? lot.deadline : instant(command.deadline);
    if (deadline < lot.deadline) refuse('deadline_moved_earlier');
    if (command.affects_bids) {
        if (!periodHolds(lot.profile.rules.clarification_lead, stamp, deadline)) refuse('period_too_short');
        lot.inForce.clear();
    }
    lot.inForce.add(message.digest);
    lot.deadline = deadline;
    return { type: 'lot.clarified', extra: {} };
}

export function suspend(lot, { signer, stamp }) {
    lot.signedBy(signer, 'supervisor');
    lot.notSuspended();
    lot.suspendedAt = stamp;
    return { type: 'lot.suspended', extra: {} };
}

export function resume(lot, { signer, stamp }) {
    lot.signedBy(signer, 'supervisor');
    if (lot.suspendedAt === null) refuse('command_not_allowed_now');
    if (lot.phase === 'opening') lot.windowEnd += stamp - lot.suspendedAt;
    lot.suspendedAt = null;
    return { type: 'lot.resumed', extra: {} };
}

export function open(lot, { signer, stamp }) {
    lot.signedBy(signer, 'tenderer');
    if (lot.phase === 'failed') refuse('too_few_bidders');
    lot.inPhase('closed', 'qualified');
    lot.notSuspended();
    lot.phase = 'opening';
    lot.windowEnd = stamp + lot.notice.release_window_ms;
    return { type: 'lot.opening_started', extra: { window_end: instantText(lot.windowEnd) } };
}

/** Releases of one officer for one class of every bid that may be opened, by bid id. */
export function release(lot, { command, signer }) {
    if (!(lot.officers ?? []).includes(signer.id)) refuse('command_not_allowed_for_role');
    const sheets = command.class === 'sheet';
    lot.inPhase(sheets ? 'window_closed' : 'announced');
    lot.notSuspended();
    if (lot.officers[command.officer - 1] !== signer.id) refuse('release_officer_unknown', '/officer');
    const given = lot.released[command.class];
    if (given.some(({ officer }) => officer === command.officer)) refuse('release_twice', '/officer');
    const bids = sheets ? lot.openable : lot.openable.filter(({ bid }) => lot.rows.some((row) => row.bid === bid && row.state === 'opened'));
    if (command.panel !== lot.panel.id) refuse('release_target_mismatch', '/panel');
    if (bids.length !== command.releases.length || bids.length === 0) refuse('release_target_mismatch', '/releases');
    const points = bids.map(({ bid, manifest }, index) => {
        const point = fromUnpadded(manifest.locks[sheets ? 0 : 1].r);
        const opening = { purpose: 'open', lot: lot.lot, officer: command.officer, point, release: fromUnpadded(command.releases[index]) };
        return [bid, at(`/releases/${index}`, () => checkRelease(lot.panel, opening))];
    });
    given.push({ officer: command.officer, points: new Map(points) });
    return { type: sheets ? 'officer.sheets_released' : 'officer.volumes_released', extra: {} };
}

export function excuse(lot, { command: { bids }, signer }) {
    lot.signedBy(signer, 'supervisor');
    lot.inPhase('window_closed', 'announced', 'qualified', ...(lot.stage === 2 ? ['opening'] : []));
    if (bids.some((bid, index) => index > 0 && bids[index - 1] >= bid)) refuse('command_malformed', '/bids');
    if (bids.some((bid) => !lot.missing.includes(bid))) refuse('bid_unknown', '/bids');
    for (const bid of bids) lot.excused.add(bid);
    const excused = (row) => (row.state === 'revoked' && lot.excused.has(row.bid) ? { ...row, state: 'withdrawn' } : row);
    for (const announced of ['first', 'rows']) lot[announced] &&= lot[announced].map(excused);
    return { type: 'lot.release_excused', extra: {} };
}
