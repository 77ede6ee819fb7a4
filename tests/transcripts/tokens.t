Tokens: set up, listed, told apart.

  $ . "$SETUP"
  $ hardtoken token init --label 'Signing 2031' --so-pin-file so-pin.txt --pin-file pin.txt
  token           Signing 2031 (serial SERIAL)
  uri             pkcs11:model=SoftHSM%20v2;manufacturer=SoftHSM%20project;serial=SERIAL;token=Signing%202031
  $ hardtoken token list | sed -E 's/ +/ /g; s/ [0-9]+ SOFTHSM/ N SOFTHSM/' | sort
  
   SoftHSM v2 not initialized software N SOFTHSM
  Signing 2031 SoftHSM v2 SERIAL ready software N SOFTHSM
  TOKEN MODEL SERIAL STATE GRADE SLOT MODULE
  main SoftHSM v2 SERIAL ready software N SOFTHSM
  pkcs11:model=SoftHSM%20v2;manufacturer=SoftHSM%20project;serial=SERIAL;token=Signing%202031
  pkcs11:model=SoftHSM%20v2;manufacturer=SoftHSM%20project;serial=SERIAL;token=main
  $ command hardtoken token list --json | jq -c '.tokens | map([.label, .initialized, .state]) | sort'
  [["",false,"not initialized"],["Signing 2031",true,"ready"],["main",true,"ready"]]

A token that is set up already is not erased by mistake.

  $ hardtoken token init --slot 'pkcs11:token=main' --label again --so-pin-file so-pin.txt --pin-file pin.txt --no-input
  hardtoken: error: token 'main' is initialized already
  hardtoken: token: 'main', serial SERIAL, slot N, module SOFTHSM
  hardtoken: cause: setting it up again erases every key on it
  hardtoken: hint: add --force if that is what you want
  [7]
  $ hardtoken token init --slot 'pkcs11:token=main' --label again --so-pin-file so-pin.txt --pin-file pin.txt --force | grep token
  token           again (serial SERIAL)
  uri             pkcs11:model=SoftHSM%20v2;manufacturer=SoftHSM%20project;serial=SERIAL;token=again
  $ hardtoken token init --label "$(printf 'å%.0s' {1..17})" --so-pin-file so-pin.txt --pin-file pin.txt
  hardtoken: error: '\xc3\xa5\xc3\xa5\xc3\xa5\xc3\xa5\xc3\xa5\xc3\xa5\xc3\xa5\xc3\xa5\xc3\xa5\xc3\xa5\xc3\xa5\xc3\xa5\xc3\xa5\xc3\xa5\xc3\xa5\xc3\xa5\xc3\xa5' cannot be the label of a token (esc)
  hardtoken: cause: a label has 1 to 32 bytes, this one has 34
  hardtoken: hint: see: hardtoken token init --help
  [2]
  $ hardtoken token init --slot 'pkcs11:token=again' --label again --so-pin-file wrong.txt --pin-file pin.txt --force
  hardtoken: error: cannot set up the token in slot N
  hardtoken: token: 'again', serial SERIAL, slot N, module SOFTHSM
  hardtoken: module: C_InitToken returned CKR_PIN_INCORRECT (0xa0)
  hardtoken: cause: the SO PIN is wrong
  hardtoken: hint: setting up a token again needs its present SO PIN
  [6]
  $ hardtoken token init --slot 12345 --label x --so-pin-file so-pin.txt --pin-file pin.txt
  hardtoken: error: there is no token to set up
  hardtoken: hint: 'hardtoken token list' shows the slots; name one with --slot, and add --force if its token may be erased
  [5]
  $ hardtoken token init --slot zero --label x --so-pin-file so-pin.txt --pin-file pin.txt
  hardtoken: error: 'zero' is not the number of a slot
  hardtoken: hint: see: hardtoken token init --help
  [2]
  $ hardtoken token init --so-pin-file so-pin.txt --pin-file pin.txt
  hardtoken: error: --label is missing
  hardtoken: hint: see: hardtoken token init --help
  [2]
  $ hardtoken token init --label x --no-input
  hardtoken: error: no new SO PIN was given
  hardtoken: hint: give it with --so-pin-file, --so-pin-fd or --so-pin-env
  [6]

