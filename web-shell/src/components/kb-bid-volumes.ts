/** The volumes of one opened bid: title, size, and a button that opens and checks the volume in this browser and saves it. */
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { openBid, openVolume, type OpenedBid, type OpenedVolume } from '../acts/volumes';
import type { BoardRow, LotView } from '../api/types';
import { KbElement } from '../base/element';
import { saveBlob } from '../base/files';
import { bytesText } from '../base/format';
import { t } from '../base/messages';
import { plainName } from '../seal/preflight';

@customElement('kb-bid-volumes')
export class KbBidVolumes extends KbElement {
    @property({ attribute: false }) view: LotView | null = null;
    @property({ attribute: false }) row: BoardRow | null = null;
    /** Whether enough officers released the volumes, where they must. */
    @property({ attribute: false }) released = true;
    @state() private bid: OpenedBid | null = null;
    @state() private opening = 0;
    @state() private share = 0;
    @state() private error: unknown = null;

    protected override firstUpdated(): void {
        void this.attempt(async () => void (this.bid = await openBid(this.view!, this.row!.bid)));
    }

    private async attempt(act: () => Promise<void>): Promise<void> {
        this.error = null;
        try {
            await act();
        } catch (error) {
            this.error = error;
        }
        this.opening = 0;
    }

    private save(volume: OpenedVolume): Promise<void> {
        this.opening = volume.part;
        this.share = 0;
        return this.attempt(async () => {
            const plain = await openVolume(this.bid!, volume.part, (done, total) => (this.share = Math.floor((done / total) * 100)));
            saveBlob(plainName(volume.filename), plain);
        });
    }

    protected override render(): TemplateResult {
        return html`<h3>${this.row!.bidder?.name ?? this.row!.number}</h3>
            ${this.bid ? html`<ul class="files">${this.bid.volumes.map((volume) => this.volume(volume))}</ul>`
                : this.error ? nothing : html`<p class="muted small">${t('volumes.listing')}</p>`}
            <kb-problem .error=${this.error} .again=${this.bid ? null : () => this.firstUpdated()}></kb-problem>`;
    }

    private volume(volume: OpenedVolume): TemplateResult {
        const busy = this.opening === volume.part;
        return html`<li><span><span class="name">${volume.title}</span>
            <span class="small muted">${plainName(volume.filename)} · ${bytesText(volume.bytes)}</span></span>
            <button type="button" class="link" ?disabled=${!this.released || this.opening !== 0} aria-label="${t('volumes.open')} ${volume.title} ${this.row!.bidder?.name ?? ''}"
                @click=${() => this.save(volume)}>${busy ? t('volumes.opening', { share: this.share }) : t('volumes.open')}</button></li>`;
    }
}
