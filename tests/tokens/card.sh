# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
#
# What only cards do: a key that wants the PIN each time, a PIN that locks, a card that is pulled. Source
# after keys.sh.
#
#   pin_always_job     signatures of 9C
#   decryption_key_job signatures of 9D
#   pin_tries_job      from three tries to a locked PIN and back
#   pulled_job         the card is away, is back, and goes in the middle of a request

card_state() {
    token_tool token show "$TOKEN_URI" | jq -r '.token | [
        (if .user_pin_count_low then "low" else empty end),
        (if .user_pin_final_try then "final try" else empty end),
        (if .user_pin_locked then "locked" else empty end)] | join(", ") | if . == "" then "ready" else . end'
}

# Tries left by the card's own count, and what token show says.
look() {
    fact "$1" "tries $("$TOKEN_ADMIN" tries | cut -d ' ' -f 1), token show: $(card_state)"
}

login() {
    local name=$1 file=$2
    shift 2
    step "$name" token_tool key list --token "$TOKEN_URI" --pin-file "$file" "$@"
}

pin_always_job() {
    local type
    for type in rsa:2048 ec:P-384 ec:P-256; do
        quietly "generate 9C $type" "$TOKEN_ADMIN" generate 02 "$type"
        request "9C, PIN always, $type" 02 "9c-${type/:/-}.csr"
    done
    step "key show 9C: PIN always" says '.always_authenticate == true' token_tool key show \
        "$TOKEN_URI;id=%02;type=private" --pin-file "$TOKEN_PIN_FILE"
}

# By the standard 9D is for decryption.
decryption_key_job() {
    quietly "generate 9D" "$TOKEN_ADMIN" generate 03 rsa:2048
    request "9D, key management" 03 9d.csr
}

# Each wrong PIN is another one: hardtoken does not send the same again.
wrong_pin() {
    printf '%s\n' "$1" >wrong.txt
    chmod 600 wrong.txt
}

pin_tries_job() {
    look "before"
    wrong_pin 999991
    login "wrong PIN, first" wrong.txt
    look "after the first"
    wrong_pin 999992
    login "wrong PIN, second" wrong.txt
    look "after the second"
    login "right PIN, last try not allowed" "$TOKEN_PIN_FILE"
    look "the last try was not used"
    login "right PIN, last try allowed" "$TOKEN_PIN_FILE" --last-try
    look "the right PIN sets the counter back"
    wrong_pin 999993
    login "wrong PIN, first again" wrong.txt
    wrong_pin 999994
    login "wrong PIN, second again" wrong.txt
    wrong_pin 999995
    login "wrong PIN, last try" wrong.txt --last-try
    look "locked"
    login "right PIN when locked" "$TOKEN_PIN_FILE"
    look "locked still"
    quietly "unblock" "$TOKEN_ADMIN" unblock
    look "unblocked with the PUK"
    login "right PIN" "$TOKEN_PIN_FILE"
}

# In a subshell, so that what the shell says of a killed program is in the output of the step.
limited() {
    (
        timeout --signal KILL 3 "$@"
        exit
    )
}

# pulled_at WHEN PIV_CARD_OPTION...: a request while the card goes. Some modules then wait for ever:
# exit status 137.
pulled_at() {
    local when=$1
    shift
    quietly "pull" "$TOKEN_ADMIN" pull
    quietly "insert" "$TOKEN_ADMIN" insert "$@"
    rm -f pulled.csr
    step "request, card gone $when" limited "$HARDTOKEN" request create \
        "$TOKEN_URI;id=%02;type=private" --module "$TOKEN_MODULE" --subject /CN=pulled \
        --pin-file "$TOKEN_PIN_FILE" --out pulled.csr --json --no-input
    fact "file after that" "$(if [[ -e pulled.csr ]]; then echo there; else echo none; fi)"
}

pulled_job() {
    quietly "pull" "$TOKEN_ADMIN" pull
    step "token show, card away" token_tool token show "$TOKEN_URI"
    step "token list, card away" says '.tokens == []' token_tool token list
    quietly "insert" "$TOKEN_ADMIN" insert
    step "token show, card back" token_tool token show "$TOKEN_URI"
    pulled_at "at the first command" --cut-after 0
    pulled_at "after 20 commands" --cut-after 20
    pulled_at "at VERIFY" --cut-at 20
    pulled_at "at the signature" --cut-at 87
    quietly "pull" "$TOKEN_ADMIN" pull
    quietly "insert" "$TOKEN_ADMIN" insert
    request "request, card back" 02 back.csr
}
