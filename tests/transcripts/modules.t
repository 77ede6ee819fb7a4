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
  hardtoken: cause: it is not a shared library
  [4]
  $ SOFTHSM2_CONF=/nowhere/softhsm2.conf hardtoken token list
  hardtoken: error: cannot start module 'SOFTHSM'
  hardtoken: module: C_Initialize returned CKR_GENERAL_ERROR (0x5)
  hardtoken: cause: the module could not start: its configuration or its service is missing
  hardtoken: hint: see that its configuration, its device or its server is there
  [4]

Why a file is no module for this program: in words, not in those of the loader.

  $ cp -L /usr/lib/x86_64-linux-gnu/libz.so.1 whole.so
  $ poke() { cp whole.so "$1" && printf "$3" | dd of="$1" bs=1 seek="$2" conv=notrunc status=none; }
  $ poke small.so 4 '\001' && poke arm.so 18 '\267' && poke program.so 16 '\002' && head -c 3000 whole.so > cut.so
  $ printf 'int other(void) { return 1; }\n' > other.c && cc -shared -fPIC -o libother.so other.c
  $ printf 'int other(void); int mine(void); int mine(void) { return other(); }\n' > mine.c
  $ cc -shared -fPIC -o needy.so mine.c -L. -lother && cc -shared -fPIC -o loose.so mine.c && rm libother.so
  $ for file in small arm program cut needy loose; do hardtoken token list --module "./$file.so" | grep -E 'cause|hint'; done
  hardtoken: cause: it is built for 32-bit programs, and this is a 64-bit one
  hardtoken: hint: install the module for x86-64
  hardtoken: cause: it is built for another processor: ARM64, and this is x86-64
  hardtoken: hint: install the module for x86-64
  hardtoken: cause: it is a program or an object file, not a shared library
  hardtoken: cause: the file is damaged: it ends too early
  hardtoken: hint: install the module again
  hardtoken: cause: it needs the library 'libother.so', which does not load
  hardtoken: hint: install the package that has it; ldd './needy.so' shows all it needs
  hardtoken: cause: undefined symbol: other
  hardtoken: hint: install the module for this system
  [4]
  $ hardtoken token list --module "$PWD" | grep cause
  hardtoken: cause: it is not a file
  [4]
  $ hardtoken token list --module no-such-module.so
  hardtoken: error: cannot load module 'no-such-module.so'
  hardtoken: cause: cannot open shared object file: No such file or directory
  hardtoken: hint: give the whole path of the file
  [4]
  $ LANGUAGE=sv hardtoken token list --module ./needy.so | grep cause
  hardtoken: cause: it needs the library 'libother.so', which does not load
  [4]
  $ hardtoken token list --module "$DOUBLES/broken-modules/no-list-module.so" | grep cause
  hardtoken: cause: its list of functions is missing
  [4]
  $ hardtoken token list --module "$DOUBLES/broken-modules/old-module.so" | grep cause
  hardtoken: cause: it is for Cryptoki 1.0, and 2.0 is the least
  [4]
  $ hardtoken token list --module "$DOUBLES/broken-modules/holes-module.so" | grep cause
  hardtoken: cause: its list of functions has holes: C_SignInit, C_Sign
  [4]
  $ hardtoken token list --module "$DOUBLES/broken-modules/refuse-module.so" | sed "s#$DOUBLES#DOUBLES#"
  hardtoken: error: cannot start module 'DOUBLES/broken-modules/refuse-module.so'
  hardtoken: module: C_Initialize returned CKR_CANT_LOCK (0xa)
  hardtoken: cause: it refuses all arguments of C_Initialize: locking by the system, none, no threads of its own, no flags
  hardtoken: hint: ask the token's vendor for a newer module
  [4]
  $ HARDTOKEN_REFUSE_BUT=no-flags hardtoken token list --module "$DOUBLES/broken-modules/refuse-module.so" --trace 2>&1 | sed 's/ [0-9]* us//'
  hardtoken: trace: refuse-module.so C_Initialize CKR_CANT_LOCK (0xa)
  hardtoken: trace: refuse-module.so C_Initialize CKR_ARGUMENTS_BAD (0x7)
  hardtoken: trace: refuse-module.so C_Initialize CKR_NEED_TO_CREATE_THREADS (0x9)
  hardtoken: trace: refuse-module.so C_Initialize CKR_OK (0x0)
  hardtoken: trace: refuse-module.so C_GetSlotList CKR_OK (0x0)
  hardtoken: warning: no token is present
  hardtoken: trace: refuse-module.so C_Finalize CKR_OK (0x0)

