// Amounts of yuan in Chinese words (大写), as an opening sheet must have them: docs/formats/package.md, "Amounts in words".

const digits = '零壹贰叁肆伍陆柒捌玖';
const places = ['仟', '佰', '拾', ''];

/** Four digits; zeros between others become one 零. */
function groupInWords(text) {
    const words = [...text].map((digit, index) => (digit === '0' ? '零' : digits[Number(digit)] + places[index])).join('');
    return words.replace(/零+/g, '零').replace(/^零|零$/g, '');
}

function wholeInWords(yuan) {
    const groups = yuan.padStart(16, '0').match(/.{4}/g);
    const names = [groups[1] === '0000' ? '万亿' : '万', '亿', '万', ''];
    let [words, gap] = ['', false];
    groups.forEach((group, index) => {
        if (group === '0000') gap = true;
        else {
            const zero = words !== '' && (gap || group[0] === '0') ? '零' : '';
            words += zero + groupInWords(group) + names[index];
            gap = false;
        }
    });
    return words;
}

export function amountInWords(amount) {
    const [yuan, [jiao, fen]] = amount.split('.');
    const whole = yuan === '0' ? '' : `${wholeInWords(yuan)}元`;
    if (jiao === '0' && fen === '0') return `${whole || '零元'}整`;
    const tenths = jiao === '0' ? '' : `${digits[Number(jiao)]}角`;
    if (fen === '0') return whole + tenths;
    return `${whole}${tenths}${whole !== '' && tenths === '' ? '零' : ''}${digits[Number(fen)]}分`;
}
