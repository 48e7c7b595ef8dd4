// Reads a QR code (ISO/IEC 18004) from its modules, without error correction: what is drawn on a screen has no errors.
// Byte mode, level M, versions 5 to 10; written from the standard, not from the encoder that the page uses.
import assert from 'node:assert/strict';

/** By version: check bytes of each block, and how many data bytes each block has. */
const levelM = {
    5: [24, [43, 43]], 6: [16, [27, 27, 27, 27]], 7: [18, [31, 31, 31, 31]], 8: [22, [38, 38, 39, 39]],
    9: [22, [36, 36, 36, 37, 37]], 10: [26, [43, 43, 43, 43, 44]],
};
const alignment = { 5: [6, 30], 6: [6, 34], 7: [6, 22, 38], 8: [6, 24, 42], 9: [6, 26, 46], 10: [6, 28, 50] };
const masks = [
    (y, x) => (y + x) % 2 === 0, (y) => y % 2 === 0, (_y, x) => x % 3 === 0, (y, x) => (y + x) % 3 === 0,
    (y, x) => (Math.floor(y / 2) + Math.floor(x / 3)) % 2 === 0, (y, x) => ((y * x) % 2) + ((y * x) % 3) === 0,
    (y, x) => (((y * x) % 2) + ((y * x) % 3)) % 2 === 0, (y, x) => (((y + x) % 2) + ((y * x) % 3)) % 2 === 0,
];

/** The 15 bits beside the upper left finder, most significant first: level, mask and their check bits. */
function format(dark) {
    const places = [0, 1, 2, 3, 4, 5, 7, 8].map((x) => [8, x]).concat([7, 5, 4, 3, 2, 1, 0].map((y) => [y, 8]));
    const bits = places.reduce((sum, [y, x]) => sum * 2 + Number(dark[y][x]), 0) ^ 0b101010000010010;
    let rest = bits;
    for (let at = 14; at >= 10; at -= 1) if (rest & (1 << at)) rest ^= 0b10100110111 << (at - 10);
    assert.equal(rest, 0, 'the check bits of the format');
    assert.equal(bits >> 13, 0, 'level M');
    return (bits >> 10) & 7;
}

function isPattern(size, version) {
    const centres = alignment[version];
    const near = (y, x) => centres.some((cy) => centres.some((cx) => Math.abs(cy - y) <= 2 && Math.abs(cx - x) <= 2
        && !(cy === 6 && cx === 6) && !(cy === 6 && cx === size - 7) && !(cy === size - 7 && cx === 6)));
    return (y, x) => (y < 9 && x < 9) || (y < 9 && x >= size - 8) || (y >= size - 8 && x < 9) || y === 6 || x === 6 || near(y, x)
        || (version >= 7 && ((y < 6 && x >= size - 11) || (x < 6 && y >= size - 11)));
}

function codewords(dark, version) {
    const size = dark.length;
    const pattern = isPattern(size, version);
    const mask = masks[format(dark)];
    const bits = [];
    for (let right = size - 1, up = true; right > 0; right -= 2, up = !up) {
        if (right === 6) right -= 1;
        for (let step = 0; step < size; step += 1) {
            const y = up ? size - 1 - step : step;
            for (const x of [right, right - 1]) if (!pattern(y, x)) bits.push(dark[y][x] !== mask(y, x));
        }
    }
    return Array.from({ length: bits.length >> 3 }, (_, at) => bits.slice(at * 8, at * 8 + 8).reduce((sum, bit) => sum * 2 + Number(bit), 0));
}

/** `dark[row][column]` */
export function readQr(dark) {
    const version = (dark.length - 17) / 4;
    const [check, lengths] = levelM[version];
    const all = codewords(dark, version);
    assert.ok(all.length >= lengths.reduce((sum, length) => sum + length + check, 0), 'as many code words as the version has');
    const blocks = lengths.map(() => []);
    let at = 0;
    for (let turn = 0; turn < Math.max(...lengths); turn += 1) {
        for (const [index, length] of lengths.entries()) if (turn < length) blocks[index].push(all[at++]);
    }
    const bits = blocks.flat().map((byte) => byte.toString(2).padStart(8, '0')).join('');
    assert.equal(bits.slice(0, 4), '0100', 'byte mode');
    const counted = version < 10 ? 8 : 16;
    const count = Number.parseInt(bits.slice(4, 4 + counted), 2);
    const bytes = Array.from({ length: count }, (_, index) => Number.parseInt(bits.slice(4 + counted + index * 8, 12 + counted + index * 8), 2));
    return Buffer.from(bytes).toString('utf8');
}

/** The modules that a page drew, from what the eye sees: each cell's middle in a picture of the element. */
export async function modulesOf(svg) {
    return svg.evaluate((element) => {
        const [start, , width] = element.getAttribute('viewBox').split(' ').map(Number);
        const size = width + 2 * start;
        const path = element.querySelector('path');
        const point = element.createSVGPoint();
        return Array.from({ length: size }, (_r, y) => Array.from({ length: size }, (_c, x) => {
            [point.x, point.y] = [x + 0.5, y + 0.5];
            return path.isPointInFill(point);
        }));
    });
}
