What is written to tokens is recorded before and after, and what waits for a certificate is listed.

  $ . "$SETUP"
  $ test_ca_new ca
  $ journal=$XDG_STATE_HOME/hardtoken/journal.jsonl
  $ ids() { sed -E 's/\b[0-9a-f]{8}\b/JOB/g; s/\b[0-9a-f]{32}\b/JOB/g' | tr -s ' ' | sed 's/ $//'; }
  $ job() { command hardtoken list --pending --json --match "$1" | jq -r '.pending[0].job'; }
  $ hardtoken list --pending
  hardtoken: warning: no request is waiting for a certificate
  $ hardtoken journal show
  hardtoken: warning: nothing is recorded yet
  $ hardtoken journal verify
  hardtoken: error: there is no journal 'DIR/state/hardtoken/journal.jsonl'
  hardtoken: hint: it begins with the first key or certificate that is written; another one is named with --journal
  [3]
  $ enroll --key ec:P-256 --label web --id 01 --subject /CN=web --out web.csr --dry-run > /dev/null; test -e "$journal"
  [1]
  $ enroll --key ec:P-256 --label web --id 01 --subject /CN=web --out web.csr --quiet > /dev/null
  $ enroll --key ec:P-384 --label mail --id 02 --subject /CN=mail --out mail.csr --quiet > /dev/null
  $ stat -c %a "$journal"
  600
  $ hardtoken list --pending | ids
  JOB SINCE TOKEN KEY SUBJECT REQUEST STATE
  JOB DATE main web /CN=web DIR/web.csr waiting
  JOB DATE main mail /CN=mail DIR/mail.csr waiting
  $ hardtoken list --pending --match mail --csv | ids
  "job","state","begun","token","serial","label","id","key","subject","request","key_sha256"\r (esc)
  "JOB","waiting","DATE","main","SERIAL","mail","02","EC P-384","/CN=mail","DIR/mail.csr","SHA256"\r (esc)
  $ command hardtoken list --pending --json | jq -c '.pending[] | [.state, .token_label, .label, .id, .key, .subject]'
  ["waiting","main","web","01","EC P-256","/CN=web"]
  ["waiting","main","mail","02","EC P-384","/CN=mail"]
  $ command hardtoken list --pending --json | jq -c '.pending[0] | keys'
  ["begun","changed","id","job","key","key_sha256","label","request","state","subject","token_label","token_serial"]
  $ hardtoken list --pending --token main
  hardtoken: error: --pending and --token do not go together
  hardtoken: hint: see: hardtoken list --help
  [2]
  $ hardtoken journal show --token main --json | jq '.records | length'
  6
  $ uri=$(command hardtoken journal show --json | jq -r '.records[0].token | "pkcs11:serial=" + .serial')
  $ hardtoken journal show --token "$uri" --json | jq '.records | length'
  6
  $ hardtoken journal show --token other
  hardtoken: error: the journal has nothing of token 'other'
  [5]
  $ hardtoken journal show --job "$(job web)" | ids
  NUMBER TIME JOB TOKEN EVENT FACTS
  1 DATE JOB main keygen.intent label=web, key=ec:P-256, subject=/CN=web, request=DIR/web.csr
  2 DATE JOB main keygen.done label=web, key=EC P-256
  3 DATE JOB main request.written request=DIR/web.csr
  $ grep -c '"1234"' "$journal"
  0
  [1]

The list is from the journal alone: no module is loaded.

  $ HARDTOKEN_MODULE=/nowhere hardtoken list --pending --match mail | ids
  JOB SINCE TOKEN KEY SUBJECT REQUEST STATE
  JOB DATE main mail /CN=mail DIR/mail.csr waiting

The certificate ends its job, also the second time it comes.

  $ test_ca_sign ca web.csr web.pem
  $ hardtoken install web.pem --chain "$(test_ca_chain ca)" --pin-file pin.txt > /dev/null
  $ hardtoken install web.pem --pin-file pin.txt > /dev/null
  $ hardtoken list --pending | ids
  JOB SINCE TOKEN KEY SUBJECT REQUEST STATE
  JOB DATE main mail /CN=mail DIR/mail.csr waiting
  $ hardtoken journal show | ids
  NUMBER TIME JOB TOKEN EVENT FACTS
  1 DATE JOB main keygen.intent label=web, key=ec:P-256, subject=/CN=web, request=DIR/web.csr
  2 DATE JOB main keygen.done label=web, key=EC P-256
  3 DATE JOB main request.written request=DIR/web.csr
  4 DATE JOB main keygen.intent label=mail, key=ec:P-384, subject=/CN=mail, request=DIR/mail.csr
  5 DATE JOB main keygen.done label=mail, key=EC P-384
  6 DATE JOB main request.written request=DIR/mail.csr
  7 DATE JOB main install.intent label=web, certificate_subject=/CN=web, certificate_serial=HEX40
  8 DATE JOB main install.done
  9 DATE main install.intent label=Test Intermediate, certificate_subject=/O=Test/CN=Test Intermediate, certificate_serial=JOB
  10 DATE main install.done
  11 DATE main install.intent label=Test Root, certificate_subject=/O=Test/CN=Test Root, certificate_serial=HEX40
  12 DATE main install.done
  $ command hardtoken journal show --json | jq -c '.records[-1] | keys, (.facts | keys)'
  ["event","facts","hash","job","number","time","token"]
  ["certificate_sha256"]

A job can be given up; a certificate that comes all the same is installed and says so.

  $ hardtoken journal abandon 4f1
  hardtoken: error: the journal has no job '4f1'
  hardtoken: cause: none or several begin with it; at least 4 digits are needed
  hardtoken: hint: 'hardtoken list --pending' shows those that wait
  [5]
  $ hardtoken journal abandon nothing
  hardtoken: error: the journal has no job 'nothing'
  hardtoken: cause: none or several begin with it; at least 4 digits are needed
  hardtoken: hint: 'hardtoken list --pending' shows those that wait
  [5]
  $ id=$(job mail)
  $ hardtoken journal abandon "${id:0:8}" | ids
  abandoned JOB
  key 'mail' stays on token 'main'; 'hardtoken key delete' removes it
  $ hardtoken journal abandon "$id" | ids
  hardtoken: error: job JOB cannot be abandoned
  hardtoken: cause: it has ended on DATE: abandoned
  [1]
  $ hardtoken list --pending
  hardtoken: warning: no request is waiting for a certificate
  $ test_ca_sign ca mail.csr mail.pem
  $ hardtoken install mail.pem --pin-file pin.txt --quiet 2>&1 | grep warning | ids
  hardtoken: warning: the certificate for key 'mail' belongs to job JOB, which was abandoned on DATE

Deleting the key of a job that waits ends it too.

  $ enroll --key ec:P-256 --label gone --id 03 --subject /CN=gone --out gone.csr --quiet > /dev/null
  $ hardtoken key delete 'pkcs11:token=main;id=%03' --pin-file pin.txt --yes > /dev/null
  $ hardtoken list --pending
  hardtoken: warning: no request is waiting for a certificate
  $ command hardtoken journal show --json | jq -r '.records[-3:][].event'
  delete.intent
  delete.done
  job.abandoned
