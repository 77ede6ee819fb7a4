/* SPDX-License-Identifier: Apache-2.0 */

/*
 * The one table of commands. A new command is one entry here, one file cmd_NAME.c with its run
 * function, one line in commands.h, and one page in docs/man. Examples are run by the tests, in
 * this order, in a folder with the files they name.
 */

#include "commands.h"

#include <stdint.h>
#include <string.h>

#include "base/i18n.h"

#define MANY SIZE_MAX

/* Options of commands that talk to a token, and of those that log in to it. */
#define MODULE_OPTIONS OPTION_MODULE, OPTION_TOKEN
#define TRY_OPTIONS OPTION_PINENTRY, OPTION_LAST_TRY, OPTION_SAME_PIN
#define USER_PIN_OPTIONS OPTION_PIN_FILE, OPTION_PIN_FD, OPTION_PIN_ENV
#define PIN_OPTIONS USER_PIN_OPTIONS, TRY_OPTIONS
#define SO_PIN_OPTIONS OPTION_SO_PIN_FILE, OPTION_SO_PIN_FD, OPTION_SO_PIN_ENV
#define NEW_PIN_OPTIONS OPTION_NEW_PIN_FILE, OPTION_NEW_PIN_FD, OPTION_NEW_PIN_ENV
#define SIGN_PIN_OPTIONS OPTION_SIGN_PIN_FILE, OPTION_SIGN_PIN_FD, OPTION_SIGN_PIN_ENV

#define REQUEST_OPTIONS                                                                            \
    OPTION_SUBJECT, OPTION_SAN, OPTION_KEY_USAGE, OPTION_EXT_KEY_USAGE, OPTION_EXTENSION,          \
        OPTION_SIGN_WITH, OPTION_DIGEST, OPTION_OUT, OPTION_FORMAT, OPTION_FORCE, OPTION_DRY_RUN

#define OPTIONS(...) ((const int[]){__VA_ARGS__, 0})
#define EXAMPLES(...) ((const char *const[]){__VA_ARGS__, NULL})

#define SOFTHSM "--module /usr/lib/softhsm/libsofthsm2.so"

