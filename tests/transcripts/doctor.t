The doctor looks at each module in a process of its own, which may crash or hang.

  $ . "$SETUP"
  $ PCSCLITE_CSOCK_NAME=$PWD/pcscd.comm; export PCSCLITE_CSOCK_NAME
  $ modules() { for name in "$@"; do printf -- '--module %s/broken-modules/%s-module.so ' "$DOUBLES" "$name"; done; }
  $ doctor() { hardtoken doctor "$@" | sed -e "s#$DOUBLES/broken-modules#DOUBLES#g" -e 's/, [0-9]* to \([0-9]*\) bits/, N to \1 bits/' -e '/^card service/,$d'; }

A module that works: what it is, its slots and tokens, what they can do.

  $ doctor --module "$SOFTHSM_MODULE" | sed 's/(slot [0-9]*)/(slot N)/'
  module          SOFTHSM
    verdict       works
    library       Implementation of PKCS11, version 2.6, by SoftHSM
    Cryptoki      2.40, without C_GetInterfaceList
    C_Initialize  with locking by the system
    slot          SoftHSM slot ID N (slot N), does not claim to be hardware, not removable
      token       main (SoftHSM v2, serial SERIAL)
      state       ready
      can do      RSA, N to 16384 bits: generate key pairs, sign (PKCS#1, PSS)
                  EC, N to 521 bits: generate key pairs, sign
                  EdDSA, N to 456 bits: generate key pairs, sign
    slot          SoftHSM slot ID N (slot N), does not claim to be hardware, not removable
      token       SoftHSM v2
      state       not initialized
      can do      RSA, N to 16384 bits: generate key pairs, sign (PKCS#1, PSS)
                  EC, N to 521 bits: generate key pairs, sign
                  EdDSA, N to 456 bits: generate key pairs, sign
  
  $ command hardtoken doctor --json | jq -c '.modules[] | [.module, .verdict, .remarks, .library, .cryptoki, .interface_list, .initialize, (.slots | length)]' | stable
  ["SOFTHSM","works",[],{"description":"Implementation of PKCS11","version":"2.6","manufacturer":"SoftHSM"},"2.40",false,"os-locking",2]
  $ command hardtoken doctor --json | jq -c '[.modules[].slots[] | select(.token.label == "main")][0] | .hardware, .removable, .token.user_pin_set, .abilities.rsa, .abilities.ec.sign, .abilities.eddsa.generate'
  false
  false
  true
  {"generate":true,"sign":true,"least_bits":512,"most_bits":16384,"pkcs1":true,"pss":true}
  true
  true

Five modules, of which one crashes and one hangs: the others are not hidden, and it ends in time.

  $ start=$(date +%s)
  $ doctor $(modules crash hang quit refuse) --module "$SOFTHSM_MODULE" | sed '/version 2.6/,$d'
  module          DOUBLES/crash-module.so
    verdict       does not work
    reason        it crashes in C_Initialize (SIGSEGV)
    next step     ask the token's vendor for a newer module, and leave this one out
    it printed    crash-module: about to crash in C_Initialize
  
  module          DOUBLES/hang-module.so
    verdict       does not work
    reason        it does not answer within 5 seconds, in C_Initialize
    next step     see that its device or server can be reached; --timeout gives it longer
  
  module          DOUBLES/quit-module.so
    verdict       does not work
    reason        it ends the program in C_GetSlotList, with exit status 3
    next step     ask the token's vendor for a newer module, and leave this one out
    it printed    quit-module: line 1 of 1000\x1b[31m
                  quit-module: line 2 of 1000\x1b[31m
                  quit-module: line 3 of 1000\x1b[31m
                  quit-module: line 4 of 1000\x1b[31m
                  quit-module: line 5 of 1000\x1b[31m
                  quit-module: line 6 of 1000\x1b[31m
                  ...
  
  module          DOUBLES/refuse-module.so
    verdict       does not work
    reason        C_Initialize returned CKR_CANT_LOCK: it refuses all arguments of C_Initialize: locking by the system, none, no threads of its own, no flags
    next step     ask the token's vendor for a newer module
  
  module          SOFTHSM
    verdict       works
  $ (($(date +%s) - start < 10)) && echo in time
  in time
  $ pgrep -f -- "--probe-module $DOUBLES" || echo none left
  none left
  $ command hardtoken doctor $(modules crash hang) --module "$SOFTHSM_MODULE" --timeout 1s --json | jq -c '.modules[] | [.verdict, .remarks[0].text]'
  ["does-not-work","it crashes in C_Initialize (SIGSEGV)"]
  ["does-not-work","it does not answer within 1 second, in C_Initialize"]
  ["works",null]

None that works is class module.

  $ doctor $(modules no-list old holes) --module /nowhere/module.so --module "$PWD/pin.txt"
  module          DOUBLES/no-list-module.so
    verdict       does not work
    reason        its list of functions is missing
  
  module          DOUBLES/old-module.so
    verdict       does not work
    reason        it is for Cryptoki 1.0, and 2.0 is the least
    next step     ask the token's vendor for a newer module
  
  module          DOUBLES/holes-module.so
    verdict       does not work
    reason        its list of functions has holes: C_SignInit, C_Sign
    next step     ask the token's vendor for a newer module
  
  module          /nowhere/module.so
    verdict       does not work
    reason        there is no such file
    next step     look for the module with: p11-kit list-modules
  
  module          DIR/pin.txt
    verdict       does not work
    reason        it is not a shared library
  
  [4]
  $ hardtoken doctor $(modules holes) > out.txt
  [4]
  $ tail -n 1 out.txt
  hardtoken: error: no PKCS#11 module works
  $ command hardtoken doctor $(modules holes) --json | jq -c '[.error.class, .error.error, .modules[0].verdict]'
  [4,"no PKCS#11 module works","does-not-work"]
  [4]

A crash that comes only when the work is done is a remark.

  $ HARDTOKEN_CRASH_IN=C_Finalize doctor $(modules crash)
  module          DOUBLES/crash-module.so
    verdict       works with remarks
    remark        it shows no slots
    next step     plug the reader or token in; see that the server of the tokens runs
    remark        it crashes in C_Finalize (SIGSEGV)
    next step     ask the token's vendor for a newer module, and leave this one out
    library       Broken module, version 1.0, by hardtoken tests
    Cryptoki      2.40, without C_GetInterfaceList
    C_Initialize  with locking by the system
    it printed    crash-module: about to crash in C_Finalize
  

The steps by which a module may be started.

  $ for step in os-locking no-arguments no-threads no-flags; do HARDTOKEN_REFUSE_BUT=$step doctor $(modules refuse) | grep -E 'verdict|C_Init|remark|next'; done
    verdict       works with remarks
    remark        it shows no slots
    next step     plug the reader or token in; see that the server of the tokens runs
    C_Initialize  with locking by the system
    verdict       works with remarks
    remark        it does not take the usual arguments of C_Initialize
    next step     other programs may fail to start it, or must use it from one thread
    remark        it shows no slots
    next step     plug the reader or token in; see that the server of the tokens runs
    C_Initialize  without arguments
    verdict       works with remarks
    remark        it does not take the usual arguments of C_Initialize
    next step     other programs may fail to start it, or must use it from one thread
    remark        it shows no slots
    next step     plug the reader or token in; see that the server of the tokens runs
    C_Initialize  with locking by the system and no threads of its own
    verdict       works with remarks
    remark        it does not take the usual arguments of C_Initialize
    next step     other programs may fail to start it, or must use it from one thread
    remark        it shows no slots
    next step     plug the reader or token in; see that the server of the tokens runs
    C_Initialize  without flags

A token that cannot be used as it is.

  $ hardtoken key list --token main --pin-file wrong.txt > out.txt
  [6]
  $ doctor --module "$SOFTHSM_MODULE" | grep -A 1 'token .*main'
      token       main (SoftHSM v2, serial SERIAL)
      state       a wrong user PIN was entered
  $ rm -rf softhsm/tokens/*
  $ doctor --module "$SOFTHSM_MODULE" | sed -n '2,4p'
    verdict       works with remarks
    remark        no token is set up
    next step     set one up with 'hardtoken token init'
  $ SOFTHSM2_CONF=/nowhere/softhsm2.conf doctor --module "$SOFTHSM_MODULE"
  module          SOFTHSM
    verdict       does not work
    reason        C_Initialize returned CKR_GENERAL_ERROR: the module could not start: its configuration or its service is missing
    next step     see that its configuration, its device or its server is there
  
  [4]

A card module without the card service: it starts, and cannot see any reader.

  $ doctor --module /usr/lib/x86_64-linux-gnu/opensc-pkcs11.so | head -n 4
  module          /usr/lib/x86_64-linux-gnu/opensc-pkcs11.so
    verdict       does not work
    reason        the card service (pcscd) is not running
    next step     start it: systemctl start pcscd.socket
  [4]

What steers modules. As p11-kit's list: no module is loaded by the doctor itself.

  $ unset HARDTOKEN_MODULE
  $ command hardtoken doctor --json > doctor.json
  $ jq -r '.configuration[] | select(.module | contains("softhsm") or contains("trust")) | "\(.file) \(.use)"' doctor.json
  /usr/share/p11-kit/modules/p11-kit-trust.module trust-store
  /usr/share/p11-kit/modules/softhsm2.module used
  $ jq -r '.environment, .card_service | to_entries[] | "\(.key)=\(.value)"' doctor.json | stable
  SOFTHSM2_CONF=DIR/softhsm/softhsm2.conf
  PCSCLITE_CSOCK_NAME=DIR/pcscd.comm
  socket=DIR/pcscd.comm
  answers=false
  $ hardtoken doctor | grep -A 1 -E '^(card|environment)' | grep -v p11-kit
  card service    pcscd does not answer on DIR/pcscd.comm
  --
  environment     SOFTHSM2_CONF=DIR/softhsm/softhsm2.conf
                  PCSCLITE_CSOCK_NAME=DIR/pcscd.comm

Somebody who listens on the socket of the card service: here it is p11-kit's server.

  $ p11-kit server -f -n "$PWD/pcscd.comm" --provider "$SOFTHSM_MODULE" 'pkcs11:token=main' > server.txt 2>&1 &
  $ for _ in {1..100}; do [[ -S pcscd.comm ]] && break; sleep 0.1; done
  $ hardtoken doctor --module "$SOFTHSM_MODULE" | grep '^card'
  card service    pcscd answers on DIR/pcscd.comm
  $ kill %1; wait

No process can be started: said of each module.

  $ (ulimit -n 7; doctor --module "$SOFTHSM_MODULE")
  module          SOFTHSM
    verdict       does not work
    reason        no process could be started for it: Too many open files
    next step     look at the limits of this system: processes, memory, open files
  
  [4]

The time limit.

  $ hardtoken doctor --timeout 0
  hardtoken: error: '0' is not a length of time
  hardtoken: hint: write a number and a unit: 90s, 30m, 12h, 60d, 8w, 2y
  [2]
  $ hardtoken doctor --timeout 2h
  hardtoken: error: --timeout must be between 1s and 1h
  hardtoken: hint: see: hardtoken doctor --help
  [2]

Interrupted, it ends at once and takes its helpers along.

  $ timeout --foreground --preserve-status -s INT 1 hardtoken doctor $(modules hang) --timeout 1h
  hardtoken: error: interrupted
  [9]
  $ pgrep -f -- "--probe-module $DOUBLES" || echo none left
  none left
