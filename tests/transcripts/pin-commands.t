The PINs of a token: verified, changed, unblocked, set for the first time.

  $ . "$SETUP"
  $ printf '5678\n' > new-pin.txt
  $ printf '87654321\n' > new-so-pin.txt
  $ logins() { grep -o 'C_Login\|C_SetPIN\|C_InitPIN' | tr '\n' ' '; echo; }

Verify: one login, and what the token says of its PINs.

  $ hardtoken pin verify main --pin-file pin.txt
  token           main (serial SERIAL)
  PIN             the user PIN is right
  state           ready
  $ hardtoken pin verify "pkcs11:token=main?pin-source=$PWD/pin.txt"
  token           main (serial SERIAL)
  PIN             the user PIN is right
  state           ready
  $ command hardtoken pin verify main --pin-file pin.txt --trace 2>&1 | grep trace | logins
  C_Login 
  $ command hardtoken pin verify main --pin-file pin.txt --json | jq -c '[.command, .token.label, .token.user_pin_count_low, .token.so_pin_locked]'
  ["pin verify","main",false,false]
  $ hardtoken pin verify main --pin-file wrong.txt
  hardtoken: error: cannot log in to token 'main'
  hardtoken: token: 'main', serial SERIAL, slot N, module SOFTHSM
  hardtoken: module: C_Login returned CKR_PIN_INCORRECT (0xa0)
  hardtoken: cause: the PIN is wrong; the token counts wrong tries
  hardtoken: hint: make sure of the PIN before the next try: each wrong one may count
  [6]
  $ hardtoken pin verify main --pin-file pin.txt --quiet | grep state
  state           ready
  $ hardtoken pin verify nobody --pin-file pin.txt
  hardtoken: error: there is no token 'nobody'
  hardtoken: hint: these are there:
  hardtoken: hint: pkcs11:model=SoftHSM%20v2;manufacturer=SoftHSM%20project;serial=SERIAL;token=main
  [5]
  $ hardtoken pin verify
  hardtoken: error: TOKEN is missing
  hardtoken: hint: see: hardtoken pin verify --help
  [2]
  $ hardtoken pin verify main --no-input
  hardtoken: error: no PIN was given for token 'main'
  hardtoken: hint: give it with --pin-file, --pin-fd or --pin-env
  [6]

Change: the old PIN is sent once, in the call that changes it.

  $ hardtoken pin change main --pin-file pin.txt --new-pin-file new-pin.txt
  token           main (serial SERIAL)
  PIN             the user PIN is changed
  state           ready
  $ hardtoken pin verify main --pin-file new-pin.txt --quiet
  token           main (serial SERIAL)
  PIN             the user PIN is right
  state           ready
  $ command hardtoken pin change main --pin-file new-pin.txt --new-pin-fd 7 --trace 7< pin.txt 2>&1 | grep trace | logins
  C_SetPIN 
  $ NEW=5678 hardtoken pin change main --pin-file pin.txt --new-pin-env NEW | grep PIN
  PIN             the user PIN is changed
  $ hardtoken pin change main --pin-file new-pin.txt --new-pin-file pin.txt > /dev/null

A new PIN that cannot be: nothing is sent.

  $ echo 12 > short.txt; head -c 255 /dev/zero | tr '\0' 1 > long.txt; echo 2 >> long.txt
  $ hardtoken pin change main --pin-file pin.txt --new-pin-file short.txt
  hardtoken: error: the new PIN is not set on token 'main'
  hardtoken: token: 'main', serial SERIAL, slot N, module SOFTHSM
  hardtoken: cause: it has 2 bytes, and the token takes 4 to 255
  hardtoken: hint: nothing was sent to the token; choose another PIN
  [6]
  $ hardtoken pin change main --pin-file pin.txt --new-pin-file long.txt
  hardtoken: error: the PIN in 'long.txt' is too long
  hardtoken: cause: it has more than 255 bytes
  [6]
  $ hardtoken pin change main --pin-file pin.txt --new-pin-file pin.txt
  hardtoken: error: the new PIN is not set on token 'main'
  hardtoken: token: 'main', serial SERIAL, slot N, module SOFTHSM
  hardtoken: cause: the new PIN is the old one
  hardtoken: hint: nothing was sent to the token; choose another PIN
  [6]
  $ command hardtoken pin change main --pin-file pin.txt --new-pin-file short.txt --trace 2>&1 | grep trace | logins
  
  [6]
  $ hardtoken pin change main --pin-file pin.txt --new-pin-file new-pin.txt --new-pin-env HOME
  hardtoken: error: the PIN is given in more than one way
  hardtoken: hint: use one of --new-pin-file, --new-pin-fd and --new-pin-env
  [2]
  $ hardtoken pin change main --pin-file pin.txt --no-input
  hardtoken: error: no new user PIN was given
  hardtoken: hint: give it with --new-pin-file, --new-pin-fd or --new-pin-env
  [6]

