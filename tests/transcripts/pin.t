PINs: where they come from, and what is said when they do not work.

  $ . "$SETUP"
  $ try() { hardtoken enroll --token main --key ec:P-256 --label "$1" --subject /CN=x --out "$1.csr" --quiet "${@:2}" | grep -v '^uri\|^key\|^token  '; }
  $ try file --pin-file pin.txt
  subject         /CN=x
  request         file.csr (ecdsa sha256; signature verified)
  $ try fd --pin-fd 7 7< pin.txt
  subject         /CN=x
  request         fd.csr (ecdsa sha256; signature verified)
  $ PIN_OF_TOKEN=1234 try env --pin-env PIN_OF_TOKEN
  subject         /CN=x
  request         env.csr (ecdsa sha256; signature verified)
  $ hardtoken enroll --token "pkcs11:token=main?pin-source=file:$PWD/pin.txt" --key ec:P-256 --label source-uri --subject /CN=x --out source-uri.csr --quiet | grep ^request
  request         source-uri.csr (ecdsa sha256; signature verified)
  $ hardtoken enroll --token "pkcs11:token=main?pin-source=$PWD/pin.txt" --key ec:P-256 --label source --subject /CN=x --out source.csr --quiet | grep ^request
  request         source.csr (ecdsa sha256; signature verified)

A newline or CRLF at the end of the file is not part of the PIN.

  $ printf '1234' > plain.txt; printf '1234\r\n' > dos.txt
  $ try plain --pin-file plain.txt
  subject         /CN=x
  request         plain.csr (ecdsa sha256; signature verified)
  $ try dos --pin-file dos.txt
  subject         /CN=x
  request         dos.csr (ecdsa sha256; signature verified)

A file that others can read is warned about.

  $ cp pin.txt loose.txt; chmod 644 loose.txt
  $ try loose --pin-file loose.txt
  hardtoken: warning: PIN file 'loose.txt' can be read by other users; run: chmod 600 'loose.txt'
  subject         /CN=x
  request         loose.csr (ecdsa sha256; signature verified)

Wrong, too short, empty, missing, too long.

  $ try bad --pin-file wrong.txt
  hardtoken: error: cannot log in to token 'main'
  hardtoken: token: 'main', serial SERIAL, slot N, module SOFTHSM
  hardtoken: module: C_Login returned CKR_PIN_INCORRECT (0xa0)
  hardtoken: cause: the PIN is wrong; the token counts wrong tries
  hardtoken: hint: make sure of the PIN before the next try: each wrong one may count
  [6]
  $ echo 1 > short.txt; try bad --pin-file short.txt
  hardtoken: error: cannot log in to token 'main'
  hardtoken: token: 'main', serial SERIAL, slot N, module SOFTHSM
  hardtoken: cause: the PIN has a length the token does not accept: it takes 4 to 255 bytes
  hardtoken: hint: no try was used; give the right PIN
  [6]
  $ : > empty.txt; try bad --pin-file empty.txt
  hardtoken: error: the PIN in 'empty.txt' is empty
  [6]
  $ echo > newline.txt; try bad --pin-file newline.txt
  hardtoken: error: the PIN in 'newline.txt' is empty
  [6]
  $ try bad --pin-file missing.txt
  hardtoken: error: cannot read 'missing.txt'
  hardtoken: cause: No such file or directory
  [6]
  $ head -c 300 /dev/zero | tr '\0' 1 > long.txt; try bad --pin-file long.txt
  hardtoken: error: the PIN in 'long.txt' is too long
  hardtoken: cause: it has more than 255 bytes
  [6]
  $ try bad --pin-env NOT_SET
  hardtoken: error: the environment variable 'NOT_SET' holds no PIN
  [6]
  $ try bad --pin-fd 99
  hardtoken: error: cannot read the PIN from '99'
  hardtoken: cause: Bad file descriptor
  [6]
  $ try bad --pin-fd nine
  hardtoken: error: 'nine' is not the number of a file descriptor
  hardtoken: hint: see: hardtoken enroll --help
  [2]
  $ try bad --no-input
  hardtoken: error: no PIN was given for token 'main'
  hardtoken: hint: give it with --pin-file, --pin-fd or --pin-env
  [6]
  $ try bad --pin-file pin.txt --pin-env HOME
  hardtoken: error: the PIN is given in more than one way
  hardtoken: hint: use one of --pin-file, --pin-fd and --pin-env
  [2]

A PIN in a URI is refused, and is not in the message.

  $ hardtoken enroll --token 'pkcs11:token=main?pin-value=1234' --key ec:P-256 --label bad --subject /CN=x --out bad.csr
  hardtoken: error: a PIN in a URI is not accepted
  hardtoken: cause: pin-value on a command line can be read by every user of this computer
  hardtoken: hint: use pin-source=FILE in the URI, --pin-file, --pin-fd or --pin-env
  [2]
  $ hardtoken key show 'pkcs11:token=main;object=file?pin-value=1234'
  hardtoken: error: a PIN in a URI is not accepted
  hardtoken: cause: pin-value on a command line can be read by every user of this computer
  hardtoken: hint: use pin-source=FILE in the URI, --pin-file, --pin-fd or --pin-env
  [2]

One wrong PIN is one login.

  $ command hardtoken enroll --token main --key ec:P-256 --label bad --subject /CN=x --out bad.csr --pin-file wrong.txt --same-pin --trace 2>&1 | grep -c 'trace.*C_Login'
  1
  [6]

The trace has names and results, never arguments.

  $ command hardtoken list --pin-file pin.txt --trace 2>&1 | grep trace | grep -c '1234'
  0
  [1]
  $ ls bad.csr
  ls: cannot access 'bad.csr': No such file or directory
  [2]
