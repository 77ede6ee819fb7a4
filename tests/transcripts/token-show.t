The page of one card or token.

  $ . "$SETUP"
  $ test_ca_new ca
  $ show() { hardtoken token show "$@" | sed -E -e "s#$FAULT_MODULE#MODULE#g" -e 's/(expires in )(19|20)$/\1N/'; }
  $ pair() { local token=$1 label=$2 id=$3 days=$4; shift 4; hardtoken enroll --token "$token" --pin-file pin.txt --key ec:P-256 --label "$label" --id "$id" --out "$label.csr" --quiet "$@" > /dev/null && test_ca_sign ca "$label.csr" "$label.pem" "$days" && hardtoken install "$label.pem" --token "$token" --pin-file pin.txt --quiet > /dev/null; }

An empty one, and one that is not set up.

  $ show main
  token           main
  model           SoftHSM v2 by SoftHSM project
  versions        hardware 2.6, firmware 2.6
  serial number   SERIAL
  reader          SoftHSM slot ID N (slot N)
  module          SOFTHSM
  free space      not told by the token
  sessions        no limit
  PIN             ready
  PIN length      4 to 255 bytes
  PUK (SO PIN)    nothing wrong is reported
  uri             pkcs11:model=SoftHSM%20v2;manufacturer=SoftHSM%20project;serial=SERIAL;token=main
  
  no keys and no certificates
  
  not seen
    - private keys: no PIN was given (--pin-file, --pin-fd or --pin-env)
  $ show "$(command hardtoken token list --json | jq -r '.tokens[] | select(.initialized | not) | .uri')"
  token           (without a label)
  model           SoftHSM v2 by SoftHSM project
  versions        hardware 2.6, firmware 2.6
  serial number   none
  reader          SoftHSM slot ID N (slot 1)
  module          SOFTHSM
  free space      not told by the token
  sessions        no limit
  PIN             none: the token is not set up ('hardtoken token init')
  uri             pkcs11:model=SoftHSM%20v2;manufacturer=SoftHSM%20project;serial=;token=

Keys with their certificates: what for, whose, from whom, until when.

  $ pair main auth 01 400 --subject '/C=SE/O=Region Exempel/CN=Anna Andersson/serialNumber=SE2321000016-A1B2' --key-usage digitalSignature --ext-key-usage clientAuth,1.3.6.1.4.1.311.20.2.2
  $ pair main seal 02 400 --subject '/C=NO/O=Eksempel AS/CN=Eksempel AS/organizationIdentifier=NTRNO-123456785' --key-usage nonRepudiation
  $ show main --pin-file pin.txt
  token           main
  model           SoftHSM v2 by SoftHSM project
  versions        hardware 2.6, firmware 2.6
  serial number   SERIAL
  reader          SoftHSM slot ID N (slot N)
  module          SOFTHSM
  free space      not told by the token
  sessions        no limit
  PIN             ready
  PIN length      4 to 255 bytes
  PUK (SO PIN)    nothing wrong is reported
  uri             pkcs11:model=SoftHSM%20v2;manufacturer=SoftHSM%20project;serial=SERIAL;token=main
  
  authentication
    holder        Anna Andersson
    organization  Region Exempel
    identifier    SE2321000016-A1B2 (HSA-id)
    issuer        Test Intermediate
    valid to      DATE, N days left
    key           EC P-256, id 01
    label         auth
  
  signing
    holder        Eksempel AS
    identifier    NTRNO-123456785 (trade register, NO)
    issuer        Test Intermediate
    valid to      DATE, N days left
    key           EC P-256, id 02
    label         seal
  
  nothing odd was found

Without a PIN: what can be seen, and what could not.

  $ show main | sed -n '/^authentication/,$p'
  authentication
    holder        Anna Andersson
    organization  Region Exempel
    identifier    SE2321000016-A1B2 (HSA-id)
    issuer        Test Intermediate
    valid to      DATE, N days left
    key           EC P-256, id 01
    label         auth
  
  signing
    holder        Eksempel AS
    identifier    NTRNO-123456785 (trade register, NO)
    issuer        Test Intermediate
    valid to      DATE, N days left
    key           EC P-256, id 02
    label         seal
  
  not seen
    - private keys: no PIN was given (--pin-file, --pin-fd or --pin-env)

