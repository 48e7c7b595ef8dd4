// A CA of its own, made by the openssl command in `folder`: root.pem, and crl.pem once listRevoked() made it.

import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const settings = `[ca]
default_ca = this
[this]
database = index
serial = serial
crlnumber = crlnumber
default_md = sha256
default_crl_days = 30
new_certs_dir = .
policy = any
unique_subject = no
[any]
countryName = optional
organizationName = optional
organizationalUnitName = optional
commonName = supplied
serialNumber = optional
[leaf]
keyUsage = critical,digitalSignature,nonRepudiation
basicConstraints = critical,CA:false
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[no_signing]
keyUsage = critical,keyAgreement
basicConstraints = critical,CA:false
[web_server]
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,serverAuth
basicConstraints = critical,CA:false
`;

export class Authority {
  constructor(folder) {
    this.folder = folder;
    const at = (name) => join(folder, name);
    writeFileSync(at('ca.cnf'), settings);
    writeFileSync(at('index'), '');
    writeFileSync(at('serial'), '01\n');
    writeFileSync(at('crlnumber'), '01\n');
    this.openssl('ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', 'root.key');
    this.openssl('req', '-x509', '-new', '-key', 'root.key', '-subj', '/C=CN/O=Second CA/CN=Second Root', '-days', '3650', '-out', 'root.pem',
      '-addext', 'keyUsage=critical,keyCertSign,cRLSign', '-addext', 'basicConstraints=critical,CA:true');
  }

  openssl(...args) { execFileSync('openssl', args, { cwd: this.folder, stdio: 'ignore' }); }
  ca(...args) { this.openssl('ca', '-config', 'ca.cnf', '-keyfile', 'root.key', '-cert', 'root.pem', ...args); }

  // Later options win: `more` may name another section, time or digest.
  certify(request, out, ...more) { this.ca('-batch', '-extensions', 'leaf', '-days', '365', '-in', request, '-out', out, '-notext', ...more); }
  listRevoked(out = 'crl.pem') { this.ca('-gencrl', '-out', out); }
  revoke(certificate) { this.ca('-revoke', certificate); }

  // What makes a server accept this CA, and no demo CA.
  trusted() { return ['trust.demo_ca=false', `trust.roots=${join(this.folder, 'root.pem')}`, `trust.crls=${join(this.folder, 'crl.pem')}`].flatMap((one) => ['--set', one]); }
}
