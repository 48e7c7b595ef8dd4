/** What the supervisor may do: suspend a lot with a reason, and let it go on. */
import { html, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { envelope, showAndSign } from '../acts/signing';
import { api } from '../api/client';
import type { LotView } from '../api/types';
import { KbElement } from '../base/element';
import { t } from '../base/messages';
import { errorSummary, field, focusSummary, type FieldErrors } from './kb-field';
import { lotName } from './lot-header';

function stateText({ phase, suspended }: LotView): string {
    if (!suspended) return t('supervise.lead');
    if (phase === 'evaluated') return t('supervise.is_suspended.evaluated');
    return t(phase === 'announced' || phase === 'qualified' ? 'supervise.is_suspended.later' : 'supervise.is_suspended');
}

@customElement('kb-supervise')
export class KbSupervise extends KbElement {
    @property({ attribute: false }) view: LotView | null = null;
    @state() private reason = '';
    @state() private missing = false;
    @state() private error: unknown = null;
    @state() private done = false;

    private async act(event: Event): Promise<void> {
        event.preventDefault();
        const view = this.view!;
        this.missing = this.reason.trim() === '';
        if (this.missing) return void this.updateComplete.then(() => focusSummary(this));
        const purpose = view.suspended ? 'resume' : 'suspend';
        const reason = this.reason.trim();
        this.error = null;
        try {
            const jws = await showAndSign({
                title: t(`supervise.${purpose}`), purpose,
                payload: { ...envelope(purpose, view.lot, view), reason: { zh: reason, en: reason } },
                facts: [[t('lot.title'), lotName(view.notice)], [t('supervise.reason'), reason]],
            });
            await api.command(view.lot, jws);
            this.reason = '';
            this.done = true;
        } catch (error) {
            this.error = error;
        }
    }

    protected override render(): TemplateResult {
        const view = this.view!;
        const errors: FieldErrors = this.missing ? { 'supervise-reason': t('supervise.reason.missing') } : {};
        return html`<section class="stack no-print"><h2>${t('supervise.title')}</h2>
            <p>${stateText(view)}</p>
            <form @submit=${(event: Event) => this.act(event)}>
                ${errorSummary(t('form.wrong'), errors)}
                ${field({ id: 'supervise-reason', label: t('supervise.reason'), hint: t('supervise.reason.hint'), value: this.reason, rows: 3,
                    change: (value) => ([this.reason, this.missing, this.done] = [value, false, false]), error: errors['supervise-reason'] })}
                <kb-problem .error=${this.error}></kb-problem>
                <div role="status">${this.done ? html`<p class="notice good">${t('supervise.done')}</p>` : ''}</div>
                <div><button class=${view.suspended ? 'primary' : 'danger'}>${t(view.suspended ? 'supervise.resume' : 'supervise.suspend')}</button></div>
            </form></section>`;
    }
}
