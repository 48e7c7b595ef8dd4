/** What the tenderer may do with its own lot now, as a task list: clarify, start the opening, appoint, sign the result. */
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { envelope, showAndSign, type Facts, type Payload, type Purpose } from '../acts/signing';
import { api } from '../api/client';
import type { LotView } from '../api/types';
import { KbElement } from '../base/element';
import { t } from '../base/messages';
import { lotName } from './lot-header';
import { tag } from './states';
import './kb-appoint';
import './kb-clarify';

type TaskState = 'done' | 'now' | 'later';

@customElement('kb-tenderer-acts')
export class KbTendererActs extends KbElement {
    @property({ attribute: false }) view: LotView | null = null;
    @state() private error: unknown = null;
    @state() private form: '' | 'clarify' | 'appoint' = '';

    private async sign(purpose: Purpose, more: Payload, facts: Facts, warning = ''): Promise<boolean> {
        const view = this.view!;
        this.error = null;
        try {
            const jws = await showAndSign({
                title: t(`tenderer.${purpose}` as 'tenderer.open'), purpose, warning,
                payload: { ...envelope(purpose, view.lot, view), ...more },
                facts: [[t('lot.title'), lotName(view.notice)], ...facts],
                until: purpose === 'clarify' ? view.deadline : undefined,
            });
            await api.command(view.lot, jws);
            this.form = '';
            return true;
        } catch (error) {
            this.error = error;
            return false;
        }
    }

    /** The form stands below the list: it is brought into view, or pressing its button would seem to do nothing. */
    private open(form: 'clarify' | 'appoint'): void {
        this.form = form;
        void this.updateComplete.then(() => this.querySelector('#tenderer-form')?.scrollIntoView({ block: 'start' }));
    }

    private task(state: TaskState, title: string, detail: string, action: TemplateResult | typeof nothing): TemplateResult {
        const word = state === 'done' ? tag('good', 'tick', t('task.done')) : state === 'now' ? tag('info', 'dot', t('task.now')) : tag('warn', 'clock', t('task.later'));
        return html`<li><span><strong>${title}</strong><span class="detail">${detail}</span></span><span class="row">${state === 'now' ? action : word}</span></li>`;
    }

    protected override render(): TemplateResult {
        const view = this.view!;
        const at = (phase: LotView['phase'], after: LotView['phase'][]): TaskState =>
            view.phase === phase && !view.suspended ? 'now' : after.includes(view.phase) ? 'done' : 'later';
        const button = (label: string, click: () => unknown): TemplateResult => html`<button class="primary" @click=${click}>${label}</button>`;
        return html`<section class="stack no-print"><h2>${t('tenderer.title')}</h2>
            <ul class="task-list">
                ${view.phase === 'published' ? this.task('now', t('tenderer.clarify'), t('tenderer.clarify.hint'),
                    html`<button @click=${() => this.open('clarify')}>${t('tenderer.clarify')}</button>`) : nothing}
                ${this.task(at('closed', ['opening', 'window_closed', 'announced', 'evaluated']), t('tenderer.open'), t('tenderer.open.hint'),
                    button(t('tenderer.open'), () => this.sign('open', {}, [], t('tenderer.open.warning'))))}
                ${this.task(view.committee ? 'done' : at('announced', ['evaluated']), t('tenderer.appoint'), t('tenderer.appoint.hint'),
                    button(t('tenderer.appoint'), () => this.open('appoint')))}
                ${this.task(at('announced', ['evaluated']), t('tenderer.result'), t('tenderer.result.hint'),
                    html`<a class="button primary" href="/lots/${view.lot}/result">${t('tenderer.result')}</a>`)}
            </ul>
            <kb-problem .error=${this.error}></kb-problem>
            ${this.form ? html`<h3 id="tenderer-form">${t(`tenderer.${this.form}`)}</h3>` : nothing}
            ${this.form === 'clarify' ? html`<kb-clarify .view=${view} .send=${(more: Payload, facts: Facts) => this.sign('clarify', more, facts)}></kb-clarify>` : nothing}
            ${this.form === 'appoint' ? html`<kb-appoint .send=${(more: Payload, facts: Facts) => this.sign('appoint', more, facts)}></kb-appoint>` : nothing}
        </section>`;
    }
}
