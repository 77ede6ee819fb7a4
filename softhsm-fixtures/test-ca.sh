# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
#
# A CA for tests: a root and one intermediate, software keys, its own openssl configuration.
# Source this file under set -euo pipefail.
#
#   test_ca_new DIR [P-256|rsa]               makes the CA in DIR
#   test_ca_sign DIR CSR OUT [DAYS]           signs a CSR (PEM or DER) as asked for: subject, SAN, key
#                                             usage, extended key usage; never as a CA; random serial.
#                                             TEST_CA_NOT_BEFORE and TEST_CA_NOT_AFTER
#                                             (YYYYMMDDHHMMSSZ) replace "now" and "DAYS from now"
#   test_ca_chain DIR                         prints the path of the chain: intermediate, then root
#   test_ca_p7b DIR LEAF OUT [PEM|DER]        PKCS#7 without signature: leaf, then the chain

test_ca_openssl() {
    local directory=$1
    shift
    OPENSSL_CONF=$directory/openssl.cnf TEST_CA_DIRECTORY=$directory openssl "$@"
}

test_ca_configuration() {
    cat <<'EOF'
directory = $ENV::TEST_CA_DIRECTORY

[req]
distinguished_name = req_distinguished_name
prompt = no
string_mask = utf8only
[req_distinguished_name]

[ca]
default_ca = intermediate
[intermediate]
database = $directory/index.txt
new_certs_dir = $directory/issued
certificate = $directory/intermediate.pem
private_key = $directory/intermediate.key
default_md = sha256
default_days = 365
rand_serial = yes
unique_subject = no
email_in_dn = yes
copy_extensions = copy
policy = any_subject
x509_extensions = leaf
[any_subject]
commonName = optional

[root_ca]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[intermediate_ca]
basicConstraints = critical,CA:TRUE,pathlen:0
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[leaf]
basicConstraints = critical,CA:FALSE
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
EOF
}

test_ca_key() {
    local directory=$1 name=$2 type=$3
    case $type in
        P-256) set -- EC -pkeyopt ec_paramgen_curve:P-256 ;;
        rsa) set -- RSA -pkeyopt rsa_keygen_bits:2048 ;;
        *)
            echo "test-ca.sh: key type '$type' is neither P-256 nor rsa" >&2
            return 1
            ;;
    esac
    test_ca_openssl "$directory" genpkey -quiet -algorithm "$@" -out "$directory/$name.key"
}

test_ca_new() {
    local directory type=${2:-P-256}
    mkdir -p "$1/issued"
    directory=$(cd "$1" && pwd)
    test_ca_configuration >"$directory/openssl.cnf"
    : >"$directory/index.txt"
    test_ca_key "$directory" root "$type" || return
    test_ca_key "$directory" intermediate "$type" || return
    test_ca_openssl "$directory" req -x509 -new -sha256 -days 3650 -subj "/O=Test/CN=Test Root" \
        -key "$directory/root.key" -extensions root_ca -out "$directory/root.pem"
    test_ca_openssl "$directory" req -new -sha256 -subj "/O=Test/CN=Test Intermediate" \
        -key "$directory/intermediate.key" -out "$directory/intermediate.csr"
    test_ca_openssl "$directory" x509 -req -sha256 -days 3650 -in "$directory/intermediate.csr" \
        -CA "$directory/root.pem" -CAkey "$directory/root.key" \
        -set_serial "0x4$(openssl rand -hex 15)" -extfile "$directory/openssl.cnf" \
        -extensions intermediate_ca -out "$directory/intermediate.pem" 2>"$directory/log"
    cat "$directory/intermediate.pem" "$directory/root.pem" >"$directory/chain.pem"
}

test_ca_sign() {
    local directory csr=$2 out=$3 days=${4:-365} form=DER
    local -a validity=(-days "$days")
    directory=$(cd "$1" && pwd)
    if [[ -n ${TEST_CA_NOT_BEFORE:-} ]]; then
        validity+=(-startdate "$TEST_CA_NOT_BEFORE")
    fi
    if [[ -n ${TEST_CA_NOT_AFTER:-} ]]; then
        validity+=(-enddate "$TEST_CA_NOT_AFTER")
    fi
    if grep -aq -e '-----BEGIN' "$csr"; then
        form=PEM
    fi
    if ! test_ca_openssl "$directory" ca -config "$directory/openssl.cnf" -batch -notext -preserveDN \
        -inform "$form" -in "$csr" "${validity[@]}" -out "$out" 2>"$directory/log"; then
        echo "test-ca.sh: openssl ca did not sign '$csr':" >&2
        cat "$directory/log" >&2
        return 1
    fi
}

test_ca_chain() {
    printf '%s\n' "$1/chain.pem"
}

test_ca_p7b() {
    local directory=$1 leaf=$2 out=$3 form=${4:-PEM}
    test_ca_openssl "$directory" crl2pkcs7 -nocrl -certfile "$leaf" \
        -certfile "$directory/chain.pem" -outform "$form" -out "$out"
}
