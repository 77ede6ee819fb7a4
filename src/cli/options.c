/* SPDX-License-Identifier: Apache-2.0 */
#include "options.h"

#include <argp.h>

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/memory.h"

static const struct option_spec specs[] = {
    {OPTION_ALLOW_WEAKER, "allow-weaker", NULL,
     N_("take a key that the token protects less than asked, and say so in the result")},
    {OPTION_ALWAYS_AUTHENTICATE, "always-authenticate", NULL,
     N_("the key shall want the PIN for each signature (CKA_ALWAYS_AUTHENTICATE)")},
    {OPTION_ANCHOR, "anchor", "FILE",
     N_("trust the certificates in FILE as ends of attestations and of CA paths; may be repeated")},
    {OPTION_ATTESTATION, "attestation", "FILE",
     N_("certificates of the manufacturer about the key: PEM, DER, PKCS#7 or card-verifiable; may "
        "be repeated")},
    {OPTION_CHAIN, "chain", "FILE",
     N_("more CA certificates to install along, PEM, DER or PKCS#7")},
    {OPTION_CHECKPOINT, "checkpoint", "FILE",
     N_("compare with this head of the journal, kept elsewhere")},
    {OPTION_COMPARE, "compare", "FILE",
     N_("look whether the private key in FILE is the same key; may be repeated")},
    {OPTION_CONSENT, "consent", NULL,
     N_("a key that is for signatures may sign for --possession without being asked about it")},
    {OPTION_CSV, "csv", NULL, N_("print comma-separated values with a header line")},
    {OPTION_DIGEST, "digest", "NAME", N_("sha256, sha384 or sha512; default by the key")},
    {OPTION_DRY_RUN, "dry-run", NULL,
     N_("check everything and say what would be done; write nothing")},
    {OPTION_EXPIRING, "expiring", "TIME",
     N_("only certificates that end within TIME (60d, 8w); exit status 1 when there are any")},
    {OPTION_EXPLAIN, "explain", NULL,
     N_("show why: all evidence of a verdict; or, as with --dry-run, what the token would be sent "
        "and which quirks change it")},
    {OPTION_EXTENSION, "extension", "OID=VALUE",
     N_("ask for another extension; VALUE is [critical,]DER:HEX, [critical,]ASN1:TYPE:TEXT or what "
        "openssl.cnf takes")},
    {OPTION_EXT_KEY_USAGE, "ext-key-usage", "LIST",
     N_("ask for extended key usages: [critical,]clientAuth,serverAuth,OID")},
    {OPTION_FIELD, "field", "NAME=VALUE",
     N_("a field of your own for the evidence pack, such as ceremony=2031-7; may be repeated")},
    {OPTION_FORCE, "force", NULL, N_("replace what is there already")},
    {OPTION_FORMAT, "format", "FORM", N_("pem (default) or der")},
    {OPTION_HELP, "help", NULL, N_("show this help")},
    {OPTION_ID, "id", "HEX", N_("CKA_ID of both halves; default 20 random bytes")},
    {OPTION_IGNORE_DATES, "ignore-dates", NULL,
     N_("install a certificate that has expired or is not valid yet")},
    {OPTION_INSERTED, "inserted", NULL, N_("wait until the token is there (the default)")},
    {OPTION_JOB, "job", "JOB", N_("only the job whose id begins with JOB")},
    {OPTION_JOURNAL, "journal", "FILE",
     N_("journal of what is written to tokens; default journal.jsonl in "
        "$XDG_STATE_HOME/hardtoken, ~/.local/state/hardtoken or, for root, /var/lib/hardtoken")},
    {OPTION_JSON, "json", NULL, N_("print one JSON document")},
    {OPTION_KEY, "key", "TYPE",
     N_("rsa:2048, rsa:3072, rsa:4096, ec:P-256, ec:P-384, ec:P-521, ed25519 or ed448")},
    {OPTION_KEY_USAGE, "key-usage", "LIST",
     N_("ask for key usages: [critical,]digitalSignature,nonRepudiation")},
    {OPTION_LABEL, "label", "TEXT", N_("CKA_LABEL of both halves, or the label of a new token")},
    {OPTION_LAST_TRY, "last-try", NULL,
     N_("use the PIN even when a wrong one would lock the token")},
    {OPTION_MATCH, "match", "TEXT",
     N_("only what has TEXT in its label, id, subject, issuer or serial number")},
    {OPTION_MODULE, "module", "FILE",
     N_("PKCS#11 module; may be repeated; default $HARDTOKEN_MODULE (a list with ':'), else "
        "$PKCS11_MODULE_PATH, else those p11-kit is configured with")},
    {OPTION_NEW_PIN_ENV, "new-pin-env", "NAME",
     N_("take the new PIN from this environment variable")},
    {OPTION_NEW_PIN_FD, "new-pin-fd", "NUMBER",
     N_("read the new PIN from this open file descriptor")},
    {OPTION_NEW_PIN_FILE, "new-pin-file", "FILE", N_("read the new PIN from a file")},
    {OPTION_NO_INPUT, "no-input", NULL, N_("never ask, fail instead")},
    {OPTION_OUT, "out", "FILE", N_("file to write; must not exist yet")},
    {OPTION_PENDING, "pending", NULL,
     N_("what the journal says is not over yet: requests that wait for a certificate")},
    {OPTION_PACK, "pack", "DIR",
     N_("write all evidence into the new folder DIR, for an auditor or a CA")},
    {OPTION_PINENTRY, "pinentry", "PROGRAM",
     N_("ask for PINs with this pinentry program; default the terminal, or pinentry where there is "
        "only a desktop")},
    {OPTION_PIN_ENV, "pin-env", "NAME", N_("take the PIN from this environment variable")},
    {OPTION_PIN_FD, "pin-fd", "NUMBER", N_("read the PIN from this open file descriptor")},
    {OPTION_PIN_FILE, "pin-file", "FILE",
     N_("read the PIN from a file; a newline at its end is not part of it")},
    {OPTION_POSSESSION, "possession", NULL, N_("have the key sign a fresh message")},
    {OPTION_PROBE, "probe", NULL,
     N_("also try what makes objects that go with the session; nothing on the token changes")},
    {OPTION_PUBLIC_KEY, "public-key", "FILE",
     N_("the public key, or a certificate with it, of the key that is meant")},
    {OPTION_QUIET, "quiet", NULL, N_("print only errors and what was asked for")},
    {OPTION_REMOVED, "removed", NULL, N_("wait until the token is gone")},
    {OPTION_REQUIRE, "require", "LEVEL",
     N_("soft, claims, identified, ca-asserted, attested or hard; refuse what is less")},
    {OPTION_SAME_PIN, "same-pin", NULL,
     N_("send the PIN although this token refused this very PIN before: it may have become right, "
        "when the PIN was changed or unblocked elsewhere")},
    {OPTION_SAN, "san", "NAME",
     N_("ask for a subject alternative name: dns:, ip:, email:, uri:, upn: or dirname:; may be "
        "repeated")},
    {OPTION_SERIAL, "serial", "HEX", N_("only the certificate with this serial number")},
    {OPTION_SIGN_PIN_ENV, "sign-pin-env", "NAME",
     N_("take the PIN of signatures from this environment variable")},
    {OPTION_SIGN_PIN_FD, "sign-pin-fd", "NUMBER",
     N_("read the PIN of signatures from this open file descriptor")},
    {OPTION_SIGN_PIN_FILE, "sign-pin-file", "FILE",
     N_("read the PIN of signatures from a file, where the card has one of its own")},
    {OPTION_SIGN_WITH, "sign-with", "SCHEME", N_("rsa-pkcs1 (default) or rsa-pss, for RSA keys")},
    {OPTION_SLOT, "slot", "SLOT", N_("number or URI of the slot to set up")},
    {OPTION_SO, "so", NULL, N_("the SO PIN (PUK) instead of the user PIN")},
    {OPTION_SO_PIN_ENV, "so-pin-env", "NAME",
     N_("take the SO PIN (PUK) from this environment variable")},
    {OPTION_SO_PIN_FD, "so-pin-fd", "NUMBER",
     N_("read the SO PIN (PUK) from this open file descriptor")},
    {OPTION_SO_PIN_FILE, "so-pin-file", "FILE", N_("read the SO PIN (PUK) from a file")},
    {OPTION_SUBJECT, "subject", "NAME",
     N_("subject, such as /C=SE/O=Example AB/CN=www.example.com; '/', '+' and '\\' in a value get "
        "a '\\' in front")},
    {OPTION_TIMEOUT, "timeout", "TIME", N_("wait no longer than TIME, such as 30s or 5m")},
    {OPTION_TOKEN, "token", "TOKEN", N_("label or pkcs11: URI of the token")},
    {OPTION_TRACE, "trace", NULL,
     N_("show each call to the module and its result, without arguments")},
    {OPTION_URIS, "uris", NULL, N_("show the URI of each object")},
    {OPTION_YES, "yes", NULL, N_("do not ask for confirmation")},
};

