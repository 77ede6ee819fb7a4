What a token reports of its PINs, and what it answers, decides what is sent. The module is a double.

  $ . "$SETUP"
  $ printf '5678\n' > new-pin.txt
  $ export HARDTOKEN_FAULT_MODULE=$SOFTHSM_MODULE HARDTOKEN_FAULT_SCENARIO=$PWD/scenario
  $ export HARDTOKEN_MODULE=$FAULT_MODULE
  $ scenario() { printf '%s\n' "$@" > scenario; }
  $ run() { command hardtoken "$@" --trace 2>&1 | stable | sed "s#$FAULT_MODULE#MODULE#g" | sed -nE 's/^hardtoken: (error|cause|hint): /\1: /p; s/.*trace: [^ ]+ (C_Login|C_SetPIN|C_InitPIN|C_InitToken) (CKR_[A-Z_]*).*/called: \1 \2/p; /^hardtoken: enter/p; /^(PIN|state|SO PIN|request)  /p'; }
  $ change() { run pin change main --pin-file pin.txt --new-pin-file new-pin.txt "$@"; }
  $ unblock() { run pin unblock main --so-pin-file so-pin.txt --new-pin-file pin.txt "$@"; }

Tries of the user PIN.

  $ scenario 'token-flags +CKF_USER_PIN_COUNT_LOW'
  $ run pin verify main --pin-file pin.txt
  called: C_Login CKR_OK
  PIN             the user PIN is right
  state           a wrong user PIN was entered
  $ scenario 'token-flags +CKF_USER_PIN_FINAL_TRY'
  $ run pin verify main --pin-file pin.txt
  error: cannot log in to token 'main'
  cause: one more wrong PIN locks the token
  hint: make sure of the PIN, then run again with --last-try
  [6]
  $ change
  error: cannot change the user PIN of token 'main'
  cause: one more wrong PIN locks the token
  hint: make sure of the PIN, then run again with --last-try
  [6]
  $ run pin verify main --pin-file pin.txt --last-try
  called: C_Login CKR_OK
  PIN             the user PIN is right
  state           last try of the user PIN
  $ scenario 'token-flags +CKF_USER_PIN_LOCKED'
  $ run pin verify main --pin-file pin.txt --last-try
  error: cannot log in to token 'main'
  cause: the user PIN is locked after too many wrong tries
  hint: unblock it with the PUK or SO PIN: 'hardtoken pin unblock'
  [6]
  $ change --last-try
  error: cannot change the user PIN of token 'main'
  cause: the user PIN is locked after too many wrong tries
  hint: unblock it with the PUK or SO PIN: 'hardtoken pin unblock'
  [6]
  $ unblock | grep called
  called: C_Login CKR_OK
  called: C_InitPIN CKR_OK

A PIN that must be changed can be changed, and only that.

  $ scenario 'token-flags +CKF_USER_PIN_TO_BE_CHANGED'
  $ run pin verify main --pin-file pin.txt
  error: cannot log in to token 'main'
  cause: the user PIN must be changed before it can be used
  hint: change it with 'hardtoken pin change'
  [6]
  $ change | grep called
  called: C_SetPIN CKR_OK
  $ scenario ''; unblock | grep called
  called: C_Login CKR_OK
  called: C_InitPIN CKR_OK

Counted down to the lock by three wrong PINs; the third needs --last-try.

  $ scenario 'pin-tries 3' "pin-state $PWD/tries"
  $ for pin in 0001 0002 0003; do echo $pin > guess.txt; run pin verify main --pin-file guess.txt; done
  called: C_Login CKR_PIN_INCORRECT
  error: cannot log in to token 'main'
  cause: the PIN is wrong; the token counts wrong tries
  hint: make sure of the PIN before the next try: each wrong one may count
  called: C_Login CKR_PIN_INCORRECT
  error: cannot log in to token 'main'
  cause: the PIN is wrong; one try is left before the token locks
  hint: stop and make sure; then run again with --last-try
  error: cannot log in to token 'main'
  cause: one more wrong PIN locks the token
  hint: make sure of the PIN, then run again with --last-try
  [6]
  $ run pin verify main --pin-file guess.txt --last-try
  called: C_Login CKR_PIN_INCORRECT
  error: cannot log in to token 'main'
  cause: the PIN is wrong, and is now locked
  hint: unblock it with the PUK or SO PIN: 'hardtoken pin unblock'
  [6]
  $ run pin verify main --pin-file pin.txt --last-try
  error: cannot log in to token 'main'
  cause: the user PIN is locked after too many wrong tries
  hint: unblock it with the PUK or SO PIN: 'hardtoken pin unblock'
  [6]
  $ cat tries
  0

