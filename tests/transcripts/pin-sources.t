Where a PIN comes from: the command line, the URI, systemd, pinentry; and which of them counts.

  $ . "$SETUP"
  $ verify() { hardtoken pin verify "${@:-main}" --no-input --quiet | grep -v '^token\|^state'; }
  $ mkdir credentials; cp pin.txt credentials/hardtoken.pin; cp so-pin.txt credentials/hardtoken.so-pin
  $ verify
  hardtoken: error: no PIN was given for token 'main'
  hardtoken: hint: give it with --pin-file, --pin-fd or --pin-env
  [6]
  $ CREDENTIALS_DIRECTORY=$PWD/credentials verify
  PIN             the user PIN is right
  $ CREDENTIALS_DIRECTORY=$PWD/credentials hardtoken pin unblock main --new-pin-file pin.txt --no-input | grep PIN
  PIN             a new user PIN is set
  $ CREDENTIALS_DIRECTORY=$PWD/nowhere verify
  hardtoken: error: no PIN was given for token 'main'
  hardtoken: hint: give it with --pin-file, --pin-fd or --pin-env
  [6]

The command line comes before the URI and the credential.

  $ printf '7777\n' > credentials/hardtoken.pin
  $ CREDENTIALS_DIRECTORY=$PWD/credentials verify main --pin-file pin.txt
  PIN             the user PIN is right
  $ CREDENTIALS_DIRECTORY=$PWD/credentials verify "pkcs11:token=main?pin-source=$PWD/pin.txt"
  PIN             the user PIN is right
  $ CREDENTIALS_DIRECTORY=$PWD/credentials verify main | grep module
  hardtoken: token: 'main', serial SERIAL, slot N, module SOFTHSM
  hardtoken: module: C_Login returned CKR_PIN_INCORRECT (0xa0)
  [6]
  $ verify "pkcs11:token=main?pin-source=$PWD/pin.txt" --pin-file pin.txt
  hardtoken: error: the PIN is given in more than one way
  hardtoken: hint: leave out pin-source in the URI, or the option
  [2]
  $ hardtoken pin change main --pin-file pin.txt --new-pin-fd 3 --new-pin-env HOME
  hardtoken: error: the PIN is given in more than one way
  hardtoken: hint: use one of --new-pin-file, --new-pin-fd and --new-pin-env
  [2]
  $ hardtoken pin unblock main --so-pin-file so-pin.txt --so-pin-env HOME --new-pin-file pin.txt
  hardtoken: error: the PIN is given in more than one way
  hardtoken: hint: use one of --so-pin-file, --so-pin-fd and --so-pin-env
  [2]

A new token takes its PINs from the same places.

  $ cp pin.txt credentials/hardtoken.pin
  $ CREDENTIALS_DIRECTORY=$PWD/credentials hardtoken token init --label service --no-input | grep token
  token           service (serial SERIAL)
  uri             pkcs11:model=SoftHSM%20v2;manufacturer=SoftHSM%20project;serial=SERIAL;token=service
  $ SO=12345678 hardtoken token init --label descriptor --so-pin-env SO --pin-fd 7 7< pin.txt | grep token
  token           descriptor (serial SERIAL)
  uri             pkcs11:model=SoftHSM%20v2;manufacturer=SoftHSM%20project;serial=SERIAL;token=descriptor

A pinentry program. This one keeps what it is told, and answers what it finds in a file.

  $ cat > pinentry.sh << 'END'
  > #!/usr/bin/env bash
  > echo 'OK Pleased to meet you'
  > while IFS= read -r line; do
  >   echo "$line" >> "$PWD/heard.txt"
  >   case $line in
  >     GETPIN) cat "$PWD/answer.txt" ;;
  >     OPTION*) echo 'ERR 83886254 Unknown option <Pinentry>' ;;
  >     BYE) echo OK; exit ;;
  >     *) echo OK ;;
  >   esac
  > done 2> /dev/null
  > END
  $ chmod +x pinentry.sh
  $ ask() { rm -f heard.txt; hardtoken pin verify main --pinentry ./pinentry.sh --quiet "$@" | grep -v '^token\|^state'; }
  $ printf 'D 1234\nOK\n' > answer.txt
  $ ask
  PIN             the user PIN is right
  $ grep -v OPTION heard.txt
  SETTITLE hardtoken
  SETDESC PIN of token 'main'
  SETPROMPT PIN:
  SETERROR a wrong PIN was entered before
  GETPIN

Data comes escaped, in several lines, among status lines and comments.

  $ printf '# thinking\nS PASSWORD_FROM_CACHE\nD 1%%32\nD 3%%34\nOK\n' > answer.txt
  $ ask
  PIN             the user PIN is right
  $ printf '100%%5a\n' > percent.txt
  $ hardtoken pin change main --pin-file pin.txt --new-pin-file percent.txt --quiet | grep PIN
  PIN             the user PIN is changed
  $ printf 'D 100%%255a\nOK\n' > answer.txt
  $ ask
  PIN             the user PIN is right
  $ hardtoken pin change main --pin-file percent.txt --new-pin-file pin.txt --quiet | grep PIN
  PIN             the user PIN is changed

