Hard or soft: the verdict, its evidence, and what is not known.

  $ . "$SETUP"
  $ export ASAN_OPTIONS=fast_unwind_on_malloc=0
  $ enroll --key ec:P-256 --label web --id 01 --subject /CN=web --out web.csr --quiet > /dev/null
  $ enroll --key rsa:2048 --label seal --id 02 --subject /CN=seal --out seal.csr --quiet > /dev/null
  $ key='pkcs11:token=main;id=%01;type=private'
  $ library() { sed -E 's#/usr/[^ ]*/libsofthsm2.so#LIBRARY#g'; }

A token: its own verdict, and briefly its keys when they can be seen.

  $ hardtoken judge main | library
  hardtoken: warning: private keys show only with a PIN: add --pin-file, --pin-fd or --pin-env
  Soft: SoftHSM keeps its keys in files on this computer.
  
  token           main (SoftHSM v2, serial SERIAL)
  module          SOFTHSM
  uri             pkcs11:model=SoftHSM%20v2;manufacturer=SoftHSM%20project;serial=SERIAL;token=main
  grade           software: software on a computer keeps the keys
  
  evidence:
    admission  module.admission        SoftHSM 2, by token.model
    against    process.library         the module brought in
                                       'LIBRARY':
                                       SoftHSM, which keeps keys in files
  $ hardtoken judge 'pkcs11:token=main' --pin-file pin.txt | sed -n '/^keys/,/^$/p'
  keys:
    KEY   TYPE      VERDICT  ORIGIN              EXPORT
    seal  RSA 2048  soft     generated-reported  non-exportable-reported+probed
    web   EC P-256  soft     generated-reported  non-exportable-reported+probed
  

A key: the verdict first. Possession is a proof, but of the key, not of hardware.

  $ hardtoken judge "$key" --pin-file pin.txt --possession | library
  Soft: SoftHSM keeps this key in a file on this computer.
  
  token           main (SoftHSM v2, serial SERIAL)
  module          SOFTHSM
  key             EC P-256
  uri             pkcs11:model=SoftHSM%20v2;manufacturer=SoftHSM%20project;serial=SERIAL;token=main;id=%01;object=web;type=private
  key SHA-256     SHA256
  grade           software: software on a computer keeps the keys
  origin          generated-reported: made here, as the token keeps count of it
  export          non-exportable-reported+probed: the key cannot leave, says the
                  token, and it refused a try
  
  evidence:
    admission  module.admission        SoftHSM 2, by token.model
    against    process.library         the module brought in
                                       'LIBRARY':
                                       SoftHSM, which keeps keys in files
    proof      possession.shown        the key signed a fresh message of this
                                       run
  $ hardtoken judge "$key" --pin-file pin.txt --explain | library | sed -n '/^not checked/,/^module.mechanisms/p'
  not checked     attestation: no manufacturer's statement about this key is on
                  the token or was given
  not checked     possession: the key was not asked to sign
  
  all evidence:
  module.admission (module, admission)
    seen          SoftHSM 2, by token.model
    faked by      nobody gains by it
  module.slot-flags (module, claim)
    seen          0x1
    faked by      any module, a configuration file, or a wrapper around a module
    remark        PKCS#11 3.2 (general data types, CK_SLOT_INFO) says that no
                  security meaning may be read into CKF_HW_SLOT: it tells of a
                  physical realization, not of how mechanisms are implemented or
                  keys are kept
  module.mechanisms (module, claim)

The document holds the same facts; the claims have the words of the IETF draft.

  $ command hardtoken judge "$key" --pin-file pin.txt --possession --json > judge.json
  $ jq -c '[.hardness, .target, .requirement, .token.grade, .token.identity.module, .key.origin, .key.export, .key.duplicate_seen]' judge.json
  ["soft","key",null,"software","softhsm2","generated-reported","non-exportable-reported+probed",false]
  $ jq -c '.claims | [.said_by, .platform.vendor, .platform.hwmodel, .key.extractable, .key.sensitive, .key."never-extractable", .key.local, .key.purpose]' judge.json
  ["module","SoftHSM project","SoftHSM v2",false,true,true,true,["sign","decrypt","unwrap"]]
  $ jq -c '[.evidence[] | select(.weight == "proof" or .weight == "admission") | [.id, .layer, .weight]]' judge.json
  [["module.admission","module","admission"],["possession.shown","possession","proof"]]
  $ jq -e '.possession.message | startswith("68617264746f6b656e20706f7373657373696f6e2070726f6f6620763100")' judge.json
  true
  $ jq -e '.claims.transaction.nonce == .possession.nonce and (.possession.nonce | length) == 64' judge.json
  true
  $ jq -r '[.evidence[] | select(.spoofable_by == null or .spoofable_by == "")] | length' judge.json
  0

