/** Form of the evaluation committee: members by id, name and kind; its chair and everybody's group where the method asks for them. */
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { checkCommittee, checkMember, committeePayload, groupField, groupName, groupsOf, needsChair, type Committee, type Member } from '../acts/committee';
import type { Facts, Payload } from '../acts/signing';
import { trialExperts } from '../acts/trial-cast';
import { api } from '../api/client';
import type { LotView, WeightedGroup } from '../api/types';
import { app } from '../app/state';
import { KbElement } from '../base/element';
import { t } from '../base/messages';
import { errorSummary, field, focusSummary, without, type FieldErrors } from './kb-field';

const nobody: Member = { id: '', name: '', kind: 'expert', group: '' };

@customElement('kb-appoint')
export class KbAppoint extends KbElement {
    @property({ attribute: false }) view: LotView | null = null;
    @property({ attribute: false }) send: (more: Payload, facts: Facts) => unknown = () => undefined;
    @state() private committee: Committee = { members: [], chair: '' };
    @state() private entry: Member = nobody;
    @state() private errors: FieldErrors = {};
    private bidders: string[] = [];

    /** The experts of the trial, so that a visitor need not invent any. */
    override connectedCallback(): void {
        super.connectedCallback();
        const view = this.view!;
        const group = groupsOf(view.notice.method)[0]?.group ?? '';
        if (app.trial) this.committee = { members: trialExperts.map(({ id, name }) => ({ id, name, kind: 'expert', group })), chair: trialExperts[0]!.id };
        void api.board(view.lot).then(({ rows }) => (this.bidders = rows.flatMap(({ bidder }) => bidder?.id ?? [])), () => undefined);
    }

    private typed(): Member {
        return { ...this.entry, id: this.entry.id.trim(), name: this.entry.name.trim() };
    }

    private change(part: Partial<Member>): void {
        this.entry = { ...this.entry, ...part };
        for (const key of Object.keys(part)) this.errors = without(this.errors, `member-${key}`);
    }

    private setMembers(members: Member[]): void {
        this.committee = { ...this.committee, members };
        this.errors = Object.fromEntries(Object.entries(this.errors).filter(([id]) => !id.startsWith('member-group-') && id !== 'member-list'));
    }

    private add(): void {
        const entry = this.typed();
        const { members } = this.committee;
        this.errors = checkMember(entry, members, this.view!, this.bidders);
        const wrong = Object.keys(this.errors)[0];
        if (!wrong) {
            this.setMembers([...members, entry]);
            this.entry = { ...nobody, kind: entry.kind };
        }
        void this.updateComplete.then(() => this.querySelector<HTMLInputElement>(`#${wrong ?? 'member-id'}`)?.focus());
    }

    private submit(event: Event): void {
        event.preventDefault();
        const { method } = this.view!.notice;
        const { id, name } = this.typed();
        this.errors = { ...checkCommittee(this.committee, this.view!), ...(id || name ? { 'member-id': t('appoint.not_added') } : {}) };
        if (Object.keys(this.errors).length > 0) return void this.updateComplete.then(() => focusSummary(this));
        const facts = this.committee.members.map((member): [string, string] => [this.seat(member), `${member.name} (${member.id})`]);
        this.send(committeePayload(this.committee, method), facts);
    }

    /** What a member is there, in words. */
    private seat({ id, kind, group }: Member): string {
        const chair = needsChair(this.view!.notice.method) && id === this.committee.chair;
        return [t(`member.${kind}`), chair ? t('appoint.chair') : '', group ? groupName(group) : ''].filter(Boolean).join(' · ');
    }

    protected override render(): TemplateResult {
        const { errors, entry, committee: { members } } = this;
        const { method } = this.view!.notice;
        return html`<form class="panel" @submit=${(event: Event) => this.submit(event)} novalidate>
            ${errorSummary(t('form.wrong'), errors)}
            <div class="field ${errors['member-list'] ? 'wrong' : ''}" id="member-list" tabindex="-1">
                ${errors['member-list'] ? html`<p class="error">${errors['member-list']}</p>` : nothing}
                <ul class="files" aria-label=${t('appoint.members')}>${members.map((member, index) => this.row(member, index, groupsOf(method)))}</ul></div>
            ${needsChair(method) ? this.chair() : nothing}
            <fieldset><legend>${t('appoint.new')}</legend>
                <div class="field-pair">
                    ${field({ id: 'member-id', label: t('appoint.id'), hint: t('appoint.id.hint'), value: entry.id, change: (id) => this.change({ id }), error: errors['member-id'] })}
                    ${field({ id: 'member-name', label: t('appoint.name'), value: entry.name, change: (name) => this.change({ name }), error: errors['member-name'] })}
                    ${field({ id: 'member-kind', label: t('appoint.kind'), value: entry.kind, change: (kind) => this.change({ kind: kind as Member['kind'] }),
                        choices: [['expert', t('member.expert')], ['tenderer', t('member.tenderer')]] })}</div>
                <div><button type="button" @click=${() => this.add()}>${t('action.add')}</button></div></fieldset>
            <div><button class="primary">${t('action.review_sign')}</button></div>
        </form>`;
    }

    private row(member: Member, index: number, groups: WeightedGroup[]): TemplateResult {
        const { members } = this.committee;
        const id = groupField(index);
        return html`<li><span><span class="name">${member.name}</span> <span class="small muted">${member.id} · ${t(`member.${member.kind}`)}</span></span>
            <button type="button" class="link" @click=${() => this.setMembers(members.filter((other) => other !== member))}>${t('action.remove')}</button>
            ${groups.length === 0 ? nothing : field({ id, label: t('appoint.group', { name: member.name }), value: member.group, size: 'narrow', error: this.errors[id],
                change: (group) => this.setMembers(members.map((other) => (other === member ? { ...member, group } : other))),
                choices: [['', t('form.choose')], ...groups.map(({ group, weight }): [string, string] => [group, t('appoint.group.weight', { group: groupName(group), weight })])] })}</li>`;
    }

    private chair(): TemplateResult {
        const { members, chair } = this.committee;
        const experts = members.filter(({ kind }) => kind === 'expert');
        return field({ id: 'member-chair', label: t('appoint.chair'), hint: t('appoint.chair.hint'), size: 'narrow', error: this.errors['member-chair'],
            value: experts.some(({ id }) => id === chair) ? chair : '',
            change: (id) => { this.committee = { ...this.committee, chair: id }; this.errors = without(this.errors, 'member-chair'); },
            choices: [['', t('form.choose')], ...experts.map(({ id, name }): [string, string] => [id, `${name} (${id})`])] });
    }
}
