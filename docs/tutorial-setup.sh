# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
#
# What docs/tutorial.md stands on when it is run as a test: an empty SoftHSM in the current folder, a
# CA, and two PIN files. $FIXTURES is the folder softhsm-fixtures. Source this file.

# shellcheck source=../softhsm-fixtures/softhsm.sh
. "$FIXTURES/softhsm.sh"
# shellcheck source=../softhsm-fixtures/test-ca.sh
. "$FIXTURES/test-ca.sh"

umask 077
export LC_ALL=C.UTF-8
export XDG_STATE_HOME=$PWD/state # not the journal of whoever runs it
softhsm_directory softhsm
test_ca_new ca
export HARDTOKEN_MODULE=$SOFTHSM_MODULE
printf '87654321\n' >so-pin.txt
printf '123456\n' >pin.txt

# The CA of the tutorial: takes a request, gives a certificate and its chain.
ask_the_ca() {
    test_ca_sign ca "$1" "$2"
    cp "$(test_ca_chain ca)" chain.pem
}