The same key in a file, or an import: a copy exists.

  $ openssl genpkey -quiet -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out soft.key
  $ softhsm2-util --import soft.key --token main --label copy --id 03 --pin 1234 > /dev/null
  $ hardtoken judge 'pkcs11:token=main;id=%03' --pin-file pin.txt --compare soft.key | sed -n '/^Soft/p;/^origin/,/^$/p'
  Soft: the same key is in soft.key as well.
  origin          imported: the key was made elsewhere and put here
  export          non-exportable-reported+probed: the key cannot leave, says the
                  token, and it refused a try
  copy            the same key was seen elsewhere
  
  $ hardtoken judge "$key" --pin-file pin.txt --compare soft.key | grep -c '^copy '
  0
  [1]
  $ hardtoken judge "$key" --pin-file pin.txt --compare web.csr
  hardtoken: error: 'web.csr' has no private key to compare with
  [3]

A key that is for signatures of a person is asked only with consent.

  $ test_ca_new ca
  $ enroll --key ec:P-256 --label sign --id 04 --subject /CN=sign --key-usage critical,nonRepudiation --out sign.csr --quiet > /dev/null
  $ test_ca_sign ca sign.csr sign.pem
  $ hardtoken install sign.pem --pin-file pin.txt --quiet > /dev/null
  $ asked() { hardtoken judge 'pkcs11:token=main;id=%04;type=private' --pin-file pin.txt --possession --no-input "$@" | grep -E 'possession\.|warning'; }
  $ asked
  hardtoken: warning: the key 'sign' is for signatures of a person and was not asked to sign
  $ asked --consent
    proof      possession.shown        the key signed a fresh message of this

On a terminal it is a question, and only 'yes' is consent.

  $ cat > consent.exp << 'END'
  > set timeout 20
  > log_user 0
  > spawn {*}[lrange $argv 1 end]
  > expect -re {legal act.*Type 'yes' to let it sign: } { send "[lindex $argv 0]\r" }
  > expect eof { puts -nonewline [string map {"\r" ""} $expect_out(buffer)] }
  > END
  $ answered() { expect consent.exp "$1" $(type -P hardtoken) judge 'pkcs11:token=main;id=%04;type=private' --pin-file pin.txt --possession | grep -E -o 'possession.shown|was not asked to sign'; }
  $ answered yes
  possession.shown
  $ answered y
  was not asked to sign