Two tokens with one label: the error has URIs to choose between them.

  $ hardtoken token init --label twin --so-pin-file so-pin.txt --pin-file pin.txt > /dev/null
  $ hardtoken token init --label twin --so-pin-file so-pin.txt --pin-file pin.txt > /dev/null
  $ hardtoken enroll --token twin --key ec:P-256 --label k --subject /CN=k --pin-file pin.txt --out k.csr
  hardtoken: error: 2 tokens could be meant
  hardtoken: hint: choose one by its URI:
  hardtoken: hint: pkcs11:model=SoftHSM%20v2;manufacturer=SoftHSM%20project;serial=SERIAL;token=twin
  hardtoken: hint: pkcs11:model=SoftHSM%20v2;manufacturer=SoftHSM%20project;serial=SERIAL;token=twin
  [5]
  $ uri=$(command hardtoken enroll --token twin --key ec:P-256 --label k --subject /CN=k --pin-file pin.txt --out k.csr 2>&1 | sed -n 's/.*\(pkcs11:.*\)/\1/p' | head -n 1)
  [5]
  $ hardtoken enroll --token "$uri" --key ec:P-256 --label k --subject /CN=k --pin-file pin.txt --out k.csr --quiet | grep request
  request         k.csr (ecdsa sha256; signature verified)
  $ hardtoken token show twin
  hardtoken: error: 2 tokens could be meant
  hardtoken: hint: choose one by its URI:
  hardtoken: hint: pkcs11:model=SoftHSM%20v2;manufacturer=SoftHSM%20project;serial=SERIAL;token=twin
  hardtoken: hint: pkcs11:model=SoftHSM%20v2;manufacturer=SoftHSM%20project;serial=SERIAL;token=twin
  [5]

Without --token there must be only one; one PIN is not tried on several.

  $ hardtoken enroll --key ec:P-256 --label k --subject /CN=k --pin-file pin.txt --out k2.csr | sort
  hardtoken: error: 4 tokens could be meant
  hardtoken: hint: choose one by its URI:
  hardtoken: hint: pkcs11:model=SoftHSM%20v2;manufacturer=SoftHSM%20project;serial=SERIAL;token=Signing%202031
  hardtoken: hint: pkcs11:model=SoftHSM%20v2;manufacturer=SoftHSM%20project;serial=SERIAL;token=again
  hardtoken: hint: pkcs11:model=SoftHSM%20v2;manufacturer=SoftHSM%20project;serial=SERIAL;token=twin
  hardtoken: hint: pkcs11:model=SoftHSM%20v2;manufacturer=SoftHSM%20project;serial=SERIAL;token=twin
  [5]
  $ hardtoken list --pin-file pin.txt
  hardtoken: error: one PIN is not tried on 4 tokens
  hardtoken: hint: choose one token with --token and its URI; 'hardtoken token list' prints them
  [2]
  $ hardtoken list --token nobody
  hardtoken: error: there is no token 'nobody'
  hardtoken: hint: 'hardtoken token list' shows what the modules see
  [5]
  $ hardtoken token show nobody
  hardtoken: error: there is no token 'nobody'
  hardtoken: hint: these are there:
  hardtoken: hint: pkcs11:model=SoftHSM%20v2;manufacturer=SoftHSM%20project;serial=SERIAL;token=Signing%202031
  hardtoken: hint: pkcs11:model=SoftHSM%20v2;manufacturer=SoftHSM%20project;serial=SERIAL;token=again
  hardtoken: hint: pkcs11:model=SoftHSM%20v2;manufacturer=SoftHSM%20project;serial=SERIAL;token=twin
  hardtoken: hint: pkcs11:model=SoftHSM%20v2;manufacturer=SoftHSM%20project;serial=SERIAL;token=twin
  [5]
