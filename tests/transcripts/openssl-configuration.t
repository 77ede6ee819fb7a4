The configuration of OpenSSL on this computer decides nothing: not when it cannot be read, not when it
loads the very module this program uses, through the engine of libp11.

  $ . "$SETUP"
  $ printf '%s\n' 'openssl_conf = [[broken' '[broken' 'x = $missing::value' > broken.cnf
  $ cat > engine.cnf <<EOF
  > openssl_conf = start
  > [start]
  > engines = engines
  > [engines]
  > pkcs11 = pkcs11
  > [pkcs11]
  > engine_id = pkcs11
  > MODULE_PATH = $SOFTHSM_MODULE
  > init = 1
  > EOF
  $ for conf in broken engine; do
  >     OPENSSL_CONF=$PWD/$conf.cnf enroll --key ec:P-256 --label $conf --subject /CN=$conf --out $conf.csr --quiet | grep ^request
  >     believed $conf.csr
  > done
  request         broken.csr (ecdsa sha256; signature verified)
  verify OK
  request         engine.csr (ecdsa sha256; signature verified)
  verify OK