const int common_options[] = {OPTION_JSON,  OPTION_QUIET, OPTION_NO_INPUT,
                              OPTION_TRACE, OPTION_HELP,  0};

const struct option_spec *option_spec(enum option_id id)
{
    for (size_t i = 0; i < sizeof specs / sizeof *specs; i++) {
        if (specs[i].id == id) {
            return &specs[i];
        }
    }
    abort(); /* an id without a row: a bug of ours that every --help would show */
}

void text_list_add(struct text_list *list, const char *text)
{
    list->items = memory_resize(list->items, list->count + 1, sizeof *list->items);
    list->items[list->count++] = text;
}

/* Where the argument of an option that tells where a PIN is goes, or NULL. */
static const char **pin_target(struct options *options, int id)
{
    switch (id) {
    case OPTION_NEW_PIN_ENV:
        return &options->new_pin.env;
    case OPTION_NEW_PIN_FD:
        return &options->new_pin.fd;
    case OPTION_NEW_PIN_FILE:
        return &options->new_pin.file;
    case OPTION_PINENTRY:
        return &options->pinentry;
    case OPTION_PIN_ENV:
        return &options->pin.env;
    case OPTION_PIN_FD:
        return &options->pin.fd;
    case OPTION_PIN_FILE:
        return &options->pin.file;
    case OPTION_SIGN_PIN_ENV:
        return &options->sign_pin.env;
    case OPTION_SIGN_PIN_FD:
        return &options->sign_pin.fd;
    case OPTION_SIGN_PIN_FILE:
        return &options->sign_pin.file;
    case OPTION_SO_PIN_ENV:
        return &options->so_pin.env;
    case OPTION_SO_PIN_FD:
        return &options->so_pin.fd;
    case OPTION_SO_PIN_FILE:
        return &options->so_pin.file;
    default:
        return NULL;
    }
}