The old PIN is wrong.

  $ hardtoken pin change main --pin-file wrong.txt --new-pin-file new-pin.txt --same-pin
  hardtoken: error: cannot change the user PIN of token 'main'
  hardtoken: token: 'main', serial SERIAL, slot N, module SOFTHSM
  hardtoken: module: C_SetPIN returned CKR_PIN_INCORRECT (0xa0)
  hardtoken: cause: the PIN is wrong; the token counts wrong tries
  hardtoken: hint: make sure of the present PIN before the next try: each wrong one may count
  [6]

The SO PIN: a login, then the change.

  $ hardtoken pin change main --so --so-pin-file so-pin.txt --new-pin-file new-so-pin.txt
  token           main (serial SERIAL)
  PIN             the SO PIN is changed
  state           a wrong user PIN was entered
  $ command hardtoken pin change main --so --so-pin-file new-so-pin.txt --new-pin-file so-pin.txt --trace 2>&1 | grep trace | logins
  C_Login C_SetPIN 
  $ hardtoken pin change main --so --so-pin-file new-so-pin.txt --new-pin-file so-pin.txt
  hardtoken: error: cannot log in to token 'main' as security officer
  hardtoken: token: 'main', serial SERIAL, slot N, module SOFTHSM
  hardtoken: module: C_Login returned CKR_PIN_INCORRECT (0xa0)
  hardtoken: cause: the SO PIN is wrong; the token counts wrong tries
  hardtoken: hint: make sure of the PIN before the next try: each wrong one may count
  [6]
  $ hardtoken pin change main --so --so-pin-file so-pin.txt --new-pin-file so-pin.txt
  hardtoken: error: the new PIN is not set on token 'main'
  hardtoken: token: 'main', serial SERIAL, slot N, module SOFTHSM
  hardtoken: cause: the new PIN is the old one
  hardtoken: hint: nothing was sent to the token; choose another PIN
  [6]
  $ hardtoken pin change main --so --pin-file pin.txt --new-pin-file new-so-pin.txt
  hardtoken: error: the user PIN is given, but the SO PIN is to be changed
  hardtoken: hint: leave out --so, or give the SO PIN with --so-pin-file, --so-pin-fd or --so-pin-env
  [2]
  $ hardtoken pin change main --so-pin-file so-pin.txt --new-pin-file new-pin.txt
  hardtoken: error: the SO PIN is given, but the user PIN is to be changed
  hardtoken: hint: add --so to change the SO PIN; to replace a forgotten user PIN: 'hardtoken pin unblock'
  [2]

Unblock: with the SO PIN a new user PIN, whatever the old one was.

  $ hardtoken pin unblock main --so-pin-file so-pin.txt --new-pin-file new-pin.txt
  token           main (serial SERIAL)
  PIN             a new user PIN is set
  state           ready
  $ hardtoken pin verify main --pin-file new-pin.txt --quiet | grep PIN
  PIN             the user PIN is right
  $ command hardtoken pin unblock main --so-pin-file so-pin.txt --new-pin-file pin.txt --trace 2>&1 | grep trace | logins
  C_Login C_InitPIN 
  $ hardtoken pin unblock main --so-pin-file wrong.txt --new-pin-file new-pin.txt
  hardtoken: error: cannot log in to token 'main' as security officer
  hardtoken: token: 'main', serial SERIAL, slot N, module SOFTHSM
  hardtoken: module: C_Login returned CKR_PIN_INCORRECT (0xa0)
  hardtoken: cause: the SO PIN is wrong; the token counts wrong tries
  hardtoken: hint: make sure of the PIN before the next try: each wrong one may count
  [6]
  $ hardtoken pin unblock main --so-pin-file so-pin.txt --new-pin-file short.txt
  hardtoken: error: the new PIN is not set on token 'main'
  hardtoken: token: 'main', serial SERIAL, slot N, module SOFTHSM
  hardtoken: cause: it has 2 bytes, and the token takes 4 to 255
  hardtoken: hint: nothing was sent to the token; choose another PIN
  [6]
  $ command hardtoken pin unblock main --so-pin-file so-pin.txt --new-pin-file short.txt --trace 2>&1 | grep trace | logins
  
  [6]
  $ hardtoken pin unblock main --no-input
  hardtoken: error: no SO PIN was given for token 'main'
  hardtoken: hint: give it with --so-pin-file, --so-pin-fd or --so-pin-env
  [6]
  $ hardtoken pin unblock main --so-pin-file so-pin.txt --no-input
  hardtoken: error: no new user PIN was given
  hardtoken: hint: give it with --new-pin-file, --new-pin-fd or --new-pin-env
  [6]
  $ hardtoken pin unblock main --so-pin-fd 7 --new-pin-fd 8 7< so-pin.txt 8< pin.txt | grep PIN
  PIN             a new user PIN is set
  $ SO=12345678 NEW=1234 hardtoken pin unblock main --so-pin-env SO --new-pin-env NEW | grep PIN
  PIN             a new user PIN is set

