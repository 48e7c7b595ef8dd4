/** The centre's time, with a badge when this computer's clock is off. */
import { html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { clockDrift, clockKnown, everySecond, onClock, serverNow } from '../base/clock';
import { KbElement } from '../base/element';
import { durationText, localTime } from '../base/format';
import { t } from '../base/messages';

const noticeableDrift = 2000;

@customElement('kb-clock')
export class KbClock extends KbElement {
    override connectedCallback(): void {
        super.connectedCallback();
        this.during(everySecond(() => this.requestUpdate()));
        this.during(onClock(() => this.requestUpdate()));
    }

    protected override render(): TemplateResult {
        if (!clockKnown()) return html`<span class="clock">${t('clock.unknown')}</span>`;
        return html`<span class="clock">${t('clock.centre')} <strong>${localTime(serverNow())}</strong></span> ${this.badge()}`;
    }

    private badge(): TemplateResult | typeof nothing {
        const drift = clockDrift();
        if (Math.abs(drift) < noticeableDrift) return nothing;
        const by = durationText(Math.abs(drift));
        return html`<span class="tag warn">${drift > 0 ? t('clock.ahead', { by }) : t('clock.behind', { by })}</span>`;
    }
}
