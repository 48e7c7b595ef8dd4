// Certificate authorities made with the openssl command, careless and hostile ones too.
import { writeFileSync } from 'node:fs';
import { encode, fromPem, openssl } from './peer_tool.mjs';

export const p256 = ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256'];
export const rsa = (bits) => ['-algorithm', 'RSA', '-pkeyopt', `rsa_keygen_bits:${bits}`];
export const pss = ['-sigopt', 'rsa_padding_mode:pss', '-sigopt', 'rsa_pss_saltlen:digest'];

export const authorityExtensions = ['basicConstraints=critical,CA:true', 'keyUsage=critical,keyCertSign,cRLSign', 'subjectKeyIdentifier=hash', 'authorityKeyIdentifier=keyid'];
export const signerExtensions = ['basicConstraints=critical,CA:false', 'keyUsage=critical,digitalSignature', 'authorityKeyIdentifier=keyid'];
const policy = ['countryName', 'organizationName', 'organizationalUnitName', 'commonName', 'serialNumber', 'emailAddress', 'surname'].map((type) => `${type}=optional`);

/** Everything lies in one folder; `file(name)` is a path in it. */
export class World {
    constructor(file) {
        this.file = file;
        this.made = 0;
    }

    key(algorithm = p256) {
        const name = this.file(`key${this.made++}`);
        openssl(['genpkey', ...algorithm, '-out', name]);
        return name;
    }

    /** A configuration for one run of `openssl ca`. */
    #config(database, extensions, sections) {
        const name = this.file(`cnf${this.made++}`);
        writeFileSync(name, ['[ca]', 'default_ca=c', '[c]', `database=${database}.index`, `serial=${database}.serial`, `crlnumber=${database}.number`,
            `new_certs_dir=${this.file('.')}`, 'policy=p', 'default_md=sha256', 'unique_subject=no', 'string_mask=utf8only', '[p]', ...policy,
            '[e]', ...extensions, ...sections, ''].join('\n'));
        return name;
    }

    #request(subject, key) {
        const name = this.file(`csr${this.made++}`);
        openssl(['req', '-new', '-utf8', '-key', key, '-subj', subject, '-out', name]);
        return name;
    }

    /** Without `issuer` the certificate is self-signed. `like`: an authority whose name and key are taken. */
    #issue(issuer, { subject, key, extensions, sections = [], digest = 'sha256', options = [], start = '20260101000000Z', end = '20351231000000Z' }) {
        const name = this.file(`cert${this.made++}`);
        const database = issuer?.database ?? name;
        if (!issuer) this.#database(database);
        const signing = issuer ? ['-keyfile', issuer.key, '-cert', issuer.pem] : ['-selfsign', '-keyfile', key];
        openssl(['ca', '-batch', '-notext', '-utf8', '-preserveDN', '-config', this.#config(database, extensions, sections), '-extensions', 'e', '-md', digest, ...options,
            '-startdate', start, '-enddate', end, ...signing, '-in', this.#request(subject, key), '-out', name]);
        return { subject, key, pem: name, database, der: encode(openssl(['x509', '-in', name, '-outform', 'DER'])) };
    }

    #database(name) {
        writeFileSync(`${name}.index`, '');
        writeFileSync(`${name}.serial`, `${1000 + this.made}\n`);
        writeFileSync(`${name}.number`, '01\n');
    }

    authority(subject, { issuer, key = this.key(), extensions = authorityExtensions, ...more } = {}) {
        const made = this.#issue(issuer, { subject, key, extensions, ...more });
        if (issuer) this.#database(made.database = made.pem);
        return made;
    }

    /** The name and key of `authority`, certified by another, or by itself again. */
    cross(authority, issuer, more = {}) {
        return this.authority(authority.subject, { issuer, key: authority.key, ...more });
    }

    signer(issuer, { subject = '/C=CN/O=Example/CN=Signer/serialNumber=42', key = this.key(), extensions = signerExtensions, ...more } = {}) {
        return this.#issue(issuer, { subject, key, extensions, ...more });
    }

    revoke(issuer, certificate) {
        openssl(['ca', '-config', this.#config(issuer.database, [], []), '-keyfile', issuer.key, '-cert', issuer.pem, '-revoke', certificate.pem]);
    }

    crl(authority, { last = '20261122000000Z', next = '20261222000000Z', extensions = ['authorityKeyIdentifier=keyid'], sections = [], digest = 'sha256', options = [] } = {}) {
        return fromPem(openssl(['ca', '-gencrl', '-config', this.#config(authority.database, extensions, sections), '-crlexts', 'e', '-md', digest, ...options,
            '-keyfile', authority.key, '-cert', authority.pem, '-crl_lastupdate', last, '-crl_nextupdate', next]).toString());
    }
}