Init: the first user PIN.

  $ hardtoken pin init main --so-pin-file so-pin.txt --new-pin-file new-pin.txt
  hardtoken: error: cannot set the first user PIN of token 'main'
  hardtoken: token: 'main', serial SERIAL, slot N, module SOFTHSM
  hardtoken: cause: the token has a user PIN already
  hardtoken: hint: to replace one that is locked or forgotten: 'hardtoken pin unblock'
  [6]
  $ token_without_pin fresh
  $ hardtoken pin verify fresh --pin-file pin.txt
  hardtoken: error: cannot log in to token 'fresh'
  hardtoken: token: 'fresh', serial SERIAL, slot N, module SOFTHSM
  hardtoken: cause: the user PIN of this token was never set
  hardtoken: hint: set it with the SO PIN: 'hardtoken pin init'
  [6]
  $ hardtoken pin change fresh --pin-file pin.txt --new-pin-file new-pin.txt
  hardtoken: error: cannot change the user PIN of token 'fresh'
  hardtoken: token: 'fresh', serial SERIAL, slot N, module SOFTHSM
  hardtoken: cause: the user PIN of this token was never set
  hardtoken: hint: set it with the SO PIN: 'hardtoken pin init'
  [6]
  $ hardtoken pin unblock fresh --so-pin-file so-pin.txt --new-pin-file pin.txt
  hardtoken: error: there is no user PIN to unblock on token 'fresh'
  hardtoken: token: 'fresh', serial SERIAL, slot N, module SOFTHSM
  hardtoken: cause: the user PIN of this token was never set
  hardtoken: hint: set it with 'hardtoken pin init'
  [6]
  $ hardtoken pin init fresh --so-pin-file wrong.txt --new-pin-file pin.txt
  hardtoken: error: cannot log in to token 'fresh' as security officer
  hardtoken: token: 'fresh', serial SERIAL, slot N, module SOFTHSM
  hardtoken: module: C_Login returned CKR_PIN_INCORRECT (0xa0)
  hardtoken: cause: the SO PIN is wrong; the token counts wrong tries
  hardtoken: hint: make sure of the PIN before the next try: each wrong one may count
  [6]
  $ hardtoken pin init fresh --so-pin-file so-pin.txt --new-pin-file pin.txt
  token           fresh (serial SERIAL)
  PIN             the first user PIN is set
  state           ready
  $ hardtoken pin verify fresh --pin-file pin.txt --quiet | grep PIN
  PIN             the user PIN is right

No PIN shows anywhere.

  $ echo 'xyzzy-old' > old.txt; echo 'xyzzy-new' > new.txt; echo 'xyzzy-security-officer' > so.txt
  $ hardtoken pin change main --pin-file pin.txt --new-pin-file old.txt > /dev/null
  $ hardtoken pin change main --so --so-pin-file so-pin.txt --new-pin-file so.txt > /dev/null
  $ for command in 'verify main --pin-file old.txt' 'verify main --pin-file new.txt' 'verify main --pin-file new.txt' 'change main --pin-file old.txt --new-pin-file new.txt' 'unblock main --so-pin-file so.txt --new-pin-file old.txt' 'unblock main --so-pin-file old.txt --new-pin-file old.txt'; do
  >   for form in --trace --json; do command hardtoken pin $command $form; done
  > done > output.txt 2>&1
  [6]
  $ grep -c 'C_Login\|C_SetPIN\|C_InitPIN' output.txt
  9
  $ grep -c xyzzy output.txt
  0
  [1]
