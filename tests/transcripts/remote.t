The commands of docs/remote.md, in its order: a token behind p11-kit's server.

  $ . "$SETUP"
  $ test_ca_new ca
  $ ask_the_ca() { test_ca_sign ca "$1" "$2"; }
  $ CLIENT_MODULE=$(pkg-config --variable=p11_module_path p11-kit-1)/p11-kit-client.so
  $ VENDOR_MODULE=$SOFTHSM_MODULE
  $ unset HARDTOKEN_MODULE
  $ run() { eval "$1" 2>&1 | sed -E -e "s#$CLIENT_MODULE#CLIENT#g" -e '/^(card service|p11-kit read)/,$d' -e 's/slot [0-9]+\b/slot N/g' -e 's/ +[0-9]+ +CLIENT/  N  CLIENT/' -e 's/ SLOT +/ SLOT /' -e 's/[0-9]+ to ([0-9]+) bits/N to \1 bits/' -e 's/(SERIAL|DATE|N days) +/\1 /g'; }
  $ sed -n 's/^    \$ //p' "$DOCS/remote.md" > commands.txt
  $ wc -l < commands.txt
  14
  $ while IFS= read -r command; do
  >   echo "=== $command"
  >   case $command in
  >     *\&) eval "$command" > server.txt 2>&1
  >          for _ in {1..100}; do [[ -S token.sock ]] && break; sleep 0.1; done ;;
  >     export*) eval "$command" ;;
  >     *) run "$command" || echo "status $?" ;;
  >   esac
  > done < commands.txt
  === p11-kit server -f -n "$PWD/token.sock" --provider "$VENDOR_MODULE" 'pkcs11:token=main' &
  === export P11_KIT_SERVER_ADDRESS="unix:path=$PWD/token.sock"
  === export HARDTOKEN_MODULE="$CLIENT_MODULE"
  === hardtoken token list
  TOKEN  MODEL       SERIAL STATE  GRADE     SLOT MODULE
  main   SoftHSM v2  SERIAL ready  software  N  CLIENT
  
  pkcs11:model=SoftHSM%20v2;manufacturer=SoftHSM%20project;serial=SERIAL;token=main
  === hardtoken enroll --token main --key ec:P-256 --label web --id 01 --subject '/C=SE/O=Example AB/CN=www.example.com' --pin-file pin.txt --out web.csr
  token           main (serial SERIAL)
  key             EC P-256, label 'web', id 01
  uri             pkcs11:model=SoftHSM%20v2;manufacturer=SoftHSM%20project;serial=SERIAL;token=main;id=%01;object=web;type=private
  subject         /C=SE/O=Example AB/CN=www.example.com
  request         web.csr (ecdsa sha256; signature verified)
  key SHA-256     SHA256
  next            send web.csr to the CA, then install what comes back with: hardtoken install FILE
  === hardtoken enroll --token main --key rsa:2048 --label seal --id 02 --subject '/C=SE/O=Example AB/CN=seal' --pin-file pin.txt --out seal.csr
  token           main (serial SERIAL)
  key             RSA 2048, label 'seal', id 02
  uri             pkcs11:model=SoftHSM%20v2;manufacturer=SoftHSM%20project;serial=SERIAL;token=main;id=%02;object=seal;type=private
  subject         /C=SE/O=Example AB/CN=seal
  request         seal.csr (rsa-pkcs1 sha256; signature verified)
  key SHA-256     SHA256
  next            send seal.csr to the CA, then install what comes back with: hardtoken install FILE
  === ask_the_ca web.csr web.pem
  === hardtoken install web.pem --token main --pin-file pin.txt
  certificate     /C=SE/O=Example AB/CN=www.example.com
    status        installed, read back and compared
    key           label 'web', id 01, on token 'main'
    valid to      DATE, serial number HEX40
    uri           pkcs11:model=SoftHSM%20v2;manufacturer=SoftHSM%20project;serial=SERIAL;token=main;id=%01;object=web;type=cert
  === hardtoken list --token main --pin-file pin.txt
  main (SoftHSM v2, serial SERIAL)
    LABEL  ID  KEY       GRADE     CERTIFICATE      VALID TO    STATE
    seal   02  RSA 2048  software                               no certificate
    web    01  EC P-256  software  www.example.com  DATE ok, N days
  === hardtoken doctor
  module          CLIENT
    verdict       works
    library       PKCS#11 Kit Proxy Module, version 1.1, by PKCS#11 Kit
    Cryptoki      2.40, without C_GetInterfaceList
    C_Initialize  with locking by the system
    slot          SoftHSM slot ID N (slot N), does not claim to be hardware, not removable
      token       main (SoftHSM v2, serial SERIAL)
      state       ready
      can do      RSA, N to 16384 bits: generate key pairs, sign (PKCS#1, PSS)
                  EC, N to 521 bits: generate key pairs, sign
  
  === hardtoken enroll --token main --key ed25519 --label ed --subject '/CN=ed' --pin-file pin.txt --out ed.csr
  hardtoken: error: cannot generate a key of type ed25519 on token 'main'
  hardtoken: token: 'main', serial SERIAL, slot N, module CLIENT
  hardtoken: module: C_GenerateKeyPair returned CKR_MECHANISM_INVALID (0x70)
  hardtoken: cause: the token does not make keys of this type
  hardtoken: hint: choose another --key
  status 4
  === hardtoken request create 'pkcs11:token=main;id=%02' --sign-with rsa-pss --subject '/CN=seal' --pin-file pin.txt --out pss.csr
  token           main (serial SERIAL)
  key             RSA 2048, label 'seal', id 02
  uri             pkcs11:model=SoftHSM%20v2;manufacturer=SoftHSM%20project;serial=SERIAL;token=main;id=%02;object=seal;type=private
  subject         /CN=seal
  request         pss.csr (rsa-pss sha256; signature verified)
  key SHA-256     SHA256
  next            send pss.csr to the CA, then install what comes back with: hardtoken install FILE
  === P11_KIT_SERVER_ADDRESS="unix:path=$PWD/nowhere.sock" hardtoken doctor
  module          CLIENT
    verdict       works with remarks
    remark        it shows no slots
    next step     plug the reader or token in; see that the server of the tokens runs
    library       p11-kit (no connection), version 1.1, by p11-kit
    Cryptoki      2.40, without C_GetInterfaceList
    C_Initialize  with locking by the system
  
  === P11_KIT_SERVER_ADDRESS="unix:path=$PWD/nowhere.sock" hardtoken token wait --token main --timeout 1s
  hardtoken: error: token 'main' did not come within 1 s
  hardtoken: hint: 'hardtoken token list' shows what the modules see
  status 5
  $ kill %1
  $ believed web.csr && believed seal.csr && believed pss.csr
  verify OK
  verify OK
  verify OK

The token itself has the keys and the certificate: seen without the server.

  $ unset P11_KIT_SERVER_ADDRESS
  $ hardtoken list --module "$SOFTHSM_MODULE" --token main --pin-file pin.txt | grep -c ' EC P-256  software  www.example.com '
  1

A server that comes while we wait.

  $ export P11_KIT_SERVER_ADDRESS="unix:path=$PWD/late.sock"
  $ (sleep 1; exec p11-kit server -f -n "$PWD/late.sock" --provider "$SOFTHSM_MODULE" 'pkcs11:token=main' > server.txt 2>&1) & hardtoken token wait --module "$CLIENT_MODULE" --token main --timeout 20s
  pkcs11:model=SoftHSM%20v2;manufacturer=SoftHSM%20project;serial=SERIAL;token=main
  $ kill %2 %1 2> /dev/null; wait