/* Where the argument of any option that takes one goes, or NULL. */
static const char **text_target(struct options *options, int id)
{
    switch (id) {
    case OPTION_CHECKPOINT:
        return &options->checkpoint;
    case OPTION_DIGEST:
        return &options->digest;
    case OPTION_EXPIRING:
        return &options->expiring;
    case OPTION_EXT_KEY_USAGE:
        return &options->ext_key_usage;
    case OPTION_FORMAT:
        return &options->format;
    case OPTION_ID:
        return &options->id;
    case OPTION_JOB:
        return &options->job;
    case OPTION_JOURNAL:
        return &options->journal;
    case OPTION_KEY:
        return &options->key;
    case OPTION_KEY_USAGE:
        return &options->key_usage;
    case OPTION_LABEL:
        return &options->label;
    case OPTION_MATCH:
        return &options->match;
    case OPTION_OUT:
        return &options->out;
    case OPTION_PACK:
        return &options->pack;
    case OPTION_PUBLIC_KEY:
        return &options->public_key;
    case OPTION_REQUIRE:
        return &options->require;
    case OPTION_SERIAL:
        return &options->serial;
    case OPTION_SIGN_WITH:
        return &options->sign_with;
    case OPTION_SLOT:
        return &options->slot;
    case OPTION_SUBJECT:
        return &options->subject;
    case OPTION_TIMEOUT:
        return &options->timeout;
    case OPTION_TOKEN:
        return &options->token;
    default:
        return pin_target(options, id);
    }
}

static struct text_list *list_target(struct options *options, int id)
{
    switch (id) {
    case OPTION_ANCHOR:
        return &options->anchors;
    case OPTION_ATTESTATION:
        return &options->attestations;
    case OPTION_CHAIN:
        return &options->chain;
    case OPTION_COMPARE:
        return &options->compares;
    case OPTION_EXTENSION:
        return &options->extensions;
    case OPTION_FIELD:
        return &options->fields;
    case OPTION_MODULE:
        return &options->modules;
    case OPTION_SAN:
        return &options->sans;
    case ARGP_KEY_ARG:
        return &options->arguments;
    default:
        return NULL;
    }
}

