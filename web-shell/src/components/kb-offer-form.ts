/** Opening sheet (开标一览表): the few values that are read out. Figures and words must agree. */
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { isPriced } from '../acts/envelopes';
import { plainPrice, priceProblem, type Amount } from '../acts/price';
import type { EnvelopeNumber, LotView } from '../api/types';
import { KbElement } from '../base/element';
import { groupedAmount } from '../base/format';
import { t } from '../base/messages';
import { core } from '../core/core';
import { field, type FieldErrors } from './kb-field';

export interface Offer { price: string; words: string; days: string; quality: string; manager: string; certificate: string; security: string }
export const emptyOffer: Offer = { price: '', words: '', days: '', quality: '', manager: '', certificate: '', security: '' };

/** What a sheet asks for: with two envelopes the technical one everything but the price, the other one the price alone. */
export interface OfferParts { price: boolean; terms: boolean }
export const offerParts = (view: LotView, envelope: EnvelopeNumber): OfferParts => ({ price: isPriced(view, envelope), terms: envelope === 1 });

/** What is wrong with an offer, by field. `amount` is the price as the core reads it. */
export function checkOffer(offer: Offer, amount: Amount | null, ceiling: string | null, parts: OfferParts): FieldErrors {
    return { ...(parts.price ? checkPrice(offer, amount, ceiling) : {}), ...(parts.terms ? checkTerms(offer) : {}) };
}

function checkPrice(offer: Offer, amount: Amount | null, ceiling: string | null): FieldErrors {
    const errors: FieldErrors = {};
    const problem = priceProblem(offer.price, amount);
    if (problem) errors['offer-price'] = problem;
    else if (ceiling && Number(amount!.yuan) > Number(ceiling)) errors['offer-price'] = t('offer.above_ceiling', { ceiling: groupedAmount(ceiling) });
    if (amount && offer.words.trim() && offer.words.trim() !== amount.capital) errors['offer-words'] = t('offer.words.differ', { words: amount.capital });
    if (amount && !offer.words.trim()) errors['offer-words'] = t('offer.words.missing');
    return errors;
}

function checkTerms(offer: Offer): FieldErrors {
    const errors: FieldErrors = {};
    if (!/^[1-9]\d{0,4}$/.test(offer.days)) errors['offer-days'] = t('offer.days.wrong');
    if (!offer.quality.trim()) errors['offer-quality'] = t('offer.quality.missing');
    if (!offer.manager.trim()) errors['offer-manager'] = t('offer.manager.missing');
    return errors;
}

@customElement('kb-offer-form')
export class KbOfferForm extends KbElement {
    @property({ attribute: false }) view: LotView | null = null;
    @property({ attribute: false }) offer: Offer = emptyOffer;
    @property({ attribute: false }) parts: OfferParts = { price: true, terms: true };
    @property({ attribute: false }) errors: FieldErrors = {};
    @property({ attribute: false }) change: (offer: Offer, amount: Promise<Amount | null>) => void = () => undefined;
    @state() private amount: Amount | null = null;
    private reckoning: Promise<Amount | null> = Promise.resolve(null);

    /** What is typed stands at once; its amount follows from the core, and an older one never takes a newer one's place. */
    private set(part: Partial<Offer>): void {
        this.offer = { ...this.offer, ...part };
        if (part.price !== undefined) this.reckoning = this.reckon(part.price);
        this.change(this.offer, this.reckoning);
    }

    private async reckon(price: string): Promise<Amount | null> {
        const found = await core.money_words(plainPrice(price)).then((amount) => amount as unknown as Amount, () => null);
        if (this.offer.price === price) this.amount = found;
        return found;
    }

    protected override firstUpdated(): void {
        if (this.offer.price) this.set({ price: this.offer.price });
    }

    protected override render(): TemplateResult {
        return html`<fieldset><legend>${t('offer.title')}</legend>
            ${this.parts.price ? this.price() : nothing} ${this.parts.terms ? this.terms() : nothing}</fieldset>`;
    }

    private price(): TemplateResult {
        const { offer, errors } = this;
        const ceiling = this.view?.notice.ceiling;
        return html`${field({ id: 'offer-price', label: t('offer.price'), hint: ceiling ? t('offer.price.hint', { ceiling: groupedAmount(ceiling) }) : t('offer.price.hint_free'),
                size: 'amount', inputmode: 'decimal', value: offer.price, error: errors['offer-price'], change: (price) => this.set({ price: price.trim() }) })}
            ${field({ id: 'offer-words', label: t('offer.words'), hint: t('offer.words.hint'), value: offer.words, error: errors['offer-words'], change: (words) => this.set({ words }) })}
            ${this.comparison()}`;
    }

    private terms(): TemplateResult {
        const { offer, errors } = this;
        return html`<div class="field-pair">
                ${field({ id: 'offer-days', label: t('offer.days'), inputmode: 'numeric', value: offer.days, error: errors['offer-days'], change: (days) => this.set({ days: days.trim() }) })}
                ${field({ id: 'offer-quality', label: t('offer.quality'), value: offer.quality, error: errors['offer-quality'], change: (quality) => this.set({ quality }) })}
                ${field({ id: 'offer-manager', label: t('offer.manager'), value: offer.manager, error: errors['offer-manager'], change: (manager) => this.set({ manager }) })}
                ${field({ id: 'offer-certificate', label: t('offer.certificate'), value: offer.certificate, change: (certificate) => this.set({ certificate }) })}
            </div>
            ${field({ id: 'offer-security', label: t('offer.security'), hint: t('offer.security.hint'), value: offer.security, change: (security) => this.set({ security }) })}`;
    }

    private comparison(): TemplateResult | typeof nothing {
        if (!this.amount) return nothing;
        const words = this.offer.words.trim();
        const same = words === this.amount.capital;
        return html`<div class="capital ${words ? (same ? 'same' : 'differs') : ''}" aria-live="polite">
            <span class="small muted">${t('offer.generated', { amount: this.amount.grouped })}</span>
            <strong>${this.amount.capital}</strong>
            ${words ? html`<span class="small">${same ? t('offer.same') : t('offer.differs')}</span>` : nothing}
            ${same ? nothing : html`<span><button type="button" class="link" @click=${() => this.set({ words: this.amount!.capital })}>${t('offer.take')}</button></span>`}
        </div>`;
    }
}