Tries of the SO PIN are looked at before it is asked for.

  $ scenario 'token-flags +CKF_SO_PIN_LOCKED'
  $ unblock --last-try
  error: cannot log in to token 'main' as security officer
  cause: the SO PIN is locked after too many wrong tries
  hint: it cannot be unblocked; ask whoever issued the token
  [6]
  $ run pin change main --so --so-pin-file so-pin.txt --new-pin-file new-pin.txt --last-try
  error: cannot change the SO PIN of token 'main'
  cause: the SO PIN is locked after too many wrong tries
  hint: it cannot be unblocked; ask whoever issued the token
  [6]
  $ scenario 'token-flags +CKF_SO_PIN_FINAL_TRY'
  $ unblock
  error: cannot log in to token 'main' as security officer
  cause: one more wrong SO PIN locks it for good
  hint: make sure of the SO PIN, then run again with --last-try
  [6]
  $ run token init --slot pkcs11:token=main --label main --so-pin-file so-pin.txt --pin-file pin.txt --force
  error: cannot log in to token 'main' as security officer
  cause: one more wrong SO PIN locks it for good
  hint: make sure of the SO PIN, then run again with --last-try
  [6]
  $ unblock --last-try
  called: C_Login CKR_OK
  called: C_InitPIN CKR_OK
  PIN             a new user PIN is set
  state           ready
  SO PIN          last try
  $ scenario 'token-flags +CKF_SO_PIN_COUNT_LOW'
  $ unblock
  called: C_Login CKR_OK
  called: C_InitPIN CKR_OK
  PIN             a new user PIN is set
  state           ready
  SO PIN          a wrong SO PIN was entered
  $ scenario 'token-flags +CKF_SO_PIN_TO_BE_CHANGED'
  $ unblock
  error: cannot log in to token 'main' as security officer
  cause: the SO PIN must be changed before it can be used
  hint: change it with 'hardtoken pin change --so'
  [6]
  $ run pin change main --so --so-pin-file so-pin.txt --new-pin-file so-pin.txt
  error: the new PIN is not set on token 'main'
  cause: the new PIN is the old one
  hint: nothing was sent to the token; choose another PIN
  [6]

What the token has against a PIN.

  $ scenario 'fail C_SetPIN 1 before CKR_PIN_INVALID'
  $ change
  called: C_SetPIN CKR_PIN_INVALID
  error: cannot change the user PIN of token 'main'
  cause: the new PIN holds characters the token does not accept
  hint: many cards take digits only; choose another new PIN
  [6]
  $ scenario 'fail C_SetPIN 1 before CKR_PIN_TOO_WEAK'
  $ change
  called: C_SetPIN CKR_PIN_TOO_WEAK
  error: cannot change the user PIN of token 'main'
  cause: the new PIN is too simple for this token
  hint: choose another new PIN
  [6]
  $ scenario 'fail C_SetPIN 1 before CKR_PIN_LEN_RANGE'
  $ change
  called: C_SetPIN CKR_PIN_LEN_RANGE
  error: cannot change the user PIN of token 'main'
  cause: the new PIN is too short or too long for this token
  hint: choose another new PIN
  [6]
  $ scenario 'fail C_SetPIN 1 before CKR_PIN_LOCKED'
  $ change
  called: C_SetPIN CKR_PIN_LOCKED
  error: cannot change the user PIN of token 'main'
  cause: the PIN is locked
  hint: unblock it with the PUK or SO PIN: 'hardtoken pin unblock'
  [6]
  $ scenario 'fail C_SetPIN 1 before CKR_FUNCTION_NOT_SUPPORTED'
  $ change
  called: C_SetPIN CKR_FUNCTION_NOT_SUPPORTED
  error: cannot change the user PIN of token 'main'
  cause: this module does not change PINs
  hint: use the program of the token's vendor for this
  [4]
  $ scenario 'fail C_InitPIN 1 before CKR_PIN_TOO_WEAK'
  $ unblock
  called: C_Login CKR_OK
  called: C_InitPIN CKR_PIN_TOO_WEAK
  error: cannot set the user PIN of token 'main'
  cause: the new PIN is too simple for this token
  hint: choose another new PIN
  [6]
  $ scenario 'fail C_Login 1 before CKR_PIN_LOCKED'
  $ unblock
  called: C_Login CKR_PIN_LOCKED
  error: cannot log in to token 'main' as security officer
  cause: the SO PIN is locked
  hint: it cannot be unblocked; ask whoever issued the token
  [6]
  $ scenario 'pin-length 6 8'
  $ change | grep cause
  cause: it has 4 bytes, and the token takes 6 to 8
  [6]
  $ run pin unblock main --so-pin-file so-pin.txt --new-pin-file new-pin.txt
  error: the new PIN is not set on token 'main'
  cause: it has 4 bytes, and the token takes 6 to 8
  hint: nothing was sent to the token; choose another PIN
  [6]

