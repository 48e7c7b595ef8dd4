/** The same bid with the command line instead of this page, as commands to copy. */
import { html, type TemplateResult } from 'lit';
import { hasTwo } from '../acts/envelopes';
import type { EnvelopeNumber, LotView } from '../api/types';
import { t } from '../base/messages';

export function offlineTool(view: LotView, envelope: EnvelopeNumber, open: boolean): TemplateResult {
    const server = location.origin;
    const of = hasTwo(view) ? ` --envelope ${envelope}` : '';
    const commands = [
        `kaibiao trust --server ${server} --out .`,
        `kaibiao submit --server ${server} --fetch-tender ${view.lot} --out tender.json`,
        `kaibiao seal --tender tender.json${of} --root root.pem --key key.pem --certificate chain.pem --sheet sheet.json --volume volume.pdf --out bid.kaibiao --recovery-code`,
        `kaibiao submit --server ${server} --key key.pem --certificate chain.pem bid.kaibiao`,
    ];
    return html`<details class="no-print" ?open=${open}><summary>${t('seal.offline')}</summary>
        <p>${t('seal.offline.lead')}</p>
        <pre class="commands" tabindex="0">${commands.join('\n')}</pre></details>`;
}
