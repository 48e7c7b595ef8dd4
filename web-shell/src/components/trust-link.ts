/** Messages that send a person to the trust page: their {trust} is a link to it. */
import { html, type TemplateResult } from 'lit';
import { t } from '../base/messages';

export function withTrustLink(text: string): TemplateResult | string {
    const [before, after] = text.split('{trust}');
    return after === undefined ? text : html`${before}<a href="/trust">${t('trust.title')}</a>${after}`;
}
