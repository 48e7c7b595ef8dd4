/** Base of pages about one lot: loads it, follows it, and shows a problem instead of an empty page. */
import { html, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { api } from '../api/client';
import type { LotView } from '../api/types';
import { app } from '../app/state';
import { followLot } from '../live/live';
import { KbElement } from './element';
import { KaibiaoError } from './errors';
import { t } from './messages';

export abstract class LotPage extends KbElement {
    @property() lot = '';
    @state() protected view: LotView | null = null;
    @state() protected error: unknown = null;
    private following: (() => void) | null = null;
    private loading = false;
    private again = false;

    override connectedCallback(): void {
        super.connectedCallback();
        this.during(app.onChange(() => void this.reload()));
        const online = (): void => void this.reload();
        window.addEventListener('kaibiao:reconnected', online);
        this.during(() => window.removeEventListener('kaibiao:reconnected', online));
    }

    protected override firstUpdated(changes: PropertyValues): void {
        super.firstUpdated(changes);
        this.follow();
        void this.reload();
        this.during(() => this.unfollow());
    }

    private follow(): void {
        this.following ??= followLot(this.lot, () => void this.reload());
    }

    private unfollow(): void {
        this.following?.();
        this.following = null;
    }

    /** One load at a time; a change during a load leads to one more. */
    protected async reload(): Promise<void> {
        if (this.loading) {
            this.again = true;
            return;
        }
        this.loading = true;
        try {
            const view = await api.lot(this.lot);
            await this.loaded(view);
            this.view = view;
            this.error = null;
            if (this.isConnected) this.follow();
        } catch (error) {
            if (!this.view) this.error = error;
            // What is not there does not come by asking again and again.
            if (error instanceof KaibiaoError && error.errorName === 'lot_unknown') this.unfollow();
        }
        this.loading = false;
        if (this.again) {
            this.again = false;
            await this.reload();
        }
    }

    /** What else the page needs beside the lot. */
    protected async loaded(_view: LotView): Promise<void> {
        // Most pages need no more.
    }

    protected abstract content(view: LotView): TemplateResult;

    protected override render(): TemplateResult {
        if (this.error) return html`<kb-problem .error=${this.error} .again=${() => this.reload()}></kb-problem>`;
        if (!this.view) return html`<p class="loading" role="status">${t('app.loading')}</p>`;
        return this.content(this.view);
    }
}