What is odd.

  $ pair main soon 03 20 --subject '/C=DK/O=Eksempel A\/S/CN=System/serialNumber=UI:DK-O:G:bf204036-6f12-4d62-bcc7-5930618355c6/organizationIdentifier=NTRDK-19552101' --key-usage digitalSignature,keyEncipherment
  $ hardtoken enroll --token main --pin-file pin.txt --key rsa:2048 --label waiting --id 04 --subject /CN=w --out w.csr --quiet > /dev/null
  $ pkcs11-tool --module "$SOFTHSM_MODULE" --token-label main --login --pin 1234 --delete-object --type privkey --id 02 > /dev/null 2>&1
  $ pkcs11-tool --module "$SOFTHSM_MODULE" --token-label main --login --pin 1234 --keypairgen --key-type rsa:2048 --id 04 --label $'caf\xe9' > /dev/null 2>&1
  $ show main --pin-file pin.txt | sed -n '/^signing/,$p'
  signing
    holder        Eksempel AS
    identifier    NTRNO-123456785 (trade register, NO)
    issuer        Test Intermediate
    valid to      DATE, N days left
    key           EC P-256, id 02, PRIVATE KEY MISSING
    label         seal
  
  authentication, encryption
    holder        System
    organization  Eksempel A/S
    identifier    UI:DK-O:G:bf204036-6f12-4d62-bcc7-5930618355c6 (national id, DK)
    identifier    NTRDK-19552101 (trade register, DK)
    issuer        Test Intermediate
    valid to      DATE, N days left
    key           EC P-256, id 03
    label         soon
  
  a key without certificate
    key           RSA 2048, id 04
    label         caf\xe9
  
  a key without certificate
    key           RSA 2048, id 04
    label         waiting
  
  look at this
    - the certificate of 'System' (authentication, encryption) expires in N
      days, on DATE
    - the key 'caf\xe9' has no certificate
    - the label 'caf\xe9' is not UTF-8 or was cut in the middle of a character
    - the key 'waiting' has no certificate
    - the keys 'caf\xe9' and 'waiting' have one id (04): programs cannot tell
      them apart
    - the public key 'seal' has no private key