const struct command commands[] = {
    {"token init", "", N_("set up a new token: label, SO PIN, user PIN"),
     OPTIONS(OPTION_MODULE, OPTION_SLOT, OPTION_LABEL, SO_PIN_OPTIONS, USER_PIN_OPTIONS,
             TRY_OPTIONS, OPTION_FORCE),
     EXAMPLES("hardtoken token init " SOFTHSM
              " --label 'Signing 2031' --so-pin-file so-pin.txt --pin-file pin.txt"),
     0, 0, cmd_token_init},
    {"token list", "", N_("list the tokens all modules see"), OPTIONS(OPTION_MODULE),
     EXAMPLES("hardtoken token list " SOFTHSM, "hardtoken token list " SOFTHSM " --json"), 0, 0,
     cmd_token_list},
    {"token show", "TOKEN", N_("show one token: state, PINs, room, keys and certificates"),
     OPTIONS(OPTION_MODULE, PIN_OPTIONS),
     EXAMPLES("hardtoken token show 'pkcs11:token=Signing%202031' " SOFTHSM " --pin-file pin.txt"),
     1, 1, cmd_token_show},
    {"token wait", "", N_("wait until a token is put in, or taken out"),
     OPTIONS(MODULE_OPTIONS, OPTION_INSERTED, OPTION_REMOVED, OPTION_TIMEOUT),
     EXAMPLES("hardtoken token wait " SOFTHSM " --token 'Signing 2031' --timeout 30s"), 0, 0,
     cmd_token_wait},
    {"pin verify", "TOKEN", N_("log in once, to see that the user PIN is right"),
     OPTIONS(OPTION_MODULE, PIN_OPTIONS),
     EXAMPLES("hardtoken pin verify 'Signing 2031' " SOFTHSM " --pin-file pin.txt"), 1, 1,
     cmd_pin_verify},
    {"pin change", "TOKEN", N_("change the user PIN, or the SO PIN"),
     OPTIONS(OPTION_MODULE, OPTION_SO, USER_PIN_OPTIONS, SO_PIN_OPTIONS, NEW_PIN_OPTIONS,
             TRY_OPTIONS),
     EXAMPLES("hardtoken pin change 'Signing 2031' " SOFTHSM
              " --pin-file pin.txt --new-pin-file new-pin.txt",
              "hardtoken pin change 'Signing 2031' " SOFTHSM
              " --so --so-pin-file so-pin.txt --new-pin-file new-so-pin.txt"),
     1, 1, cmd_pin_change},
    {"pin unblock", "TOKEN", N_("set a new user PIN with the SO PIN (PUK)"),
     OPTIONS(OPTION_MODULE, SO_PIN_OPTIONS, NEW_PIN_OPTIONS, TRY_OPTIONS),
     EXAMPLES("hardtoken pin unblock 'Signing 2031' " SOFTHSM
              " --so-pin-file new-so-pin.txt --new-pin-file pin.txt"),
     1, 1, cmd_pin_unblock},
    {"pin init", "TOKEN", N_("set the first user PIN with the SO PIN (PUK)"),
     OPTIONS(OPTION_MODULE, SO_PIN_OPTIONS, NEW_PIN_OPTIONS, TRY_OPTIONS),
     EXAMPLES("hardtoken pin init 'Fresh card' " SOFTHSM
              " --so-pin-file so-pin.txt --new-pin-file pin.txt"),
     1, 1, cmd_pin_init},
    {"enroll", "", N_("make a key pair on a token and a certification request for it"),
     OPTIONS(MODULE_OPTIONS, OPTION_KEY, OPTION_LABEL, OPTION_ID, OPTION_ALWAYS_AUTHENTICATE,
             OPTION_ALLOW_WEAKER, PIN_OPTIONS, SIGN_PIN_OPTIONS, SO_PIN_OPTIONS, OPTION_REQUIRE,
             REQUEST_OPTIONS, OPTION_EXPLAIN, OPTION_JOURNAL),
     EXAMPLES("hardtoken enroll " SOFTHSM " --token 'Signing 2031' --key ec:P-256 --label web "
              "--id 01 --subject '/C=SE/O=Example AB/CN=www.example.com' --san "
              "dns:www.example.com --pin-file pin.txt --out web.csr",
              "hardtoken enroll " SOFTHSM " --token 'Signing 2031' --key rsa:3072 --label seal "
              "--id 02 --subject '/C=EE/O=Näidis AS/organizationIdentifier=NTREE-10747013/"
              "CN=Näidis AS' --sign-with rsa-pss --key-usage critical,nonRepudiation --pin-file "
              "pin.txt --out seal.csr"),
     0, 0, cmd_enroll},
    {"request create", "URI", N_("make a request for a key that is on a token already"),
     OPTIONS(OPTION_MODULE, PIN_OPTIONS, SIGN_PIN_OPTIONS, OPTION_PUBLIC_KEY, REQUEST_OPTIONS,
             OPTION_JOURNAL),
     EXAMPLES("hardtoken request create 'pkcs11:token=Signing%202031;id=%01;type=private' " SOFTHSM
              " --subject '/C=SE/O=Example AB/CN=api.example.com' --pin-file pin.txt --out "
              "api.csr"),
     1, 1, cmd_request_create},
    {"request show", "FILE", N_("show what a certification request asks for"),
     OPTIONS(OPTION_QUIET), EXAMPLES("hardtoken request show web.csr"), 1, 1, cmd_request_show},
    {"install", "FILE...", N_("put returned certificates on the token that has their key"),
     OPTIONS(MODULE_OPTIONS, OPTION_CHAIN, PIN_OPTIONS, SO_PIN_OPTIONS, OPTION_REQUIRE,
             OPTION_IGNORE_DATES, OPTION_DRY_RUN, OPTION_EXPLAIN, OPTION_JOURNAL),
     EXAMPLES("hardtoken install web.pem " SOFTHSM " --token 'Signing 2031' --chain chain.pem "
              "--pin-file pin.txt"),
     1, MANY, cmd_install},
    {"list", "", N_("list keys and certificates, paired, over all tokens"),
     OPTIONS(MODULE_OPTIONS, PIN_OPTIONS, OPTION_MATCH, OPTION_EXPIRING, OPTION_URIS, OPTION_CSV,
             OPTION_PENDING, OPTION_JOURNAL),
     EXAMPLES("hardtoken list " SOFTHSM " --token 'Signing 2031' --pin-file pin.txt",
              "hardtoken list " SOFTHSM " --match example.com --csv",
              "hardtoken list " SOFTHSM " --expiring 60d", "hardtoken list --pending"),
     0, 0, cmd_list},
    {"judge", "URI|FILE", N_("say whether a key is in hardware or in software, with evidence"),
     OPTIONS(OPTION_MODULE, PIN_OPTIONS, SIGN_PIN_OPTIONS, OPTION_REQUIRE, OPTION_ATTESTATION,
             OPTION_ANCHOR, OPTION_COMPARE, OPTION_POSSESSION, OPTION_CONSENT, OPTION_PROBE,
             OPTION_EXPLAIN, OPTION_PACK, OPTION_FIELD),
     EXAMPLES("hardtoken judge 'Signing 2031' " SOFTHSM,
              "hardtoken judge 'pkcs11:token=Signing%202031;id=%01;type=private' " SOFTHSM
              " --pin-file pin.txt --require soft",
              "hardtoken judge web.pem"),
     1, 1, cmd_judge},
    {"certificate show", "URI|FILE", N_("show a certificate on a token or in a file"),
     OPTIONS(OPTION_MODULE, PIN_OPTIONS, OPTION_SERIAL),
     EXAMPLES("hardtoken certificate show web.pem",
              "hardtoken certificate show 'pkcs11:token=Signing%202031;id=%01;type=cert' " SOFTHSM),
     1, 1, cmd_certificate_show},
    {"certificate delete", "URI", N_("delete a certificate from a token"),
     OPTIONS(OPTION_MODULE, PIN_OPTIONS, SO_PIN_OPTIONS, OPTION_SERIAL, OPTION_YES, OPTION_JOURNAL),
     EXAMPLES("hardtoken certificate delete 'pkcs11:token=Signing%202031;id=%01;type=cert' " SOFTHSM
              " --pin-file pin.txt --yes"),
     1, 1, cmd_certificate_delete},
    {"key list", "[TOKEN]", N_("list the keys on tokens with what they may do"),
     OPTIONS(MODULE_OPTIONS, PIN_OPTIONS, OPTION_MATCH, OPTION_CSV),
     EXAMPLES("hardtoken key list " SOFTHSM " --token 'Signing 2031' --pin-file pin.txt"), 0, 1,
     cmd_key_list},
    {"key show", "URI", N_("show one key"), OPTIONS(OPTION_MODULE, PIN_OPTIONS),
     EXAMPLES("hardtoken key show 'pkcs11:token=Signing%202031;id=%01' " SOFTHSM
              " --pin-file pin.txt"),
     1, 1, cmd_key_show},
    {"key delete", "URI", N_("delete a key pair from a token"),
     OPTIONS(OPTION_MODULE, PIN_OPTIONS, SO_PIN_OPTIONS, OPTION_YES, OPTION_JOURNAL),
     EXAMPLES("hardtoken key delete 'pkcs11:token=Signing%202031;id=%01' " SOFTHSM
              " --pin-file pin.txt --yes"),
     1, 1, cmd_key_delete},
    {"journal show", "", N_("show what was written to tokens, and what was about to be"),
     OPTIONS(OPTION_JOURNAL, OPTION_JOB, OPTION_TOKEN),
     EXAMPLES("hardtoken journal show", "hardtoken journal show --token 'Signing 2031'"), 0, 0,
     cmd_journal_show},
    {"journal checkpoint", "", N_("write down the head of the journal, to be kept elsewhere"),
     OPTIONS(OPTION_JOURNAL, OPTION_OUT, OPTION_FORCE),
     EXAMPLES("hardtoken journal checkpoint --out head.json"), 0, 0, cmd_journal_checkpoint},
    {"journal verify", "", N_("say whether the journal is as it was written"),
     OPTIONS(OPTION_JOURNAL, OPTION_CHECKPOINT),
     EXAMPLES("hardtoken journal verify", "hardtoken journal verify --checkpoint head.json"), 0, 0,
     cmd_journal_verify},
    {"journal abandon", "JOB", N_("end a job whose certificate will not come"),
     OPTIONS(OPTION_JOURNAL), EXAMPLES("hardtoken journal abandon 3f9c21d0"), 1, 1,
     cmd_journal_abandon},
    {"doctor", "", N_("say in plain words which modules work and which do not"),
     OPTIONS(OPTION_MODULE, OPTION_TIMEOUT),
     EXAMPLES("hardtoken doctor", "hardtoken doctor " SOFTHSM " --timeout 20s"), 0, 0, cmd_doctor},
    {"help", "[COMMAND]", N_("explain a command"), OPTIONS(OPTION_QUIET),
     EXAMPLES("hardtoken help enroll"), 0, 2, cmd_help},
    {NULL, NULL, NULL, NULL, NULL, 0, 0, NULL},
};

/* Matches "token list" against the words "token" "list"; returns how many words, or 0. */
static int match_words(const char *name, int argc, char **argv)
{
    int words = 0;

    while (*name != '\0') {
        size_t size = strcspn(name, " ");

        if (words >= argc || strlen(argv[words]) != size || strncmp(argv[words], name, size) != 0) {
            return 0;
        }
        words++;
        name += size;
        name += *name == ' ';
    }
    return words;
}

const struct command *command_find(int argc, char **argv, int *ret_words)
{
    for (const struct command *command = commands; command->name != NULL; command++) {
        int words = match_words(command->name, argc, argv);

        if (words > 0) {
            *ret_words = words;
            return command;
        }
    }
    return NULL;
}
