A signal while the token works: the pair is removed again, the terminal is told why.

  $ . "$SETUP"
  $ export HARDTOKEN_COUNT_MODULE=$SOFTHSM_MODULE HARDTOKEN_COUNT_OUTPUT=$PWD/count
  $ export HARDTOKEN_COUNT_DELAY_US=300000
  $ start() { command hardtoken enroll --module "$DOUBLES/counting-module/counting-module.so" --token main --key "$1" --label stopped --subject /CN=x --pin-file pin.txt --out stopped.csr --trace > out.txt 2>&1 & }
  $ wait_for() { for i in {1..200}; do grep -qs "trace.*$1" out.txt && return; sleep 0.05; done; echo "no $1"; }
  $ start ec:P-256; wait_for C_GenerateKeyPair; kill -TERM $!; wait $!
  [9]
  $ grep -v trace: out.txt | stable
  hardtoken: error: interrupted
  hardtoken: cause: a signal asked the program to stop
  $ objects
  0
  $ ls stopped.csr
  ls: cannot access 'stopped.csr': No such file or directory
  [2]

Before anything was made there is nothing to remove.

  $ rm out.txt; start ec:P-256; wait_for C_Login; kill -HUP $!; wait $!
  [9]
  $ grep -c GenerateKeyPair out.txt
  0
  [1]
