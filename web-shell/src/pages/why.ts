/** Why nobody can read a bid early: the words of docs/why-nobody-can-read-your-bid.md, which the build puts into why.json. */
import { html, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { unsafeHTML } from 'lit/directives/unsafe-html.js';
import { problemOf } from '../api/problem';
import { KbElement } from '../base/element';
import { OfflineError } from '../base/errors';
import { language, t, type Language } from '../base/messages';

@customElement('page-why')
export class PageWhy extends KbElement {
    @state() private words: Record<Language, string> | null = null;
    @state() private error: unknown = null;

    override connectedCallback(): void {
        super.connectedCallback();
        void this.load();
    }

    private async load(): Promise<void> {
        const file = '/why.json';
        this.error = null;
        try {
            const answer = await fetch(file).catch(() => {
                throw new OfflineError(file);
            });
            if (!answer.ok) throw await problemOf(answer);
            this.words = (await answer.json()) as Record<Language, string>;
        } catch (error) {
            this.error = error;
        }
    }

    protected override render(): TemplateResult {
        return html`<div class="page">
            <header><h1>${t('why.title')}</h1><p class="lead">${t('why.lead')}</p></header>
            <kb-problem .error=${this.error} .again=${() => this.load()}></kb-problem>
            ${this.words ? unsafeHTML(this.words[language()]) : ''}
        </div>`;
    }
}
