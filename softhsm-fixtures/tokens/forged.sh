# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
#
# What a wrapper around SoftHSM would have to say to pass for hardware: scenarios of the fault module.
# Source it.
#
#   forged_scenario luna|yubikey    prints the scenario

# Every attribute of a private key that may speak against it says the opposite.
forged_keys() {
    printf 'weaken %s\n' 'CKA_LOCAL true' 'CKA_SENSITIVE true' 'CKA_ALWAYS_SENSITIVE true' \
        'CKA_EXTRACTABLE false' 'CKA_NEVER_EXTRACTABLE true'
}

forged_luna() {
    cat <<'EOF'
library-field manufacturer SafeNet
library-field description Chrystoki
version library 10 4
slot-field manufacturer Safenet, Inc.
slot-field description Luna UHD Slot
version slot-hardware 0 0
version slot-firmware 7 8
token-field manufacturer Safenet, Inc.
token-field model Luna K7
token-field serial 1334054167193
version token-hardware 0 0
version token-firmware 7 8
EOF
}

forged_yubikey() {
    cat <<'EOF'
library-field manufacturer Yubico (www.yubico.com)
library-field description PKCS#11 PIV Library (SP-800-73)
version library 2 20
slot-field manufacturer Yubico (www.yubico.com)
slot-field description Yubico YubiKey OTP+FIDO+CCID 00 00
version slot-hardware 1 0
version slot-firmware 5 72
token-field manufacturer Yubico (www.yubico.com)
token-field model YubiKey YK5
token-field serial 19283746
version token-hardware 1 0
version token-firmware 5 72
EOF
}

forged_scenario() {
    "forged_$1"
    printf '%s\n' 'slot-flags +CKF_HW_SLOT +CKF_REMOVABLE_DEVICE' 'mechanism-flags +CKF_HW'
    forged_keys
}
