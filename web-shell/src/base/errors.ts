/** Errors as people see them: what happened, what was not lost, what to do. */
import { errorTable, type ErrorName } from 'generated/errors';
import { hasMessage, language, t, type MessageKey } from './messages';

export class KaibiaoError extends Error {
    /** What the person keeps although this failed; set where it is known. */
    kept = '';

    constructor(readonly errorName: ErrorName, readonly place = '', readonly detail = '') {
        super(errorName);
    }

    /** What happened, in the language of the page. */
    get sentence(): string {
        return errorTable[this.errorName][language()];
    }

    keeping(kept: string): this {
        this.kept = kept;
        return this;
    }
}

export class OfflineError extends Error {
    kept = '';
}

/** The person closed a dialogue: nothing happened and nothing needs saying. */
export class Cancelled extends Error {}

const byNumber = new Map<number, ErrorName>(Object.entries(errorTable).map(([name, row]) => [row.number, name as ErrorName]));

export function errorFromNumber(number: number, place: string, detail: string): KaibiaoError {
    return new KaibiaoError(byNumber.get(number) ?? 'internal_error', place, detail);
}

export function isErrorName(name: string): name is ErrorName {
    return name in errorTable;
}

export function whatHappened(error: unknown): string {
    if (error instanceof KaibiaoError) return error.sentence;
    if (error instanceof OfflineError) return t('error.offline');
    return t('error.unknown', { text: error instanceof Error ? error.message : String(error) });
}

export function whatToDo(error: unknown): string {
    if (error instanceof KaibiaoError) {
        if (error.errorName === 'file_kind_wrong') return t(`file.seems.${error.detail}` as MessageKey);
        const own = `error.todo.${error.errorName}`;
        if (hasMessage(own)) return t(own);
        if (errorTable[error.errorName].http >= 500) return t('error.todo.server');
        return t('error.todo.input');
    }
    return error instanceof OfflineError ? t('error.todo.offline') : t('error.todo.unknown');
}

export function whatWasKept(error: unknown): string {
    if (error instanceof KaibiaoError || error instanceof OfflineError) return error.kept || t('error.kept.nothing_sent');
    return t('error.kept.nothing_sent');
}

/** A sentence for lists and tables. */
export function errorSentence(name: string): string {
    return isErrorName(name) ? errorTable[name][language()] : name;
}
