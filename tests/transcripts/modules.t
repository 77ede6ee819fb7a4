Modules that do not load, and the list of the system.

  $ . "$SETUP"
  $ hardtoken token list --module /nowhere/module.so
  hardtoken: error: cannot load module '/nowhere/module.so'
  hardtoken: cause: there is no such file
  hardtoken: hint: look for the module with: p11-kit list-modules
  [4]
  $ hardtoken token list --module /usr/lib/x86_64-linux-gnu/libz.so.1
  hardtoken: error: '/usr/lib/x86_64-linux-gnu/libz.so.1' is not a PKCS#11 module
  hardtoken: cause: it has no function C_GetFunctionList
  hardtoken: hint: give the module of the token's vendor; p11-kit list-modules shows those this system knows
  [4]
  $ hardtoken token list --module "$PWD/pin.txt"
  hardtoken: error: cannot load module 'DIR/pin.txt'
  hardtoken: cause: DIR/pin.txt: file too short
  [4]
  $ SOFTHSM2_CONF=/nowhere/softhsm2.conf hardtoken token list
  hardtoken: error: cannot start module 'SOFTHSM'
  hardtoken: module: C_Initialize returned CKR_GENERAL_ERROR (0x5)
  hardtoken: cause: the module could not start: its configuration or its service is missing
  hardtoken: hint: look for its configuration file or service (SOFTHSM2_CONF, pcscd, tpm2-abrmd, pkcsslotd)
  [4]

None named: p11-kit's list, whose broken modules do not hide the others. What modules of this
machine leak is not ours.

  $ unset HARDTOKEN_MODULE
  $ export ASAN_OPTIONS=detect_leaks=0
  $ command hardtoken token list 2> /dev/null | grep -c '^main .*SoftHSM'
  1
  $ command hardtoken list --token main --pin-file pin.txt 2> /dev/null | stable | head -n 1
  main (SoftHSM v2, serial SERIAL)

module-path in a URI.

  $ hardtoken list --token "pkcs11:token=main?module-path=$SOFTHSM_MODULE" --pin-file pin.txt | head -n 1
  main (SoftHSM v2, serial SERIAL)

Failures as JSON have the same facts under the same names.

  $ command hardtoken token list --module /nowhere/module.so --json | jq -c .
  {"schema":1,"command":"token list","notices":[],"error":{"class":4,"error":"cannot load module '/nowhere/module.so'","cause":"there is no such file","hint":"look for the module with: p11-kit list-modules"}}
  [4]
  $ export HARDTOKEN_MODULE=$SOFTHSM_MODULE
  $ command hardtoken list --token main --pin-file wrong.txt --json | jq -c '.error | [.class, .module.name, .module.rv, .token.label]'
  [6,"CKR_PIN_INCORRECT",160,"main"]
  [6]
