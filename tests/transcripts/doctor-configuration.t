Which modules p11-kit is configured with, by the rules of pkcs11.conf(5), without loading any. The
user's files do not count for root, so they are read by somebody else here (whom LeakSanitizer does
not let look for leaks). No module works there, so the status is 4.

  $ . "$SETUP"
  $ unset HARDTOKEN_MODULE
  $ home=$(mktemp -d -p /tmp) && trap 'rm -rf "$home"' EXIT
  $ mkdir -p "$home/pkcs11/modules" && cp "$(type -P hardtoken)" "$home/hardtoken"
  $ somebody() { chmod -R a+rX "$home"; if ((EUID == 0)); then setpriv --reuid=65534 --regid=65534 --clear-groups env ASAN_OPTIONS=detect_leaks=0 PCSCLITE_CSOCK_NAME=/nowhere XDG_CONFIG_HOME="$home" "$@"; else env PCSCLITE_CSOCK_NAME=/nowhere XDG_CONFIG_HOME="$home" "$@"; fi; }
  $ report() { somebody "$home/hardtoken" doctor --json 2> err.txt > doctor.json; }
  $ uses() { jq -r '.configuration[] | [.file, .module, .remote, .use] | map(. // "-") | join(" ")' doctor.json | sed "s#$home#HOME#" | grep -E 'HOME|softhsm|trust'; }
  $ printf '# of the user\nmodule: /nowhere/mine.so\n' > "$home/pkcs11/modules/mine.module"
  $ printf 'module: bare.so\nenable-in: p11-kit, hardtoken\n' > "$home/pkcs11/modules/bare.module"
  $ printf 'module: /nowhere/other.so\nenable-in: firefox\n' > "$home/pkcs11/modules/other.module"
  $ printf 'remote: |ssh host p11-kit remote x.so\n' > "$home/pkcs11/modules/far.module"
  $ printf 'disable-in:   hardtoken\n' > "$home/pkcs11/modules/softhsm2.module"
  $ printf 'module: /nowhere/not-a-module-file.so\n' > "$home/pkcs11/modules/note.txt"
  $ printf 'module: /nowhere/hidden.so\n' > "$home/pkcs11/modules/.hidden" && mkdir "$home/pkcs11/modules/folder.module"

The user's files and the system's are taken together; of one name, the user's settings come first.

  $ report; uses
  HOME/pkcs11/modules/.hidden /nowhere/hidden.so - used
  HOME/pkcs11/modules/bare.module bare.so - used
  HOME/pkcs11/modules/far.module - |ssh host p11-kit remote x.so remote
  HOME/pkcs11/modules/mine.module /nowhere/mine.so - used
  HOME/pkcs11/modules/note.txt /nowhere/not-a-module-file.so - used
  HOME/pkcs11/modules/other.module /nowhere/other.so - disabled
  HOME/pkcs11/modules/softhsm2.module /usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so - disabled
  /usr/share/p11-kit/modules/p11-kit-trust.module p11-kit-trust.so - trust-store
  $ jq -r '.modules[] | .module' doctor.json | grep -E 'mine|bare|softhsm'
  /usr/lib/x86_64-linux-gnu/pkcs11/bare.so
  /nowhere/mine.so

p11-kit itself tries the same files (it does not know that this program is meant).

  $ somebody env P11_KIT_DEBUG=all p11-kit list-modules 2>&1 > out.txt | grep -oE '(/nowhere/mine|bare|/nowhere/other|not-a-module-file|hidden)\.so' | sort -u
  /nowhere/mine.so
  /nowhere/other.so
  bare.so
  hidden.so
  not-a-module-file.so

Remote modules, disabled ones and stores of certificates are named on the page.

  $ somebody "$home/hardtoken" doctor 2> err.txt | sed "s#$home#HOME#" | grep -E ': (not for|a store|reached)'
                  HOME/pkcs11/modules/far.module: reached through '|ssh host p11-kit remote x.so', not looked at
                  HOME/pkcs11/modules/other.module: not for this program
                  HOME/pkcs11/modules/softhsm2.module: not for this program
                  /usr/share/p11-kit/modules/p11-kit-trust.module: a store of CA certificates, not looked at
  [4]

Only the user's, and none of the user's.

  $ printf 'user-config: only\n' > "$home/pkcs11/pkcs11.conf"
  $ report; uses
  HOME/pkcs11/modules/.hidden /nowhere/hidden.so - used
  HOME/pkcs11/modules/bare.module bare.so - used
  HOME/pkcs11/modules/far.module - |ssh host p11-kit remote x.so remote
  HOME/pkcs11/modules/mine.module /nowhere/mine.so - used
  HOME/pkcs11/modules/note.txt /nowhere/not-a-module-file.so - used
  HOME/pkcs11/modules/other.module /nowhere/other.so - disabled
  HOME/pkcs11/modules/softhsm2.module - - disabled
  $ printf 'user-config: none\n' > "$home/pkcs11/pkcs11.conf"
  $ report; uses
  /usr/share/p11-kit/modules/p11-kit-trust.module p11-kit-trust.so - trust-store
  /usr/share/p11-kit/modules/softhsm2.module /usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so - used
