/** Form of the evaluation committee: members by id, name and kind. */
import { html, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Facts, Payload } from '../acts/signing';
import { trialExperts } from '../acts/trial-cast';
import { app } from '../app/state';
import { KbElement } from '../base/element';
import { t } from '../base/messages';
import { errorSummary, field, focusSummary } from './kb-field';

interface Member { id: string; name: string; kind: 'expert' | 'tenderer' }

@customElement('kb-appoint')
export class KbAppoint extends KbElement {
    @property({ attribute: false }) send: (more: Payload, facts: Facts) => unknown = () => undefined;
    @state() private members: Member[] = [];
    @state() private entry: Member = { id: '', name: '', kind: 'expert' };
    @state() private empty = false;

    /** The experts of the trial, so that a visitor need not invent any. */
    override connectedCallback(): void {
        super.connectedCallback();
        if (app.trial) this.members = trialExperts.map(({ id, name }) => ({ id, name, kind: 'expert' }));
    }

    private add(): void {
        const { id, name } = this.entry;
        if (!id.trim() || !name.trim()) return;
        this.members = [...this.members, { ...this.entry, id: id.trim(), name: name.trim() }];
        this.entry = { id: '', name: '', kind: this.entry.kind };
    }

    private submit(event: Event): void {
        event.preventDefault();
        this.empty = this.members.length === 0;
        if (this.empty) return void this.updateComplete.then(() => focusSummary(this));
        const facts = this.members.map(({ id, name, kind }): [string, string] => [t(`member.${kind}`), `${name} (${id})`]);
        this.send({ members: this.members.map(({ id, name, kind }) => ({ id, name, kind })) }, facts);
    }

    protected override render(): TemplateResult {
        const change = (part: Partial<Member>): void => void (this.entry = { ...this.entry, ...part });
        return html`<form class="panel" @submit=${(event: Event) => this.submit(event)}>
            ${errorSummary(t('form.wrong'), this.empty ? { 'member-id': t('appoint.empty') } : {})}
            <ul class="files">${this.members.map((member, index) => html`<li><span><span class="name">${member.name}</span>
                <span class="small muted">${member.id} · ${t(`member.${member.kind}`)}</span></span>
                <button type="button" class="link" @click=${() => (this.members = this.members.filter((_m, at) => at !== index))}>${t('action.remove')}</button></li>`)}</ul>
            <div class="filters">
                ${field({ id: 'member-id', label: t('appoint.id'), value: this.entry.id, change: (id) => change({ id }) })}
                ${field({ id: 'member-name', label: t('appoint.name'), value: this.entry.name, change: (name) => change({ name }) })}
                ${field({ id: 'member-kind', label: t('appoint.kind'), value: this.entry.kind, change: (kind) => change({ kind: kind as Member['kind'] }),
                    choices: [['expert', t('member.expert')], ['tenderer', t('member.tenderer')]] })}
                <button type="button" @click=${() => this.add()}>${t('action.add')}</button>
            </div>
            <div><button class="primary">${t('action.review_sign')}</button></div>
        </form>`;
    }
}
