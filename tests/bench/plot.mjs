// The table as a picture: one bar a row, as a multiple of its target, on a logarithmic axis.

const escape = (text) => text.replace(/[&<>]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[c]);

export function plot(rows) {
  const barHeight = 26;
  const left = 470;
  const width = 360;
  const target = (r) => Number(r.target.split(' ')[1]);
  // How many times better than the target, whichever way the target points.
  const better = (r) => (r.target.startsWith('>=') ? r.value / target(r) : target(r) / r.value);
  const x = (factor) => left + (width / 2) * (1 + Math.max(-1, Math.min(1, Math.log10(factor))));
  const bars = rows.map((r, i) => {
    const y = 40 + i * barHeight;
    const from = Math.min(x(1), x(better(r)));
    const length = Math.abs(x(better(r)) - x(1));
    return `<text x="${left - 10}" y="${y + 15}" text-anchor="end">${escape(r.name)}</text>
<rect x="${from}" y="${y + 3}" width="${Math.max(length, 1)}" height="${barHeight - 8}" fill="${r.met ? '#1f6f5c' : '#b4442c'}"/>
<text x="${left + width + 10}" y="${y + 15}">${r.value} ${r.unit} (${escape(r.target)})</text>`;
  });
  const height = 60 + rows.length * barHeight;
  const ticks = [0.1, 0.3, 1, 3, 10].map((f) => `<line x1="${x(f)}" y1="30" x2="${x(f)}" y2="${height - 20}" stroke="#ccc"/><text x="${x(f)}" y="24" text-anchor="middle">${f}×</text>`);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="1080" height="${height}" font-family="sans-serif" font-size="12">
<rect width="100%" height="100%" fill="#fff"/>${ticks.join('')}${bars.join('\n')}</svg>\n`;
}
