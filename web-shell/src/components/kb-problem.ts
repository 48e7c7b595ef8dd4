/** An error as a person needs it: what happened, what was not lost, what to do. */
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { KbElement } from '../base/element';
import { Cancelled, KaibiaoError, whatHappened, whatToDo, whatWasKept } from '../base/errors';
import { t } from '../base/messages';
import { withTrustLink } from './trust-link';

@customElement('kb-problem')
export class KbProblem extends KbElement {
    @property({ attribute: false }) error: unknown = null;
    @property({ attribute: false }) again: (() => void) | null = null;
    /** What to do here, in place of what is said of the error elsewhere. */
    @property() todo = '';

    protected override render(): TemplateResult | typeof nothing {
        const error = this.error;
        if (!error || error instanceof Cancelled) return nothing;
        return html`<div class="notice bad problem" role="alert">
            <dl>
                <dt>${t('error.what')}</dt><dd><strong>${whatHappened(error)}</strong> ${this.where(error)}</dd>
                <dt>${t('error.kept')}</dt><dd>${whatWasKept(error)}</dd>
                <dt>${t('error.todo')}</dt><dd>${withTrustLink(this.todo || whatToDo(error))}</dd>
            </dl>
            ${this.again ? html`<div><button @click=${this.again}>${t('action.again')}</button></div>` : nothing}
        </div>`;
    }

    private where(error: unknown): TemplateResult | typeof nothing {
        if (!(error instanceof KaibiaoError)) return nothing;
        const parts = [error.errorName, error.place, error.detail].filter(Boolean).join(' · ');
        return html`<code class="small muted">${parts}</code>`;
    }
}
