/** A price as people type it. What an amount is the core decides; here it is read kindly, and what is wrong with it is said plainly. */
import { errorSentence } from '../base/errors';
import { t } from '../base/messages';

export interface Amount { yuan: string; grouped: string; capital: string }

const separated = /^\d{1,3}([,\s])\d{3}(?:\1\d{3})*(?:\.\d*)?$/;

/** Full-width figures and signs become plain ones; separators of thousands go where each stands before three figures, leading zeros always. */
export function plainPrice(typed: string): string {
    const narrow = typed.replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0)).replace(/\u2212/g, '-').trim();
    return (separated.test(narrow) ? narrow.replace(/[,\s]/g, '') : narrow).replace(/^0+(?=\d)/, '');
}

/** `amount` is what the core made of it; the empty text when nothing is wrong. */
export function priceProblem(typed: string, amount: Amount | null): string {
    const plain = plainPrice(typed);
    if (plain === '') return t('offer.price.missing');
    if (amount) return Number(amount.yuan) === 0 ? t('offer.price.zero') : '';
    if (/^-\s*[\d.,\s]+$/.test(plain)) return t('offer.price.negative');
    if (/^\d+(\.\d{1,2})?$/.test(plain)) return errorSentence('money_out_of_range');
    if (/^\d+\.\d{3,}$/.test(plain)) return t('offer.price.decimals');
    if (/^[\d,\s]+(\.\d*)?$/.test(plain) && /[,\s]/.test(plain)) return t('offer.price.separators');
    return t('offer.price.characters');
}
