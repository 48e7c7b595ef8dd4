#!/usr/bin/env bash
# Makes tests/vectors/x509 with the openssl command: certificates, lists, requests and keys that our readers must agree
# with, and hostile ones that OpenSSL will write but we must refuse. Run by hand; the results are committed.
# All times are fixed around 2026-11-23 (openssl x509 of 3.0 takes no dates, hence `openssl ca`).
set -euo pipefail
out=$(cd "$(dirname "$0")/../vectors/x509" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
start=20260801000000Z
end=20360801000000Z

config() { # NAME: an authority with its own database
    mkdir -p "$1.db"
    : >"$1.db/index"
    echo 1000 >"$1.db/serial"
    echo 01 >"$1.db/crlnumber"
    cat >"$1.cnf" <<CNF
[ca]
default_ca = this
[this]
database = $1.db/index
serial = $1.db/serial
crlnumber = $1.db/crlnumber
new_certs_dir = $1.db
policy = any
default_md = ${digest:-sha256}
default_days = 30
unique_subject = no
string_mask = utf8only
crl_extensions = crl
[any]
countryName = optional
organizationName = optional
organizationalUnitName = optional
commonName = optional
serialNumber = optional
[crl]
authorityKeyIdentifier = keyid
[crl_of_part]
authorityKeyIdentifier = keyid
issuingDistributionPoint = critical,@part
[part]
fullname = URI:http://ca.example/crl
[crl_of_other_part]
authorityKeyIdentifier = keyid
issuingDistributionPoint = critical,@other_part
[other_part]
fullname = URI:http://ca.example/crl2
[crl_of_signers]
issuingDistributionPoint = critical,@signers
[signers]
onlyuser = TRUE
[crl_of_authorities]
issuingDistributionPoint = critical,@authorities
[authorities]
onlyCA = TRUE
[crl_indirect]
issuingDistributionPoint = critical,@indirect
[indirect]
indirectCRL = TRUE
[crl_delta]
2.5.29.27 = critical,ASN1:INTEGER:1
[root]
basicConstraints = critical,CA:true
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[middle]
basicConstraints = critical,CA:true,pathlen:0
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[middle_without_crl_sign]
basicConstraints = critical,CA:true
keyUsage = critical,keyCertSign
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[leaf]
basicConstraints = critical,CA:false
keyUsage = critical,digitalSignature,nonRepudiation
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid,issuer
crlDistributionPoints = URI:http://ca.example/crl
subjectAltName = email:someone@example.com
certificatePolicies = 1.2.3.4
[wrong_key_usage]
basicConstraints = critical,CA:false
keyUsage = critical,keyEncipherment
[wrong_extended]
basicConstraints = critical,CA:false
keyUsage = critical,digitalSignature
extendedKeyUsage = serverAuth
[no_key_usage]
basicConstraints = critical,CA:false
[unknown_critical]
basicConstraints = critical,CA:false
keyUsage = critical,digitalSignature
1.2.3.4.5 = critical,DER:0500
[constrained_names]
basicConstraints = critical,CA:true
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
nameConstraints = permitted;dirName:only
[only]
C = CN
CNF
}

key() { # NAME ALGORITHM…
    local name=$1
    shift
    openssl genpkey -quiet -out "$name.key" "$@" 2>/dev/null || openssl genpkey -out "$name.key" "$@"
}
p256=(-algorithm EC -pkeyopt ec_paramgen_curve:P-256)

request() { # NAME SUBJECT [DIGEST]: Ed25519 signs without a separate digest
    openssl req -new -utf8 -key "$1.key" -subj "$2" "-${3:-sha256}" -out "$1.csr"
}

root() { # NAME SUBJECT [DIGEST]
    digest=${3:-sha256} config "$1"
    request "$1" "$2" "${3:-sha256}"
    openssl ca -batch -notext -selfsign -config "$1.cnf" -extensions root -startdate $start -enddate $end \
        -keyfile "$1.key" -in "$1.csr" -out "$1.pem" 2>/dev/null
}

issue() { # CA NAME EXTENSIONS [START END] [-md …]
    local ca=$1 name=$2 extensions=$3 from=${4:-$start} to=${5:-$end}
    shift $(($# < 5 ? $# : 5))
    openssl ca -batch -notext -config "$ca.cnf" -extensions "$extensions" -startdate "$from" -enddate "$to" \
        -keyfile "$ca.key" -cert "$ca.pem" -in "$name.csr" -out "$name.pem" "$@" 2>/dev/null
}

crl() { # CA [LASTUPDATE NEXTUPDATE]
    openssl ca -gencrl -config "$1.cnf" -keyfile "$1.key" -cert "$1.pem" -crl_lastupdate "${2:-20261122000000Z}" \
        -crl_nextupdate "${3:-20261222000000Z}" -out "$1.crl.pem" 2>/dev/null
}

leaf() { # CA NAME EXTENSIONS [START END …]
    local ca=$1 name=$2
    shift 2
    [ -f "$name.key" ] || cp leaf.key "$name.key"
    [ -f "$name.csr" ] || request "$name" "/C=CN/O=测试建设集团有限公司/CN=$name 王小明/serialNumber=91110000MA01TEST0X"
    issue "$ca" "$name" "$@"
}

key leaf "${p256[@]}"

# elliptic curves: P-384 root, P-256 authority with path length 0
key ec_root -algorithm EC -pkeyopt ec_paramgen_curve:P-384
root ec_root "/C=CN/O=Example CA/CN=EC Root" sha384
key ec_middle "${p256[@]}"
request ec_middle "/C=CN/O=Example CA/CN=EC Middle"
config ec_middle
issue ec_root ec_middle middle
leaf ec_middle ec_leaf leaf
leaf ec_middle ec_revoked leaf
leaf ec_middle ec_expired leaf 20260801000000Z 20261101000000Z
leaf ec_middle ec_future leaf 20261201000000Z $end
for usage in wrong_key_usage wrong_extended no_key_usage unknown_critical; do leaf ec_middle "ec_$usage" $usage; done
key ec_ed25519 -algorithm ED25519
request ec_ed25519 "/C=CN/O=Example/CN=Device key/serialNumber=91110000MA01TEST0X"
issue ec_middle ec_ed25519 leaf
key ec_p521 -algorithm EC -pkeyopt ec_paramgen_curve:P-521
request ec_p521 "/C=CN/O=Example/CN=P-521/serialNumber=1"
issue ec_middle ec_p521 leaf
openssl ca -config ec_middle.cnf -keyfile ec_middle.key -cert ec_middle.pem -revoke ec_revoked.pem 2>/dev/null
crl ec_middle
crl ec_root
for kind in of_part of_other_part of_signers of_authorities indirect delta; do
    openssl ca -gencrl -config ec_middle.cnf -crlexts "crl_$kind" -keyfile ec_middle.key -cert ec_middle.pem \
        -crl_lastupdate 20261122000000Z -crl_nextupdate 20261222000000Z -out "ec_middle_$kind.crl.pem" 2>/dev/null
done
# below a path length of 0
key ec_below "${p256[@]}"
request ec_below "/C=CN/O=Example CA/CN=EC Below"
config ec_below
issue ec_middle ec_below middle
leaf ec_below ec_too_long leaf
crl ec_below
# an authority that may not sign lists, and one with name constraints
for kind in middle_without_crl_sign constrained_names; do
    cp ec_middle.key "ec_$kind.key"
    request "ec_$kind" "/C=CN/O=Example CA/CN=$kind"
    config "ec_$kind"
    issue ec_root "ec_$kind" "$kind"
    leaf "ec_$kind" "ec_under_$kind" leaf
    crl "ec_$kind"
done

# RSA: PKCS #1, PSS, and what is too weak
key rsa_root -algorithm RSA -pkeyopt rsa_keygen_bits:3072
root rsa_root "/C=CN/O=Example CA/CN=RSA Root" sha384
key rsa_leaf -algorithm RSA -pkeyopt rsa_keygen_bits:2048
leaf rsa_root rsa_leaf leaf
leaf rsa_root rsa_pss leaf $start $end -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:digest
leaf rsa_root rsa_sha1 leaf $start $end -md sha1
leaf rsa_root rsa_md5 leaf $start $end -md md5
key rsa_short -algorithm RSA -pkeyopt rsa_keygen_bits:1024
leaf rsa_root rsa_short leaf
crl rsa_root
openssl ca -gencrl -config rsa_root.cnf -keyfile rsa_root.key -cert rsa_root.pem -md sha1 -crl_lastupdate 20261122000000Z \
    -crl_nextupdate 20261222000000Z -out rsa_root_sha1.crl.pem 2>/dev/null
# an unrelated root with an elliptic curve and ecdsa-with-SHA1 below it
key sha1_root "${p256[@]}"
root sha1_root "/C=CN/O=Example CA/CN=SHA-1 Root"
leaf sha1_root ec_sha1 leaf $start $end -md sha1
crl sha1_root

# keys at rest: the same key in every form OpenSSL writes; the passphrase is `correct horse`
openssl pkcs8 -topk8 -nocrypt -in leaf.key -out leaf_plain.p8.pem
openssl pkcs8 -topk8 -in leaf.key -v2 aes-256-cbc -v2prf hmacWithSHA256 -iter 210000 -passout pass:"correct horse" -out leaf_aes256.p8.pem
openssl pkcs8 -topk8 -in leaf.key -v2 aes-128-cbc -v2prf hmacWithSHA256 -iter 2048 -passout pass:"correct horse" -out leaf_aes128.p8.pem
openssl pkcs8 -topk8 -in leaf.key -v2 aes-256-cbc -v2prf hmacWithSHA1 -passout pass:"correct horse" -out leaf_sha1.p8.pem
openssl pkcs8 -topk8 -in leaf.key -scrypt -passout pass:"correct horse" -out leaf_scrypt.p8.pem
openssl pkcs8 -topk8 -in rsa_leaf.key -v2 aes-256-cbc -v2prf hmacWithSHA256 -iter 2048 -passout pass:"correct horse" -out rsa_aes256.p8.pem
openssl ec -in leaf.key -out leaf_sec1.pem 2>/dev/null

# requests: ours to read, and one whose signature is wrong
openssl req -new -utf8 -key leaf.key -subj "/C=CN/O=测试建设集团有限公司/OU=bidder/CN=王小明/serialNumber=91110000MA01TEST0X" -out request_ec.csr.pem
openssl req -new -key rsa_leaf.key -subj "/CN=RSA" -out request_rsa.csr.pem

rm -f "$out"/*.pem
cp ./*.crl.pem ./*.p8.pem leaf_sec1.pem ./*.csr.pem "$out"
for file in ./*.pem; do
    case $file in *.crl.pem | *.p8.pem | *.csr.pem | ./leaf_sec1.pem) ;; *) openssl x509 -in "$file" -out "$out/$(basename "$file")" ;; esac
done
chmod 644 "$out"/*.pem
echo "$(find "$out" -name '*.pem' | wc -l) files in $out"
