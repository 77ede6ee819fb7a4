What a request says: order and string types of the subject, extensions, forms.

  $ . "$SETUP"
  $ enroll --key ec:P-256 --label a --out a.csr --quiet --subject '/CN=Näidis, "Aktsia" \+ Pojad = AS\/OÜ\\x/C=EE/serialNumber=10747013/organizationIdentifier=NTREE-10747013/surname=Åström/givenName=Örjan/businessCategory=Private Organization/L=Tartu/ST=Tartumaa/OU=IT/title=Dr/pseudonym=P/emailAddress=a@example.com/jurisdictionC=EE/jurisdictionL=Tallinn/1.2.3.4.5=free' | stable | grep subject
  subject         /CN=N\xc3\xa4idis, "Aktsia" \\+ Pojad = AS\\/O\xc3\x9c\\\\x/C=EE/serialNumber=10747013/organizationIdentifier=NTREE-10747013/surname=\xc3\x85str\xc3\xb6m/givenName=\xc3\x96rjan/businessCategory=Private Organization/L=Tartu/ST=Tartumaa/OU=IT/title=Dr/pseudonym=P/emailAddress=a@example.com/jurisdictionC=EE/jurisdictionL=Tallinn/1.2.3.4.5=free (esc)
  $ openssl asn1parse -in a.csr | grep -A1 OBJECT | grep -v '^--' | sed -E 's/.*prim: *//' | sed -n '1,32p'
  OBJECT            :commonName
  UTF8STRING        :N\xc3\xa4idis, "Aktsia" + Pojad = AS/O\xc3\x9c\\x (esc)
  OBJECT            :countryName
  PRINTABLESTRING   :EE
  OBJECT            :serialNumber
  PRINTABLESTRING   :10747013
  OBJECT            :organizationIdentifier
  UTF8STRING        :NTREE-10747013
  OBJECT            :surname
  UTF8STRING        :\xc3\x85str\xc3\xb6m (esc)
  OBJECT            :givenName
  UTF8STRING        :\xc3\x96rjan (esc)
  OBJECT            :businessCategory
  UTF8STRING        :Private Organization
  OBJECT            :localityName
  UTF8STRING        :Tartu
  OBJECT            :stateOrProvinceName
  UTF8STRING        :Tartumaa
  OBJECT            :organizationalUnitName
  UTF8STRING        :IT
  OBJECT            :title
  UTF8STRING        :Dr
  OBJECT            :pseudonym
  UTF8STRING        :P
  OBJECT            :emailAddress
  IA5STRING         :a@example.com
  OBJECT            :jurisdictionCountryName
  PRINTABLESTRING   :EE
  OBJECT            :jurisdictionLocalityName
  UTF8STRING        :Tallinn
  OBJECT            :1.2.3.4.5
  UTF8STRING        :free
  $ hardtoken request show a.csr | grep subject
  subject         /CN=N\xc3\xa4idis, "Aktsia" \\+ Pojad = AS\\/O\xc3\x9c\\\\x/C=EE/serialNumber=10747013/organizationIdentifier=NTREE-10747013/surname=\xc3\x85str\xc3\xb6m/givenName=\xc3\x96rjan/businessCategory=Private Organization/L=Tartu/ST=Tartumaa/OU=IT/title=Dr/pseudonym=P/emailAddress=a@example.com/jurisdictionC=EE/jurisdictionL=Tallinn/1.2.3.4.5=free (esc)

Attributes of one RDN.

  $ enroll --key ec:P-256 --label b --out b.csr --quiet --subject '/O=Example/CN=x+serialNumber=5' > /dev/null
  $ openssl req -in b.csr -noout -subject -nameopt RFC2253
  subject=serialNumber=5+CN=x,O=Example
  $ hardtoken request show b.csr | grep subject
  subject         /O=Example/CN=x+serialNumber=5

64 characters are counted as characters.

  $ long=$(printf 'å%.0s' {1..64})
  $ enroll --key ec:P-256 --label c --out c.csr --quiet --subject "/CN=$long" | grep -c request
  1
  $ enroll --key ec:P-256 --label d --out d.csr --quiet --subject "/CN=${long}å"
  hardtoken: error: '\xc3\xa5\xc3\xa5\xc3\xa5\xc3\xa5\xc3\xa5\xc3\xa5\xc3\xa5\xc3\xa5\xc3\xa5\xc3\xa5\xc3\xa5\xc3\xa5\xc3\xa5\xc3\xa5\xc3\xa5\xc3\xa5\xc3\xa5\xc3\xa5\xc3\xa5\xc3\xa5\xc3\xa5\xc3\xa5\xc3\xa5\xc3\xa5\xc3\xa5\xc3\xa5\xc3\xa5\xc3\xa5\xc3\xa5\xc3\xa5\xc3\xa5\xc3\xa5\xc3\xa5\xc3\xa5\xc3\xa5\xc3\xa5\xc3\xa5\xc3\xa5\xc3\xa5\xc3\xa5\xc3\xa5\xc3\xa5\xc3\xa5\xc3\xa5\xc3\xa5\xc3\xa5\xc3\xa5\xc3\xa5\xc3\xa5\xc3\xa5\xc3\xa5\xc3\xa5\xc3\xa5\xc3\xa5\xc3\xa5\xc3\xa5\xc3\xa5\xc3\xa5\xc3\xa5\xc3\xa5\xc3\xa5\xc3\xa5\xc3\xa5\xc3\xa5\xc3\xa5' cannot be the CN of a name (esc)
  hardtoken: cause: it has 65 characters; at most 64 are allowed
  [3]

