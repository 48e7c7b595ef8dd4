/** Announced prices against the ceiling. Positions are for the eye only; the figures stand beside the points. */
import { html, svg, nothing, type TemplateResult } from 'lit';
import type { BoardView } from '../api/types';
import { groupedAmount } from '../base/format';
import { t } from '../base/messages';
import { compareAmounts } from './board-table';

const width = 760;
const rowHeight = 56;
const margin = 8;
const top = 26;

export function pricePlot(board: BoardView): TemplateResult | typeof nothing {
    const rows = board.rows.filter((row) => row.price).sort((a, b) => compareAmounts(a.price, b.price));
    if (rows.length === 0) return nothing;
    const values = rows.map((row) => Number(row.price));
    const ceiling = board.ceiling ? Number(board.ceiling) : null;
    const highest = Math.max(...values, ceiling ?? 0);
    const lowest = Math.min(...values);
    const low = Math.max(0, lowest - (highest - lowest || highest * 0.1) * 0.25);
    const x = (value: number): number => margin + ((value - low) / (highest - low || 1)) * (width - 2 * margin);
    const height = top + rows.length * rowHeight + 10;
    return html`<svg class="plot" viewBox="0 0 ${width} ${height}" role="img" aria-label=${t('opening.plot')}>
        ${ceiling === null ? nothing : svg`<line class="ceiling" x1=${x(ceiling)} x2=${x(ceiling)} y1=${top - 6} y2=${height}></line>
            <text class="ceiling-text" x=${x(ceiling)} y="16" text-anchor=${x(ceiling) > width / 2 ? 'end' : 'start'}>${t('plot.ceiling')} ${groupedAmount(board.ceiling)}</text>`}
        ${rows.map((row, index) => {
            const y = top + index * rowHeight + 42;
            return svg`<line class="grid" x1=${margin} x2=${width - margin} y1=${y} y2=${y}></line>
                <text x=${margin} y=${y - 17}>${row.bidder?.name ?? ''} <tspan class="point-text" dx="8">${groupedAmount(row.price)}</tspan></text>
                <circle class="point" cx=${x(Number(row.price))} cy=${y} r="6"></circle>`;
        })}
    </svg>`;
}