A statement of a manufacturer, here of one we made up: only its root makes it count, and a key in software stays one.

  $ openssl req -x509 -newkey rsa:2048 -noenc -keyout root.key -subj '/CN=Test PIV Root' -days 30 -addext keyUsage=critical,keyCertSign -out root.pem 2> /dev/null
  $ printf '%s\n' 'basicConstraints=critical,CA:TRUE' '1.3.6.1.4.1.41482.3.3=DER:05:04:03' > f9.ext
  $ printf '%s\n' '1.3.6.1.4.1.41482.3.3=DER:05:04:03' '1.3.6.1.4.1.41482.3.7=DER:02:04:00:BC:61:4E' '1.3.6.1.4.1.41482.3.8=DER:02:01' > statement.ext
  $ openssl req -newkey rsa:2048 -noenc -keyout f9.key -subj '/CN=Yubico PIV Attestation' -out f9.csr 2> /dev/null
  $ openssl x509 -req -in f9.csr -CA root.pem -CAkey root.key -days 30 -extfile f9.ext -out f9.pem 2> /dev/null
  $ openssl req -in web.csr -noout -pubkey > web.pub
  $ openssl x509 -new -force_pubkey web.pub -subj '/CN=YubiKey PIV Attestation 9a' -CA f9.pem -CAkey f9.key -days 30 -extfile statement.ext -out statement.pem
  $ attested() { hardtoken judge "$@" --attestation f9.pem; }
  $ attested "$key" --attestation statement.pem --pin-file pin.txt --possession | sed -n '1p;/^contradiction/,/^$/p;/attestation\./,$p'
  Soft: SoftHSM keeps this key in a file on this computer.
    against    attestation.rejected    issuer-missing: '/CN=Test PIV Root',
                                       which '/CN=Yubico PIV Attestation' names
                                       as its issuer, is not among what was
                                       given
    against    attestation.advisory    eucleak: with this firmware, who has the
                                       device in his laboratory can measure
                                       ECDSA keys out of it (EUCLEAK,
                                       YSA-2024-03)
    proof      possession.shown        the key signed a fresh message of this
                                       run
  $ attested "$key" --attestation statement.pem --pin-file pin.txt --possession --anchor root.pem --require attested | sed -n '1p;/^grade/p;/^contradiction/,/^$/p;/attestation\./,$p'
  Soft: SoftHSM keeps this key in a file on this computer.
  grade           software: software on a computer keeps the keys
  contradiction   attested-software: the manufacturer's signature says the key
                  is in YubiKey 5, and it is in SoftHSM 2
  required        attested: not met; the verdict is 'soft', the grade 'software'
  
    proof      attestation.chain       YubiKey PIV 12345678, root '/CN=Test PIV
                                       Root'
                                       SHA256
                                       (a root you gave)
    against    attestation.advisory    eucleak: with this firmware, who has the
                                       device in his laboratory can measure
                                       ECDSA keys out of it (EUCLEAK,
                                       YSA-2024-03)
    proof      possession.shown        the key signed a fresh message of this
                                       run
  [1]
  $ attested statement.pem --anchor root.pem | sed -n '1,/^$/p;/attestation\./,$p'
  Unproven: with the root you gave, the statement about this key holds; that the
  key is here was not shown.
  
    proof      attestation.chain       YubiKey PIV 12345678, root '/CN=Test PIV
                                       Root'
                                       SHA256
                                       (a root you gave)
    against    attestation.advisory    eucleak: with this firmware, who has the
                                       device in his laboratory can measure
                                       ECDSA keys out of it (EUCLEAK,
                                       YSA-2024-03)
  $ command hardtoken judge statement.pem --attestation f9.pem --json | jq -c '[.hardness, .file.grade, .attestation.verdict, .attestation.reason, .attestation.anchor]'
  ["unproven","unknown","rejected","issuer-missing",null]

What a whole token cannot do, and what is not there.

  $ hardtoken judge main --possession
  hardtoken: error: --possession needs a key, not a whole token
  hardtoken: hint: name the key by its URI; 'hardtoken list --uris' prints it
  [2]
  $ hardtoken judge nobody
  hardtoken: error: there is no token 'nobody'
  hardtoken: hint: these are there:
  hardtoken: hint: pkcs11:model=SoftHSM%20v2;manufacturer=SoftHSM%20project;serial=SERIAL;token=main
  [5]
  $ hardtoken judge 'pkcs11:token=main;id=%99' --pin-file pin.txt 2>&1 | head -n 1
  hardtoken: error: there is no such private key on token 'main'
  [5]
  $ hardtoken judge "$key" --pin-file pin.txt --require impossible
  hardtoken: error: 'impossible' is no level that can be required
  hardtoken: hint: the levels are: soft, claims, identified, ca-asserted, attested, hard
  [2]

Nothing on the token was changed by any of this.

  $ objects
  9

What a module or a file is called cannot reach the terminal.

  $ softhsm2-util --import soft.key --token main --label $'red\e[31m' --id 05 --pin 1234 --force > /dev/null
  $ hardtoken judge 'pkcs11:token=main;id=%05' --pin-file pin.txt --explain | grep -c $'\e'
  0
  [1]
  $ hardtoken judge main --pin-file pin.txt | sed -n '/^keys/,/^$/p' | grep red | cut -c 1-16
    red\x1b[31m  E

The module is watched in a process of its own: what crashes there is not known, and hurts nobody.

  $ bash -c 'hardtoken --watch-module "$DOUBLES/broken-modules/crash-module.so" 3> watch.json; echo over' 2> /dev/null; wc -c < watch.json
  over
  0
  $ command hardtoken --watch-module "$SOFTHSM_MODULE" 3> watch.json && jq -c '[(.libraries | map(test("softhsm")) | any), (.openings | type)]' watch.json
  [true,"array"]
