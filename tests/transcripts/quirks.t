What is known of a module or token stands in files; a person can add some.

  $ . "$SETUP"
  $ own="$XDG_CONFIG_HOME/hardtoken/quirks"; mkdir -p "$own"
  $ ask() { enroll --key ec:P-256 --label web --id 01 --subject /CN=web --out web.csr "$@"; }

A rule of one's own: --explain shows what would be sent, and why, and makes nothing.

  $ cat >"$own/acme.conf" <<END
  > # What we found out about our SoftHSM.
  > [public-keys]
  > match.manufacturer = SoftHSM*
  > source = https://www.example.com/softhsm.html
  > why = our application looks for public keys after its login
  > force.public = CKA_PRIVATE=true
  > omit.public = CKA_VERIFY
  > END
  $ ask --explain
  token           main (serial SERIAL)
  key             ec:P-256, label 'web', id 01
  uri             pkcs11:model=SoftHSM%20v2;manufacturer=SoftHSM%20project;serial=SERIAL;token=main;id=%01;object=web;type=private
  subject         /CN=web
  template        public CKA_TOKEN TRUE
                  public CKA_PRIVATE TRUE
                  public CKA_EC_PARAMS 06082a8648ce3d030107
                  public CKA_LABEL 'web'
                  public CKA_ID 01
                  private CKA_TOKEN TRUE
                  private CKA_PRIVATE TRUE
                  private CKA_SENSITIVE TRUE
                  private CKA_EXTRACTABLE FALSE
                  private CKA_SIGN TRUE
                  private CKA_LABEL 'web'
                  private CKA_ID 01
  quirk           DIR/config/hardtoken/quirks/acme.conf [public-keys]: our application looks for public keys after its login
                  force.public = CKA_PRIVATE=true
                  omit.public = CKA_VERIFY
                  source: https://www.example.com/softhsm.html
  request         nothing was generated and nothing was written (dry run)
  $ ask --explain --json | jq -c '.dry_run, .quirks, [.templates[] | select(startswith("public"))]'
  true
  [{"file":"DIR/config/hardtoken/quirks/acme.conf","section":"public-keys","source":"https://www.example.com/softhsm.html","why":"our application looks for public keys after its login","effects":["force.public = CKA_PRIVATE=true","omit.public = CKA_VERIFY"]}]
  ["public CKA_TOKEN TRUE","public CKA_PRIVATE TRUE","public CKA_EC_PARAMS 06082a8648ce3d030107","public CKA_LABEL 'web'","public CKA_ID 01"]
  $ objects
  0
  $ ls web.csr 2>/dev/null || echo none
  none

Without it the rule is followed as well.

  $ ask --json | jq -c '.dry_run, .weaker, (.quirks | length)'
  false
  []
  1
  $ p11tool --provider "$SOFTHSM_MODULE" --list-all-privkeys --login --set-pin 1234 'pkcs11:token=main' 2>/dev/null | grep -c Label
  1
  $ pkcs11-tool --module "$SOFTHSM_MODULE" --token-label main -O 2>/dev/null | grep -c Public || echo hidden before login
  0
  hidden before login

For install too.

  $ test_ca_new ca && test_ca_sign ca web.csr web.pem
  $ hardtoken install web.pem --pin-file pin.txt --explain | sed -n '/template/,$p' | grep -v 'VALUE\|SUBJECT\|ISSUER\|SERIAL'
    template      certificate CKA_CLASS 1
                  certificate CKA_CERTIFICATE_TYPE 0
                  certificate CKA_TOKEN TRUE
                  certificate CKA_PRIVATE FALSE
                  certificate CKA_LABEL 'web'
                  certificate CKA_ID 01
    quirk         DIR/config/hardtoken/quirks/acme.conf [public-keys]: our application looks for public keys after its login
                  force.public = CKA_PRIVATE=true
                  omit.public = CKA_VERIFY
                  source: https://www.example.com/softhsm.html

The doctor names the rules that apply.

  $ hardtoken doctor | grep quirk
      quirk       DIR/config/hardtoken/quirks/acme.conf [public-keys]: our application looks for public keys after its login
      quirk       DIR/config/hardtoken/quirks/acme.conf [public-keys]: our application looks for public keys after its login
  $ command hardtoken doctor --json | jq -c '[.modules[].slots[].quirks[] | .section]'
  ["public-keys","public-keys"]