Several modules: one that fails is a warning, and does not hide the others.

  $ hardtoken token list --module /nowhere/module.so --module "$SOFTHSM_MODULE" | sed 's/  .*//' | sort
  
  
  TOKEN
  hardtoken: warning: module '/nowhere/module.so' is left out: there is no such file
  main
  pkcs11:model=SoftHSM%20v2;manufacturer=SoftHSM%20project;serial=SERIAL;token=main
  $ hardtoken list --token main --module "$SOFTHSM_MODULE" --module "$DOUBLES/broken-modules/refuse-module.so" --pin-file pin.txt | sed "s#$DOUBLES#DOUBLES#"
  hardtoken: warning: module 'DOUBLES/broken-modules/refuse-module.so' is left out: it refuses all arguments of C_Initialize: locking by the system, none, no threads of its own, no flags
  main (SoftHSM v2, serial SERIAL)
    no keys and no certificates
  $ hardtoken token list --module /nowhere/module.so --module ./arm.so
  hardtoken: warning: module '/nowhere/module.so' is left out: there is no such file
  hardtoken: warning: module './arm.so' is left out: it is built for another processor: ARM64, and this is x86-64
  hardtoken: error: no PKCS#11 module could be used
  hardtoken: cause: none of the 2 modules named works
  hardtoken: hint: 'hardtoken doctor' looks at each in turn
  [4]

A module named twice, under two names, is one.

  $ ln -s "$SOFTHSM_MODULE" other-name.so
  $ hardtoken token list --module "$SOFTHSM_MODULE" --module ./other-name.so | grep -c '^main '
  1

Where modules come from: HARDTOKEN_MODULE, a list; then PKCS11_MODULE_PATH; an empty one is none.

  $ HARDTOKEN_MODULE=/nowhere/module.so hardtoken token list | grep error
  hardtoken: error: cannot load module '/nowhere/module.so'
  [4]
  $ HARDTOKEN_MODULE=/nowhere/module.so::$SOFTHSM_MODULE: hardtoken token list | grep -E 'warning|main ' | sed 's/  .*//'
  hardtoken: warning: module '/nowhere/module.so' is left out: there is no such file
  main
  $ HARDTOKEN_MODULE=$SOFTHSM_MODULE PKCS11_MODULE_PATH=/nowhere/module.so hardtoken token list | grep -c '^main '
  1
  $ HARDTOKEN_MODULE= PKCS11_MODULE_PATH=/nowhere/module.so hardtoken token list | grep error
  hardtoken: error: cannot load module '/nowhere/module.so'
  [4]
  $ PKCS11_MODULE_PATH=/nowhere/module.so hardtoken token list --module "$SOFTHSM_MODULE" | grep -c '^main '
  1

No token: with a card module and no card service, that is why.

  $ PCSCLITE_CSOCK_NAME=$PWD/pcscd.comm hardtoken enroll --module /usr/lib/x86_64-linux-gnu/opensc-pkcs11.so --key ec:P-256 --label web --subject /CN=web --pin-file pin.txt --out web.csr
  hardtoken: error: there is no initialized token
  hardtoken: cause: the card service (pcscd) is not running
  hardtoken: hint: start pcscd, put the token in and run the command again
  [5]

  $ PCSCLITE_CSOCK_NAME=$PWD/pcscd.comm hardtoken token list --module /usr/lib/x86_64-linux-gnu/opensc-pkcs11.so
  hardtoken: warning: no token is present, and the card service (pcscd) is not running
  $ PCSCLITE_CSOCK_NAME=$PWD/pcscd.comm hardtoken token wait --module /usr/lib/x86_64-linux-gnu/opensc-pkcs11.so --timeout 0
  hardtoken: error: there is no initialized token
  hardtoken: cause: the card service (pcscd) is not running
  hardtoken: hint: 'hardtoken token list' shows what the modules see
  [5]

None named: p11-kit's list, whose broken modules do not hide the others. What else is in that list
depends on the machine; modules of others may leak memory and talk.

  $ unset HARDTOKEN_MODULE
  $ systems_own() { ASAN_OPTIONS=detect_leaks=0 command hardtoken "$@" 2> err.txt | stable; }
  $ systems_own token list | grep -c '^main .*SoftHSM'
  1
  $ systems_own list --token main --pin-file pin.txt
  main (SoftHSM v2, serial SERIAL)
    no keys and no certificates

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
