/** The evaluation committee: who may sit on it, what the method asks of it, and whose scores are still missing (docs/formats/process.md, `appoint`). */
import type { LotView, Method, WeightedGroup } from '../api/types';
import { hasMessage, t } from '../base/messages';
import type { FieldErrors } from '../components/kb-field';
import type { Payload } from './signing';

/** `group` is empty in methods without weights, and until one is chosen. */
export interface Member { id: string; name: string; kind: 'expert' | 'tenderer'; group: string }
/** `chair` is the id of a member, or empty. */
export interface Committee { members: Member[]; chair: string }

export const needsCommittee = (method: Method): boolean => method.sections.some(({ criteria }) => criteria.length > 0);
export const needsChair = (method: Method): boolean => method.gate_tie === 'chair';
export const groupsOf = (method: Method): WeightedGroup[] => method.aggregation.weights ?? [];
/** Groups are keys that a method chose: usual ones have names. */
export const groupName = (group: string): string => (hasMessage(`group.${group}`) ? t(`group.${group}` as 'group.expert') : group);

/** What the tenderer waits for before it can sign what the scores give; the empty text when it can. */
export function waitsForScores({ notice, committee }: LotView): string {
    if (!needsCommittee(notice.method)) return '';
    if (!committee) return t('tenderer.waits.committee');
    const signed = committee.filter((member) => member.signed).length;
    return signed === committee.length ? '' : t('tenderer.waits.scores', { signed, n: committee.length });
}

/** Errors of the fields that a member is entered in. `bidders`: ids of those who were announced. */
export function checkMember({ id, name, kind }: Member, others: Member[], { notice }: LotView, bidders: string[]): FieldErrors {
    const errors: FieldErrors = {};
    if (!id) errors['member-id'] = t('form.missing', { field: t('appoint.field.id') });
    else if (others.some((other) => other.id === id)) errors['member-id'] = t('appoint.twice', { id });
    else if (id === notice.supervisor.id) errors['member-id'] = t('appoint.supervisor');
    else if (kind === 'expert' && id === notice.tenderer.id) errors['member-id'] = t('appoint.own');
    else if (bidders.includes(id)) errors['member-id'] = t('appoint.bidder');
    if (!name) errors['member-name'] = t('form.missing', { field: t('appoint.field.name') });
    return errors;
}

/** What the rules ask of the whole of it. */
function sizeProblem(members: Member[], { profile }: LotView): string {
    const rule = (name: string): number => profile.rules[name]?.value ?? 0;
    const experts = members.filter(({ kind }) => kind === 'expert').length;
    const have = members.length;
    if (have === 0) return t('appoint.empty');
    if (have < rule('committee_minimum')) return t('appoint.few', { least: rule('committee_minimum'), have });
    if (rule('committee_odd') !== 0 && have % 2 === 0) return t('appoint.even', { have });
    const least = Math.ceil((have * rule('committee_experts')) / 3);
    return experts < least ? t('appoint.experts', { least, have, experts }) : '';
}

export function checkCommittee({ members, chair }: Committee, view: LotView): FieldErrors {
    const { method } = view.notice;
    const errors: FieldErrors = {};
    const size = sizeProblem(members, view);
    if (size) errors['member-list'] = size;
    for (const [index, { name, group }] of members.entries())
        if (groupsOf(method).length > 0 && !group) errors[groupField(index)] = t('appoint.group.missing', { name });
    if (needsChair(method) && !members.some(({ id, kind }) => id === chair && kind === 'expert')) errors['member-chair'] = t('appoint.chair.missing');
    return errors;
}

export const groupField = (index: number): string => `member-group-${index}`;

/** As the command has them: neither member says anything where it does not apply. */
export function committeePayload({ members, chair }: Committee, method: Method): Payload {
    return { members: members.map(({ id, name, kind, group }) => ({
        id, name, kind,
        ...(groupsOf(method).length > 0 ? { group } : {}),
        ...(needsChair(method) && id === chair ? { role: 'chair' } : {}),
    })) };
}