The person cancels, nobody answers, the program breaks.

  $ printf 'ERR 83886179 Operation cancelled <Pinentry>\n' > answer.txt
  $ ask
  hardtoken: error: no PIN was entered
  hardtoken: cause: it was canceled in './pinentry.sh'
  [6]
  $ printf 'ERR 83886142 Timeout <Pinentry>\n' > answer.txt
  $ ask
  hardtoken: error: no PIN was entered
  hardtoken: cause: nobody answered in time in './pinentry.sh'
  [6]
  $ printf 'ERR 83886337 No such thing <Pinentry>\n' > answer.txt
  $ ask
  hardtoken: error: no PIN was entered
  hardtoken: cause: './pinentry.sh' returned error 257
  [6]
  $ printf 'OK\n' > answer.txt
  $ ask
  hardtoken: error: no PIN was entered
  [6]
  $ printf 'D 12%%3\nOK\n' > answer.txt
  $ ask
  hardtoken: error: no PIN was entered
  hardtoken: cause: './pinentry.sh' ended, or did not answer as a pinentry program does
  hardtoken: hint: name another with --pinentry
  [6]
  $ printf 'INQUIRE QUALITY 1234\n' > answer.txt
  $ ask
  hardtoken: error: no PIN was entered
  hardtoken: cause: './pinentry.sh' ended, or did not answer as a pinentry program does
  hardtoken: hint: name another with --pinentry
  [6]
  $ { printf 'D '; head -c 2000 /dev/zero | tr '\0' 1; printf '\nOK\n'; } > answer.txt
  $ ask
  hardtoken: error: no PIN was entered
  hardtoken: cause: './pinentry.sh' ended, or did not answer as a pinentry program does
  hardtoken: hint: name another with --pinentry
  [6]
  $ hardtoken pin verify main --pinentry /bin/true
  hardtoken: error: no PIN was entered
  hardtoken: cause: '/bin/true' ended, or did not answer as a pinentry program does
  hardtoken: hint: name another with --pinentry
  [6]
  $ hardtoken pin verify main --pinentry /bin/echo
  hardtoken: error: no PIN was entered
  hardtoken: cause: '/bin/echo' ended, or did not answer as a pinentry program does
  hardtoken: hint: name another with --pinentry
  [6]
  $ hardtoken pin verify main --pinentry ./nothing.sh
  hardtoken: error: cannot start the pinentry program './nothing.sh'
  hardtoken: cause: No such file or directory
  hardtoken: hint: name another with --pinentry, or give the PIN with an option
  [6]

A given PIN needs nobody; --no-input asks nobody.

  $ rm -f heard.txt
  $ hardtoken pin verify main --pinentry ./pinentry.sh --pin-file pin.txt --quiet | grep PIN
  PIN             the user PIN is right
  $ hardtoken pin verify main --pinentry ./pinentry.sh --no-input
  hardtoken: error: no PIN was given for token 'main'
  hardtoken: hint: give it with --pin-file, --pin-fd or --pin-env
  [6]
  $ ls heard.txt
  ls: cannot access 'heard.txt': No such file or directory
  [2]

A wrong answer is one login. It is remembered as any other.

  $ printf 'D 6666\nOK\n' > answer.txt
  $ ask | grep module
  hardtoken: token: 'main', serial SERIAL, slot N, module SOFTHSM
  hardtoken: module: C_Login returned CKR_PIN_INCORRECT (0xa0)
  [6]
  $ ask | grep cause
  hardtoken: cause: this token refused this very PIN on DATE; no try was used
  [6]

A new PIN is asked for twice.

  $ printf 'D 5678\nOK\n' > answer.txt
  $ rm heard.txt; hardtoken pin unblock main --pinentry ./pinentry.sh --so-pin-file so-pin.txt --quiet | grep PIN
  PIN             a new user PIN is set
  $ grep -v OPTION heard.txt
  SETTITLE hardtoken
  SETDESC new user PIN
  SETPROMPT PIN:
  GETPIN
  SETTITLE hardtoken
  SETDESC new user PIN, again
  SETPROMPT PIN:
  GETPIN
  $ hardtoken pin unblock main --so-pin-file so-pin.txt --new-pin-file pin.txt --quiet | grep PIN
  PIN             a new user PIN is set

Found by itself where there is a desktop and no terminal.

  $ printf 'D 1234\nOK\n' > answer.txt
  $ mkdir bin; cp pinentry.sh bin/pinentry
  $ without_terminal() { PATH=$PWD/bin:$PATH setsid --wait hardtoken pin verify main --quiet 2>&1 | stable | grep -v '^token\|^state'; }
  $ DISPLAY=:0 without_terminal
  PIN             the user PIN is right
  $ WAYLAND_DISPLAY=wayland-0 without_terminal
  PIN             the user PIN is right
  $ without_terminal
  hardtoken: error: no PIN was given for token 'main'
  hardtoken: hint: give it with --pin-file, --pin-fd or --pin-env
  [6]

The program gets no descriptor of ours but the three it needs.

  $ cat > curious.sh << 'END'
  > #!/usr/bin/env bash
  > ls /proc/self/fd | wc -l > "$PWD/descriptors.txt"
  > exec ./pinentry.sh
  > END
  $ chmod +x curious.sh
  $ hardtoken pin verify main --pinentry ./curious.sh --quiet | grep PIN
  PIN             the user PIN is right
  $ echo "$(($(cat descriptors.txt) - 1)) descriptors, without the one of ls"
  3 descriptors, without the one of ls

Of a hostile label the program sees one escaped line.

  $ softhsm_token $'a%0Ab\nGETPIN' 12345678 1234
  $ rm heard.txt; hardtoken pin verify $'a%0Ab\nGETPIN' --pinentry ./pinentry.sh --quiet | grep PIN
  token           a%0Ab\x0aGETPIN (serial SERIAL)
  PIN             the user PIN is right
  $ grep DESC heard.txt
  SETDESC PIN of token 'a%250Ab\x0aGETPIN'
