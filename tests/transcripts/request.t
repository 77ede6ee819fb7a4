A request for a key that is there, and reading requests.

  $ . "$SETUP"
  $ enroll --key rsa:2048 --label seal --id 02 --subject /CN=one --out one.csr --quiet > /dev/null
  $ enroll --key ec:P-256 --label web --id 01 --subject /CN=two --out two.csr --quiet > /dev/null
  $ create() { hardtoken request create "$@" --pin-file pin.txt; }
  $ create 'pkcs11:token=main;object=seal' --subject /CN=again --sign-with rsa-pss --digest sha512 --out again.csr
  token           main (serial SERIAL)
  key             RSA 2048, label 'seal', id 02
  uri             pkcs11:model=SoftHSM%20v2;manufacturer=SoftHSM%20project;serial=SERIAL;token=main;id=%02;object=seal;type=private
  subject         /CN=again
  request         again.csr (rsa-pss sha512; signature verified)
  key SHA-256     SHA256
  next            send again.csr to the CA, then install what comes back with: hardtoken install FILE
  $ believed again.csr
  verify OK
  $ openssl req -in again.csr -noout -text | grep -A3 'Signature Algorithm'
      Signature Algorithm: rsassaPss
      Signature Value:        
          Hash Algorithm: sha512
          Mask Algorithm: mgf1 with sha512
  $ create 'pkcs11:token=main;id=%01;type=private' --subject /CN=again --out ec.csr --quiet | grep request
  request         ec.csr (ecdsa sha256; signature verified)
  $ believed ec.csr
  verify OK
  $ diff <(openssl req -in two.csr -noout -pubkey) <(openssl req -in ec.csr -noout -pubkey) && echo 'same key'
  same key
  $ create 'pkcs11:token=main;id=%01' --subject /CN=again --out dry.csr --dry-run | grep request
  request         nothing was generated and nothing was written (dry run)
  $ create 'pkcs11:token=main' --subject /CN=x --out x.csr
  hardtoken: error: cannot use URI 'pkcs11:token=main'
  hardtoken: cause: it names a token but no object on it
  hardtoken: hint: add ;id=%XX or ;object=LABEL; 'hardtoken list' prints whole URIs
  [2]
  $ create 'main' --subject /CN=x --out x.csr
  hardtoken: error: cannot use URI 'main'
  hardtoken: cause: it does not start with 'pkcs11:'
  hardtoken: hint: 'hardtoken list' prints URIs to copy
  [2]
  $ create 'pkcs11:token=main;id=%FF' --subject /CN=x --out x.csr
  hardtoken: error: there is no such private key on token 'main'
  hardtoken: hint: these are there:
  hardtoken: hint: pkcs11:model=SoftHSM%20v2;manufacturer=SoftHSM%20project;serial=SERIAL;token=main;id=%02;object=seal;type=private
  hardtoken: hint: pkcs11:model=SoftHSM%20v2;manufacturer=SoftHSM%20project;serial=SERIAL;token=main;id=%01;object=web;type=private
  [5]
  $ create 'pkcs11:token=main;id=%01;type=cert' --subject /CN=x --out x.csr
  token           main (serial SERIAL)
  key             EC P-256, label 'web', id 01
  uri             pkcs11:model=SoftHSM%20v2;manufacturer=SoftHSM%20project;serial=SERIAL;token=main;id=%01;object=web;type=private
  subject         /CN=x
  request         x.csr (ecdsa sha256; signature verified)
  key SHA-256     SHA256
  next            send x.csr to the CA, then install what comes back with: hardtoken install FILE

Without its public object an RSA key still shows its public half; an EC key here does not.

  $ pkcs11-tool --module "$SOFTHSM_MODULE" --token-label main --login --pin 1234 --delete-object --type pubkey --id 02 > /dev/null 2>&1
  $ create 'pkcs11:token=main;id=%02' --subject /CN=x --out rsa.csr --quiet | grep ^request
  request         rsa.csr (rsa-pkcs1 sha256; signature verified)
  $ pkcs11-tool --module "$SOFTHSM_MODULE" --token-label main --login --pin 1234 --delete-object --type pubkey --id 01 > /dev/null 2>&1
  $ create 'pkcs11:token=main;id=%01' --subject /CN=x --out none.csr
  hardtoken: error: the public half of key 'web' is not on token 'main'
  hardtoken: cause: no public key and no certificate there is known to be its own
  hardtoken: hint: 'hardtoken request create' takes it from a file with --public-key
  [5]

With its public key in a file it gets one, with that of another key it does not.

  $ openssl req -in two.csr -noout -pubkey > two.pub && openssl req -in one.csr -noout -pubkey > one.pub
  $ create 'pkcs11:token=main;id=%01' --public-key two.pub --subject /CN=x --out file.csr --quiet | grep ^request
  request         file.csr (ecdsa sha256; signature verified)
  $ believed file.csr
  verify OK
  $ create 'pkcs11:token=main;id=%01' --public-key one.pub --subject /CN=x --out none.csr
  hardtoken: error: the public key is not that of key 'web'
  hardtoken: cause: the private key does not belong to it (RSA 2048)
  hardtoken: hint: 'hardtoken key list' shows which keys are there
  [1]
  $ create 'pkcs11:token=main;id=%01' --public-key two.csr --subject /CN=x --out none.csr
  hardtoken: error: cannot take a public key from 'two.csr'
  hardtoken: cause: it is neither a public key nor a certificate, in PEM or DER
  hardtoken: hint: 'openssl pkey -pubin' and 'openssl x509' read such files
  [3]

With its certificate on the token it does.

  $ test_ca_new ca && test_ca_sign ca two.csr two.pem
  $ pkcs11-tool --module "$SOFTHSM_MODULE" --token-label main --login --pin 1234 --write-object two.pem --type cert --id 01 > /dev/null 2>&1
  $ create 'pkcs11:token=main;id=%01' --subject /CN=x --out none.csr --quiet | grep ^request
  request         none.csr (ecdsa sha256; signature verified)
  $ believed none.csr
  verify OK

request show: a request of somebody else's, a broken one, no request at all.

  $ hardtoken request show one.csr
  subject         /CN=one
  key             RSA 2048
  signed with     sha256WithRSAEncryption
  signature       verified
  key SHA-256     SHA256
  $ command hardtoken request show again.csr --json | jq -c '[.subject, .key, .verified, .names]'
  ["/CN=again","RSA 2048",true,[]]
  $ openssl req -in one.csr -outform DER | sed 's/one/two/' > forged.der
  $ hardtoken request show forged.der
  subject         /CN=two
  key             RSA 2048
  signed with     sha256WithRSAEncryption
  signature       DOES NOT VERIFY
  key SHA-256     SHA256
  [1]
  $ hardtoken request show pin.txt
  hardtoken: error: 'pin.txt' holds no certification request
  hardtoken: cause: it is not PKCS#10 in PEM or DER
  [3]
  $ hardtoken request show nope.csr
  hardtoken: error: cannot read 'nope.csr'
  hardtoken: cause: No such file or directory
  [3]
