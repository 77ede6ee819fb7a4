A process that is killed at any time leaves no key that no record explains, and no journal that is damaged.
(Killed while SoftHSM writes its own files, the token may be lost; so each process has a fresh one.)

  $ . "$SETUP"
  $ journal=$XDG_STATE_HOME/hardtoken/journal.jsonl
  $ cp -a softhsm fresh
  $ attempt() { timeout -s KILL "$2" hardtoken enroll --token main --pin-file pin.txt --key ec:P-256 --label "key $1" --id "$1" --subject "/CN=$1" --out "$1.csr" --quiet > /dev/null 2>&1; }
  $ announced() { command hardtoken journal show --json | jq -r '.records[] | select(.event == "keygen.intent").facts.id' | sort; }
  $ there() { pkcs11-tool --module "$SOFTHSM_MODULE" --token-label main --login --pin 1234 -O 2> /dev/null | sed -n 's/^ *ID: *//p' | sort -u; }
  $ killed=0; finished=0; damaged=0; unknown=0; keyless=0
  $ for i in {10..69}; do
  >   rm -rf softhsm; cp -a fresh softhsm
  >   { status=0; attempt "$i" "$(printf '0.%04d' $(((i - 9) * 17)))" || status=$?; } 2> /dev/null
  >   case $status in 137) killed=$((killed + 1)) ;; 0) finished=$((finished + 1)) ;; esac
  >   there > there.txt
  >   if [ -e "$journal" ] && ! command hardtoken journal verify > /dev/null 2>&1; then damaged=$((damaged + 1)); fi
  >   if comm -13 <(announced) there.txt | grep -q .; then unknown=$((unknown + 1)); fi
  >   if [ -e "$i.csr" ] && ! grep -qx "$i" there.txt; then keyless=$((keyless + 1)); fi
  > done
  $ echo "$((killed + finished)) processes: $damaged damaged journals, $unknown keys no record explains, $keyless requests without key"
  60 processes: 0 damaged journals, 0 keys no record explains, 0 requests without key
  $ ((killed > 5)) && echo "several were killed"
  several were killed

Whoever comes next is held up by no lock.

  $ rm -rf softhsm; cp -a fresh softhsm
  $ enroll --key ec:P-256 --label last --id 70 --subject /CN=last --out last.csr --quiet > /dev/null
  $ hardtoken journal verify | grep verdict
  verdict         sound: every record is as it was written
