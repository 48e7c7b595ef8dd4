/** Form of a clarification. */
import { html, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Facts, Payload } from '../acts/signing';
import type { LotView } from '../api/types';
import { KbElement } from '../base/element';
import { fromLocalField, instantText, localTime } from '../base/format';
import { t } from '../base/messages';
import { errorSummary, field, focusSummary, type FieldErrors } from './kb-field';

@customElement('kb-clarify')
export class KbClarify extends KbElement {
    @property({ attribute: false }) view: LotView | null = null;
    @property({ attribute: false }) send: (more: Payload, facts: Facts) => unknown = () => undefined;
    @state() private text = { zh: '', en: '' };
    @state() private affects = false;
    @state() private deadline = '';
    @state() private errors: FieldErrors = {};

    private submit(event: Event): void {
        event.preventDefault();
        this.errors = this.text.zh.trim() ? {} : { 'clarify-zh': t('clarify.missing') };
        if (Object.keys(this.errors).length > 0) return void this.updateComplete.then(() => focusSummary(this));
        const deadline = this.deadline ? instantText(fromLocalField(this.deadline)) : null;
        const facts: Facts = [[t('clarify.text'), this.text.zh], [t('clarify.affects'), this.affects ? t('word.yes') : t('word.no')]];
        if (deadline) facts.push([t('clarify.deadline'), localTime(deadline)]);
        this.send({ text: this.text, affects_bids: this.affects, deadline }, facts);
    }

    protected override render(): TemplateResult {
        return html`<form class="panel" @submit=${(event: Event) => this.submit(event)}>
            ${errorSummary(t('form.wrong'), this.errors)}
            ${field({ id: 'clarify-zh', label: t('clarify.text.zh'), value: this.text.zh, rows: 3, error: this.errors['clarify-zh'],
                change: (zh) => ([this.text, this.errors] = [{ ...this.text, zh }, {}]) })}
            ${field({ id: 'clarify-en', label: t('clarify.text.en'), value: this.text.en, rows: 2, change: (en) => (this.text = { ...this.text, en }) })}
            <label class="choice"><input type="checkbox" .checked=${this.affects}
                @change=${(event: Event) => (this.affects = (event.target as HTMLInputElement).checked)}><span>${t('clarify.affects')}</span></label>
            ${field({ id: 'clarify-deadline', label: t('clarify.deadline'), hint: t('clarify.deadline.hint', { now: localTime(this.view!.deadline) }),
                type: 'datetime-local', size: 'narrow', value: this.deadline, change: (value) => (this.deadline = value) })}
            <div><button class="primary">${t('action.review_sign')}</button></div>
        </form>`;
    }
}
