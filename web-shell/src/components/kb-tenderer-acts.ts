/** What the tenderer may do with its own lot now, as a task list: clarify, start the opening, appoint, sign the result; with two envelopes who passed, and a second opening. */
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { needsCommittee, waitsForScores } from '../acts/committee';
import { hasTwo } from '../acts/envelopes';
import { envelope, showAndSign, type Facts, type Payload, type Purpose } from '../acts/signing';
import { api } from '../api/client';
import type { LotView } from '../api/types';
import { KbElement } from '../base/element';
import { t } from '../base/messages';
import { lotName } from './lot-header';
import { placeOf, stageKey, tag } from './states';
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
                title: t(stageKey(`tenderer.${purpose}` as 'tenderer.open', view)), purpose, warning,
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
        const open = this.view!.phase === 'failed' ? tag('bad', 'cross', t('task.never')) : tag('warn', 'clock', t('task.later'));
        const word = state === 'done' ? tag('good', 'tick', t('task.done')) : state === 'now' ? tag('info', 'dot', t('task.now')) : open;
        return html`<li><span><strong>${title}</strong><span class="detail">${detail}</span></span><span class="row">${state === 'now' ? action : word}</span></li>`;
    }

    /** `phase`, with two envelopes of this opening: whether it is there, was there, or comes later. */
    private at(phase: LotView['phase'], envelope: LotView['envelope'] = 1): TaskState {
        const view = this.view!;
        const [here, there] = [placeOf(view), placeOf({ ...view, phase, envelope })];
        if (here === there) return view.suspended ? 'later' : 'now';
        return here > there ? 'done' : 'later';
    }

    private oneOpening(view: LotView): TemplateResult {
        return html`${this.opening('tenderer.open', this.at('closed'))} ${this.appointing(view)} ${this.signing('tenderer.result', this.at('announced'))}`;
    }

    private twoOpenings(view: LotView): TemplateResult {
        return html`${this.opening('tenderer.open.1', this.at('closed'))} ${this.appointing(view)} ${this.signing('tenderer.qualify', this.at('announced'))}
            ${this.opening('tenderer.open.2', this.at('qualified', 2))} ${this.signing('tenderer.result', this.at('announced', 2))}`;
    }

    private opening(key: 'tenderer.open' | 'tenderer.open.1' | 'tenderer.open.2', state: TaskState): TemplateResult {
        const alone = this.view!.notice.policy === 'officers';
        const hint = alone && key !== 'tenderer.open.2' ? t('tenderer.open.hint.officers') : t(`${key}.hint`);
        const warning = t(alone ? 'tenderer.open.warning.officers' : 'tenderer.open.warning');
        return this.task(state, t(key), hint, html`<button class="primary" @click=${() => this.sign('open', {}, [], warning)}>${t(key)}</button>`);
    }

    private appointing(view: LotView): TemplateResult {
        return this.task(view.committee ? 'done' : this.at('announced'), t('tenderer.appoint'), t('tenderer.appoint.hint'),
            html`<button class="primary" @click=${() => this.open('appoint')}>${t('tenderer.appoint')}</button>`);
    }

    private signing(key: 'tenderer.result' | 'tenderer.qualify', state: TaskState): TemplateResult {
        const waiting = state === 'now' && waitsForScores(this.view!);
        const hint = needsCommittee(this.view!.notice.method) ? t(`${key}.hint`) : t('tenderer.result.hint.prices');
        return this.task(waiting ? 'later' : state, t(key), waiting || hint, html`<a class="button primary" href="/lots/${this.view!.lot}/result">${t(key)}</a>`);
    }

    protected override render(): TemplateResult {
        const view = this.view!;
        return html`<section class="stack no-print"><h2>${t('tenderer.title')}</h2>
            <ul class="task-list">
                ${view.phase === 'published' ? this.task('now', t('tenderer.clarify'), t('tenderer.clarify.hint'),
                    html`<button @click=${() => this.open('clarify')}>${t('tenderer.clarify')}</button>`) : nothing}
                ${hasTwo(view) ? this.twoOpenings(view) : this.oneOpening(view)}
            </ul>
            <kb-problem .error=${this.error}></kb-problem>
            ${this.form ? html`<h3 id="tenderer-form">${t(`tenderer.${this.form}`)}</h3>` : nothing}
            ${this.form === 'clarify' ? html`<kb-clarify .view=${view} .send=${(more: Payload, facts: Facts) => this.sign('clarify', more, facts)}></kb-clarify>` : nothing}
            ${this.form === 'appoint' ? html`<kb-appoint .view=${view} .send=${(more: Payload, facts: Facts) => this.sign('appoint', more, facts)}></kb-appoint>` : nothing}
        </section>`;
    }
}
