# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
#
# The other ways to enroll and to list, as their manuals say. Source after common.sh.
# shellcheck disable=SC2154 # work, double, floor and the like are set by common.sh
#
#   opensc   pkcs11-tool, and openssl req with the pkcs11 engine for the CSR
#   gnutls   p11tool and certtool

peers_open() {
    engine=$(openssl version -e | sed 's/^ENGINESDIR: "\(.*\)"$/\1/')/pkcs11.so
    cat >"$work/engine.cnf" <<EOF
openssl_conf = configuration
[configuration]
engines = engines
[engines]
pkcs11 = pkcs11
[pkcs11]
engine_id = pkcs11
dynamic_path = $engine
MODULE_PATH = $double
init = 0
[req]
distinguished_name = req_distinguished_name
[req_distinguished_name]
EOF
    printf 'organization = "Perf"\ncn = "k1"\n' >"$work/certtool.cfg"
    export GNUTLS_PIN=1234
}

need_opensc() {
    need_command pkcs11-tool opensc
    [[ -f $engine ]] || die "'$engine' not found; install libengine-pkcs11-openssl"
}

need_gnutls() {
    need_command p11tool gnutls-bin
    need_command certtool gnutls-bin
}

enroll_opensc() {
    local type=EC:prime256v1
    if [[ $1 == rsa ]]; then
        type=rsa:2048
    fi
    step pkcs11-tool --module "$double" --token-label "$token_label" --login --pin 1234 \
        --keypairgen --key-type "$type" --label k1 --id 6b31
    OPENSSL_CONF=$work/engine.cnf step openssl req -new -engine pkcs11 -keyform engine \
        -key "pkcs11:token=$token_label;object=k1;type=private;pin-value=1234" \
        -subj /O=Perf/CN=k1 -sha256 -out "$work/job/k1.csr"
}

install_opensc() {
    step pkcs11-tool --module "$double" --token-label "$token_label" --login --pin 1234 \
        --write-object "$work/job/k1.crt" --type cert --label k1 --id 6b31
}

enroll_gnutls() {
    local -a type=(--generate-privkey=ecdsa --curve=secp256r1)
    if [[ $1 == rsa ]]; then
        type=(--generate-privkey=rsa --bits=2048)
    fi
    step p11tool --provider "$double" --batch --login "${type[@]}" --label k1 --id 6b31 \
        "pkcs11:token=$token_label"
    step certtool --provider "$double" --generate-request --template "$work/certtool.cfg" \
        --load-privkey "pkcs11:token=$token_label;object=k1;type=private" \
        --load-pubkey "pkcs11:token=$token_label;object=k1;type=public" \
        --outfile "$work/job/k1.csr"
}

install_gnutls() {
    step p11tool --provider "$double" --batch --login --write \
        "--load-certificate=$work/job/k1.crt" --label k1 --id 6b31 "pkcs11:token=$token_label"
}

# list_WAY lists the token; shown_WAY counts the objects in what it printed.

list_floor() {
    step "$floor" list --module "$double" --token "$token_label" --pin-file "$work/pin"
}

shown_floor() {
    wc -l <"$work/job/output"
}

shown_hardtoken() {
    # a key of hardtoken is the pair: two objects
    jq '2 * (.keys | length) + (.certificates | length)' "$work/job/output"
}

list_opensc() {
    step pkcs11-tool --module "$double" --token-label "$token_label" --login --pin 1234 -O
}

shown_opensc() {
    grep -c '^[A-Z].* Object; ' "$work/job/output"
}

# --only-urls: without it p11tool logs in again for every object and takes minutes at 3000.
list_gnutls() {
    step p11tool --provider "$double" --batch --login --list-all --only-urls \
        "pkcs11:token=$token_label"
}

shown_gnutls() {
    grep -c '^pkcs11:' "$work/job/output"
}

peer_versions() {
    openssl version
    printf 'SoftHSM %s\n' "$(softhsm2-util --version)"
    case $1 in
        *opensc*)
            opensc-tool --info | head -n 1
            package_version libengine-pkcs11-openssl
            ;;
    esac
    case $1 in
        *gnutls*) p11tool --version | head -n 1 ;;
    esac
    case $1 in
        *hardtoken*) "$hardtoken" --version | head -n 1 ;;
    esac
}

# The engine does not say its version; the package does, where there is dpkg.
package_version() {
    if command -v dpkg-query >/dev/null; then
        # shellcheck disable=SC2016 # a format of dpkg-query
        dpkg-query -W -f '${Package} ${Version}\n' "$@"
    fi
}
