Certificates find their key by public key, whatever form they come in.

  $ . "$SETUP"
  $ for n in one two three four five; do enroll --key ec:P-256 --label $n --subject /CN=$n --out $n.csr --quiet > /dev/null; done
  $ test_ca_new ca
  $ for n in one two three four five; do test_ca_sign ca $n.csr $n.pem; done
  $ put() { hardtoken install --pin-file pin.txt "$@" | grep -v '  uri\|  valid'; }

DER, PKCS#7 with chain in PEM and DER, PEM with text around it, several in one file.

  $ openssl x509 -in one.pem -outform DER -out one.der; put one.der
  certificate     /CN=one
    status        installed, read back and compared
    key           label 'one', id HEX40, on token 'main'
  $ test_ca_p7b ca two.pem two.p7b; put two.p7b
  certificate     /CN=two
    status        installed, read back and compared
    key           label 'two', id HEX40, on token 'main'
  chain           /O=Test/CN=Test Intermediate
    status        installed, read back and compared
  chain           /O=Test/CN=Test Root
    status        installed, read back and compared
  $ test_ca_p7b ca three.pem three.p7b DER; put three.p7b
  certificate     /CN=three
    status        installed, read back and compared
    key           label 'three', id HEX40, on token 'main'
  chain           /O=Test/CN=Test Intermediate
    status        already installed, nothing changed
  chain           /O=Test/CN=Test Root
    status        already installed, nothing changed
  $ { echo 'Dear customer,'; openssl x509 -in four.pem -text; openssl x509 -in five.pem; echo 'Yours, the CA'; } > mail.txt; put mail.txt
  certificate     /CN=four
    status        installed, read back and compared
    key           label 'four', id HEX40, on token 'main'
  certificate     /CN=five
    status        installed, read back and compared
    key           label 'five', id HEX40, on token 'main'

Dry run says what would happen.

  $ enroll --key rsa:2048 --label rsa --subject /CN=rsa --out rsa.csr --quiet > /dev/null
  $ test_ca_sign ca rsa.csr rsa.pem
  $ put rsa.pem --dry-run
  certificate     /CN=rsa
    status        would be installed (dry run)
    key           label 'rsa', id HEX40, on token 'main'
  $ objects
  19
  $ put rsa.pem one.pem
  certificate     /CN=rsa
    status        installed, read back and compared
    key           label 'rsa', id HEX40, on token 'main'
  certificate     /CN=one
    status        already installed, nothing changed
    key           label 'one', id HEX40, on token 'main'
  $ objects
  20

A chain that is not this certificate's is left out, and said so.

  $ openssl req -x509 -newkey rsa:2048 -noenc -keyout other.key -subj '/CN=Other CA' -out other.pem -days 2 2>/dev/null
  $ put rsa.pem --chain other.pem
  hardtoken: warning: certificate '/CN=Other CA' is left out: it did not issue what is installed
  certificate     /CN=rsa
    status        already installed, nothing changed
    key           label 'rsa', id HEX40, on token 'main'
  $ hardtoken list --pin-file pin.txt --match rsa
  main (SoftHSM v2, serial SERIAL)
    LABEL  ID                   KEY       GRADE     CERTIFICATE  VALID TO    STATE
    rsa    HEX16...  RSA 2048  software  rsa          DATE  ok, N days

The key is on the second of two tokens: the first is not even logged in to.

  $ softhsm_token second 12345678 5678
  $ printf '5678\n' > second.txt
  $ hardtoken enroll --token second --key ec:P-384 --label there --subject /CN=there --pin-file second.txt --out there.csr --quiet > /dev/null
  $ test_ca_sign ca there.csr there.pem
  $ hardtoken install there.pem --pin-file second.txt | grep 'status\|key'
    status        installed, read back and compared
    key           label 'there', id HEX40, on token 'second'
  $ command hardtoken install there.pem --pin-file second.txt --trace 2>&1 | grep -c 'C_Login '
  1

JSON says the same.

  $ command hardtoken install there.pem --token second --pin-file second.txt --json | jq -c '.schema, .certificates[].outcome, .certificates[].chain'
  1
  "present"
  false
