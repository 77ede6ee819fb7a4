Key files and certificates: a private key in a file is soft, a certificate is the word of its CA.

  $ . "$SETUP"
  $ unset HARDTOKEN_MODULE
  $ openssl genpkey -quiet -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out plain.key
  $ openssl req -x509 -key plain.key -subj /CN=plain -days 30 -out plain.pem
  $ openssl pkcs8 -topk8 -in plain.key -passout pass:secret -out sealed.key
  $ openssl pkey -in plain.key -outform DER -out plain.der
  $ openssl pkcs12 -export -inkey plain.key -in plain.pem -passout pass:secret -out both.p12

Private keys, whatever the file is called; the protection is named.

  $ hardtoken judge plain.key
  Soft: a file holds this key, not encrypted; whoever can read the file has the
  key.
  
  file            plain.key
  holds           private key (PKCS#8), EC P-256
  protection      none
  key SHA-256     SHA256
  grade           software: software on a computer keeps the keys
  origin          unknown: where the key was made is not known
  export          readable: the key can be read out
  
  evidence:
    admission  file.key                PKCS#8, not encrypted
  $ chmod 644 plain.der; hardtoken judge plain.der | sed -n '1p;/^permissions/p;/against/,$p'
  Soft: a file holds this key, not encrypted; whoever can read the file has the
  permissions     0644: others than its owner may read the file
    against    file.key                others than its owner may read the file
                                       (mode 0644)
  $ hardtoken judge sealed.key | sed -n '1,/^$/p;/^protection/p'
  Soft: a file holds this key, encrypted; whoever has both file and password has
  the key.
  
  protection      PBES2, AES-256-CBC, PBKDF2 with HMAC-SHA256 and 2048 rounds
  $ hardtoken judge both.p12 | sed -n '1,/^$/p;/^holds/p;/^integrity/p'
  Soft: a file holds this key, encrypted; whoever has both file and password has
  the key.
  
  holds           private key (PKCS#12)
  integrity       HMAC-SHA256, PKCS#12 key derivation, 2048 rounds
  $ cp plain.key looks-like-a-certificate.crt; hardtoken judge looks-like-a-certificate.crt | head -n 2
  Soft: a file holds this key, not encrypted; whoever can read the file has the
  key.
  $ command hardtoken judge plain.key --json | jq -c '[.hardness, .target, .file.grade, .file.encrypted, .file.mode, .key.export, .key.key, (.key.spki_sha256 | length)]'
  ["soft","file","software",false,"0600","readable","EC P-256",64]
  $ hardtoken judge plain.key --compare plain.der | grep -E '^copy|copy.seen'
  copy            the same key was seen elsewhere
    against    copy.seen               plain.der

What looks like a private key and is none, and a key that only a TPM can use.

  $ pem() { openssl asn1parse -genconf "$1" -noout -out block.der; echo "-----BEGIN $2-----"; openssl base64 -in block.der; echo "-----END $2-----"; }
  $ openssl genrsa -out rsa.key 2048 2> /dev/null; modulus=$(openssl rsa -in rsa.key -noout -modulus | sed 's/.*=/0x/')
  $ (echo 'asn1 = SEQUENCE:key'; echo '[key]'; printf '%s\n' 'a = INTEGER:0' "b = INTEGER:$modulus" 'c = INTEGER:65537'; for part in d e f g h i; do echo "$part = INTEGER:1"; done) > standin.cnf
  $ pem standin.cnf 'RSA PRIVATE KEY' > standin.pem
  $ hardtoken judge standin.pem
  Unproven: this file looks like a private key and is none: its two halves do
  not fit. The key is elsewhere, or the file is damaged.
  
  file            standin.pem
  holds           stand-in for a private key (PKCS#1), RSA 2048
  protection      none
  key SHA-256     SHA256
  grade           unknown: nothing is known about this token
  would raise     token: judge the key on its token
  $ point() { openssl pkey -in plain.key -pubout -outform DER | tail -c 64 | od -An -v -tx1 | tr -d ' \n' | cut -c "$1"; }
  $ (echo 'asn1 = SEQUENCE:key'; echo '[key]'; printf '%s\n' 'a = OID:2.23.133.10.1.3' 'b = EXPLICIT:0,BOOLEAN:true' 'c = INTEGER:0x40000001' "d = FORMAT:HEX,OCTETSTRING:00580023000b00060472000000100010000300100020$(point 1-64)0020$(point 65-128)" 'e = FORMAT:HEX,OCTETSTRING:00020000') > tpm.cnf
  $ pem tpm.cnf 'TSS2 PRIVATE KEY' > tpm.key
  $ hardtoken judge tpm.key --explain
  Unproven: only the TPM that made this file can use the key in it; whether that
  TPM is a chip or a program cannot be seen here.
  
  file            tpm.key
  holds           private key of a TPM (TSS2)
  protection      wrapped by a TPM 2.0, and of use in that one only
  grade           claims: said to be hardware; nothing confirms it
  origin          unknown: where the key was made is not known
  export          unknown: whether the key can leave is not known
  kept down by    tpm-not-bound: no certificate of a TPM maker was tied to this
                  key
  would raise     token: judge the key through the PKCS#11 module of the TPM
  
  all evidence:
  file.key (file, claim)
    seen          TSS2, wrapped by a TPM 2.0, and of use in that one only
    faked by      whoever made the file
  $ hardtoken judge tpm.key --require soft > out.txt
  [1]
  $ hardtoken judge tpm.key --require claims | grep '^required'
  required        claims: met

A PKCS#12 file whose key is not encrypted, and one whose key cannot be compared.

  $ openssl pkcs12 -export -inkey plain.key -in plain.pem -passout pass:secret -keypbe NONE -out open.p12
  $ hardtoken judge open.p12 | sed -n '1,/^$/p;/^protection/p'
  Soft: a file holds this key, not encrypted; whoever can read the file has the
  key.
  
  protection      none
  $ hardtoken judge plain.key --compare both.p12 | grep -E 'warning|^copy'
  hardtoken: warning: 'both.p12' is encrypted: whether it has the same key cannot be told

A certificate: what its issuer claims, as that CA's statement.

  $ hardtoken judge plain.pem
  Unproven: 'plain' says nothing about the device this key is in.
  
  file            plain.pem
  holds           certificate (X.509), EC P-256
  subject         /CN=plain
  issuer          /CN=plain
  key SHA-256     SHA256
  grade           unknown: nothing is known about this token
  note            what a certificate says of a device is the word of its CA;
                  this program has not seen the device
  would raise     token: judge the certificate on its token, where its key is
  $ cat > qualified.cnf <<END
  > qcStatements = ASN1:SEQUENCE:statements
  > certificatePolicies = 0.4.0.194112.1.3
  > [statements]
  > compliance = SEQUENCE:compliance
  > device = SEQUENCE:device
  > [compliance]
  > id = OID:0.4.0.1862.1.1
  > [device]
  > id = OID:0.4.0.1862.1.4
  > END
  $ test_ca_new ca
  $ openssl req -new -key plain.key -subj '/O=Example/CN=Seal' -out seal.csr
  $ openssl x509 -req -in seal.csr -CA ca/intermediate.pem -CAkey ca/intermediate.key -days 30 -extfile qualified.cnf -out seal.pem 2> /dev/null
  $ hardtoken judge seal.pem
  Unproven: 'Test Intermediate' states that the key is in a secure device; this
  program has not seen it.
  
  file            seal.pem
  holds           certificate (X.509), EC P-256
  subject         /O=Example/CN=Seal
  issuer          /O=Test/CN=Test Intermediate
  key SHA-256     SHA256
  grade           claims: said to be hardware; nothing confirms it
  note            what a certificate says of a device is the word of its CA;
                  this program has not seen the device
  would raise     token: judge the certificate on its token, where its key is
  
  evidence:
    claim      ca.statement            'Test Intermediate': QcSSCD, QCP-l-qscd,
                                       QcCompliance
  $ cat seal.pem ca/intermediate.pem > path.pem
  $ command hardtoken judge path.pem --anchor ca/root.pem --json | jq -c '[.hardness, .file.grade, [.evidence[] | select(.layer == "certificate") | .id], [.would_raise[].id]]'
  ["unproven","claims",["ca.statement","ca.path"],["token"]]
  $ hardtoken judge seal.pem --require ca-asserted | grep required
  required        ca-asserted: not met; the verdict is 'unproven', the grade
  [1]

The product of an issuer may say it where no standard field does.

  $ openssl req -x509 -key plain.key -subj '/C=NO/O=Buypass AS-983163327/CN=Buypass Class 3 CA G2 ST Business' -days 30 -out product.pem
  $ hardtoken judge product.pem | sed -n '1,/^$/p;/^grade/p;/^evidence/,$p'
  Unproven: 'Buypass Class 3 CA G2 ST Business' issues such certificates for
  keys in software; this program has not seen the key.
  
  grade           unknown: nothing is known about this token
  evidence:
    against    ca.statement            'Buypass Class 3 CA G2 ST Business':
                                       Buypass Class 3 ST: soft

A file that only names a key on a token: that key is judged.

  $ export HARDTOKEN_MODULE=$SOFTHSM_MODULE
  $ enroll --key ec:P-256 --label web --id 01 --subject /CN=web --out web.csr --quiet > /dev/null
  $ printf 'asn1 = SEQUENCE:pointer\n[pointer]\ntitle = VISIBLESTRING:PKCS#11 Provider URI v1.0\nuri = UTF8String:pkcs11:token=main;id=%%01;type=private\n' > pointer.cnf
  $ openssl asn1parse -genconf pointer.cnf -noout -out pointer.der
  $ (echo '-----BEGIN PKCS#11 PROVIDER URI-----'; openssl base64 -in pointer.der; echo '-----END PKCS#11 PROVIDER URI-----') > pointer.pem
  $ hardtoken judge pointer.pem --pin-file pin.txt | head -n 2
  hardtoken: warning: 'pointer.pem' only names a key on a token; that one is judged: pkcs11:token=main;id=%01;type=private
  Soft: SoftHSM keeps this key in a file on this computer.

What is neither, and what files cannot do.

  $ hardtoken judge seal.csr
  hardtoken: error: 'seal.csr' is not a key and not a certificate
  hardtoken: cause: it is a certification request; a request says nothing about where its key is
  hardtoken: hint: judge the key on its token, or the file it is in
  [3]
  $ openssl pkey -in plain.key -pubout -out public.pem; hardtoken judge public.pem
  hardtoken: error: 'public.pem' is not a key and not a certificate
  hardtoken: cause: it is a public key; everybody may have it
  hardtoken: hint: judge the private key, or its certificate
  [3]
  $ printf 'hello\n' > hello.txt; hardtoken judge hello.txt
  hardtoken: error: 'hello.txt' cannot be judged as a key file
  hardtoken: cause: it looks like other text
  [3]
  $ hardtoken judge plain.key --possession
  hardtoken: error: --possession needs a key on a token, not a file
  hardtoken: hint: name the key by its URI; 'hardtoken list --uris' prints it
  [2]
  $ hardtoken judge plain.key --pack pack
  hardtoken: error: --pack needs a key on a token, not a file
  hardtoken: hint: name the key by its URI; 'hardtoken list --uris' prints it
  [2]
  $ hardtoken judge plain.key --attestation hello.txt 2>&1 | head -n 1
  hardtoken: error: cannot take certificates from 'hello.txt'
  [3]
  $ hardtoken judge plain.key --anchor plain.key 2>&1 | head -n 1
  hardtoken: error: cannot take certificates from 'plain.key'
  [3]
