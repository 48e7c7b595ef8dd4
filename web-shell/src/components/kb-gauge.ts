/** Progress of a long act: how far, how fast, how long still. */
import { html, type TemplateResult } from 'lit';
import { bytesText, durationText } from '../base/format';
import { t } from '../base/messages';

export interface Progress { done: number; total: number; rate: number }

/** Smoothed rate of a counter. */
export class RateMeter {
    private samples: [number, number][] = [];

    note(done: number): number {
        const now = performance.now();
        this.samples.push([now, done]);
        while (this.samples.length > 2 && now - this.samples[0]![0] > 4000) this.samples.shift();
        const [start, first] = this.samples[0]!;
        return now - start < 200 ? 0 : ((done - first) * 1000) / (now - start);
    }

    restart(): void {
        this.samples = [];
    }
}

export function gauge(label: string, progress: Progress, note = ''): TemplateResult {
    const { done, total, rate } = progress;
    const finished = total > 0 && done >= total;
    const left = !finished && rate > 0 ? t('progress.left', { time: durationText(((total - done) / rate) * 1000) }) : '';
    return html`<div class="gauge ${finished ? 'done' : ''}">
        <div class="figures"><strong>${label}</strong>
            <span>${bytesText(done)} / ${bytesText(total)}</span>
            <span>${!finished && rate > 0 ? t('progress.rate', { rate: bytesText(rate) }) : ''}</span>
            <span>${finished ? t('progress.done') : note || left}</span></div>
        <progress max=${Math.max(total, 1)} .value=${done} aria-label=${label}></progress>
    </div>`;
}
