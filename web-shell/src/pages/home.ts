/** First page: in a trial it lets anyone enter any role with one click; otherwise it is a door to the portal. */
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { api } from '../api/client';
import type { LotSummary, TrialOverview } from '../api/types';
import { enterTrial, trialRoles, type TrialRole } from '../acts/trial';
import { navigate } from '../app/router';
import { app } from '../app/state';
import { KbElement } from '../base/element';
import { KaibiaoError } from '../base/errors';
import { t } from '../base/messages';
import { icon, type IconName } from '../components/icons';
import { lotList } from '../components/lot-list';
import { withTrustLink } from '../components/trust-link';
import '../components/kb-watch';

const icons: Record<TrialRole, IconName> = { tenderer: 'doc', bidder: 'lock', expert: 'pen', supervisor: 'shield', public: 'eye' };

@customElement('page-home')
export class PageHome extends KbElement {
    @state() private lots: LotSummary[] = [];
    @state() private trial: TrialOverview | null = null;
    /** A trial centre may have no bots: then nobody can be entered with one click, and it is not asked again. */
    @state() private botless = false;

    private get playable(): boolean {
        return app.trial && !this.botless;
    }
    @state() private busy: TrialRole | null = null;
    @state() private error: unknown = null;

    override connectedCallback(): void {
        super.connectedCallback();
        void this.load();
        const timer = window.setInterval(() => void this.load(), 5000);
        this.during(() => window.clearInterval(timer));
    }

    private async load(): Promise<void> {
        try {
            [this.lots, this.trial] = await Promise.all([api.lots({ limit: '5' }).then(({ lots }) => lots), this.playable ? this.playing() : null]);
            this.error = null;
        } catch (error) {
            if (this.lots.length === 0) this.error = error;
        }
    }

    private async playing(): Promise<TrialOverview | null> {
        try {
            return await api.trial();
        } catch (error) {
            if (!(error instanceof KaibiaoError) || error.errorName !== 'trial_only') throw error;
            this.botless = true;
            return null;
        }
    }

    private async enter(role: TrialRole): Promise<void> {
        this.busy = role;
        this.error = null;
        try {
            navigate(await enterTrial(role));
        } catch (error) {
            this.error = error;
        }
        this.busy = null;
    }

    protected override render(): TemplateResult {
        return html`<div class="page">
            <header><h1>${this.playable ? t('home.trial.title') : t('home.title')}</h1>
                <p class="lead">${t('home.lead.1')} <a href="/why">${t('home.why')}</a></p><p>${t('home.lead.2')}</p><p>${t('home.lead.3')}</p></header>
            ${this.playable ? this.roles() : nothing}
            <kb-problem .error=${this.error}></kb-problem>
            ${this.watch()}
            <section><h2>${t('home.newest')}</h2>${lotList(this.lots, t('lots.empty'))}
                <p><a href="/lots">${t('home.all')}</a></p></section>
        </div>`;
    }

    private roles(): TemplateResult {
        return html`<section aria-labelledby="roles-title"><h2 id="roles-title">${t('home.enter')}</h2>
            <ul class="roles">${trialRoles.map((role) => html`<li><button ?disabled=${this.busy !== null} @click=${() => this.enter(role)}>
                <strong>${icon(icons[role])}${t(`home.role.${role}`)}</strong>
                <span class="muted">${this.busy === role ? t('home.entering') : t(`home.role.${role}.hint`)}</span></button></li>`)}</ul>
            <p class="small muted">${t('home.trial.keys')}</p>
            <p class="small muted">${withTrustLink(t('home.trial.anchors'))}</p></section>`;
    }

    /** A tender that is under way, for those who only want to look: another player's waits for a visitor who may have left. */
    private watch(): TemplateResult | typeof nothing {
        const running = this.trial?.lots.find(({ role }) => role === 'public')?.lot
            ?? this.lots.find((lot) => lot.phase !== 'evaluated' && lot.phase !== 'failed')?.lot;
        if (!running) return nothing;
        return html`<section aria-labelledby="watch-title"><h2 id="watch-title">${t('home.watch')}</h2>
            <kb-watch .lot=${running}></kb-watch></section>`;
    }
}
