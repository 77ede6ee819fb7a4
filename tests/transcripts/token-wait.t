Waiting for a token to come or go.

  $ . "$SETUP"
  $ hardtoken token wait --token main
  pkcs11:model=SoftHSM%20v2;manufacturer=SoftHSM%20project;serial=SERIAL;token=main
  $ command hardtoken token wait --token main --json | jq -c '[.token.label, .token.initialized]'
  ["main",true]
  $ hardtoken token wait --removed --token other
  $ command hardtoken token wait --removed --token other --json | jq -c .token
  null

Too late: 0 looks once.

  $ hardtoken token wait --token other --timeout 0
  hardtoken: error: there is no token 'other'
  hardtoken: hint: 'hardtoken token list' shows what the modules see
  [5]
  $ hardtoken token wait --token other --timeout 1s
  hardtoken: error: token 'other' did not come within 1 s
  hardtoken: hint: 'hardtoken token list' shows what the modules see
  [5]
  $ hardtoken token wait --token main --removed --timeout 1s
  hardtoken: error: token 'main' is still there
  hardtoken: hint: 'hardtoken token list' shows what the modules see
  [5]
  $ hardtoken token wait --removed --timeout 0
  hardtoken: error: a token is still there
  hardtoken: hint: 'hardtoken token list' shows what the modules see
  [5]

What was wrong with a module is said as well.

  $ hardtoken token wait --token other --timeout 1s --module /nowhere/module.so --module "$SOFTHSM_MODULE"
  hardtoken: warning: module '/nowhere/module.so' is left out: there is no such file
  hardtoken: error: token 'other' did not come within 1 s
  hardtoken: hint: 'hardtoken token list' shows what the modules see
  [5]

A token that another process sets up while we wait. SoftHSM looks for tokens only when it starts, so
it is found when the module is started again.

  $ (sleep 1; softhsm_token other) & hardtoken token wait --token other --timeout 20s; wait
  pkcs11:model=SoftHSM%20v2;manufacturer=SoftHSM%20project;serial=SERIAL;token=other
  $ hardtoken token wait --token other --trace --timeout 0 2>&1 | sed 's/ [0-9]* us//' | head -n 4
  hardtoken: trace: libsofthsm2.so C_Initialize CKR_OK (0x0)
  hardtoken: trace: libsofthsm2.so C_GetSlotList CKR_OK (0x0)
  hardtoken: trace: libsofthsm2.so C_GetSlotList CKR_OK (0x0)
  hardtoken: trace: libsofthsm2.so C_GetTokenInfo CKR_OK (0x0)

More than one could be meant.

  $ hardtoken token wait --timeout 5s
  hardtoken: error: 2 tokens could be meant
  hardtoken: hint: 'hardtoken token list' prints URIs; choose one with --token
  [5]

A token that another process takes away.

  $ directory=$(dirname "$(grep -lr other softhsm/tokens)")
  $ (sleep 1; rm -r "$directory") & hardtoken token wait --removed --token other --timeout 20s; wait
  pkcs11:model=SoftHSM%20v2;manufacturer=SoftHSM%20project;serial=SERIAL;token=other
  $ hardtoken token wait --timeout 5s
  pkcs11:model=SoftHSM%20v2;manufacturer=SoftHSM%20project;serial=SERIAL;token=main

An uninitialized token is not one to wait for.

  $ rm -r softhsm/tokens/*
  $ hardtoken token wait --timeout 0
  hardtoken: error: there is no initialized token
  hardtoken: hint: 'hardtoken token list' shows what the modules see
  [5]
  $ hardtoken token wait --removed --timeout 0

A signal ends it at once.

  $ start=$(date +%s)
  $ timeout --foreground --preserve-status -s INT 1 hardtoken token wait --timeout 60s
  hardtoken: error: interrupted
  hardtoken: cause: a signal asked the program to stop
  [9]
  $ timeout --foreground --preserve-status -s INT 1 hardtoken token wait --timeout 60s --json | jq .error.class
  9
  [9]
  $ (($(date +%s) - start < 10)) && echo in time
  in time

Options that make no sense.

  $ hardtoken token wait --inserted --removed
  hardtoken: error: --inserted and --removed exclude each other
  hardtoken: hint: see: hardtoken token wait --help
  [2]
  $ hardtoken token wait --timeout 5
  hardtoken: error: '5' is not a length of time
  hardtoken: hint: write a number and a unit: 90s, 30m, 12h, 60d, 8w, 2y
  [2]
