/** How values look on a page. Instants are shown in the centre's time, UTC+08:00, whatever the PC's zone is. */
import { language, t } from './messages';

const shanghaiOffset = 8 * 3600_000;

/** `2026-11-23 09:00:00` */
export function localTime(instant: string | number | null | undefined): string {
    if (instant === null || instant === undefined || instant === '') return '—';
    const ms = typeof instant === 'number' ? instant : Date.parse(instant);
    if (Number.isNaN(ms)) return '—';
    return new Date(ms + shanghaiOffset).toISOString().slice(0, 19).replace('T', ' ');
}

export function localDate(instant: string | number): string {
    return localTime(instant).slice(0, 10);
}

/** A person and its organisation; one name where both are the same. */
export function personName(name: string, organisation: string): string {
    return [...new Set([name, organisation])].filter(Boolean).join(' · ');
}

export function instantText(ms: number): string {
    return new Date(ms).toISOString();
}

/** The value of a `datetime-local` field, read as centre time. */
export function fromLocalField(value: string): number {
    return Date.parse(`${value.length === 16 ? `${value}:00` : value}Z`) - shanghaiOffset;
}

export function toLocalField(ms: number): string {
    return new Date(ms + shanghaiOffset).toISOString().slice(0, 19);
}

/** `1234567.00` → `1,234,567.00`; amounts stay text, never floating point. */
export function groupedAmount(yuan: string | null | undefined): string {
    if (!yuan) return '—';
    const [whole = '', cents] = yuan.split('.');
    const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
    return cents === undefined ? grouped : `${grouped}.${cents}`;
}

export function bytesText(bytes: number): string {
    const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
    let value = bytes;
    let unit = 0;
    while (value >= 1024 && unit < units.length - 1) {
        value /= 1024;
        unit += 1;
    }
    const digits = unit === 0 || value >= 100 ? 0 : 1;
    return `${value.toFixed(digits)} ${units[unit]}`;
}

const two = (n: number): string => String(n).padStart(2, '0');

/** `2 d 03:04:05`, `03:04:05` or `04:05`. */
export function countdownText(ms: number): string {
    const total = Math.max(0, Math.floor(ms / 1000));
    const days = Math.floor(total / 86400);
    const clock = `${two(Math.floor((total % 86400) / 3600))}:${two(Math.floor((total % 3600) / 60))}:${two(total % 60)}`;
    if (days > 0) return `${days} ${t('time.days')} ${clock}`;
    return total >= 3600 ? clock : clock.slice(3);
}

export function durationText(ms: number): string {
    const seconds = Math.round(ms / 1000);
    if (seconds < 120) return `${seconds} ${t('time.seconds')}`;
    if (seconds < 7200) return `${Math.round(seconds / 60)} ${t('time.minutes')}`;
    if (seconds < 172800) return `${Math.round(seconds / 3600)} ${t('time.hours')}`;
    return `${Math.round(seconds / 86400)} ${t('time.days')}`;
}

export function shortHash(hex: string | null | undefined): string {
    return hex ? `${hex.slice(0, 8)}…${hex.slice(-6)}` : '—';
}

/** Groups of four digits, for reading aloud. */
export function spacedHash(hex: string): string {
    return hex.replace(/(.{4})(?=.)/g, '$1 ');
}

export function numberText(value: number): string {
    return value.toLocaleString(language() === 'zh' ? 'zh-CN' : 'en-GB');
}

/** Order of two exact fractions such as `57/2`. */
export function compareFractions(left: string, right: string): number {
    const [[a, b], [c, d]] = [left, right].map((text) => text.split('/').map(BigInt)) as [bigint[], bigint[]];
    const difference = a! * (d ?? 1n) - c! * (b ?? 1n);
    return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** A fraction as a decimal of at most four places: as it is where it ends there, else marked as approximate (cut, not rounded). */
export function decimalOf(fraction: string): string {
    const [top, bottom] = fraction.split('/');
    if (bottom === undefined) return fraction;
    const scaled = BigInt(top!) * 10_000n;
    const quotient = scaled / BigInt(bottom);
    const digits = (quotient < 0n ? -quotient : quotient).toString().padStart(5, '0');
    const text = `${scaled < 0n ? '-' : ''}${digits.slice(0, -4)}.${digits.slice(-4)}`.replace(/\.?0+$/, '');
    return scaled % BigInt(bottom) === 0n ? text : `≈ ${text}`;
}
