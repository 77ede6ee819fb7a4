A PIN that a token refused is not sent to it again, by no later run.

  $ . "$SETUP"
  $ softhsm_token other 12345678 4321
  $ printf '8888\n' > typo.txt; printf '4321\n' > other.txt
  $ sent() { command hardtoken "$@" --trace 2>&1 | grep -c 'trace.*C_Login\|trace.*C_SetPIN'; }
  $ hardtoken pin verify main --pin-file wrong.txt
  hardtoken: error: cannot log in to token 'main'
  hardtoken: token: 'main', serial SERIAL, slot N, module SOFTHSM
  hardtoken: module: C_Login returned CKR_PIN_INCORRECT (0xa0)
  hardtoken: cause: the PIN is wrong; the token counts wrong tries
  hardtoken: hint: make sure of the PIN before the next try: each wrong one may count
  [6]
  $ hardtoken pin verify main --pin-file wrong.txt
  hardtoken: error: the PIN is not sent to token 'main' again
  hardtoken: token: 'main', serial SERIAL, slot N, module SOFTHSM
  hardtoken: cause: this token refused this very PIN on DATE; no try was used
  hardtoken: hint: give another PIN; if this one has become right since, add --same-pin
  [6]
  $ sent pin verify main --pin-file wrong.txt
  0
  [1]
  $ hardtoken enroll --token main --key ec:P-256 --label x --subject /CN=x --out x.csr --pin-file wrong.txt
  hardtoken: error: the PIN is not sent to token 'main' again
  hardtoken: token: 'main', serial SERIAL, slot N, module SOFTHSM
  hardtoken: cause: this token refused this very PIN on DATE; no try was used
  hardtoken: hint: give another PIN; if this one has become right since, add --same-pin
  [6]
  $ hardtoken list --token main --pin-file wrong.txt
  hardtoken: error: the PIN is not sent to token 'main' again
  hardtoken: token: 'main', serial SERIAL, slot N, module SOFTHSM
  hardtoken: cause: this token refused this very PIN on DATE; no try was used
  hardtoken: hint: give another PIN; if this one has become right since, add --same-pin
  [6]
  $ hardtoken pin change main --pin-file wrong.txt --new-pin-file pin.txt
  hardtoken: error: the PIN is not sent to token 'main' again
  hardtoken: token: 'main', serial SERIAL, slot N, module SOFTHSM
  hardtoken: cause: this token refused this very PIN on DATE; no try was used
  hardtoken: hint: give another PIN; if this one has become right since, add --same-pin
  [6]
  $ command hardtoken pin verify main --pin-file wrong.txt --json | jq -c '.error | [.class, .module]'
  [6,null]
  [6]

The tries left make no difference: --last-try is about another thing. --same-pin sends it.

  $ sent pin verify main --pin-file wrong.txt --last-try
  0
  [1]
  $ sent pin verify main --pin-file wrong.txt --same-pin
  1
  [6]

Other PINs and other tokens are not concerned.

  $ sent pin verify main --pin-file typo.txt
  1
  [6]
  $ sent pin verify main --pin-file typo.txt
  0
  [1]
  $ hardtoken pin verify other --pin-file other.txt --quiet | grep PIN
  PIN             the user PIN is right

What is kept: one line a PIN, for the owner only. No label, no PIN.

  $ find state -not -name "journal.jsonl*" | sort
  state
  state/hardtoken
  state/hardtoken/refused-pins
  $ stat -c '%a %n' state/hardtoken state/hardtoken/refused-pins
  700 state/hardtoken
  600 state/hardtoken/refused-pins
  $ cut -c 1-40 state/hardtoken/refused-pins | head -n 1
  # PINs that tokens refused, as salted di
  $ grep -vc '^#' state/hardtoken/refused-pins
  2
  $ grep -v '^#' state/hardtoken/refused-pins | grep -cvE '^[0-9a-f]{64} 100000 [0-9a-f]{32} [0-9a-f]{64} [0-9]+$'
  0
  [1]
  $ grep -c 'main\|9999\|8888' state/hardtoken/refused-pins
  0
  [1]

The digest is the one the manual says: openssl is the witness.

  $ line=$(grep -v '^#' state/hardtoken/refused-pins | tail -n 1)
  $ read -r token rounds salt digest time <<< "$line"
  $ openssl kdf -keylen 32 -kdfopt digest:SHA256 -kdfopt pass:8888 -kdfopt "hexsalt:$salt$token" -kdfopt "iter:$rounds" PBKDF2 | tr -d ':\n' | tr A-F a-f | grep -c "$digest"
  1

A login that succeeds forgets them: the right PIN is known now.

  $ hardtoken pin verify main --pin-file pin.txt --quiet | grep PIN
  PIN             the user PIN is right
  $ grep -vc '^#' state/hardtoken/refused-pins
  0
  [1]

