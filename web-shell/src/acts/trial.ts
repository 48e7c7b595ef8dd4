/** Entering a trial with one click: a fresh key, a certificate from the demo CA, a tender with bots for all other roles. */
import { api } from '../api/client';
import { hex, random } from '../base/bytes';
import { t } from '../base/messages';
import { createIdentity } from '../keys/identity';
import { logIn } from '../keys/login';
import { newTrialPassphrase } from '../keys/trial';
import { acceptOffered, anchorState } from './anchors';

export const trialRoles = ['tenderer', 'bidder', 'expert', 'supervisor', 'public'] as const;
export type TrialRole = (typeof trialRoles)[number];

/** Returns where to go next. */
export async function enterTrial(role: TrialRole): Promise<string> {
    if ((await anchorState()) === 'missing') await acceptOffered();
    if (role !== 'public') await becomeTrialPerson(role);
    const started = await api.startTrial(role);
    if (role === 'tenderer') return '/lots/new';
    if (!started.lot) return '/lots';
    return role === 'bidder' ? `/lots/${started.lot}/seal` : `/lots/${started.lot}`;
}

async function becomeTrialPerson(role: Exclude<TrialRole, 'public'>): Promise<void> {
    const suffix = hex(random(4)).toUpperCase();
    const id = `TRIAL-${role.toUpperCase()}-${suffix}`;
    const organisation = role === 'expert' ? '' : `${t(`trial.organisation.${role}`)} ${suffix}`;
    const name = role === 'expert' ? `${t('trial.organisation.expert')} ${suffix}` : organisation;
    const passphrase = newTrialPassphrase(id);
    const identity = await createIdentity({ id, name, organisation: organisation || t('trial.organisation.expert') }, passphrase, role);
    await logIn(identity, passphrase);
}
