Files that are not what a CA sends back: each with its own message.

  $ . "$SETUP"
  $ enroll --key ec:P-256 --label web --subject /CN=web --out web.csr --quiet > /dev/null
  $ test_ca_new ca && test_ca_sign ca web.csr web.pem
  $ openssl x509 -in web.pem -outform DER -out web.der
  $ put() { hardtoken install --token main --pin-file pin.txt "$@"; }
  $ put missing.pem
  hardtoken: error: cannot read 'missing.pem'
  hardtoken: cause: No such file or directory
  [3]
  $ put softhsm
  hardtoken: error: cannot read 'softhsm'
  hardtoken: cause: Is a directory
  [3]
  $ : > empty.pem; put empty.pem
  hardtoken: error: 'empty.pem' is empty
  [3]
  $ head -c 5000000 /dev/zero > huge.pem; put huge.pem
  hardtoken: error: 'huge.pem' is too large
  hardtoken: cause: it holds more than 4194304 bytes
  [3]
  $ head -c 300 /dev/urandom > garbage.bin; put garbage.bin
  hardtoken: error: cannot take certificates from 'garbage.bin'
  hardtoken: cause: it is none of PEM, DER and PKCS#7
  hardtoken: hint: ask the CA for the certificate in one of these forms
  [3]
  $ echo hello > text.txt; put text.txt
  hardtoken: error: cannot take certificates from 'text.txt'
  hardtoken: cause: it is none of PEM, DER and PKCS#7
  hardtoken: hint: ask the CA for the certificate in one of these forms
  [3]
  $ head -c 200 web.der > cut.der; put cut.der
  hardtoken: error: cannot take certificates from 'cut.der'
  hardtoken: cause: it is cut short: it ends before its own length says
  hardtoken: hint: copy the whole file again
  [3]
  $ head -n 5 web.pem > cut.pem; put cut.pem
  hardtoken: error: cannot take certificates from 'cut.pem'
  hardtoken: cause: a PEM block in it is cut short or damaged
  hardtoken: hint: copy the whole file again, from the BEGIN line to the END line
  [3]
  $ sed 's/^MII/!!!/' web.pem > damaged.pem; put damaged.pem
  hardtoken: error: cannot take certificates from 'damaged.pem'
  hardtoken: cause: a PEM block in it is cut short or damaged
  hardtoken: hint: copy the whole file again, from the BEGIN line to the END line
  [3]
  $ cat web.der <(echo tail) > tail.der; put tail.der
  hardtoken: error: cannot take certificates from 'tail.der'
  hardtoken: cause: it is DER with something behind it, or of another kind
  hardtoken: hint: a DER file holds one certificate and nothing else; PEM may hold several
  [3]
  $ put web.csr
  hardtoken: error: cannot take certificates from 'web.csr'
  hardtoken: cause: it is a certification request, not a certificate
  hardtoken: hint: send it to the CA, and install what comes back
  [3]
  $ openssl req -in web.csr -outform DER -out request.der; put request.der
  hardtoken: error: cannot take certificates from 'request.der'
  hardtoken: cause: it is a certification request, not a certificate
  hardtoken: hint: send it to the CA, and install what comes back
  [3]
  $ openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out key.pem 2>/dev/null; put key.pem
  hardtoken: error: cannot take certificates from 'key.pem'
  hardtoken: cause: it holds a private key
  hardtoken: hint: a CA never sends one back: give only the certificate, and keep that file safe
  [3]
  $ cat web.pem key.pem > both.pem; put both.pem
  hardtoken: error: cannot take certificates from 'both.pem'
  hardtoken: cause: it holds a private key
  hardtoken: hint: a CA never sends one back: give only the certificate, and keep that file safe
  [3]
  $ openssl pkey -in key.pem -outform DER -out key.der; put key.der
  hardtoken: error: cannot take certificates from 'key.der'
  hardtoken: cause: it holds a private key
  hardtoken: hint: a CA never sends one back: give only the certificate, and keep that file safe
  [3]
  $ openssl pkcs8 -topk8 -in key.pem -passout pass:x -out encrypted.pem; put encrypted.pem
  hardtoken: error: cannot take certificates from 'encrypted.pem'
  hardtoken: cause: it holds a private key
  hardtoken: hint: a CA never sends one back: give only the certificate, and keep that file safe
  [3]
  $ openssl req -x509 -key key.pem -subj /CN=soft -out soft.pem -days 1
  $ openssl pkcs12 -export -inkey key.pem -in soft.pem -passout pass:x -out soft.p12; put soft.p12
  hardtoken: error: cannot take certificates from 'soft.p12'
  hardtoken: cause: it is a PKCS#12 file, which holds a private key of its own
  hardtoken: hint: the key was not made on the token; ask the CA for the certificate alone
  [3]
  $ printf '%s\n' '-----BEGIN PUBLIC KEY-----' MAA= '-----END PUBLIC KEY-----' > public.pem; put public.pem
  hardtoken: error: cannot take certificates from 'public.pem'
  hardtoken: cause: there is no certificate in it
  [3]

No key fits: exit 1, nothing written, the keys are named.

  $ openssl req -new -key key.pem -subj /CN=soft -out soft.csr && test_ca_sign ca soft.csr soft.pem
  $ put soft.pem
  hardtoken: error: certificate '/CN=soft' fits no key
  hardtoken: cause: its public key (EC P-256) is none of these: token 'main': 'web' (id HEX40)
  hardtoken: hint: nothing was written; is it the certificate for this token and the request you sent?
  [1]
  $ put web.pem soft.pem
  hardtoken: error: certificate '/CN=soft' fits no key
  hardtoken: cause: its public key (EC P-256) is none of these: token 'main': 'web' (id HEX40)
  hardtoken: hint: nothing was written; is it the certificate for this token and the request you sent?
  [1]
  $ objects
  2

Not valid now.

  $ TEST_CA_NOT_BEFORE=20200101000000Z TEST_CA_NOT_AFTER=20200201000000Z test_ca_sign ca web.csr expired.pem
  $ put expired.pem
  hardtoken: error: certificate '/CN=web' is not installed
  hardtoken: cause: it expired on DATE
  hardtoken: hint: check the clock of this computer; add --ignore-dates to install it all the same
  [1]
  $ TEST_CA_NOT_BEFORE=20980101000000Z TEST_CA_NOT_AFTER=20990101000000Z test_ca_sign ca web.csr future.pem
  $ put future.pem
  hardtoken: error: certificate '/CN=web' is not installed
  hardtoken: cause: it is not valid before DATE
  hardtoken: hint: check the clock of this computer; add --ignore-dates to install it all the same
  [1]
  $ put expired.pem --ignore-dates
  certificate     /CN=web
    status        installed, read back and compared
    key           label 'web', id HEX40, on token 'main'
    valid to      DATE, serial number HEX40
    uri           pkcs11:model=SoftHSM%20v2;manufacturer=SoftHSM%20project;serial=SERIAL;token=main;id=%ID;object=web;type=cert
  $ hardtoken list --pin-file pin.txt
  main (SoftHSM v2, serial SERIAL)
    LABEL  ID                   KEY       GRADE     CERTIFICATE  VALID TO    STATE
    web    HEX16...  EC P-256  software  web          DATE  expired
