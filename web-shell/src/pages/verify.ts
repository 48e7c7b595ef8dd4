/** Verification of a whole tender in this browser: the same decisions are made again and the bytes compared. */
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { ownRoots, verifyBundle, type Check, type Failure, type Report } from '../acts/verify';
import { api } from '../api/client';
import { KbElement } from '../base/element';
import { errorSentence } from '../base/errors';
import { expectKind, kindOf } from '../base/file-kind';
import { fileBytes } from '../base/files';
import { bytesText, durationText, groupedAmount, localTime, numberText, spacedHash } from '../base/format';
import { hasMessage, local, t } from '../base/messages';
import { Refusal } from '../base/refusal';
import { icon } from '../components/icons';
import { suspensionNotice } from '../components/lot-header';
import { bidStateTag } from '../components/states';
import '../components/kb-drop';

/** The core's remarks are for command lines; those that a page can say in its language it says itself. */
function remarkText({ name, remark }: Check): string {
    if (name === 'anchors') return t('verify.remark.anchors');
    if (remark.startsWith('witnessed ')) return t('verify.remark.witnessed', { at: localTime(remark.slice('witnessed '.length)) });
    if (remark === ownRoots) return t('verify.remark.own_roots');
    if (remark === 'the notice pins no witnesses') return t('verify.remark.unwitnessed');
    const [, rules, unknown] = /^rules: ([^,]*)(,.*)?$/.exec(remark) ?? [];
    return rules ? t(unknown ? 'verify.remark.rules_unknown' : 'verify.remark.rules', { rules }) : remark;
}

/** Not a whole bundle, or changed after it was signed: the other checks were not made. */
const isUnread = ({ checks }: Report): boolean => checks.some(({ name, verdict }) => name === 'bundle' && verdict === 'failed');

/** How many things a check looked at, where a reader can count them too. */
function itemsText({ name, items }: Check): string {
    const key = `verify.items.${name}`;
    return items > 0 && hasMessage(key) ? ` · ${t(key, { n: numberText(items) })}` : '';
}

/** The core tells at most so many failures of one check. */
const mostFailures = 100;

/** Those of one kind together, in the order of their first. */
function byKind(failures: Failure[]): Failure[][] {
    const kinds = new Map<string, Failure[]>();
    for (const failure of failures) kinds.set(failure.name, [...(kinds.get(failure.name) ?? []), failure]);
    return [...kinds.values()];
}

const lateClose = (witnessed: string | null): string =>
    (witnessed ? t('verify.close.late', { at: localTime(witnessed) }) : t('verify.close.unseen'));

const failureText = ({ name, place, detail }: Failure): string => [name, place, detail].filter(Boolean).join(' · ');

@customElement('page-verify')
export class PageVerify extends KbElement {
    @property() lot = '';
    @state() private bundle: Uint8Array | null = null;
    @state() private report: Report | null = null;
    @state() private changedAt: number | null = null;
    @state() private took = 0;
    @state() private busy = false;
    /** … for the witnesses. */
    @state() private waiting = false;
    @state() private error: unknown = null;

    protected override updated(changes: PropertyValues<this>): void {
        if (changes.has('lot') && this.lot) void this.load();
    }

    private async load(): Promise<void> {
        await this.attempt(async () => {
            const bundle = await api.bundle(this.lot, () => (this.waiting = true));
            this.waiting = false;
            await this.take(bundle);
        });
    }

    private async attempt(act: () => Promise<void>): Promise<void> {
        this.error = null;
        this.report = null;
        this.busy = true;
        try {
            await act();
        } catch (error) {
            this.error = error;
        }
        this.busy = this.waiting = false;
    }

    private async takeFile(file: File): Promise<void> {
        const bytes = await fileBytes(file);
        expectKind(bytes, file.name, 'bundle');
        if (kindOf(bytes) === null) throw new Refusal('bundle_malformed', () => t('verify.no_bundle'), file.name);
        await this.take(bytes);
    }

    private async take(bundle: Uint8Array): Promise<void> {
        this.bundle = bundle;
        this.changedAt = null;
        await this.run(bundle);
    }

    private async run(bytes: Uint8Array): Promise<void> {
        const start = performance.now();
        this.report = await verifyBundle(bytes);
        this.took = performance.now() - start;
    }

    /** Shows that a single changed bit is noticed. */
    private async flip(): Promise<void> {
        const original = this.bundle!;
        const at = Math.floor(Math.random() * original.length);
        const changed = original.slice();
        changed[at] = changed[at]! ^ 1;
        await this.attempt(() => this.run(changed));
        this.changedAt = at;
    }

    protected override render(): TemplateResult {
        const suspension = this.report?.suspension;
        return html`<div class="page">
            <header><h1>${t('verify.title')}</h1><p class="lead">${t('verify.lead')}</p></header>
            ${this.lot ? nothing : html`<kb-drop class="no-print" .label=${t('verify.drop')} .accept=${'.json'}
                .take=${([file]: File[]) => file && this.attempt(() => this.takeFile(file))}></kb-drop>`}
            <div aria-live="polite" class="stack">
                ${this.busy ? html`<p class="loading">${t(this.waiting ? 'result.bundle.waiting' : 'verify.busy')}</p>` : nothing}
                ${this.report ? this.verdict(this.report) : nothing}
                ${suspension ? suspensionNotice({ ...suspension, reason: local(suspension.reason) }, t('suspended.bundle')) : nothing}
                ${this.report?.close?.flagged ? html`<p class="notice warn" role="status">${lateClose(this.report.close.witnessed)}</p>` : nothing}
                <kb-problem .error=${this.error}></kb-problem>
            </div>
            ${this.report ? html`<section><h2>${t('verify.checks')}</h2><ol class="checks">${this.report.checks.map((check) => this.check(check))}</ol></section>
                ${this.bids(this.report)} ${this.trust(this.report)}` : nothing}
        </div>`;
    }