A login by somebody else proves nothing of the PIN.

  $ scenario 'fail C_Login 1 before CKR_USER_ALREADY_LOGGED_IN'
  $ run pin verify main --pin-file wrong.txt
  called: C_Login CKR_USER_ALREADY_LOGGED_IN
  error: the PIN of token 'main' was not checked
  cause: the module says that somebody is logged in already
  hint: close other programs that use the token
  [6]

Modules that do not say "wrong PIN" plainly: the PIN is not sent again all the same.

  $ for rv in CKR_GENERAL_ERROR CKR_FUNCTION_FAILED CKR_DATA_INVALID; do
  >   scenario "fail C_Login 1 before $rv"; echo "pin $rv" > vague.txt
  >   run pin verify main --pin-file vague.txt | grep called; run pin verify main --pin-file vague.txt | grep cause
  > done
  called: C_Login CKR_GENERAL_ERROR
  cause: this token refused this very PIN on DATE; no try was used
  called: C_Login CKR_FUNCTION_FAILED
  cause: this token refused this very PIN on DATE; no try was used
  called: C_Login CKR_DATA_INVALID
  cause: this token refused this very PIN on DATE; no try was used
  [6]
  $ scenario 'fail C_Login 1 before CKR_DEVICE_ERROR'; echo device-error > vague.txt
  $ run pin verify main --pin-file vague.txt | grep called; run pin verify main --pin-file vague.txt | grep called
  called: C_Login CKR_DEVICE_ERROR
  called: C_Login CKR_DEVICE_ERROR
  [4]

The pad of a reader: no PIN from here, and the person is told. (SoftHSM has no pad: a PIN that is not there is a bad argument to it.)

  $ scenario 'pin-pad' 'pad-pin 1234'
  $ run pin verify main
  hardtoken: enter the PIN of token 'main' at the reader
  called: C_Login CKR_OK
  PIN             the user PIN is right
  state           ready
  $ run pin verify main --quiet --no-input < /dev/null | grep reader
  hardtoken: enter the PIN of token 'main' at the reader
  $ run pin verify main --pin-file pin.txt
  called: C_Login CKR_OK
  PIN             the user PIN is right
  state           ready
  $ run pin change main
  hardtoken: enter the old and the new PIN of token 'main' at the reader
  called: C_SetPIN CKR_ARGUMENTS_BAD
  error: cannot change the user PIN of token 'main'
  cause: the module does not accept the arguments of the call
  hint: this module needs other arguments than most; tell its vendor, and run with --trace
  [4]
  $ run pin change main --so
  hardtoken: enter the SO PIN of token 'main' at the reader
  called: C_Login CKR_ARGUMENTS_BAD
  error: cannot log in to token 'main' as security officer
  cause: the reader has a PIN pad, and the module does not take the PIN the way it came
  hint: try the other way: at the pad, or with --pin-file or --so-pin-file and their kind
  [4]
  $ run pin change main --pin-file pin.txt
  error: cannot change a PIN of token 'main'
  cause: one of the two PINs is given, and the other is to be typed at the reader
  hint: give both, or type both at the reader
  [6]
  $ run pin change main --new-pin-file new-pin.txt
  error: cannot change a PIN of token 'main'
  cause: one of the two PINs is given, and the other is to be typed at the reader
  hint: give both, or type both at the reader
  [6]
  $ change | grep called
  called: C_SetPIN CKR_OK
  $ unblock | grep called
  called: C_Login CKR_OK
  called: C_InitPIN CKR_OK
  $ run pin unblock main --so-pin-file so-pin.txt
  called: C_Login CKR_OK
  hardtoken: enter the new user PIN of token 'main' at the reader
  called: C_InitPIN CKR_ARGUMENTS_BAD
  error: cannot set the user PIN of token 'main'
  cause: the module does not accept the arguments of the call
  hint: this module needs other arguments than most; tell its vendor, and run with --trace
  [4]
  $ run pin unblock main
  hardtoken: enter the SO PIN of token 'main' at the reader
  called: C_Login CKR_ARGUMENTS_BAD
  error: cannot log in to token 'main' as security officer
  cause: the reader has a PIN pad, and the module does not take the PIN the way it came
  hint: try the other way: at the pad, or with --pin-file or --so-pin-file and their kind
  [4]

