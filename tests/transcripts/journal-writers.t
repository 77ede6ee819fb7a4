Without its record nothing is written to a token; and one process at a time writes to it.

  $ . "$SETUP"
  $ test_ca_new ca
  $ calls() { command hardtoken "$@" --trace 2>&1 | grep -c 'C_GenerateKeyPair\|C_CreateObject\|C_DestroyObject'; }
  $ web=(--token main --pin-file pin.txt --key ec:P-256 --label web --id 01 --subject /CN=web --out web.csr)
  $ hardtoken enroll "${web[@]}" --journal pin.txt/journal
  hardtoken: error: cannot write to the journal 'pin.txt/journal'
  hardtoken: cause: Not a directory
  hardtoken: hint: nothing is written to a token without its record; another place is given with --journal
  [9]
  $ calls enroll "${web[@]}" --journal pin.txt/journal
  0
  [1]
  $ hardtoken enroll "${web[@]}" --journal .
  hardtoken: error: cannot write to the journal '.'
  hardtoken: cause: Is a directory
  hardtoken: hint: nothing is written to a token without its record; another place is given with --journal
  [9]
  $ objects
  0

What is no file takes no record.

  $ hardtoken enroll "${web[@]}" --journal /dev/full
  hardtoken: error: cannot write to the journal '/dev/full'
  hardtoken: cause: Invalid argument
  hardtoken: hint: nothing is written to a token without its record; another place is given with --journal
  [9]
  $ calls enroll "${web[@]}" --journal /dev/full
  0
  [1]
  $ objects
  0
  $ hardtoken enroll "${web[@]}" --quiet > /dev/null
  $ test_ca_sign ca web.csr web.pem
  $ calls install web.pem --pin-file pin.txt --journal /dev/full
  0
  [1]
  $ calls key delete 'pkcs11:token=main;id=%01' --pin-file pin.txt --yes --journal /dev/full
  0
  [1]
  $ objects
  2

Commands that only read need no journal.

  $ hardtoken list --journal /dev/full --quiet --match web
  main (SoftHSM v2, serial SERIAL)
    LABEL  ID  KEY       GRADE     CERTIFICATE  VALID TO  STATE
    web    01  EC P-256  software                         no certificate (not logged in)
  $ hardtoken install web.pem --pin-file pin.txt --journal /dev/full --dry-run | grep status
    status        would be installed (dry run)

A request for a key that is there writes to no token: without a journal there is a warning.

  $ hardtoken request create 'pkcs11:token=main;id=%01;type=private' --subject /CN=api --pin-file pin.txt --out api.csr --journal /dev/full --quiet 2>&1 | grep warning
  hardtoken: warning: the journal will not know of this request: cannot write to the journal '/dev/full' (Invalid argument)
  $ believed api.csr
  verify OK

Two at once: both end right, each with its own pair.

  $ start() { command hardtoken enroll --token main --pin-file pin.txt --key rsa:2048 --label "$1" --subject "/CN=$1" --out "$2" --quiet > "$2.txt" 2>&1; echo "$?" > "$2.status"; }
  $ start one one.csr & start two two.csr & wait
  $ cat one.csr.status two.csr.status one.csr.txt two.csr.txt | grep -v '^[a-z]'
  0
  0
  $ believed one.csr; believed two.csr
  verify OK
  verify OK
  $ objects
  6
  $ command hardtoken list --pending --json | jq -r '.pending[].state'
  waiting
  waiting
  waiting
  $ hardtoken journal verify | grep verdict
  verdict         sound: every record is as it was written

Two at once that want the same label: one of them is refused, and there is one pair.

  $ start same first.csr & start same second.csr & wait
  $ sort first.csr.status second.csr.status
  0
  3
  $ cat first.csr.txt second.csr.txt | grep error
  hardtoken: error: the label 'same' is taken on token 'main'
  $ objects
  8

While somebody else has the lock, a writer waits; when it is free, it goes on.

  $ lock=$(ls "$XDG_STATE_HOME"/hardtoken/journal.jsonl.*.lock)
  $ flock "$lock" sh -c 'touch held; until [ -e go ]; do sleep 0.05; done; touch free' & until [ -e held ]; do sleep 0.05; done
  $ hardtoken list --quiet --match web | head -n 1
  main (SoftHSM v2, serial SERIAL)
  $ (sleep 1; touch go) & hardtoken key delete 'pkcs11:token=main;id=%01' --pin-file pin.txt --yes | head -n 1 && ls free
  deleted         pkcs11:model=SoftHSM%20v2;manufacturer=SoftHSM%20project;serial=SERIAL;token=main;id=%01;object=web;type=public
  free
  $ wait
