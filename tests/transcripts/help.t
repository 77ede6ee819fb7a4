Help shows examples first; completion knows the words.

  $ . "$SETUP"
  $ hardtoken --version
  hardtoken 0.1.0
  $ hardtoken --help
  hardtoken: keys on smart cards, USB tokens and HSMs, from key pair to installed certificate
  
    token init                  set up a new token: label, SO PIN, user PIN
    token list                  list the tokens all modules see
    token show TOKEN            show one token: state, PINs, room, keys and certificates
    token wait                  wait until a token is put in, or taken out
    pin verify TOKEN            log in once, to see that the user PIN is right
    pin change TOKEN            change the user PIN, or the SO PIN
    pin unblock TOKEN           set a new user PIN with the SO PIN (PUK)
    pin init TOKEN              set the first user PIN with the SO PIN (PUK)
    enroll                      make a key pair on a token and a certification request for it
    request create URI          make a request for a key that is on a token already
    request show FILE           show what a certification request asks for
    install FILE...             put returned certificates on the token that has their key
    list                        list keys and certificates, paired, over all tokens
    judge URI|FILE              say whether a key is in hardware or in software, with evidence
    certificate show URI|FILE   show a certificate on a token or in a file
    certificate delete URI      delete a certificate from a token
    key list [TOKEN]            list the keys on tokens with what they may do
    key show URI                show one key
    key delete URI              delete a key pair from a token
    journal show                show what was written to tokens, and what was about to be
    journal checkpoint          write down the head of the journal, to be kept elsewhere
    journal verify              say whether the journal is as it was written
    journal abandon JOB         end a job whose certificate will not come
    doctor                      say in plain words which modules work and which do not
    help [COMMAND]              explain a command
  
  'hardtoken COMMAND --help' shows examples and options. Exit status: 0 done, 1 no,
  2 usage, 3 input, 4 module, 5 not found, 6 PIN, 7 policy, 8 token lost, 9 host, 70 bug.
  $ hardtoken install --help
  put returned certificates on the token that has their key
  
    $ hardtoken install web.pem --module SOFTHSM \
        --token 'Signing 2031' --chain chain.pem --pin-file pin.txt
  
  Usage: hardtoken install FILE... [OPTION...]
  
    --module FILE           PKCS#11 module; may be repeated; default
                            $HARDTOKEN_MODULE (a list with ':'), else
                            $PKCS11_MODULE_PATH, else those p11-kit is
                            configured with
    --token TOKEN           label or pkcs11: URI of the token
    --chain FILE            more CA certificates to install along, PEM, DER or
                            PKCS#7
    --pin-file FILE         read the PIN from a file; a newline at its end is
                            not part of it
    --pin-fd NUMBER         read the PIN from this open file descriptor
    --pin-env NAME          take the PIN from this environment variable
    --pinentry PROGRAM      ask for PINs with this pinentry program; default the
                            terminal, or pinentry where there is only a desktop
    --last-try              use the PIN even when a wrong one would lock the
                            token
    --same-pin              send the PIN although this token refused this very
                            PIN before: it may have become right, when the PIN
                            was changed or unblocked elsewhere
    --so-pin-file FILE      read the SO PIN (PUK) from a file
    --so-pin-fd NUMBER      read the SO PIN (PUK) from this open file descriptor
    --so-pin-env NAME       take the SO PIN (PUK) from this environment variable
    --require LEVEL         soft, claims, identified, ca-asserted, attested or
                            hard; refuse what is less
    --ignore-dates          install a certificate that has expired or is not
                            valid yet
    --dry-run               check everything and say what would be done; write
                            nothing
    --explain               show why: all evidence of a verdict; or, as with
                            --dry-run, what the token would be sent and which
                            quirks change it
    --journal FILE          journal of what is written to tokens; default
                            journal.jsonl in $XDG_STATE_HOME/hardtoken,
                            ~/.local/state/hardtoken or, for root,
                            /var/lib/hardtoken
  
    --json                  print one JSON document
    --quiet                 print only errors and what was asked for
    --no-input              never ask, fail instead
    --trace                 show each call to the module and its result, without
                            arguments
    --help                  show this help
  $ hardtoken help key list | head -n 4
  list the keys on tokens with what they may do
  
    $ hardtoken key list --module SOFTHSM \
        --token 'Signing 2031' --pin-file pin.txt
  $ hardtoken help nothing
  hardtoken: error: there is no command 'nothing'
  hardtoken: hint: see: hardtoken --help
  [2]
  $ hardtoken --complete ''
  token
  pin
  enroll
  request
  install
  list
  judge
  certificate
  key
  journal
  doctor
  help
  $ hardtoken --complete token ''
  init
  list
  show
  wait
  $ hardtoken --complete request create --s | grep -- '^--s'
  --same-pin
  --sign-pin-file
  --sign-pin-fd
  --sign-pin-env
  --subject
  --san
  --sign-with
  $ command hardtoken help > /dev/full
  hardtoken: error: cannot write to standard output
  [9]
  $ env LC_ALL=xx_YY hardtoken --version
  hardtoken 0.1.0