So does a change of the PIN, which may make a refused one right.

  $ hardtoken pin verify main --pin-file wrong.txt > /dev/null
  [6]
  $ hardtoken pin change main --pin-file pin.txt --new-pin-file wrong.txt > /dev/null
  $ hardtoken pin verify main --pin-file wrong.txt --quiet | grep PIN
  PIN             the user PIN is right
  $ hardtoken pin verify main --pin-file pin.txt > /dev/null
  [6]
  $ hardtoken pin unblock main --so-pin-file so-pin.txt --new-pin-file pin.txt > /dev/null
  $ hardtoken pin verify main --pin-file pin.txt --quiet | grep PIN
  PIN             the user PIN is right

The SO PIN has a memory of its own.

  $ hardtoken pin unblock main --so-pin-file wrong.txt --new-pin-file pin.txt | head -n 1
  hardtoken: error: cannot log in to token 'main' as security officer
  [6]
  $ hardtoken pin unblock main --so-pin-file wrong.txt --new-pin-file pin.txt
  hardtoken: error: the SO PIN is not sent to token 'main' again
  hardtoken: token: 'main', serial SERIAL, slot N, module SOFTHSM
  hardtoken: cause: this token refused this very PIN on DATE; no try was used
  hardtoken: hint: give another PIN; if this one has become right since, add --same-pin
  [6]
  $ hardtoken pin verify main --pin-file pin.txt --quiet | grep PIN
  PIN             the user PIN is right
  SO PIN          a wrong SO PIN was entered
  $ sent pin unblock main --so-pin-file wrong.txt --new-pin-file pin.txt
  0
  [1]
  $ hardtoken token init --slot pkcs11:token=main --label main --so-pin-file wrong.txt --pin-file pin.txt --force | head -n 1
  hardtoken: error: the SO PIN is not sent to token 'main' again
  [6]
  $ hardtoken pin unblock main --so-pin-file so-pin.txt --new-pin-file pin.txt --quiet | grep PIN
  PIN             a new user PIN is set
  $ grep -vc '^#' state/hardtoken/refused-pins
  0
  [1]

Setting a token up again remembers a refused SO PIN too.

  $ hardtoken token init --slot pkcs11:token=main --label main --so-pin-file wrong.txt --pin-file pin.txt --force | grep module
  hardtoken: token: 'main', serial SERIAL, slot N, module SOFTHSM
  hardtoken: module: C_InitToken returned CKR_PIN_INCORRECT (0xa0)
  [6]
  $ hardtoken token init --slot pkcs11:token=main --label main --so-pin-file wrong.txt --pin-file pin.txt --force | grep cause
  hardtoken: cause: this token refused this very PIN on DATE; no try was used
  [6]

It stays small.

  $ head -n 1 state/hardtoken/refused-pins > many
  $ zeros=$(printf '0%.0s' {1..64}); for ((i = 0; i < 100; i++)); do echo "$zeros 1 ${zeros:0:32} $zeros 1"; done >> many
  $ cp many state/hardtoken/refused-pins
  $ hardtoken pin verify main --pin-file wrong.txt > /dev/null
  [6]
  $ grep -vc '^#' state/hardtoken/refused-pins
  64
  $ sent pin verify main --pin-file wrong.txt
  0
  [1]

Lines nobody understands are left out; a file that cannot be used is a warning and no more.

  $ printf 'nonsense\n%s\n\n0 0 0 0 0\n' "$zeros" > state/hardtoken/refused-pins
  $ hardtoken pin verify main --pin-file wrong.txt | grep -c 'C_Login returned CKR_PIN_INCORRECT'
  1
  [6]
  $ grep -vc '^#' state/hardtoken/refused-pins
  1
  $ rm -r state; echo > state
  $ hardtoken pin verify main --pin-file wrong.txt | grep 'warning\|module'
  hardtoken: warning: the list of refused PINs was not written: cannot make the folder 'DIR/state/hardtoken' (Not a directory)
  hardtoken: token: 'main', serial SERIAL, slot N, module SOFTHSM
  hardtoken: module: C_Login returned CKR_PIN_INCORRECT (0xa0)
  [6]
  $ hardtoken pin verify main --pin-file pin.txt | grep 'warning\|PIN'
  PIN             the user PIN is right
  SO PIN          a wrong SO PIN was entered
  $ rm state; mkdir -p state/hardtoken/refused-pins
  $ hardtoken pin verify main --pin-file pin.txt | grep 'warning\|PIN'
  hardtoken: warning: the list of refused PINs is not used: cannot read 'DIR/state/hardtoken/refused-pins' (Is a directory)
  PIN             the user PIN is right
  SO PIN          a wrong SO PIN was entered
  $ hardtoken list --token main --pin-file pin.txt | grep -c warning
  1

Nothing is written when nothing was refused.

  $ rm -r state
  $ hardtoken pin verify main --pin-file pin.txt > /dev/null; ls -d state
  ls: cannot access 'state': No such file or directory
  [2]
