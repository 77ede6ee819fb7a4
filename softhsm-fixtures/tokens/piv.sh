# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
#
# A PIV card in a virtual reader: pcscd, vpcd and piv-card in process, mount and network namespaces of
# their own, so that the reader's port and the socket of pcscd are private. Source after common.sh.
#
#   piv_main "$0" "$@"    all that a with-piv script does before it names its module: afterwards the
#                         card is in the reader, TOKEN_DIRECTORY is set and TOKEN_ADMIN is exported;
#                         PIV_READER_NAME is the name of the reader, if it matters (ykcs11: with Yubico),
#                         PIV_ATR the answer to reset of the card. TOKEN_DRESSED=yes: those of a YubiKey 5

# shellcheck disable=SC2154 # token_script is that of common.sh
piv_check() {
    if [[ ! -x ${PIV_CARD:-} ]]; then
        echo "$token_script: PIV_CARD must be the path of the program piv-card" >&2
        exit 2
    fi
    token_need pcscd pcscd
    token_need ip iproute2
    token_need pkcs11-tool opensc
    token_need yubico-piv-tool yubico-piv-tool
    token_library pcsc/drivers/serial/libifdvpcd.so vsmartcard-vpcd >/dev/null
    token_library libykcs11.so ykcs11 >/dev/null
}

piv_configure() {
    if [[ -n ${TOKEN_DRESSED:-} ]]; then
        PIV_READER_NAME="Yubico YubiKey OTP+FIDO+CCID"
        export PIV_ATR=3BFD1300008131FE158073C021C057597562694B657940
    fi
    mkdir "$TOKEN_DIRECTORY/readers"
    cat >"$TOKEN_DIRECTORY/readers/vpcd" <<EOF
FRIENDLYNAME "${PIV_READER_NAME:-Yubico YubiKey test}"
DEVICENAME /dev/null:0x8C7B
LIBPATH $(token_library pcsc/drivers/serial/libifdvpcd.so vsmartcard-vpcd)
CHANNELID 0x8C7B
EOF
    ip link set lo up
    mount --make-rprivate /
    mount -t tmpfs tmpfs /run
    mkdir /run/pcscd
}

piv_main() {
    local script=$1
    shift
    if [[ ${1:-} != --inside ]]; then
        token_arguments "$@"
        piv_check
        token_isolate --net -- "$script" --inside "$@"
        exit
    fi
    shift
    token_arguments "$@"
    # The card takes only its default management key: the SO PIN of ykcs11.
    token_secrets 123456 010203040506070801020304050607080102030405060708
    piv_configure
    token_daemon "$TOKEN_DIRECTORY/pcscd.log" pcscd --foreground --info \
        --config "$TOKEN_DIRECTORY/readers"
    token_wait "pcscd" test -S /run/pcscd/pcscd.comm
    TOKEN_ADMIN=$(dirname "$script")/piv-admin
    export TOKEN_ADMIN
    "$TOKEN_ADMIN" insert
    # A card holder unique identifier: OpenSC takes its serial number from there.
    yubico-piv-tool --reader "${PIV_READER_NAME:-Yubico}" --action set-chuid --action set-ccc \
        >>"$TOKEN_DIRECTORY/init.log" 2>&1
    export TOKEN_KEYS="rsa:2048 ec:P-256 ec:P-384" TOKEN_GENERATES=so TOKEN_PIN_TRIES=3
    export TOKEN_IDS="rsa:2048=01 ec:P-256=02 ec:P-384=04"
}