Names from certificates and labels may hold anything.

  $ pair main $'red\e[31m' 05 400 --subject $'/CN=a\e[2J\u202eb/O=\xc2\x9bc' --key-usage digitalSignature
  $ show main --pin-file pin.txt | sed -n '/holder .*a.x1b/,/label/p'
    holder        a\x1b[2J\u{202e}b
    organization  \u{009b}c
    issuer        Test Intermediate
    valid to      DATE, N days left
    key           EC P-256, id 05
    label         red\x1b[31m
  $ command hardtoken token show main --pin-file pin.txt > page; grep -c $'[\x01-\x08\x0b-\x1f]' page
  0
  [1]

One card with two PINs, each on a slot of its own; the module double makes two tokens of SoftHSM look like one.

  $ softhsm_token 'Anna Andersson (Legitimering)' 12345678 1234
  $ softhsm_token 'Anna Andersson (Underskrift)' 12345678 1234
  $ pair 'Anna Andersson (Legitimering)' legitimering 45 400 --subject '/O=Region Exempel/CN=Anna Andersson/serialNumber=SE2321000016-A1B2' --key-usage digitalSignature
  $ pair 'Anna Andersson (Underskrift)' underskrift 46 400 --subject '/O=Region Exempel/CN=Anna Andersson/serialNumber=SE2321000016-A1B2' --key-usage nonRepudiation
  $ export HARDTOKEN_FAULT_MODULE=$SOFTHSM_MODULE HARDTOKEN_FAULT_SCENARIO=$PWD/scenario HARDTOKEN_MODULE=$FAULT_MODULE
  $ cat > scenario <<'END'
  > slot-field description ACS ACR39U ICC Reader 00 00
  > slot-flags +CKF_REMOVABLE_DEVICE
  > token-field manufacturer Gemalto
  > token-field model IAS ECC
  > token-memory public 65536 1024
  > sessions 0xffffffffffffffff 0xffffffffffffffff
  > only-token Anna Andersson (Legitimering)
  > token-field serial 9752278412345678
  > only-token Anna Andersson (Underskrift)
  > token-field serial 9752278412345678
  > token-flags +CKF_USER_PIN_COUNT_LOW +CKF_USER_PIN_FINAL_TRY +CKF_SO_PIN_COUNT_LOW
  > END
  $ show 'Anna Andersson (Legitimering)' --pin-file pin.txt
  card            Anna Andersson, with 2 PINs
  model           IAS ECC by Gemalto
  versions        hardware 2.6, firmware 2.6
  serial number   SERIAL
  reader          ACS ACR39U ICC Reader 00 00
  module          MODULE
  free space      1024 of 65536 bytes
  sessions        not told by the token
  
  PIN 'Legitimering'
    state         ready
    length        4 to 255 bytes
    PUK (SO PIN)  nothing wrong is reported
    uri           pkcs11:model=IAS%20ECC;manufacturer=Gemalto;serial=SERIAL;token=Anna%20Andersson%20%28Legitimering%29
  
  PIN 'Underskrift'
    state         ONE TRY IS LEFT: one more wrong PIN locks it
    length        4 to 255 bytes
    PUK (SO PIN)  a wrong one was entered since the last right one
    uri           pkcs11:model=IAS%20ECC;manufacturer=Gemalto;serial=SERIAL;token=Anna%20Andersson%20%28Underskrift%29
  
  authentication
    holder        Anna Andersson
    organization  Region Exempel
    identifier    SE2321000016-A1B2 (HSA-id)
    issuer        Test Intermediate
    valid to      DATE, N days left
    key           EC P-256, id 45, Legitimering
    label         legitimering
  
  signing
    holder        Anna Andersson
    organization  Region Exempel
    identifier    SE2321000016-A1B2 (HSA-id)
    issuer        Test Intermediate
    valid to      DATE, N days left
    key           EC P-256, id 46
    label         underskrift
  
  look at this
    - the card is almost full: 1024 bytes are free
  
  not seen
    - private keys behind 'Underskrift': its PIN was not given (show its uri
      with --pin-file)
  $ show 'pkcs11:serial=9752278412345678' | sed -n '/^card/p; /^PIN/p'
  card            Anna Andersson, with 2 PINs
  PIN 'Legitimering'
  PIN 'Underskrift'
  $ show 'pkcs11:serial=9752278412345678' --pin-file pin.txt
  hardtoken: error: one PIN is not tried on the 2 PINs of a card
  hardtoken: hint: say which PIN it is with the URI of its slot:
  hardtoken: hint: pkcs11:model=IAS%20ECC;manufacturer=Gemalto;serial=SERIAL;token=Anna%20Andersson%20%28Legitimering%29
  hardtoken: hint: pkcs11:model=IAS%20ECC;manufacturer=Gemalto;serial=SERIAL;token=Anna%20Andersson%20%28Underskrift%29
  [2]
  $ command hardtoken token show 'Anna Andersson (Underskrift)' --json > show.json
  $ jq -c '[.name, .complete, .token.label]' show.json
  ["Anna Andersson",false,"Anna Andersson (Underskrift)"]
  $ jq -c '.slots[] | [.pin_name, .read, .logged_in, .user_pin_final_try, .sessions.most, .public_memory.free]' show.json
  ["Legitimering",true,false,false,null,1024]
  ["Underskrift",true,false,true,null,1024]
  $ jq -c '.certificates[] | [.holder, .organization, .purposes, .identifiers, .issuer_name, .chain, .days_left > 390]' show.json
  ["Anna Andersson","Region Exempel",["authenticate"],[{"kind":"hsa","country":null,"value":"SE2321000016-A1B2"}],"Test Intermediate",false,true]
  ["Anna Andersson","Region Exempel",["sign"],[{"kind":"hsa","country":null,"value":"SE2321000016-A1B2"}],"Test Intermediate",false,true]
  $ jq -c '.odd[] | [.kind, (.uri | split(":")[0])]' show.json
  ["full","pkcs11"]

A locked PIN and a locked PUK.

  $ printf '%s\n' 'token-flags +CKF_USER_PIN_LOCKED +CKF_SO_PIN_LOCKED +CKF_WRITE_PROTECTED' > scenario
  $ show main | sed -n '/^PIN/,/^writing/p'
  PIN             LOCKED; unblock it with the PUK: 'hardtoken pin unblock'
  PIN length      4 to 255 bytes
  PUK (SO PIN)    LOCKED: it unblocks no PIN any more
  writing         not possible: the token is write-protected
  $ show main | awk 'length > 80 && !/^(uri|module)/'