What is refused, with the reason.

  $ bad() { enroll --key ec:P-256 --label bad --out bad.csr --subject "$1"; }
  $ bad 'CN=x'
  hardtoken: error: the name 'CN=x' does not start with '/'
  hardtoken: hint: write it as /C=SE/O=Example AB/CN=www.example.com
  [3]
  $ bad '/SN=Tamm'
  hardtoken: error: the attribute SN is ambiguous
  hardtoken: cause: it means surname (2.5.4.4) in RFC 4519, and serial number (2.5.4.5) to many people
  hardtoken: hint: write surname= or serialNumber=
  [3]
  $ bad '/C=EST'
  hardtoken: error: 'EST' cannot be the C of a name
  hardtoken: cause: it has 3 characters and must have 2
  [3]
  $ bad '/C=ee-dev'
  hardtoken: error: 'ee-dev' cannot be the C of a name
  hardtoken: cause: it has 6 characters and must have 2
  [3]
  $ bad '/serialNumber=Ä1'
  hardtoken: error: '\xc3\x841' cannot be the serialNumber of a name (esc)
  hardtoken: cause: only letters A-Z, digits, blank and '()+,-./:=? are allowed there (PrintableString)
  [3]
  $ bad '/emailAddress=ä@example.com'
  hardtoken: error: '\xc3\xa4@example.com' cannot be the emailAddress of a name (esc)
  hardtoken: cause: only ASCII characters are allowed there (IA5String)
  [3]
  $ bad '/CN='
  hardtoken: error: the CN of the name is empty
  [3]
  $ bad '/Foo=x'
  hardtoken: error: 'Foo' is not an attribute of a name
  hardtoken: hint: use a name such as C, O, OU, CN, serialNumber, organizationIdentifier, or a dotted OID; a '/' or '+' inside a value is written '\/' or '\+'
  [3]
  $ bad '/CN=http://example.com'
  hardtoken: error: the name cannot be read at '/'
  hardtoken: cause: TYPE=VALUE is expected there
  hardtoken: hint: a '/' or '+' inside a value is written '\/' or '\+'
  [3]
  $ bad '/CN=a+b'
  hardtoken: error: the name cannot be read at '+b'
  hardtoken: cause: TYPE=VALUE is expected there
  hardtoken: hint: a '/' or '+' inside a value is written '\/' or '\+'
  [3]
  $ bad $'/CN=\xff'
  hardtoken: error: the CN of the name is not UTF-8
  [3]
  $ bad '/1.2.x=y'
  hardtoken: error: '1.2.x' is not an attribute of a name
  hardtoken: hint: use a name such as C, O, OU, CN, serialNumber, organizationIdentifier, or a dotted OID; a '/' or '+' inside a value is written '\/' or '\+'
  [3]

