// The committee, the scores, and what follows from them: docs/formats/process.md, "Phases" 9 to 11 and "Two envelopes".
// Each act takes and gives what those of decide_lot.mjs do.

import { evaluate } from '../peers/score_oracle.mjs';
import { decimal } from './members.mjs';
import { refuse } from './refusal.mjs';
import { technicalResult, tenderOf } from './technical.mjs';
import { sha256Hex } from './text.mjs';

export function appoint(lot, { command: { members }, signer }) {
    lot.signedBy(signer, 'tenderer');
    lot.inPhase('published', 'closed', 'opening', 'window_closed', 'announced');
    lot.inStage(1);
    lot.notSuspended();
    if (lot.scored.size > 0) refuse('command_not_allowed_now');
    const ids = members.map(({ id }) => id);
    const experts = members.filter(({ kind }) => kind === 'expert');
    const { tenderer, supervisor } = lot.notice;
    const wrong = new Set(ids).size !== ids.length || ids.includes(supervisor.id) || experts.some(({ id }) => id === tenderer.id) ||
        members.length < Math.max(1, lot.rule('committee_minimum')) || (lot.rule('committee_odd') === 1 && members.length % 2 === 0) ||
        experts.length * 3 < members.length * lot.rule('committee_experts') || ids.some((id) => isAnnounced(lot, id));
    if (wrong) refuse('committee_wrong');
    checkSeats(lot.method, members);
    lot.members = ids;
    lot.seats = new Map(members.map(({ id, group, role }) => [id, { group, role }]));
    return { type: 'committee.appointed', extra: {} };
}

/** A chair where the method gives a casting vote, a group of each member where it weighs them, and else neither. */
function checkSeats({ gate_tie: tie, aggregation: { weights = null } }, members) {
    const chairs = members.filter(({ role }) => role === 'chair');
    const idle = (chairs.length > 0 && tie !== 'chair') || chairs.some(({ kind }) => kind !== 'expert') ||
        (weights === null && members.some(({ group }) => group !== undefined));
    if (idle) refuse('committee_wrong');
    if (tie === 'chair' && chairs.length !== 1) refuse('chair_missing');
    if (weights === null) return;
    const found = members.map(({ group }) => weights.find((one) => one.group === group)?.weight ?? refuse('expert_group_unknown'));
    const common = weights.reduce((divisor, { weight }) => commonDivisor(divisor, weight), 0);
    if (found.reduce((sum, weight) => sum + weight / common, 0) > 1000) refuse('number_overflow');
}

const commonDivisor = (left, right) => (right === 0 ? left : commonDivisor(right, left % right));

const isAnnounced = (lot, id) => (lot.rows ?? []).some(({ bidder }) => bidder.id === id);

export function score(lot, { command: { cells }, signer }) {
    lot.inPhase('announced');
    lot.inStage(1);
    lot.notSuspended();
    if (!lot.members.includes(signer.id) || isAnnounced(lot, signer.id)) refuse('expert_not_on_committee');
    if (lot.scored.has(signer.id)) refuse('score_sheet_signed');
    for (const { value } of cells) if (typeof value === 'string' && value !== 'pass' && value !== 'fail') decimal(value);
    const { error } = evaluate(tenderOf(lot, [{ expert: signer.id, cells, ...lot.seats.get(signer.id), role: 'chair' }]));
    if (error !== undefined) refuse(error);
    lot.scored.set(signer.id, cells);
    return { type: 'expert.scored', extra: {} };
}

function signedSheets(lot) {
    const complete = lot.members.length > 0 && lot.members.every((id) => lot.scored.has(id));
    if (lot.method.sections.length > 0 && !complete) refuse('scores_incomplete');
    return [...lot.scored].map(([expert, cells]) => ({ expert, cells, ...lot.seats.get(expert) }));
}

/** Who passed the first envelope; the stage of the prices begins. */
export function qualify(lot, { command, signer }) {
    lot.signedBy(signer, 'tenderer');
    lot.inPhase('announced');
    lot.inStage(1);
    lot.notSuspended();
    if (lot.notice.envelopes === 1) refuse('command_not_allowed_now');
    if (!lot.seenSinceScores.has(command.seen)) refuse('command_stale', '/seen');
    const text = technicalResult(tenderOf(lot, signedSheets(lot)));
    if (sha256Hex('kaibiao/technical/v1', text) !== command.outcome) refuse('result_mismatch', '/outcome');
    const outcome = JSON.parse(text);
    lot.enterSecondStage(outcome.passing);
    return { type: 'lot.qualified', extra: { outcome } };
}

export function result(lot, { command, signer }) {
    lot.signedBy(signer, 'tenderer');
    lot.inPhase('announced');
    lot.inStage(lot.notice.envelopes);
    lot.notSuspended();
    const { result: text, error } = evaluate(tenderOf(lot, signedSheets(lot)));
    if (error !== undefined) refuse(error);
    if (sha256Hex('kaibiao/outcome/v1', text) !== command.outcome) refuse('result_mismatch', '/outcome');
    lot.phase = 'evaluated';
    lot.outcome = JSON.parse(text);
    return { type: 'lot.result', extra: { outcome: lot.outcome } };
}
