Labels, subjects and URIs may hold anything; a terminal, a spreadsheet and a JSON parser must not suffer.

  $ . "$SETUP"
  $ p11() { pkcs11-tool --module "$SOFTHSM_MODULE" --token-label main --login --pin 1234 "$@" > /dev/null 2>&1; }
  $ p11 --keypairgen --key-type EC:prime256v1 --id 01 --label $'red\e[31m\nhardtoken: error: forged'
  $ p11 --keypairgen --key-type EC:prime256v1 --id 02 --label $'latin\xe4\xff'
  $ p11 --keypairgen --key-type EC:prime256v1 --id 03 --label $'flip\u202etxt.exe'
  $ p11 --keypairgen --key-type EC:prime256v1 --id 04 --label '=HYPERLINK("http://example.com")'
  $ p11 --keypairgen --key-type EC:prime256v1 --id 05 --label 'quote " and, comma'
  $ for c in + - @; do p11 --keypairgen --key-type EC:prime256v1 --id "$(printf %02x "'$c")" --label "${c}1"; done
  $ hardtoken list --pin-file pin.txt
  main (SoftHSM v2, serial SERIAL)
    LABEL                                    ID  KEY       GRADE     CERTIFICATE  VALID TO  STATE
    +1                                       2b  EC P-256  software                         no certificate
    -1                                       2d  EC P-256  software                         no certificate
    =HYPERLINK("http://example.com")         04  EC P-256  software                         no certificate
    @1                                       40  EC P-256  software                         no certificate
    flip\u{202e}txt.exe                      03  EC P-256  software                         no certificate
    latin\xe4\xff                            02  EC P-256  software                         no certificate
    quote " and, comma                       05  EC P-256  software                         no certificate
    red\x1b[31m\x0ahardtoken: error: forged  01  EC P-256  software                         no certificate
  $ hardtoken list --pin-file pin.txt --csv | cut -d, -f1-5
  "type","token","label","id","key"
  "key","main","'+1","2b","EC P-256"
  "key","main","'-1","2d","EC P-256"
  "key","main","'=HYPERLINK(""http://example.com"")","04","EC P-256"
  "key","main","'@1","40","EC P-256"
  "key","main","flip\u{202e}txt.exe","03","EC P-256"
  "key","main","latin\xe4\xff","02","EC P-256"
  "key","main","quote "" and, comma","05"
  "key","main","red\x1b[31m\x0ahardtoken: error: forged","01","EC P-256"
  $ command hardtoken list --pin-file pin.txt --json > list.json; jq -r '.keys[].label' list.json | sort
  +1
  -1
  =HYPERLINK("http://example.com")
  @1
  flip\u{202e}txt.exe
  latin\xe4\xff
  quote " and, comma
  red\x1b[31m\x0ahardtoken: error: forged
  $ iconv -f UTF-8 -t UTF-8 list.json > /dev/null && grep -c $'\e' list.json
  0
  [1]
  $ command hardtoken list --pin-file pin.txt | grep -c $'[\x01-\x08\x0b-\x1f]'
  0
  [1]

In messages too.

  $ hardtoken key delete 'pkcs11:token=main;id=%01' --pin-file pin.txt --no-input
  hardtoken: error: 'red\x1b[31m\x0ahardtoken: error: forged' is not deleted without confirmation
  hardtoken: hint: add --yes to delete without being asked
  [2]
  $ hardtoken enroll --token $'x\e[2J\ny' --key ec:P-256 --label k --subject /CN=k --pin-file pin.txt --out k.csr
  hardtoken: error: there is no token 'x\x1b[2J\x0ay'
  hardtoken: hint: these are there:
  hardtoken: hint: pkcs11:model=SoftHSM%20v2;manufacturer=SoftHSM%20project;serial=SERIAL;token=main
  [5]
  $ hardtoken enroll --token main --key ec:P-256 --label k --subject $'/CN=a\e[31m' --pin-file pin.txt --out k.csr --quiet | grep subject
  subject         /CN=a\x1b[31m
  $ hardtoken request show k.csr | grep subject
  subject         /CN=a\x1b[31m
  $ hardtoken $'no\e[31m'
  hardtoken: error: there is no command 'no\x1b[31m'
  hardtoken: hint: see: hardtoken --help
  [2]
  $ hardtoken request show $'no\nsuch'
  hardtoken: error: cannot read 'no\x0asuch'
  hardtoken: cause: No such file or directory
  [3]

The URI that is printed can be pasted back.

  $ uri=$(jq -r '.keys[] | select(.id == "02") | .uri' list.json)
  $ hardtoken key show "$uri" --pin-file pin.txt | grep 'key  '
  key             EC P-256, label 'latin\xe4\xff', id 02

A token with such a label.

  $ softhsm_token $'bad\e]0;x\atoken' 12345678 1234
  $ hardtoken token list | grep -c 'bad.x1b'
  1
