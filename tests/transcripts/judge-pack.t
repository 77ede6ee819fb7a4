The evidence pack: everything a verdict was made of, to be verified without this program.

  $ . "$SETUP"
  $ enroll --key ec:P-256 --label web --id 01 --subject /CN=web --out web.csr --quiet > /dev/null
  $ enroll --key rsa:2048 --label seal --id 02 --subject /CN=seal --out seal.csr --quiet > /dev/null
  $ export ASAN_OPTIONS=fast_unwind_on_malloc=0
  $ enroll --key ed25519 --label pure --id 03 --subject /CN=pure --out pure.csr --quiet > /dev/null
  $ pack() { hardtoken judge "pkcs11:token=main;id=%$1;type=private" --pin-file pin.txt --possession --pack "$2" "${@:3}"; }
  $ pack 01 pack-ec/ --field 'ceremony=2031-7' --field 'witness=A=B' | head -n 1
  Soft: SoftHSM keeps this key in a file on this computer.
  $ ls pack-ec
  README.txt
  SHA256SUMS
  SHA256SUMS.sig
  attestation.json
  claims.json
  module.json
  pack.json
  possession-message.bin
  possession-nonce.bin
  possession-signature.bin
  probes.txt
  public-key.der
  reader.json
  verdict.json
  $ stat -c '%a %n' pack-ec pack-ec/* | cut -d ' ' -f 1 | sort | uniq -c | sed 's/^ *//'
  14 600
  1 700
  $ jq -c '[.pack, .tool, .fields]' pack-ec/pack.json
  [1,"hardtoken",{"ceremony":"2031-7","witness":"A=B"}]
  $ jq -c '[.attributes.CKA_LOCAL, .slot_info.flags, .mechanisms.count > 0]' pack-ec/claims.json
  [{"value":true,"provenance":"module-computed"},"0x1",true]
  $ jq -r .sha256 pack-ec/module.json | diff - <(sha256sum < "$(realpath "$SOFTHSM_MODULE")" | cut -d ' ' -f 1) && echo the module
  the module
  $ tr '\t' '|' < pack-ec/probes.txt
  readout|C_GetAttributeValue|CKA_VALUE|CKR_ATTRIBUTE_SENSITIVE|0x11|refused
  $ openssl pkey -pubin -inform DER -in pack-ec/public-key.der -outform DER | cmp - pack-ec/public-key.der && echo the key
  the key
  $ command hardtoken judge 'pkcs11:token=main;id=%01' --json --pin-file pin.txt | jq -c 'del(.command, .notices) | keys' | diff - <(jq -c keys pack-ec/verdict.json) && echo same members
  same members

README.txt has the commands; they say what stands below them, for each kind of key.

  $ sed -n '/^How to verify/,$p' pack-ec/README.txt
  How to verify, with OpenSSL 3; each command must print what stands below it
  
      sha256sum --check --strict SHA256SUMS
          ...: OK, for each part
      openssl dgst -sha256 -verify public-key.der -signature possession-signature.bin possession-message.bin
          Verified OK
      openssl dgst -sha256 -verify public-key.der -signature SHA256SUMS.sig SHA256SUMS
          Verified OK
  $ verify() { (cd "$1" && sed -n '/^How to verify/,$s/^    \([a-z]\)/\1/p' README.txt | while IFS= read -r line; do bash -c "$line" 2>&1 || echo "FAILED: $line"; done); }
  $ verify pack-ec
  README.txt: OK
  attestation.json: OK
  claims.json: OK
  module.json: OK
  pack.json: OK
  possession-message.bin: OK
  possession-nonce.bin: OK
  possession-signature.bin: OK
  probes.txt: OK
  public-key.der: OK
  reader.json: OK
  verdict.json: OK
  Verified OK
  Verified OK
  $ pack 02 pack-rsa > /dev/null; verify pack-rsa | tail -n 1
  Verified OK
  $ pack 03 pack-ed > /dev/null; verify pack-ed | tail -n 1
  Signature Verified Successfully
  $ hardtoken judge main --pack pack-token --quiet | head -n 1; verify pack-token | grep -vc ': OK$'
  Soft: SoftHSM keeps its keys in files on this computer.
  0
  [1]

A part that was changed is found.

  $ sed -i 's/"soft"/"hard"/' pack-ec/verdict.json; verify pack-ec | grep -v ': OK'
  verdict.json: FAILED
  sha256sum: WARNING: 1 computed checksum did NOT match
  FAILED: sha256sum --check --strict SHA256SUMS
  Verified OK
  Verified OK

A folder that is there is left alone, and nothing is left behind where none can be made.

  $ pack 01 pack-rsa
  hardtoken: error: the folder 'pack-rsa' is not empty
  hardtoken: hint: choose a folder that is not there yet
  [3]
  $ mkdir empty && pack 01 empty > /dev/null && ls empty | wc -l
  14
  $ pack 01 nowhere/pack
  hardtoken: error: cannot write into folder 'nowhere'
  hardtoken: cause: No such file or directory
  [9]
  $ pack 01 other --field ceremony
  hardtoken: error: 'ceremony' is not a field
  hardtoken: hint: write it as NAME=VALUE
  [2]
  $ hardtoken judge main --field ceremony=7
  hardtoken: error: --field is for the pack of --pack
  hardtoken: hint: see: hardtoken judge --help
  [2]
  $ ls -A | grep -c '^\.hardtoken'
  0
  [1]
