// Amounts of yuan in Chinese words (大写), as an opening sheet must have them: docs/formats/package.md, "Amounts in words".

const digits = '零壹贰叁肆伍陆柒捌玖';
const places = ['', '拾', '佰', '仟'];
const groups = ['', '万', '亿', '万亿'];

// Four digits without zeros in front; zeros within become one 零.
function group(text) {
    let words = '';
    [...text].forEach((digit, index) => {
        if (digit === '0') words += words.endsWith('零') ? '' : '零';
        else words += digits[Number(digit)] + places[text.length - 1 - index];
    });
    return words.replace(/零+$/, '');
}

function whole(yuan) {
    let words = '';
    for (let left = yuan.length, index = Math.ceil(yuan.length / 4) - 1; index >= 0; index -= 1) {
        const size = left % 4 || 4;
        const found = group(yuan.slice(yuan.length - left, yuan.length - left + size));
        left -= size;
        if (found === '') words += words === '' || words.endsWith('零') || left === 0 ? '' : '零';
        else words += (words.endsWith('零') && found.startsWith('零') ? found.slice(1) : found) + groups[index];
    }
    return words.replace(/零+$/, '');
}

export function amountInWords(amount) {
    const [yuan, [jiao, fen]] = amount.split('.');
    const parts = yuan === '0' ? '' : `${whole(yuan)}元`;
    if (jiao === '0' && fen === '0') return `${parts || '零元'}整`;
    const tenth = jiao === '0' ? (parts === '' ? '' : '零') : `${digits[Number(jiao)]}角`;
    return parts + tenth + (fen === '0' ? '整' : `${digits[Number(fen)]}分`);
}
