/** Counts down to an instant of the centre's clock. */
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { everySecond, serverNow } from '../base/clock';
import { KbElement } from '../base/element';
import { countdownText, localTime } from '../base/format';
import { t } from '../base/messages';

const urgentBelow = 60_000;

@customElement('kb-countdown')
export class KbCountdown extends KbElement {
    @property() until = '';
    @property() label = '';
    @property() over = '';
    private wasOver = false;

    override connectedCallback(): void {
        super.connectedCallback();
        this.during(everySecond(() => this.tick()));
    }

    private tick(): void {
        const over = serverNow() >= Date.parse(this.until);
        if (over && !this.wasOver) this.dispatchEvent(new CustomEvent('reached', { bubbles: true }));
        this.wasOver = over;
        this.requestUpdate();
    }

    protected override render(): TemplateResult | typeof nothing {
        if (!this.until) return nothing;
        const left = Date.parse(this.until) - serverNow();
        const tone = left <= 0 ? 'over' : left < urgentBelow ? 'urgent' : '';
        return html`<div class="countdown ${tone}">
            <span class="eyebrow">${this.label}</span>
            <span class="big-figure" role="timer">${left <= 0 ? this.over || t('time.over') : countdownText(left)}</span>
            <span class="small muted figures">${localTime(this.until)}</span>
        </div>`;
    }
}
