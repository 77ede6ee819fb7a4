Lists: tables, JSON, CSV, what matches, what ends soon.

  $ . "$SETUP"
  $ export ASAN_OPTIONS=fast_unwind_on_malloc=0
  $ test_ca_new ca
  $ enroll --key ec:P-256 --label web --id 01 --subject /O=Example/CN=www.example.com --out web.csr --quiet > /dev/null
  $ test_ca_sign ca web.csr web.pem 30
  $ hardtoken install web.pem --pin-file pin.txt > /dev/null
  $ enroll --key rsa:2048 --label seal --id 02 --subject /O=Example/CN=Seal --out seal.csr --quiet > /dev/null
  $ test_ca_sign ca seal.csr seal.pem 400
  $ hardtoken install seal.pem --chain "$(test_ca_chain ca)" --pin-file pin.txt > /dev/null
  $ enroll --key ed25519 --label waiting --id 03 --subject /CN=waiting --out waiting.csr --quiet > /dev/null
  $ hardtoken list --pin-file pin.txt
  main (SoftHSM v2, serial SERIAL)
    LABEL              ID  KEY       GRADE     CERTIFICATE        VALID TO    STATE
    seal               02  RSA 2048  software  Seal               DATE  ok, N days
    waiting            03  Ed25519   software                                 no certificate
    web                01  EC P-256  software  www.example.com    DATE  ok, N days
    Test Intermediate                          Test Intermediate  DATE  issuer, N days
    Test Root                                  Test Root          DATE  issuer, N days

Without a PIN the private keys cannot be seen, and it says so.

  $ hardtoken list --quiet
  main (SoftHSM v2, serial SERIAL)
    LABEL              ID  KEY       GRADE     CERTIFICATE        VALID TO    STATE
    seal               02  RSA 2048  software  Seal               DATE  N days (not logged in)
    waiting            03  Ed25519   software                                 no certificate (not logged in)
    web                01  EC P-256  software  www.example.com    DATE  N days (not logged in)
    Test Intermediate                          Test Intermediate  DATE  issuer, N days
    Test Root                                  Test Root          DATE  issuer, N days

What matches; what ends within 60 days, as an exit status too.

  $ hardtoken list --pin-file pin.txt --match seal
  main (SoftHSM v2, serial SERIAL)
    LABEL  ID  KEY       GRADE     CERTIFICATE  VALID TO    STATE
    seal   02  RSA 2048  software  Seal         DATE  ok, N days
  $ hardtoken list --pin-file pin.txt --match 'NOTHING'
  main (SoftHSM v2, serial SERIAL)
    nothing that is asked for
  $ hardtoken list --quiet --expiring 60d
  main (SoftHSM v2, serial SERIAL)
    LABEL  ID  KEY       GRADE     CERTIFICATE      VALID TO    STATE
    web    01  EC P-256  software  www.example.com  DATE  N days (not logged in)
  [1]
  $ hardtoken list --quiet --expiring 1d
  main (SoftHSM v2, serial SERIAL)
    nothing that is asked for
  $ hardtoken list --expiring soon
  hardtoken: error: 'soon' is not a length of time
  hardtoken: hint: write a number and a unit: 90s, 30m, 12h, 60d, 8w, 2y
  [2]

CSV and JSON hold the same facts.

  $ hardtoken list --pin-file pin.txt --csv --match seal
  "type","token","label","id","key","subject","issuer","serial","not_before","not_after","days_left","uri","grade"\r (esc)
  "key","main","seal","02","RSA 2048","","","","","","","pkcs11:model=SoftHSM%20v2;manufacturer=SoftHSM%20project;serial=SERIAL;token=main;id=%02;object=seal;type=private","software"\r (esc)
  "certificate","main","seal","02","RSA 2048","/O=Example/CN=Seal","/O=Test/CN=Test Intermediate","HEX40","DATE","DATE","N","pkcs11:model=SoftHSM%20v2;manufacturer=SoftHSM%20project;serial=SERIAL;token=main;id=%02;object=seal;type=cert","software"\r (esc)
  $ command hardtoken list --pin-file pin.txt --json | jq -c '[.schema, (.keys | length), (.certificates | length), .tokens[0].logged_in]'
  [1,3,4,true]
  $ command hardtoken list --pin-file pin.txt --json | jq -r '.keys[] | [.label, .id, .key, .has_private, .has_public, .extractable, .certificates] | @csv' | sort
  "seal","02","RSA 2048",true,true,false,1
  "waiting","03","Ed25519",true,true,false,0
  "web","01","EC P-256",true,true,false,1
  $ command hardtoken list --pin-file pin.txt --json | jq -r '.certificates[] | [.label, .subject, (.key != null), (.state | sub("[0-9]+"; "N"))] | @csv' | sort
  "Test Intermediate","/O=Test/CN=Test Intermediate",false,"issuer, N days"
  "Test Root","/O=Test/CN=Test Root",false,"issuer, N days"
  "seal","/O=Example/CN=Seal",true,"ok, N days"
  "web","/O=Example/CN=www.example.com",true,"ok, N days"
  $ hardtoken key list --pin-file pin.txt --match seal
  TOKEN  LABEL  ID  KEY       HALVES  SIGNS  SENSITIVE  EXTRACTABLE  CERTIFICATES  URI
  main   seal   02  RSA 2048  pair    yes    yes        no           1             pkcs11:model=SoftHSM%20v2;manufacturer=SoftHSM%20project;serial=SERIAL;token=main;id=%02;object=seal;type=private
  $ hardtoken key show 'pkcs11:token=main;id=%01' --pin-file pin.txt
  token           main (serial SERIAL)
  key             EC P-256, label 'web', id 01
  uri             pkcs11:model=SoftHSM%20v2;manufacturer=SoftHSM%20project;serial=SERIAL;token=main;id=%01;object=web;type=private
  signs           yes
  decrypts        yes
  sensitive       yes
  extractable     no
  PIN each time   no
  made here       yes
  key SHA-256     SHA256
  $ hardtoken certificate show 'pkcs11:token=main;id=%01' | grep -v 'SHA\|serial'
  subject         /O=Example/CN=www.example.com
  issuer          /O=Test/CN=Test Intermediate
  valid from      DATE
  valid to        DATE (N days left)
  key             EC P-256
  CA              no
  $ hardtoken token show main --pin-file pin.txt | sed -n '1,11p'
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

Halves of pairs are shown for what they are.

  $ pkcs11-tool --module "$SOFTHSM_MODULE" --token-label main --login --pin 1234 --delete-object --type privkey --id 01 > /dev/null 2>&1
  $ pkcs11-tool --module "$SOFTHSM_MODULE" --token-label main --login --pin 1234 --delete-object --type pubkey --id 03 > /dev/null 2>&1
  $ hardtoken list --pin-file pin.txt
  main (SoftHSM v2, serial SERIAL)
    LABEL              ID  KEY       GRADE     CERTIFICATE        VALID TO    STATE
    seal               02  RSA 2048  software  Seal               DATE  ok, N days
    waiting            03  Ed25519   software                                 no certificate
    web                01  EC P-256  software  www.example.com    DATE  private key missing
    Test Intermediate                          Test Intermediate  DATE  issuer, N days
    Test Root                                  Test Root          DATE  issuer, N days
