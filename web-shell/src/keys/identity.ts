/** A person's key and certificates in this browser. The private key is stored as encrypted PKCS #8 only. */
import type { Handle } from 'generated/exports';
import { api } from '../api/client';
import type { Role } from '../api/types';
import { derToPem, pemToDer, random, utf8 } from '../base/bytes';
import { core } from '../core/core';
import { stored } from './database';

export interface Identity {
    /** Subject serial number of the certificate. */
    id: string;
    name: string;
    organisation: string;
    role: Role | '';
    pkcs8: Uint8Array;
    chain: Uint8Array[];
    created: string;
    lastUsed: string;
}

export interface Subject { id: string; name: string; organisation: string }

const iterations = 210_000;

export const identities = {
    all: async (): Promise<Identity[]> => (await stored.all<Identity>('identities')).sort((a, b) => b.lastUsed.localeCompare(a.lastUsed)),
    get: (id: string) => stored.get<Identity>('identities', id),
    remove: (id: string) => stored.remove('identities', id),
    save: (identity: Identity) => stored.put('identities', { ...identity, lastUsed: new Date().toISOString() }),
};

/** Lets `work` use an opened key; the key leaves the core's memory afterwards. */
export async function withKey<T>(identity: Identity, passphrase: string, work: (key: Handle) => Promise<T>): Promise<T> {
    const key = await core.key_unlock(identity.pkcs8, utf8(passphrase));
    try {
        return await work(key);
    } finally {
        await core.free_handle(key).catch(() => undefined);
    }
}

/** A new key, and a certificate for it from the centre's demo CA. */
export async function createIdentity(subject: Subject, passphrase: string, role?: Role): Promise<Identity> {
    const key = await core.key_generate(random(64));
    try {
        const pkcs8 = await core.key_lock(key, utf8(passphrase), random(16), random(16), iterations);
        const fields = {
            country: 'CN', organisation: subject.organisation, organisational_unit: '', common_name: subject.name, serial_number: subject.id,
        };
        const request = await core.request_create(key, fields, random(32));
        const reply = await api.requestCertificate(derToPem('CERTIFICATE REQUEST', request), role);
        return await finish(pkcs8, reply.chain.flatMap((pem) => pemToDer(pem, 'CERTIFICATE')), role ?? '');
    } finally {
        await core.free_handle(key).catch(() => undefined);
    }
}

/** A key file and certificates that the person brings. The key is locked again, as this browser stores it. */
export async function importIdentity(keyPem: string, certificatePem: string, passphrase: string): Promise<Identity> {
    const der = pemToDer(keyPem, 'PRIVATE KEY')[0] ?? new Uint8Array();
    const key = await core.key_unlock(der, utf8(passphrase));
    try {
        const pkcs8 = await core.key_lock(key, utf8(passphrase), random(16), random(16), iterations);
        return await finish(pkcs8, pemToDer(certificatePem, 'CERTIFICATE'), '');
    } finally {
        await core.free_handle(key).catch(() => undefined);
    }
}

async function finish(pkcs8: Uint8Array, chain: Uint8Array[], role: Role | ''): Promise<Identity> {
    const facts = (await core.certificate_read(chain[0] ?? new Uint8Array())) as { subject: Record<string, string> };
    const now = new Date().toISOString();
    const identity: Identity = {
        id: facts.subject.serial_number ?? '',
        name: facts.subject.common_name ?? '',
        organisation: facts.subject.organisation ?? '',
        role, pkcs8, chain, created: now, lastUsed: now,
    };
    await identities.save(identity);
    return identity;
}

/** The key and certificates as one PEM file, for a backup or another computer. The key stays encrypted. */
export function exportPem(identity: Identity): string {
    return derToPem('ENCRYPTED PRIVATE KEY', identity.pkcs8) + identity.chain.map((der) => derToPem('CERTIFICATE', der)).join('');
}