A key that wants a PIN for each signature, and a card that has one for that.

  $ rm -r state
  $ scenario ''
  $ run enroll --token main --key ec:P-256 --label each --id 01 --subject /CN=x --out each.csr --pin-file pin.txt
  called: C_Login CKR_OK
  request         each.csr (ecdsa sha256; signature verified)
  $ create() { run request create 'pkcs11:token=main;id=%01;type=private' --subject /CN=y --out y.csr --force --pin-file pin.txt "$@"; }
  $ scenario 'always-authenticate'
  $ create
  called: C_Login CKR_OK
  called: C_Login CKR_OK
  request         y.csr (ecdsa sha256; signature verified)
  $ create --sign-pin-file pin.txt
  called: C_Login CKR_OK
  called: C_Login CKR_OK
  request         y.csr (ecdsa sha256; signature verified)
  $ create --sign-pin-file wrong.txt
  called: C_Login CKR_OK
  called: C_Login CKR_PIN_INCORRECT
  error: cannot sign on token 'main' with ecdsa (sha256)
  cause: the PIN is wrong
  hint: make sure of the PIN before the next try: each wrong one may count
  [6]
  $ create --sign-pin-file wrong.txt
  called: C_Login CKR_OK
  error: the PIN is not sent to token 'main' again
  cause: this token refused this very PIN on DATE; no try was used
  hint: give another PIN; if this one has become right since, add --same-pin
  [6]
  $ create --sign-pin-env NOT_SET
  called: C_Login CKR_OK
  error: the environment variable 'NOT_SET' holds no PIN
  [6]
  $ create --sign-pin-file pin.txt
  called: C_Login CKR_OK
  called: C_Login CKR_OK
  request         y.csr (ecdsa sha256; signature verified)
  $ create --sign-pin-file pin.txt --sign-pin-env HOME
  error: the PIN is given in more than one way
  hint: use one of --sign-pin-file, --sign-pin-fd and --sign-pin-env
  [2]

A new key that turns out to want it.

  $ run enroll --token main --key ec:P-256 --label new --subject /CN=x --out new.csr --pin-file pin.txt
  called: C_Login CKR_OK
  called: C_Login CKR_OK
  request         new.csr (ecdsa sha256; signature verified)
  $ echo 2222 > typo.txt
  $ run enroll --token main --key ec:P-256 --label other --subject /CN=x --out other.csr --pin-file pin.txt --sign-pin-file typo.txt
  called: C_Login CKR_OK
  called: C_Login CKR_PIN_INCORRECT
  error: cannot sign on token 'main' with ecdsa (sha256)
  cause: the PIN is wrong
  hint: make sure of the PIN before the next try: each wrong one may count
  [6]
  $ run enroll --token main --key ec:P-256 --label other --subject /CN=x --out other.csr --pin-file pin.txt --sign-pin-file typo.txt
  called: C_Login CKR_OK
  error: the PIN is not sent to token 'main' again
  cause: this token refused this very PIN on DATE; no try was used
  hint: give another PIN; if this one has become right since, add --same-pin
  [6]
  $ objects
  4

A PIN of signatures that is right makes the wrong ones forgotten.

  $ grep -vc '^#' state/hardtoken/refused-pins
  1
  $ create --sign-pin-file pin.txt
  called: C_Login CKR_OK
  called: C_Login CKR_OK
  request         y.csr (ecdsa sha256; signature verified)
  $ grep -vc '^#' state/hardtoken/refused-pins
  0
  [1]
