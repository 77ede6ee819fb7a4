On a terminal: the PIN is asked for without echo, Ctrl-C restores it, deletion wants the label typed.

  $ . "$SETUP"
  $ program=$(type -P hardtoken)
  $ cat > ask.exp << 'END'
  > set timeout 20
  > log_user 0
  > spawn {*}$argv
  > expect -re {PIN of token 'main'[^:]*: } { send "1234\r" }
  > expect eof { puts -nonewline [string map {"\r" ""} $expect_out(buffer)] }
  > END
  $ expect ask.exp $program enroll --token main --key ec:P-256 --label asked --subject /CN=x --out asked.csr --quiet | stable | grep -v '^$'
  token           main (serial SERIAL)
  key             EC P-256, label 'asked', id HEX40
  uri             pkcs11:model=SoftHSM%20v2;manufacturer=SoftHSM%20project;serial=SERIAL;token=main;id=%ID;object=asked;type=private
  subject         /CN=x
  request         asked.csr (ecdsa sha256; signature verified)
  key SHA-256     SHA256
  $ believed asked.csr
  verify OK

The PIN does not show: nothing follows the prompt on its line.

  $ expect ask.exp $program request create "pkcs11:token=main;object=asked" --subject /CN=y --out y.csr | head -n 1 | cat -A
  $
  $ expect ask.exp $program key show 'pkcs11:token=main;object=asked' | stable | grep key
  key             EC P-256, label 'asked', id HEX40
  key SHA-256     SHA256

Ctrl-C at the prompt: nothing done, the echo is back.

  $ cat > interrupt.exp << 'END'
  > set timeout 20
  > log_user 0
  > spawn bash --norc -i
  > send "stty -g > before; [join $argv]; echo status=\$?; stty -g > after\r"
  > expect "PIN of token"
  > send "\003"
  > expect -re {status=([0-9]+)} { puts "status $expect_out(1,string)" }
  > send "exit\r"
  > expect eof
  > END
  $ expect interrupt.exp "$program enroll --token main --key ec:P-256 --label stopped --subject /CN=x --out stopped.csr"
  status 6
  $ cmp before after && echo 'terminal as before'
  terminal as before
  $ ls stopped.csr
  ls: cannot access 'stopped.csr': No such file or directory
  [2]

Deleting: the wrong label keeps the key, the right one deletes it.

  $ cat > delete.exp << 'END'
  > set timeout 20
  > log_user 0
  > set answer [lindex $argv 0]
  > spawn {*}[lrange $argv 1 end]
  > expect "to confirm: " { send "$answer\r" }
  > expect eof { puts -nonewline [string map {"\r" ""} $expect_out(buffer)] }
  > END
  $ expect delete.exp wrong $program key delete 'pkcs11:token=main;object=asked' --pin-file pin.txt | stable
  wrong
  hardtoken: error: nothing was deleted: the label differs
  $ objects
  2
  $ expect delete.exp asked $program key delete 'pkcs11:token=main;object=asked' --pin-file pin.txt | stable
  asked
  deleted         pkcs11:model=SoftHSM%20v2;manufacturer=SoftHSM%20project;serial=SERIAL;token=main;id=%ID;object=asked;type=public
  deleted         pkcs11:model=SoftHSM%20v2;manufacturer=SoftHSM%20project;serial=SERIAL;token=main;id=%ID;object=asked;type=private
  $ objects
  0

A new token: PINs asked twice.

  $ cat > init.exp << 'END'
  > set timeout 20
  > log_user 0
  > spawn {*}$argv
  > expect "new SO PIN: " { send "12345678\r" }
  > expect "new SO PIN, again: " { send "12345678\r" }
  > expect "new user PIN: " { send "1234\r" }
  > expect "new user PIN, again: " { send "1235\r" }
  > expect eof { puts -nonewline [string map {"\r" ""} $expect_out(buffer)] }
  > END
  $ expect init.exp $program token init --label fresh | stable | grep -v '^$'
  hardtoken: error: the two entries differ
  hardtoken: hint: nothing was changed; run the command again

Changing a PIN: the old one once, the new one twice. Nothing shows.

  $ cat > answer.exp << 'END'
  > set timeout 20
  > log_user 0
  > set answers [lindex $argv 0]
  > spawn {*}[lrange $argv 1 end]
  > set shown ""
  > foreach answer $answers {
  >   expect -re {: $} { append shown $expect_out(buffer); send "$answer\r" }
  > }
  > expect eof { append shown $expect_out(buffer) }
  > puts [string map {"\r" ""} $shown]
  > END
  $ answer() { expect answer.exp "$@" | stable | grep -v '^$'; }
  $ answer '1234 5678 5678' $program pin change main
  PIN of token 'main': 
  new user PIN: 
  new user PIN, again: 
  token           main (serial SERIAL)
  PIN             the user PIN is changed
  state           ready
  $ answer '5678 1234 1235' $program pin change main
  PIN of token 'main': 
  new user PIN: 
  new user PIN, again: 
  hardtoken: error: the two entries differ
  hardtoken: hint: nothing was changed; run the command again
  $ answer '5678 1234 1234' $program pin change main | grep -c '1234\|5678'
  0
  [1]
  $ answer '9999' $program pin verify main | grep -v module
  PIN of token 'main': 
  hardtoken: error: cannot log in to token 'main'
  hardtoken: cause: the PIN is wrong; the token counts wrong tries
  hardtoken: hint: make sure of the PIN before the next try: each wrong one may count
  $ answer '1234' $program pin verify main
  PIN of token 'main' (a wrong PIN was entered before): 
  token           main (serial SERIAL)
  PIN             the user PIN is right
  state           ready
  $ answer '12345678 1234 1234' $program pin unblock main
  SO PIN of token 'main': 
  new user PIN: 
  new user PIN, again: 
  token           main (serial SERIAL)
  PIN             a new user PIN is set
  state           ready

Erasing a token: its label typed, unless --force is given.

  $ answer 'wrong' $program token init --slot pkcs11:token=main --label again
  erase token 'main' and every key on it for ever? Type its label to confirm: wrong
  hardtoken: error: nothing was erased: the label differs
  $ answer 'main 12345678 1234 1234' $program token init --slot pkcs11:token=main --label again
  erase token 'main' and every key on it for ever? Type its label to confirm: main
  SO PIN of token 'main': 
  new user PIN: 
  new user PIN, again: 
  token           again (serial SERIAL)
  uri             pkcs11:model=SoftHSM%20v2;manufacturer=SoftHSM%20project;serial=SERIAL;token=again
  $ answer 'again 12345678 1234 1235' $program token init --slot pkcs11:token=again --label thrice
  erase token 'again' and every key on it for ever? Type its label to confirm: again
  SO PIN of token 'again': 
  new user PIN: 
  new user PIN, again: 
  hardtoken: error: the two entries differ
  hardtoken: hint: nothing was changed; run the command again
  $ hardtoken token init --slot pkcs11:token=again --label last --no-input --force --so-pin-file so-pin.txt --pin-file pin.txt | head -n 1
  token           last (serial SERIAL)
