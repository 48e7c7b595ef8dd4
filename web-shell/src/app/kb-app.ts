/** The frame of every page: header, banners, the page itself, footer. */
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { api, onConnection, readTime } from '../api/client';
import { KbElement } from '../base/element';
import { language, onLanguage, setLanguage, t } from '../base/messages';
import { find, followLinks, navigate, onNavigate } from './router';
import { app } from './state';
import '../components/kb-clock';
import '../components/kb-problem';
import '../components/kb-sign-dialog';
import { brandMark } from '../components/icons';

@customElement('kb-app')
export class KbApp extends KbElement {
    @state() private online = true;
    @state() private error: unknown = null;
    private retry = 0;

    override connectedCallback(): void {
        super.connectedCallback();
        setLanguage(language());
        followLinks(this);
        onNavigate(() => this.arrive());
        this.during(app.onChange(() => this.requestUpdate()));
        this.during(onLanguage(() => this.setTitle()));
        this.during(onConnection((online) => this.noteConnection(online)));
        void this.load();
    }

    private async load(): Promise<void> {
        try {
            const [centre, session] = await Promise.all([api.centre(), api.session(), readTime()]);
            app.setCentre(centre);
            app.setSession(session);
            this.error = null;
        } catch (error) {
            this.error = error;
        }
        this.setTitle();
    }

    /** While the line is down, asks for the time until it answers. */
    private noteConnection(online: boolean): void {
        this.online = online;
        window.clearTimeout(this.retry);
        if (!online) this.retry = window.setTimeout(() => void readTime().then(() => this.afterReconnect(), () => undefined), 3000);
    }

    private afterReconnect(): void {
        if (!app.centre) void this.load();
        window.dispatchEvent(new Event('kaibiao:reconnected'));
    }

    private arrive(): void {
        this.requestUpdate();
        window.scrollTo(0, 0);
        void this.updateComplete.then(() => this.querySelector('main')?.focus());
        this.setTitle();
    }

    private setTitle(): void {
        const found = find(location.pathname);
        const name = app.centre ? app.centre.name[language()] : t('app.name');
        document.title = found ? `${t(found.route.title)} — ${name}` : name;
    }

    protected override render(): TemplateResult {
        return html`
            <a class="skip" href="#main">${t('app.skip')}</a>
            ${this.header()} ${this.strip()} ${this.trialBanner()} ${this.offlineBanner()}
            <main id="main" class="bar" tabindex="-1">${this.page()}</main>
            ${this.footer()}
            <kb-sign-dialog></kb-sign-dialog>`;
    }

    private page(): TemplateResult {
        if (this.error) return html`<kb-problem .error=${this.error} .again=${() => this.load()}></kb-problem>`;
        if (!app.centre || !app.session) return html`<p class="loading" role="status">${t('app.loading')}</p>`;
        const found = find(location.pathname);
        if (!found) return html`<div class="page"><h1>${t('app.not_found')}</h1><p><a href="/">${t('app.to_home')}</a></p></div>`;
        return found.route.view(found.parts);
    }

    private header(): TemplateResult {
        const centre = app.centre;
        return html`<header class="site-header"><div class="bar">
            <a class="brand" href="/">${brandMark()}<span><span>${centre ? centre.name[language()] : t('app.name')}</span>
                <small>${t('app.tagline')}</small></span></a>
            <nav class="site-nav" aria-label=${t('nav.label')}>
                ${this.link('/lots', t('nav.lots'))} ${this.link('/receipt', t('nav.receipt'))} ${this.link('/verify', t('nav.verify'))}
                ${app.role === 'tenderer' ? this.link('/lots/new', t('nav.publish')) : nothing}
            </nav></div></header>`;
    }

    private link(path: string, text: string): TemplateResult {
        const here = location.pathname === path;
        return html`<a href=${path} aria-current=${here ? 'page' : nothing}>${text}</a>`;
    }

    private strip(): TemplateResult {
        return html`<div class="strip"><div class="bar">
            <kb-clock></kb-clock>
            <span class="who">${this.who()}</span>
            <button class="link" lang=${language() === 'zh' ? 'en' : 'zh-CN'} @click=${() => setLanguage(language() === 'zh' ? 'en' : 'zh')}>
                ${language() === 'zh' ? t('language.en') : t('language.zh')}</button>
        </div></div>`;
    }

    private who(): TemplateResult {
        const session = app.session;
        if (!session?.role) return html`<a href="/login">${t('nav.login')}</a>`;
        return html`${t(`role.${session.role}`)} · ${session.organisation || session.name}
            <button class="link" @click=${() => this.logout()}>${t('nav.logout')}</button>`;
    }

    private async logout(): Promise<void> {
        app.setSession(await api.logout());
        navigate('/');
    }

    private trialBanner(): TemplateResult | typeof nothing {
        if (!app.trial) return nothing;
        return html`<div class="banner banner-trial"><div class="bar"><strong>${t('trial.label')}</strong><p>${t('trial.banner')}</p></div></div>`;
    }

    private offlineBanner(): TemplateResult {
        return html`<div role="status">${this.online ? nothing
            : html`<div class="banner banner-offline"><div class="bar"><p>${t('app.reconnecting')}</p></div></div>`}</div>`;
    }

    private footer(): TemplateResult {
        return html`<footer class="site-footer"><div class="bar">
            <ul><li><a href="/why">${t('why.title')}</a></li><li><a href="/trust">${t('nav.trust')}</a></li><li><a href="/api/openapi.json">${t('nav.api')}</a></li></ul>
            <p>${t('app.times')} ${app.centre ? t('app.version', { version: app.centre.version }) : nothing}</p>
        </div></footer>`;
    }
}
