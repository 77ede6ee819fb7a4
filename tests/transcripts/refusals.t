What is refused before anything is generated.

  $ . "$SETUP"
  $ enroll --key ec:P-256 --label web --id 01 --subject /CN=x --out web.csr --quiet > /dev/null
  $ objects
  2

The label or the id is taken: the object is named.

  $ enroll --key ec:P-256 --label web --subject /CN=x --out new.csr
  hardtoken: error: the label 'web' is taken on token 'main'
  hardtoken: cause: pkcs11:model=SoftHSM%20v2;manufacturer=SoftHSM%20project;serial=SERIAL;token=main;id=%01;object=web;type=private has it
  hardtoken: hint: choose another with --label and --id; to make a request for the key that is there, use 'hardtoken request create'
  [3]
  $ enroll --key ec:P-256 --label other --id 01 --subject /CN=x --out new.csr
  hardtoken: error: the id 01 is taken on token 'main'
  hardtoken: cause: pkcs11:model=SoftHSM%20v2;manufacturer=SoftHSM%20project;serial=SERIAL;token=main;id=%01;object=web;type=private has it
  hardtoken: hint: choose another with --label and --id; to make a request for the key that is there, use 'hardtoken request create'
  [3]

The file exists; the folder does not; the file is a folder.

  $ enroll --key ec:P-256 --label other --subject /CN=x --out web.csr
  hardtoken: error: 'web.csr' exists already
  hardtoken: hint: choose another file name, or add --force to replace it
  [3]
  $ enroll --key ec:P-256 --label other --subject /CN=x --out nowhere/new.csr
  hardtoken: error: cannot write into folder 'nowhere'
  hardtoken: cause: No such file or directory
  [9]
  $ mkdir folder
  $ enroll --key ec:P-256 --label other --subject /CN=x --out folder
  hardtoken: error: cannot write 'folder'
  hardtoken: cause: it is a folder
  [3]

What does not go together.

  $ enroll --key ec:P-256 --label other --subject /CN=x --sign-with rsa-pss --out new.csr
  hardtoken: error: 'rsa-pss' cannot be used with this kind of key
  hardtoken: hint: leave out --sign-with, or use rsa-pkcs1 or rsa-pss with an RSA key
  [2]
  $ enroll --key ed25519 --label other --subject /CN=x --digest sha256 --out new.csr
  hardtoken: error: an EdDSA signature takes no digest
  hardtoken: hint: leave out --digest
  [2]
  $ enroll --key rsa:1024 --label other --subject /CN=x --out new.csr
  hardtoken: error: 'rsa:1024' is not a key type hardtoken can generate
  hardtoken: hint: choose one of rsa:2048, rsa:3072, rsa:4096, ec:P-256, ec:P-384, ec:P-521, ed25519, ed448
  [2]
  $ enroll --key ec:P-256 --label other --id xyz --subject /CN=x --out new.csr
  hardtoken: error: 'xyz' is not an id
  hardtoken: hint: write it in hexadecimal, two digits a byte
  [2]
  $ enroll --key ec:P-256 --label '' --subject /CN=x --out new.csr
  hardtoken: error: the label is empty or not UTF-8
  hardtoken: hint: see: hardtoken enroll --help
  [2]
  $ enroll --key ec:P-256 --label other --subject /CN=x --format txt --out new.csr
  hardtoken: error: 'txt' is not a form of a request
  hardtoken: hint: choose pem or der
  [2]
  $ enroll --key ec:P-256 --label other --subject /CN=x --digest md5 --out new.csr
  hardtoken: error: 'md5' is not a digest hardtoken signs with
  hardtoken: hint: choose one of sha256, sha384, sha512
  [2]

What is missing, unknown or too much.

  $ enroll --label other --subject /CN=x --out new.csr
  hardtoken: error: --key is missing
  hardtoken: hint: see: hardtoken enroll --help
  [2]
  $ enroll --key ec:P-256 --subject /CN=x --out new.csr
  hardtoken: error: --label is missing
  hardtoken: hint: see: hardtoken enroll --help
  [2]
  $ enroll --key ec:P-256 --label other --out new.csr
  hardtoken: error: --subject is missing
  hardtoken: hint: see: hardtoken enroll --help
  [2]
  $ enroll --key ec:P-256 --label other --subject /CN=x
  hardtoken: error: --out is missing
  hardtoken: hint: see: hardtoken enroll --help
  [2]
  $ enroll --key ec:P-256 --label other --subject /CN=x --out new.csr extra
  hardtoken: error: 'extra' is one argument too many
  hardtoken: hint: see: hardtoken enroll --help
  [2]
  $ enroll --key ec:P-256 --key ec:P-384 --label other --subject /CN=x --out new.csr
  hardtoken: error: --key is given more than once
  hardtoken: hint: see: hardtoken enroll --help
  [2]
  $ hardtoken enroll --frobnicate
  hardtoken: error: unrecognized option '--frobnicate'
  hardtoken: hint: see: hardtoken enroll --help
  [2]
  $ hardtoken enroll --key
  hardtoken: error: option '--key' requires an argument
  hardtoken: hint: see: hardtoken enroll --help
  [2]
  $ hardtoken frobnicate
  hardtoken: error: there is no command 'frobnicate'
  hardtoken: hint: see: hardtoken --help
  [2]
  $ hardtoken install
  hardtoken: error: FILE... is missing
  hardtoken: hint: see: hardtoken install --help
  [2]

No token, no such token, no module.

  $ hardtoken enroll --token nope --key ec:P-256 --label other --subject /CN=x --pin-file pin.txt --out new.csr
  hardtoken: error: there is no token 'nope'
  hardtoken: hint: these are there:
  hardtoken: hint: pkcs11:model=SoftHSM%20v2;manufacturer=SoftHSM%20project;serial=SERIAL;token=main
  [5]
  $ hardtoken enroll --token 'pkcs11:token=main;serial=0000' --key ec:P-256 --label other --subject /CN=x --pin-file pin.txt --out new.csr
  hardtoken: error: there is no token 'pkcs11:token=main;serial=0000'
  hardtoken: hint: these are there:
  hardtoken: hint: pkcs11:model=SoftHSM%20v2;manufacturer=SoftHSM%20project;serial=SERIAL;token=main
  [5]
  $ hardtoken enroll --token 'pkcs11:token' --key ec:P-256 --label other --subject /CN=x --pin-file pin.txt --out new.csr
  hardtoken: error: cannot use URI 'pkcs11:token'
  hardtoken: cause: it is not a PKCS#11 URI (RFC 7512)
  hardtoken: hint: 'hardtoken token list' and 'hardtoken list' print URIs to copy
  [2]
  $ hardtoken enroll --token 'pkcs11:tokn=main' --key ec:P-256 --label other --subject /CN=x --pin-file pin.txt --out new.csr
  hardtoken: error: cannot use URI 'pkcs11:tokn=main'
  hardtoken: cause: it has an attribute hardtoken does not know
  hardtoken: hint: see: hardtoken enroll --help
  [2]

Nothing of all this left anything behind.

  $ objects
  2
  $ ls -I state
  folder
  pin.txt
  so-pin.txt
  softhsm
  web.csr
  wrong.txt
