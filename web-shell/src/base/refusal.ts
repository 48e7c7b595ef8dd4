/** What the shell itself finds wrong before it acts: an error whose sentence is in the message catalogue. */
import type { ErrorName } from 'generated/errors';
import { KaibiaoError } from './errors';

export class Refusal extends KaibiaoError {
    /** `say` gives the sentence in the language of the moment; `detail` is the same in every language. */
    constructor(name: ErrorName, private readonly say: () => string, detail = '') {
        super(name, '', detail);
    }

    override get sentence(): string {
        return this.say();
    }
}