Extensions.

  $ enroll --key ec:P-256 --label e --out e.csr --quiet --subject /CN=e --san dns:www.example.com --san 'dns:*.example.com' --san ip:192.0.2.1 --san ip:2001:db8::1 --san email:a@example.com --san uri:https://example.com/x --san upn:åsa@example.com --san 'dirname:/C=SE/CN=Åsa' --key-usage critical,digitalSignature,nonRepudiation --ext-key-usage clientAuth,1.3.6.1.4.1.311.20.2.2 --extension '1.2.3.4=critical,ASN1:UTF8String:hej' > /dev/null
  $ hardtoken request show e.csr
  subject         /CN=e
  key             EC P-256
  signed with     ecdsa-with-SHA256
  signature       verified
  names           dns:www.example.com
                  dns:*.example.com
                  ip:192.0.2.1
                  ip:2001:db8::1
                  email:a@example.com
                  uri:https://example.com/x
                  upn:\xc3\xa5sa@example.com (esc)
                  dirname:/C=SE/CN=\xc3\x85sa (esc)
  key usage       critical,digitalSignature,nonRepudiation
  ext key usage   clientAuth,msSmartcardLogin
  extensions      1.2.3.4=critical,DER:0c0368656a
  key SHA-256     SHA256
  $ openssl req -in e.csr -noout -text | grep -A1 'Key Usage\|Subject Alternative\|1.2.3.4'
                  X509v3 Subject Alternative Name: 
                      DNS:www.example.com, DNS:*.example.com, IP Address:192.0.2.1, IP Address:2001:DB8:0:0:0:0:0:1, email:a@example.com, URI:https://example.com/x, othername: UPN::\xc3\xa5sa@example.com, DirName:/C=SE/CN=\\xC3\\x85sa (esc)
                  X509v3 Key Usage: critical
                      Digital Signature, Non Repudiation
                  X509v3 Extended Key Usage: 
                      TLS Web Client Authentication, Microsoft Smartcard Login
                  1.2.3.4: critical
                      ..hej
  $ ext() { enroll --key ec:P-256 --label bad --out bad.csr --subject /CN=x "$@"; }
  $ ext --san www.example.com
  hardtoken: error: 'www.example.com' cannot be a subject alternative name
  hardtoken: cause: it has none of the known kinds in front
  hardtoken: hint: write dns:NAME, ip:ADDRESS, email:ADDRESS, uri:URI, upn:NAME or dirname:/C=SE/...
  [3]
  $ ext --san 'dns:exa mple.com'
  hardtoken: error: 'dns:exa mple.com' cannot be a subject alternative name
  hardtoken: cause: it is not a DNS name; names with other letters are written in their xn-- form
  [3]
  $ ext --san dns:example..com
  hardtoken: error: 'dns:example..com' cannot be a subject alternative name
  hardtoken: cause: it is not a DNS name; names with other letters are written in their xn-- form
  [3]
  $ ext --san ip:300.1.1.1
  hardtoken: error: 'ip:300.1.1.1' cannot be a subject alternative name
  hardtoken: cause: it is not an IPv4 or IPv6 address
  [3]
  $ ext --san email:nobody
  hardtoken: error: 'email:nobody' cannot be a subject alternative name
  hardtoken: cause: it is not an e-mail address in ASCII
  [3]
  $ ext --san uri:nothing
  hardtoken: error: 'uri:nothing' cannot be a subject alternative name
  hardtoken: cause: it is not an absolute URI in ASCII
  [3]
  $ ext --san dirname:CN=x
  hardtoken: error: the name 'CN=x' does not start with '/'
  hardtoken: hint: write it as /C=SE/O=Example AB/CN=www.example.com
  [3]
  $ ext --key-usage signing
  hardtoken: error: 'signing' is not a key usage
  hardtoken: hint: RFC 5280 knows digitalSignature, nonRepudiation, keyEncipherment, dataEncipherment, keyAgreement, keyCertSign, cRLSign, encipherOnly and decipherOnly
  [3]
  $ ext --ext-key-usage everything
  hardtoken: error: 'everything' is not an extended key usage
  hardtoken: hint: use serverAuth, clientAuth, emailProtection, codeSigning, timeStamping, OCSPSigning, msSmartcardLogin or a dotted OID
  [3]
  $ ext --extension 1.2.3
  hardtoken: error: the extension '1.2.3' cannot be read
  hardtoken: hint: write OID=DER:HEX or OID=ASN1:UTF8String:TEXT, with 'critical,' in front of the value if it is
  [3]
  $ ext --extension 1.2.3=nonsense
  hardtoken: error: the extension '1.2.3=nonsense' cannot be read
  hardtoken: cause: error in extension
  hardtoken: hint: write OID=DER:HEX or OID=ASN1:UTF8String:TEXT, with 'critical,' in front of the value if it is
  [3]
  $ ext --extension 2.5.29.15=DER:03020780 --key-usage digitalSignature
  hardtoken: error: the extension 2.5.29.15 is given twice
  hardtoken: hint: see: hardtoken enroll --help
  [2]

DER, and replacing a file.

  $ enroll --key ec:P-256 --label f --out f.der --format der --quiet --subject /CN=f > /dev/null
  $ openssl req -inform DER -in f.der -noout -verify 2>&1 | grep -o 'verify OK'
  verify OK
  $ enroll --key ec:P-256 --label g --out f.der --force --quiet --subject /CN=g > /dev/null
  $ believed f.der
  verify OK

Dry run: the templates, and nothing else.

  $ enroll --key rsa:2048 --label h --id 0a0b --out h.csr --subject /CN=h --dry-run
  token           main (serial SERIAL)
  key             rsa:2048, label 'h', id 0a0b
  uri             pkcs11:model=SoftHSM%20v2;manufacturer=SoftHSM%20project;serial=SERIAL;token=main;id=%0A%0B;object=h;type=private
  subject         /CN=h
  template        public CKA_TOKEN TRUE
                  public CKA_PRIVATE FALSE
                  public CKA_VERIFY TRUE
                  public CKA_MODULUS_BITS 2048
                  public CKA_PUBLIC_EXPONENT 010001
                  public CKA_LABEL 'h'
                  public CKA_ID 0a0b
                  private CKA_TOKEN TRUE
                  private CKA_PRIVATE TRUE
                  private CKA_SENSITIVE TRUE
                  private CKA_EXTRACTABLE FALSE
                  private CKA_SIGN TRUE
                  private CKA_LABEL 'h'
                  private CKA_ID 0a0b
  request         nothing was generated and nothing was written (dry run)
  $ ls h.csr
  ls: cannot access 'h.csr': No such file or directory
  [2]
