/**
 * Trial keys: one click instead of a passphrase. The generated passphrase is kept beside the key, so a trial key is as
 * safe as this browser and no safer; it is worth nothing outside the trial, and every page says that this is one.
 */
import { hex, random } from '../base/bytes';

const prefix = 'kaibiao.trial.';

export function newTrialPassphrase(id: string): string {
    const passphrase = hex(random(16));
    localStorage.setItem(prefix + id, passphrase);
    return passphrase;
}

export function trialPassphrase(id: string): string | null {
    return localStorage.getItem(prefix + id);
}
