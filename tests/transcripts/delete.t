Deleting asks first.

  $ . "$SETUP"
  $ test_ca_new ca
  $ enroll --key ec:P-256 --label web --id 01 --subject /CN=web --out web.csr --quiet > /dev/null
  $ test_ca_sign ca web.csr web.pem && test_ca_sign ca web.csr newer.pem
  $ hardtoken install web.pem newer.pem --pin-file pin.txt > /dev/null
  $ objects
  4
  $ hardtoken key delete 'pkcs11:token=main;id=%01' --pin-file pin.txt --no-input
  hardtoken: error: 'web' is not deleted without confirmation
  hardtoken: hint: add --yes to delete without being asked
  [2]

Two certificates with one id: the serial number tells.

  $ hardtoken certificate delete 'pkcs11:token=main;id=%01' --pin-file pin.txt --yes
  hardtoken: error: more than one certificate could be meant
  hardtoken: hint: these are there:
  hardtoken: hint: pkcs11:model=SoftHSM%20v2;manufacturer=SoftHSM%20project;serial=SERIAL;token=main;id=%01;object=web;type=cert
  hardtoken: hint: pkcs11:model=SoftHSM%20v2;manufacturer=SoftHSM%20project;serial=SERIAL;token=main;id=%01;object=web;type=cert
  [5]
  $ serial=$(openssl x509 -in web.pem -noout -serial | cut -d= -f2)
  $ hardtoken certificate delete 'pkcs11:token=main;id=%01' --serial "$serial" --pin-file pin.txt --yes
  deleted         pkcs11:model=SoftHSM%20v2;manufacturer=SoftHSM%20project;serial=SERIAL;token=main;id=%01;object=web;type=cert
  $ objects
  3
  $ hardtoken certificate show 'pkcs11:token=main;id=%01' --serial "$serial"
  hardtoken: error: no certificate there has the serial number HEX40
  [5]

The key goes with both halves; its certificate stays and is then without key.

  $ hardtoken key delete 'pkcs11:token=main;id=%01;type=private' --pin-file pin.txt --yes
  deleted         pkcs11:model=SoftHSM%20v2;manufacturer=SoftHSM%20project;serial=SERIAL;token=main;id=%01;object=web;type=public
  deleted         pkcs11:model=SoftHSM%20v2;manufacturer=SoftHSM%20project;serial=SERIAL;token=main;id=%01;object=web;type=private
  kept            1 certificate of the key
  $ hardtoken list --pin-file pin.txt
  main (SoftHSM v2, serial SERIAL)
    LABEL  ID  KEY  GRADE  CERTIFICATE  VALID TO    STATE
    web    01              web          DATE  no key, N days
  $ hardtoken key delete 'pkcs11:token=main;id=%01' --pin-file pin.txt --yes
  hardtoken: error: there is no such private key on token 'main'
  hardtoken: hint: 'hardtoken list' shows what is there
  [5]
  $ hardtoken key delete 'pkcs11:token=main;id=%01;type=cert' --pin-file pin.txt --yes
  hardtoken: error: the URI names a certificate, not a key
  hardtoken: hint: see: hardtoken key delete --help
  [2]
  $ hardtoken certificate delete 'pkcs11:token=main;id=%01;type=private' --pin-file pin.txt --yes
  hardtoken: error: the URI names a key, not a certificate
  hardtoken: hint: see: hardtoken certificate delete --help
  [2]
  $ command hardtoken certificate delete 'pkcs11:token=main;id=%01' --pin-file pin.txt --yes --json | jq '.deleted | length'
  1
  $ objects
  0
