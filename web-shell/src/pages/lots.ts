/** Portal: all lots, searched and filtered. */
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { api } from '../api/client';
import type { LotSummary } from '../api/types';
import { KbElement } from '../base/element';
import { t } from '../base/messages';
import { field } from '../components/kb-field';
import { lotList } from '../components/lot-list';

const kinds = ['works', 'goods', 'services'] as const;
/** In the order of their coming; the technical envelopes are announced before the prices, in the same phase. A lot is suspended in any of them. */
const phases = ['published', 'closed', 'opening', 'window_closed', 'announced.1', 'qualified', 'announced', 'evaluated', 'failed', 'suspended'] as const;
const pageSize = '20';

@customElement('page-lots')
export class PageLots extends KbElement {
    @state() private lots: LotSummary[] = [];
    @state() private next: string | null = null;
    @state() private query = { q: '', kind: '', region: '', phase: '' };
    @state() private error: unknown = null;
    @state() private loaded = false;
    private typing = 0;

    override connectedCallback(): void {
        super.connectedCallback();
        const asked = new URLSearchParams(location.search);
        for (const key of Object.keys(this.query) as (keyof typeof this.query)[]) this.query[key] = asked.get(key) ?? '';
        void this.load();
    }

    private async load(after: string | null = null): Promise<void> {
        const asked: Record<string, string> = { limit: pageSize };
        for (const [key, value] of Object.entries(this.query)) if (value) asked[key] = value;
        if (asked.phase?.startsWith('announced')) Object.assign(asked, { phase: 'announced', priced: String(asked.phase === 'announced') });
        if (asked.phase === 'suspended') {
            delete asked.phase;
            asked.suspended = 'true';
        }
        if (after) asked.after = after;
        try {
            const page = await api.lots(asked);
            this.lots = after ? [...this.lots, ...page.lots] : page.lots;
            this.next = page.next;
            this.error = null;
        } catch (error) {
            this.error = error;
        }
        this.loaded = true;
    }

    private change(key: keyof typeof this.query, value: string): void {
        this.query = { ...this.query, [key]: value };
        window.clearTimeout(this.typing);
        this.typing = window.setTimeout(() => {
            const shown = new URLSearchParams(Object.entries(this.query).filter(([, text]) => text)).toString();
            history.replaceState(null, '', shown ? `/lots?${shown}` : '/lots');
            void this.load();
        }, 250);
    }

    protected override render(): TemplateResult {
        const all: [string, string] = ['', t('lots.any')];
        return html`<div class="page">
            <header><h1>${t('lots.title')}</h1></header>
            <form class="filters" role="search" @submit=${(event: Event) => event.preventDefault()}>
                <div class="field wide">${field({ id: 'q', label: t('lots.search'), value: this.query.q, type: 'search', change: (v) => this.change('q', v) })}</div>
                ${field({ id: 'kind', label: t('lots.kind'), value: this.query.kind, change: (v) => this.change('kind', v),
                    choices: [all, ...kinds.map((kind): [string, string] => [kind, t(`kind.${kind}`)])] })}
                ${field({ id: 'phase', label: t('lots.phase'), value: this.query.phase, change: (v) => this.change('phase', v),
                    choices: [all, ...phases.map((phase): [string, string] => [phase, t(`phase.${phase}`)])] })}
                ${field({ id: 'region', label: t('lots.region'), value: this.query.region, change: (v) => this.change('region', v) })}
            </form>
            <kb-problem .error=${this.error} .again=${() => this.load()}></kb-problem>
            <section aria-live="polite">${this.loaded ? lotList(this.lots, t('lots.none')) : html`<p class="loading">${t('app.loading')}</p>`}</section>
            ${this.next ? html`<div><button @click=${() => this.load(this.next)}>${t('lots.more')}</button></div>` : nothing}
        </div>`;
    }
}