    private verdict(report: Report): TemplateResult {
        const size = bytesText(this.bundle?.length ?? 0);
        const time = this.took < 2000 ? `${numberText(Math.round(this.took))} ms` : durationText(this.took);
        // Without anchors of this browser's own it is the word of whoever made the bundle.
        const [tone, sign, verdict] = !report.passed ? ['bad', 'cross', t('verify.failed')] as const
            : report.anchors === 'own' ? ['good', 'tick', t('verify.passed')] as const : ['warn', 'warn', t('verify.consistent')] as const;
        return html`<div class="verdict ${tone}">${icon(sign)}<div class="stack-tight">
            <h2>${verdict}</h2>
            ${isUnread(report) && this.changedAt === null ? html`<p>${t('verify.unread')}</p>` : nothing}
            ${tone === 'warn' ? html`<p>${t('verify.stronger')} <a href="/trust">${t('trust.title')}</a></p>` : nothing}
            ${report.title && report.code ? html`<p>${report.code} · ${local(report.title)}</p>` : nothing}
            <p class="small">${t('verify.how', { size, time })}</p>
            ${this.changedAt === null ? nothing : html`<p><strong>${t('verify.flipped', { at: numberText(this.changedAt) })}</strong></p>`}
            <div class="row no-print">${this.changedAt === null
                ? html`<button @click=${() => this.flip()}>${t('verify.flip')}</button>`
                : html`<button @click=${() => this.attempt(() => this.take(this.bundle!))}>${t('verify.restore')}</button>`}</div>
        </div></div>`;
    }

    private check(check: Check): TemplateResult {
        const tone = check.verdict === 'passed' ? 'good' : check.verdict === 'failed' ? 'bad' : 'idle';
        const word = check.verdict === 'passed' ? t('verify.check.passed') : check.verdict === 'failed' ? t('verify.check.failed') : t('verify.check.skipped');
        return html`<li><span class=${tone}>${icon(tone === 'good' ? 'tick' : tone === 'bad' ? 'cross' : 'dash')}</span><div>
            <strong>${local(check.title)}</strong> <span class="muted small">${word}${itemsText(check)}</span>
            ${check.remark ? html`<div class="small muted">${remarkText(check)}</div>` : nothing}
            ${byKind(check.failures).map((alike) => this.failures(alike, check.failures.length === mostFailures))}
        </div></li>`;
    }

    /** Of one kind: its sentence once; more than one can be unfolded. */
    private failures(alike: Failure[], more: boolean): TemplateResult {
        const sentence = errorSentence(alike[0]!.name);
        if (alike.length === 1) return html`<div class="bad small">${sentence} <code>${failureText(alike[0]!)}</code></div>`;
        const count = t(more ? 'verify.failures.more' : 'verify.failures', { n: numberText(alike.length) });
        return html`<details class="bad small"><summary>${sentence} <strong>${count}</strong></summary>
            <ul class="plain-list">${alike.map((failure) => html`<li><code>${failureText(failure)}</code></li>`)}</ul></details>`;
    }

    /** What the bundle says is a result only when every check passed. */
    private rank(report: Report, bid: string): string {
        if (report.passed) return String(report.candidates.indexOf(bid) + 1 || '—');
        const failed = report.checks.some(({ name, verdict }) => name === 'result' && verdict === 'failed');
        return t(failed ? 'verify.check.failed' : 'verify.check.skipped');
    }

    private bids(report: Report): TemplateResult | typeof nothing {
        if (report.bids.length === 0) return nothing;
        return html`<section><h2>${t(report.passed ? 'verify.replayed' : 'verify.claimed')}</h2>
            ${report.passed ? nothing : html`<p class="notice bad">${t('verify.claimed.lead')}</p>`}<div class="table-scroll" tabindex="0"><table class="cards"><thead><tr>
            <th scope="col">${t('board.bidder')}</th><th scope="col" class="amount">${t('board.price')}</th><th scope="col">${t('verify.candidate')}</th></tr></thead>
            <tbody>${report.bids.map((bid) => html`<tr class=${report.passed && report.candidates[0] === bid.bid ? 'winner' : ''}><th scope="row" data-label=${t('board.bidder')}>${bid.bidder.name}</th>
                <td class="amount" data-label=${t('board.price')}>${bid.sheet?.price ? groupedAmount(bid.sheet.price) : bidStateTag(bid.state)}</td>
                <td data-label=${t('verify.candidate')}>${this.rank(report, bid.bid)}</td></tr>`)}</tbody></table></div></section>`;
    }

    private trust(report: Report): TemplateResult | typeof nothing {
        if (isUnread(report)) return nothing; // nothing was checked under any anchor
        return html`<section><h2>${t('verify.trust')}</h2><p>${report.anchors === 'foreign' ? t('verify.trust.foreign', { origin: report.origin }) : t(report.anchors === 'own' ? 'verify.trust.own' : report.passed ? 'verify.trust.bundle' : 'verify.trust.bundle.failed')}
            <a href="/trust">${t('trust.title')}</a></p>
            <dl class="facts">${report.roots.map((root) => html`<dt>${t('verify.root')}</dt><dd class="hash">${spacedHash(root)}</dd>`)}
                ${report.log_key ? html`<dt>${t('keys.log')}</dt><dd class="hash">${report.log_key}</dd>` : nothing}</dl></section>`;
    }
}
