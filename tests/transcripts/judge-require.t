Gates: what is not the place that is required is refused, with exit status 1, before anything is made.

  $ . "$SETUP"
  $ enroll --key ec:P-256 --label web --id 01 --subject /CN=web --out web.csr --quiet > /dev/null
  $ key='pkcs11:token=main;id=%01;type=private'
  $ for level in soft claims identified ca-asserted attested hard; do hardtoken judge "$key" --pin-file pin.txt --require $level > out.txt; echo "$? $level"; done
  0 soft
  1 claims
  1 identified
  1 ca-asserted
  1 attested
  1 hard
  $ hardtoken judge "$key" --pin-file pin.txt --require hard | grep -A 1 '^required'
  required        hard: not met; the verdict is 'soft', the grade 'software'
  
  [1]
  $ hardtoken judge "$key" --pin-file pin.txt --require soft | grep '^required'
  required        soft: met
  $ command hardtoken judge "$key" --pin-file pin.txt --require hard --json | jq -c '[.requirement.level, .requirement.met, .error]'
  ["hard",false,null]
  [1]

enroll asks for no PIN and makes nothing; a scheme that demands a soft key gets one.

  $ before=$(objects)
  $ hardtoken enroll --token main --key ec:P-256 --label hard --id 02 --subject /CN=hard --out hard.csr --require hard --no-input
  hardtoken: error: token 'main' is not 'hard' as required
  hardtoken: cause: it is judged 'software': software on a computer keeps the keys
  hardtoken: hint: nothing was made or written; 'hardtoken judge' says why, and what would raise the grade
  [1]
  $ test -e hard.csr || echo no request
  no request
  $ test "$(objects)" = "$before" && echo nothing made
  nothing made
  $ hardtoken enroll --token main --key ec:P-256 --label x --id 02 --subject /CN=x --out x.csr --require attested --no-input
  hardtoken: error: 'attested' cannot be required here
  hardtoken: cause: the manufacturer's statement is about a key that exists
  hardtoken: hint: require 'hard' or 'identified' here, and afterwards: hardtoken judge URI --possession --require attested
  [2]
  $ hardtoken enroll --token main --key ec:P-256 --label x --id 02 --subject /CN=x --out x.csr --require silver --no-input
  hardtoken: error: 'silver' is no level that can be required
  hardtoken: hint: the levels are: soft, claims, identified, ca-asserted, attested, hard
  [2]
  $ enroll --key ec:P-256 --label soft --id 03 --subject /CN=soft --out soft.csr --require soft --quiet | grep '^request'
  request         soft.csr (ecdsa sha256; signature verified)

install judges the key it found before it writes.

  $ test_ca_new ca && test_ca_sign ca web.csr web.pem
  $ before=$(objects)
  $ hardtoken install web.pem --pin-file pin.txt --require identified
  hardtoken: error: token 'main' is not 'identified' as required
  hardtoken: cause: it is judged 'software': software on a computer keeps the keys
  hardtoken: hint: nothing was made or written; 'hardtoken judge' says why, and what would raise the grade
  [1]
  $ hardtoken install web.pem --pin-file pin.txt --require ca-asserted
  hardtoken: error: 'ca-asserted' cannot be required here
  hardtoken: cause: a CA's statement is in the certificate of a key
  hardtoken: hint: require 'hard' or 'identified' here, and afterwards: hardtoken judge URI --possession --require ca-asserted
  [2]
  $ test "$(objects)" = "$before" && echo nothing written
  nothing written
  $ hardtoken install web.pem --pin-file pin.txt --require soft | grep status
    status        installed, read back and compared

The short grade stands in lists too.

  $ hardtoken token list | sed -E 's/ +/ /g' | cut -d ' ' -f 1-6 | sed -n 2p
  main SoftHSM v2 SERIAL ready software
  $ command hardtoken token list --json | jq -c '[.tokens[] | [.grade, .hardness]] | unique'
  [["software","soft"]]
  $ hardtoken list --pin-file pin.txt | sed -n '2,3p'
    LABEL  ID  KEY       GRADE     CERTIFICATE  VALID TO    STATE
    soft   03  EC P-256  software                           no certificate
  $ command hardtoken list --pin-file pin.txt --json | jq -c '[.tokens[0].grade, .tokens[0].hardness, (.keys | map(.grade) | unique)]'
  ["software","soft",["software"]]
  $ hardtoken list --pin-file pin.txt --csv --match web | sed -E 's/.*,//'
  "grade"\r (esc)
  "software"\r (esc)
  "software"\r (esc)
