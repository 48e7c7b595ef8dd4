/** Filling for trials: a plausible offer and small PDF files, made here. */
import type { EnvelopeNumber, LotView } from '../api/types';
import { random } from '../base/bytes';
import { t } from '../base/messages';
import type { Offer } from '../components/kb-offer-form';
import type { Identity } from '../keys/identity';
import type { Volume } from './preflight';

export function demoOffer(view: LotView, identity: Identity): Offer {
    const ceiling = Number(view.notice.ceiling ?? '10000000');
    const permille = 880 + ((random(1)[0] ?? 0) % 80);
    const price = Math.round((ceiling * permille) / 100_000) * 100;
    return { price: `${price}.00`, words: '', days: '360', quality: t('demo.quality'), manager: t('demo.manager'), certificate: `浙 1332026${identity.id.slice(-4)}`, security: '' };
}

/** A PDF of one page with a line of ASCII text, built by hand. */
function pdf(line: string): Uint8Array {
    const stream = `BT /F1 18 Tf 72 720 Td (${line}) Tj ET`;
    const objects = [
        '<< /Type /Catalog /Pages 2 0 R >>',
        '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
        '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
        `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
        '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    ];
    let text = '%PDF-1.4\n';
    const offsets = objects.map((object, index) => {
        const at = text.length;
        text += `${index + 1} 0 obj\n${object}\nendobj\n`;
        return at;
    });
    const start = text.length;
    text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('')}`;
    text += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`;
    return new TextEncoder().encode(text);
}

/** The price envelope of two has the priced documents alone. */
export function demoVolumes(view: LotView, envelope: EnvelopeNumber): Promise<Volume[]> {
    const names: [string, string][] = envelope === 2 ? [[t('demo.volume.3'), 'Priced']] : [[t('demo.volume.1'), 'Commercial'], [t('demo.volume.2'), 'Technical']];
    return Promise.resolve(names.map(([title, ascii], index) => ({
        id: 1000 + index,
        title,
        file: new File([pdf(`${ascii} volume, project ${view.notice.project.code}`) as BlobPart], `${title}.pdf`, { type: 'application/pdf' }),
    })));
}
