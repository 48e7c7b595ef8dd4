/**
 * Trial keys: one click instead of a passphrase. The generated passphrase lives in this tab's session storage, so the
 * stored key is still encrypted, and the key is worthless once the tab is closed.
 */
import { hex, random } from '../base/bytes';

const prefix = 'kaibiao.trial.';

export function newTrialPassphrase(id: string): string {
    const passphrase = hex(random(16));
    sessionStorage.setItem(prefix + id, passphrase);
    return passphrase;
}

export function trialPassphrase(id: string): string | null {
    return sessionStorage.getItem(prefix + id);
}
