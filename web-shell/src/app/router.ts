/** Paths to pages. Every address can be bookmarked, sent and printed. */
import { html, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import type { MessageKey } from '../base/messages';

export interface Route { title: MessageKey; view: (parts: string[]) => TemplateResult }

const lotPage = String.raw`^/lots/([0-9a-f]{32})`;
const routes: [RegExp, Route][] = [
    [/^\/$/, { title: 'nav.home', view: () => html`<page-home></page-home>` }],
    [/^\/lots$/, { title: 'nav.lots', view: () => html`<page-lots></page-lots>` }],
    [/^\/lots\/new$/, { title: 'publish.title', view: () => html`<page-publish></page-publish>` }],
    [new RegExp(`${lotPage}$`), { title: 'lot.title', view: ([lot]) => html`<page-lot .lot=${lot!}></page-lot>` }],
    // A page anew for each envelope.
    [new RegExp(`${lotPage}/seal(?:/([12]))?$`), {
        title: 'seal.title',
        view: ([lot, envelope = '']) => html`${keyed(envelope, html`<page-seal .lot=${lot!} .asked=${envelope}></page-seal>`)}`,
    }],
    [new RegExp(`${lotPage}/opening$`), { title: 'opening.title', view: ([lot]) => html`<page-opening .lot=${lot!}></page-opening>` }],
    [new RegExp(`${lotPage}/score$`), { title: 'score.title', view: ([lot]) => html`<page-score .lot=${lot!}></page-score>` }],
    [new RegExp(`${lotPage}/result$`), { title: 'result.title', view: ([lot]) => html`<page-result .lot=${lot!}></page-result>` }],
    [new RegExp(`${lotPage}/receipts/([0-9a-f]{32})$`), {
        title: 'receipt.title',
        view: ([lot, bid]) => html`${keyed(bid, html`<page-receipt .lot=${lot!} .bid=${bid!}></page-receipt>`)}`,
    }],
    [/^\/receipt$/, { title: 'receipt.check.title', view: () => html`<page-receipt-check></page-receipt-check>` }],
    [/^\/verify(?:\/([0-9a-f]{32}))?$/, { title: 'verify.title', view: ([lot]) => html`<page-verify .lot=${lot ?? ''}></page-verify>` }],
    [/^\/login$/, { title: 'login.title', view: () => html`<page-login></page-login>` }],
    [/^\/why$/, { title: 'why.title', view: () => html`<page-why></page-why>` }],
    [/^\/trust$/, { title: 'trust.title', view: () => html`<page-trust></page-trust>` }],
];

export function find(path: string): { route: Route; parts: string[] } | null {
    for (const [pattern, route] of routes) {
        const match = pattern.exec(path);
        if (match) return { route, parts: match.slice(1) };
    }
    return null;
}

const listeners = new Set<() => void>();

export function onNavigate(listener: () => void): void {
    listeners.add(listener);
}

export function navigate(path: string): void {
    history.pushState(null, '', path);
    for (const listener of listeners) listener();
}

/** Links of this site change the page without loading it anew; all others are left alone. */
export function followLinks(root: EventTarget): void {
    window.addEventListener('popstate', () => listeners.forEach((listener) => listener()));
    root.addEventListener('click', (event) => {
        const click = event as MouseEvent;
        const link = (click.target as Element).closest?.('a[href]') as HTMLAnchorElement | null;
        const plain = click.button === 0 && !click.ctrlKey && !click.metaKey && !click.shiftKey && !click.altKey;
        if (!link || !plain || link.target || link.hasAttribute('download') || link.origin !== location.origin) return;
        if (link.pathname.startsWith('/api/') || (link.hash && link.pathname === location.pathname) || !find(link.pathname)) return;
        click.preventDefault();
        navigate(link.pathname + link.search);
    });
}
