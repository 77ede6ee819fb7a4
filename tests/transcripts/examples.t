Every example of every command works, in the order of the table.

  $ . "$SETUP"
  $ unset HARDTOKEN_MODULE
  $ printf '5678\n' > new-pin.txt; printf '87654321\n' > new-so-pin.txt; token_without_pin 'Fresh card'
  $ test_ca_new ca && cp "$(test_ca_chain ca)" chain.pem
  $ names=$(command hardtoken --complete '' | while read -r word; do command hardtoken --complete "$word" '' | grep -v '^--' | sed "s/^/$word /" | grep . || echo "$word"; done)
  $ echo "$names"
  token init
  token list
  token show
  token wait
  pin verify
  pin change
  pin unblock
  pin init
  enroll
  request create
  request show
  install
  list
  judge
  certificate show
  certificate delete
  key list
  key show
  key delete
  journal show
  journal checkpoint
  journal verify
  journal abandon
  doctor
  help
  $ count=0
  $ order="token init|token list|token show|token wait|pin verify|pin change|pin unblock|pin init|enroll|request create|request show|install|list|judge|certificate show|certificate delete|key list|key show|key delete|journal show|journal checkpoint|journal verify|journal abandon|doctor|help"
  $ IFS='|' read -ra commands <<< "$order"
  $ for name in "${commands[@]}"; do
  >   while IFS= read -r example; do
  >     case $name in install) test_ca_sign ca web.csr web.pem ;; 'journal abandon') example=${example/3f9c21d0/$(command hardtoken list --pending --json | jq -r '.pending[0].job')} ;; esac
  >     status=0; eval "command $example" > out.txt 2> err.txt || status=$?
  >     count=$((count + 1))
  >     if ((status != 0)) && ! { [[ $example == *--expiring* ]] && ((status == 1)); }; then echo "status $status: $example"; cat err.txt; fi
  >   done < <(command hardtoken $name --help | sed -n '/^  \$ /,/^$/p' | sed ':a; /\\$/ { N; s/ \\\n */ /; ta }' | sed -n 's/^  \$ //p')
  > done
  $ echo "$count examples"
  37 examples
