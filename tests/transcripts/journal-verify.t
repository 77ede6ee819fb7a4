What was done to a journal is told apart.

  $ . "$SETUP"
  $ journal=$XDG_STATE_HOME/hardtoken/journal.jsonl
  $ enroll --key ec:P-256 --label web --id 01 --subject /CN=web --out web.csr --quiet > /dev/null
  $ hardtoken journal checkpoint --out head.json
  checkpoint      head.json
  record          3
  hash            SHA256
  $ hardtoken journal checkpoint --out head.json
  hardtoken: error: 'head.json' exists already
  hardtoken: hint: choose another file name, or add --force to replace it
  [3]
  $ enroll --key ec:P-256 --label mail --id 02 --subject /CN=mail --out mail.csr --quiet > /dev/null
  $ hardtoken journal verify
  journal         DIR/state/hardtoken/journal.jsonl
  verdict         sound: every record is as it was written
  records         6
  head            SHA256
  $ hardtoken journal verify --checkpoint head.json
  journal         DIR/state/hardtoken/journal.jsonl
  verdict         sound: every record is as it was written
  records         6
  head            SHA256
  $ command hardtoken journal verify --checkpoint head.json --json | jq -c '[.verdict, .records, .line, .head.number]'
  ["sound",6,null,6]
  $ cp "$journal" whole.jsonl

Edited, removed, inserted.

  $ sed '2s/"label":"web"/"label":"wob"/' whole.jsonl > other.jsonl
  $ hardtoken journal verify --journal other.jsonl
  journal         other.jsonl
  verdict         edited: the record in line 2, or the one before, is not what was written
  records         1
  [1]
  $ hardtoken journal show --journal other.jsonl --job nothing
  hardtoken: warning: the journal was changed at line 2: 'hardtoken journal verify' says more
  hardtoken: error: the journal has no job 'nothing'
  [5]
  $ hardtoken list --pending --journal other.jsonl --match mail 2>&1 | grep warning
  hardtoken: warning: the journal was changed at line 2: 'hardtoken journal verify' says more
  $ hardtoken journal checkpoint --journal other.jsonl --out other.json
  hardtoken: error: the journal 'other.jsonl' is not sound
  hardtoken: cause: it was changed at line 2
  hardtoken: hint: 'hardtoken journal verify' says more
  [1]
  $ sed 2d whole.jsonl > other.jsonl; hardtoken journal verify --journal other.jsonl
  journal         other.jsonl
  verdict         records were removed before line 2
  records         1
  [1]
  $ sed 2p whole.jsonl > other.jsonl; hardtoken journal verify --journal other.jsonl
  journal         other.jsonl
  verdict         the record in line 3 was inserted
  records         2
  [1]

What a chain alone cannot show, a checkpoint does: records missing at the end, and a journal written anew.

  $ head -n 2 whole.jsonl > other.jsonl; hardtoken journal verify --journal other.jsonl
  journal         other.jsonl
  verdict         sound: every record is as it was written
  records         2
  head            SHA256
  $ hardtoken journal verify --journal other.jsonl --checkpoint head.json
  journal         other.jsonl
  verdict         truncated: the checkpoint knows 3 records
  records         2
  [1]
  $ command hardtoken journal verify --journal other.jsonl --checkpoint head.json --json | jq -r .verdict
  truncated
  [1]
  $ hardtoken journal verify --journal gone.jsonl
  hardtoken: error: there is no journal 'gone.jsonl'
  hardtoken: hint: it begins with the first key or certificate that is written; another one is named with --journal
  [3]
  $ hardtoken journal verify --journal gone.jsonl --checkpoint head.json
  journal         gone.jsonl
  verdict         truncated: the checkpoint knows 3 records
  records         0
  [1]
  $ enroll --journal anew.jsonl --key ec:P-256 --label anew --id 03 --subject /CN=anew --out anew.csr --quiet > /dev/null
  $ hardtoken journal verify --journal anew.jsonl --checkpoint head.json
  journal         anew.jsonl
  verdict         written anew: the record in line 3 is not that of the checkpoint
  records         3
  [1]
  $ hardtoken journal verify --checkpoint web.csr
  hardtoken: error: 'web.csr' is not a checkpoint of a journal
  hardtoken: hint: 'hardtoken journal checkpoint' writes one
  [3]

A line that a power cut left unfinished is no damage: nobody was told it was written.

  $ head -c 100 whole.jsonl >> "$journal"
  $ hardtoken journal verify --checkpoint head.json
  journal         DIR/state/hardtoken/journal.jsonl
  verdict         sound, but for a last line that was cut off, as by a power cut; the next record repairs it
  records         6
  head            SHA256
  $ enroll --key ec:P-256 --label more --id 04 --subject /CN=more --out more.csr --quiet > /dev/null
  $ hardtoken journal verify --checkpoint head.json
  journal         DIR/state/hardtoken/journal.jsonl
  verdict         sound: every record is as it was written
  records         10
  head            SHA256
  $ command hardtoken journal show --json | jq -c '.records[6:][] | [.event, .facts.bytes]'
  ["journal.repaired","100"]
  ["keygen.intent",null]
  ["keygen.done",null]
  ["request.written",null]

A damaged end takes no more records, and so nothing is written to a token.

  $ echo nonsense >> "$journal"
  $ hardtoken key delete 'pkcs11:token=main;id=%04' --pin-file pin.txt --yes
  hardtoken: error: the end of the journal 'DIR/state/hardtoken/journal.jsonl' is damaged
  hardtoken: hint: 'hardtoken journal verify' says what is wrong with it
  [9]
  $ objects
  8