A rule cannot weaken a private key; with --allow-weaker it can, and the result says so.

  $ sed -i -e '/^force/d' -e 's/^omit.*/force.private = CKA_EXTRACTABLE=true/' "$own/acme.conf"
  $ make() { enroll --key ec:P-256 --subject /CN=x --label "$1" --id "$2" --out "$1.csr" "${@:3}"; }
  $ make strong 02 --explain | grep 'private CKA_EXTRACTABLE'
                  private CKA_EXTRACTABLE FALSE
  $ make weak 03 --explain --allow-weaker | grep 'private CKA_EXTRACTABLE'
                  private CKA_EXTRACTABLE TRUE
  $ make weak 03 --allow-weaker | grep weaker
  weaker          CKA_EXTRACTABLE was not asked for: the token reports true
  $ make weaker 04 --allow-weaker --json | jq -c .weaker
  [{"attribute":"CKA_EXTRACTABLE","asked":false,"reported":true}]

A file that is wrong is an error with its line; it is not ignored.

  $ cat >"$own/acme.conf" <<END
  > [public-keys]
  > match.manufacturer = SoftHSM*
  > source = example/repository#7
  > why = the source needs quotes
  > omit.public = CKA_VERIFY
  > END
  $ hardtoken token list
  hardtoken: error: cannot use 'DIR/config/hardtoken/quirks/acme.conf', line 1
  hardtoken: cause: section 'public-keys': it has no source: say where this is known from, as an address with '://' or as "owner/repository#number" in quotes
  [3]
  $ sed -i -e 's/^source.*/source = "example\/repository#7"/' -e 's/omit.public/omit.pubic/' "$own/acme.conf"
  $ hardtoken token list
  hardtoken: error: cannot use 'DIR/config/hardtoken/quirks/acme.conf', line 5
  hardtoken: cause: 'omit.pubic' is not known in section 'public-keys'
  [3]

  $ hardtoken doctor | head -2
  hardtoken: error: cannot use 'DIR/config/hardtoken/quirks/acme.conf', line 5
  hardtoken: cause: 'omit.pubic' is not known in section 'public-keys'
  [3]

The rule in the documentation is right, and does what it says.

  $ sed -n '/^    \[public-keys\]/,/^$/s/^    //p' "$DOCS/quirks.md" >"$own/acme.conf"
  $ enroll --key ec:P-256 --label documented --subject /CN=d --out d.csr --explain --json | jq -c '.quirks[0].section, (.templates | index("public CKA_PRIVATE TRUE") != null)'
  "public-keys"
  true
  $ hardtoken key list --token main --pin-file wrong.txt | grep hint
  hardtoken: hint: ask the help desk for the PIN of the test token
  [6]

How a module is started can be said too, and what it is told then, from a variable.

  $ cat >"$own/acme.conf" <<END
  > [start]
  > match.path = refuse-module.so
  > source = https://www.example.com/refuse.html
  > why = it wants to know a folder
  > initialize = no-flags
  > reserved = "configdir='/srv/a'"
  > reserved.env = ACME_FOLDER
  > cause.C_Initialize.CKR_ARGUMENTS_BAD = it was not told the right folder
  > hint.C_Initialize.CKR_ARGUMENTS_BAD = set ACME_FOLDER
  > END
  $ refuse() { hardtoken token list --module "$DOUBLES/broken-modules/refuse-module.so" --trace | sed -e "s#$DOUBLES/broken-modules#DOUBLES#g" -e 's/ [0-9]* us//' | head -5; }
  $ refuse
  hardtoken: trace: refuse-module.so C_Initialize CKR_ARGUMENTS_BAD (0x7)
  hardtoken: error: cannot start module 'DOUBLES/refuse-module.so'
  hardtoken: module: C_Initialize returned CKR_ARGUMENTS_BAD (0x7)
  hardtoken: cause: it was not told the right folder
  hardtoken: hint: set ACME_FOLDER
  [4]
  $ HARDTOKEN_REFUSE_BUT="reserved=configdir='/srv/a'" refuse
  hardtoken: trace: refuse-module.so C_Initialize CKR_OK (0x0)
  hardtoken: trace: refuse-module.so C_GetSlotList CKR_OK (0x0)
  hardtoken: warning: no token is present
  hardtoken: trace: refuse-module.so C_Finalize CKR_OK (0x0)
  $ ACME_FOLDER="configdir='/srv/b'" HARDTOKEN_REFUSE_BUT="reserved=configdir='/srv/b'" refuse
  hardtoken: trace: refuse-module.so C_Initialize CKR_OK (0x0)
  hardtoken: trace: refuse-module.so C_GetSlotList CKR_OK (0x0)
  hardtoken: warning: no token is present
  hardtoken: trace: refuse-module.so C_Finalize CKR_OK (0x0)