static bool *switch_target(struct options *options, int id)
{
    switch (id) {
    case OPTION_ALLOW_WEAKER:
        return &options->allow_weaker;
    case OPTION_ALWAYS_AUTHENTICATE:
        return &options->always_authenticate;
    case OPTION_CONSENT:
        return &options->consent;
    case OPTION_CSV:
        return &options->csv;
    case OPTION_DRY_RUN:
        return &options->dry_run;
    case OPTION_EXPLAIN:
        return &options->explain;
    case OPTION_FORCE:
        return &options->force;
    case OPTION_HELP:
        return &options->help;
    case OPTION_IGNORE_DATES:
        return &options->ignore_dates;
    case OPTION_INSERTED:
        return &options->inserted;
    case OPTION_JSON:
        return &options->json;
    case OPTION_LAST_TRY:
        return &options->last_try;
    case OPTION_NO_INPUT:
        return &options->no_input;
    case OPTION_PENDING:
        return &options->pending;
    case OPTION_POSSESSION:
        return &options->possession;
    case OPTION_PROBE:
        return &options->probe;
    case OPTION_QUIET:
        return &options->quiet;
    case OPTION_REMOVED:
        return &options->removed;
    case OPTION_SAME_PIN:
        return &options->same_pin;
    case OPTION_SO:
        return &options->so;
    case OPTION_TRACE:
        return &options->trace;
    case OPTION_URIS:
        return &options->uris;
    case OPTION_YES:
        return &options->yes;
    default:
        return NULL;
    }
}

/* What the parser fills, and the first option given twice that may be given once. */
struct parse_state {
    struct options *options;
    const char *repeated;
};

static error_t parse_option(int id, char *argument, struct argp_state *argp_state)
{
    struct parse_state *state = argp_state->input;
    const char **text = text_target(state->options, id);
    struct text_list *list = list_target(state->options, id);
    bool *given = switch_target(state->options, id);

    if (id == ARGP_KEY_INIT) {
        argp_state->err_stream = NULL; /* getopt says what is wrong; no usage page on top */
        return 0;
    }
    if (text != NULL) {
        state->repeated = *text == NULL ? state->repeated : option_spec((enum option_id)id)->name;
        *text = argument;
    } else if (list != NULL) {
        text_list_add(list, argument);
    } else if (given != NULL) {
        *given = true;
    } else {
        return ARGP_ERR_UNKNOWN;
    }
    return 0;
}

static void add_argp_option(struct argp_option *option, int id)
{
    const struct option_spec *spec = option_spec((enum option_id)id);

    *option = (struct argp_option){.name = spec->name, .key = (int)spec->id, .arg = spec->argument};
}

/* The options a command accepts, in argp's form; the caller frees it. */
static struct argp_option *argp_options(const int *accepted)
{
    size_t room = sizeof specs / sizeof *specs + 1;
    struct argp_option *options = memory_new(room, sizeof *options);
    size_t count = 0;

    for (const int *id = accepted; *id != 0; id++) {
        add_argp_option(&options[count++], *id);
    }
    for (const int *id = common_options; *id != 0; id++) {
        add_argp_option(&options[count++], *id);
    }
    return options;
}

bool options_parse(int argc, char **argv, const int *accepted, struct options *ret_options,
                   struct failure *failure)
{
    struct argp_option *options = argp_options(accepted);
    const struct argp argp = {.options = options, .parser = parse_option};
    struct parse_state state = {.options = ret_options};
    error_t result = argp_parse(&argp, argc, argv, ARGP_NO_EXIT | ARGP_NO_HELP, NULL, &state);

    memory_free(options);
    if (result != 0) {
        return failure_set(failure, FAILURE_USAGE, "%s", ""); /* getopt has said it */
    }
    if (state.repeated != NULL) {
        return failure_set(failure, FAILURE_USAGE, _("--%s is given more than once"),
                           state.repeated);
    }
    return true;
}

void options_clear(struct options *options)
{
    memory_free(options->modules.items);
    memory_free(options->sans.items);
    memory_free(options->extensions.items);
    memory_free(options->chain.items);
    memory_free(options->anchors.items);
    memory_free(options->attestations.items);
    memory_free(options->compares.items);
    memory_free(options->fields.items);
    memory_free(options->arguments.items);
    *options = (struct options){0};
}
