The main job: key pair, request, certificate, installed, listed.

  $ . "$SETUP"
  $ hardtoken enroll --token main --key ec:P-256 --label web --id 01 --subject '/C=SE/O=Example AB/CN=www.example.com' --san dns:www.example.com --pin-file pin.txt --out web.csr
  token           main (serial SERIAL)
  key             EC P-256, label 'web', id 01
  uri             pkcs11:model=SoftHSM%20v2;manufacturer=SoftHSM%20project;serial=SERIAL;token=main;id=%01;object=web;type=private
  subject         /C=SE/O=Example AB/CN=www.example.com
  request         web.csr (ecdsa sha256; signature verified)
  key SHA-256     SHA256
  next            send web.csr to the CA, then install what comes back with: hardtoken install FILE
  $ believed web.csr
  verify OK
  $ stat -c %a web.csr
  600
  $ objects
  2
  $ test_ca_new ca && test_ca_sign ca web.csr web.pem
  $ hardtoken install web.pem --chain "$(test_ca_chain ca)" --pin-file pin.txt
  certificate     /C=SE/O=Example AB/CN=www.example.com
    status        installed, read back and compared
    key           label 'web', id 01, on token 'main'
    valid to      DATE, serial number HEX40
    uri           pkcs11:model=SoftHSM%20v2;manufacturer=SoftHSM%20project;serial=SERIAL;token=main;id=%01;object=web;type=cert
  chain           /O=Test/CN=Test Intermediate
    status        installed, read back and compared
    uri           pkcs11:model=SoftHSM%20v2;manufacturer=SoftHSM%20project;serial=SERIAL;token=main;object=Test%20Intermediate;type=cert
  chain           /O=Test/CN=Test Root
    status        installed, read back and compared
    uri           pkcs11:model=SoftHSM%20v2;manufacturer=SoftHSM%20project;serial=SERIAL;token=main;object=Test%20Root;type=cert
  $ objects
  5

The same again changes nothing.

  $ hardtoken install web.pem --chain "$(test_ca_chain ca)" --pin-file pin.txt
  certificate     /C=SE/O=Example AB/CN=www.example.com
    status        already installed, nothing changed
    key           label 'web', id 01, on token 'main'
    valid to      DATE, serial number HEX40
    uri           pkcs11:model=SoftHSM%20v2;manufacturer=SoftHSM%20project;serial=SERIAL;token=main;id=%01;object=web;type=cert
  chain           /O=Test/CN=Test Intermediate
    status        already installed, nothing changed
    uri           pkcs11:model=SoftHSM%20v2;manufacturer=SoftHSM%20project;serial=SERIAL;token=main;object=Test%20Intermediate;type=cert
  chain           /O=Test/CN=Test Root
    status        already installed, nothing changed
    uri           pkcs11:model=SoftHSM%20v2;manufacturer=SoftHSM%20project;serial=SERIAL;token=main;object=Test%20Root;type=cert
  $ objects
  5
  $ hardtoken list --pin-file pin.txt
  main (SoftHSM v2, serial SERIAL)
    LABEL              ID  KEY       GRADE     CERTIFICATE        VALID TO    STATE
    web                01  EC P-256  software  www.example.com    DATE  ok, N days
    Test Intermediate                          Test Intermediate  DATE  issuer, N days
    Test Root                                  Test Root          DATE  issuer, N days
  $ hardtoken list --pin-file pin.txt --uris
  main (SoftHSM v2, serial SERIAL)
    LABEL              ID  KEY       GRADE     CERTIFICATE        VALID TO    STATE              URI
    web                01  EC P-256  software  www.example.com    DATE  ok, N days       pkcs11:model=SoftHSM%20v2;manufacturer=SoftHSM%20project;serial=SERIAL;token=main;id=%01;object=web;type=cert
    Test Intermediate                          Test Intermediate  DATE  issuer, N days  pkcs11:model=SoftHSM%20v2;manufacturer=SoftHSM%20project;serial=SERIAL;token=main;object=Test%20Intermediate;type=cert
    Test Root                                  Test Root          DATE  issuer, N days  pkcs11:model=SoftHSM%20v2;manufacturer=SoftHSM%20project;serial=SERIAL;token=main;object=Test%20Root;type=cert

What is on the token is what the CA issued, byte for byte.

  $ pkcs11-tool --module "$SOFTHSM_MODULE" --token-label main --read-object --type cert --id 01 -o back.der 2>/dev/null
  $ openssl x509 -in web.pem -outform DER | cmp - back.der && echo same
  same
