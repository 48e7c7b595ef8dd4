/** The message catalogue: one file, two languages, Chinese first. */
import catalogue from '../../messages.json';

export type MessageKey = keyof typeof catalogue;
export type Language = 'zh' | 'en';
export interface LocalText { zh: string; en: string }

const storageKey = 'kaibiao.language';
const listeners = new Set<() => void>();
let current: Language = remembered();

function remembered(): Language {
    try {
        const stored = localStorage.getItem(storageKey);
        if (stored === 'zh' || stored === 'en') return stored;
    } catch {
        // Workers and locked-down browsers have no storage.
    }
    return 'zh';
}

export function language(): Language {
    return current;
}

export function setLanguage(next: Language): void {
    current = next;
    localStorage.setItem(storageKey, next);
    document.documentElement.lang = next === 'zh' ? 'zh-CN' : 'en';
    for (const listener of listeners) listener();
}

export function onLanguage(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
}

export function t(key: MessageKey, values: Record<string, string | number> = {}): string {
    const text = catalogue[key]?.[current] ?? key;
    return text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole));
}

export function hasMessage(key: string): key is MessageKey {
    return key in catalogue;
}

/** The text of a bilingual field that came from outside. */
export function local(text: LocalText | null | undefined): string {
    if (!text) return '';
    return text[current] || text.zh || text.en;
}
