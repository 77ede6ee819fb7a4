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
