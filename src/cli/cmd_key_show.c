/* SPDX-License-Identifier: Apache-2.0 */
#include "base/i18n.h"
#include "base/memory.h"
#include "commands.h"
#include "enroll/key_lookup.h"
#include "json.h"
#include "pkcs11/object.h"
#include "render.h"

static const char *tristate_text(enum tristate value)
{
    if (value == UNKNOWN) {
        return _("unknown");
    }
    return value == YES ? _("yes") : _("no");
}

static void print_key(const struct open_token *open, const struct found_key *key, const char *uri)
{
    const struct object *object = &key->private_key;
    CLEANUP(text_free) char *id = hex_encode(slice_of_bytes(&object->id));
    CLEANUP(text_free) char *fingerprint = public_key_fingerprint(key->public_key);

    print_field_format(_("token"), _("%s (serial %s)"), open->token.label, open->token.serial);
    print_field_format(_("key"), _("%s, label '%s', id %s"), public_key_name(key->public_key),
                       object->label, id);
    print_field(_("uri"), uri);
    print_field(_("signs"), tristate_text(object->sign));
    print_field(_("decrypts"), tristate_text(object->decrypt));
    print_field(_("sensitive"), tristate_text(object->sensitive));
    print_field(_("extractable"), tristate_text(object->extractable));
    print_field(_("PIN each time"), tristate_text(object->always_authenticate));
    print_field(_("made here"), tristate_text(object->local));
    print_field(_("key SHA-256"), fingerprint);
}

static void put_key(json_t *document, const struct open_token *open, const struct found_key *key,
                    const char *uri)
{
    const struct object *object = &key->private_key;
    CLEANUP(text_free) char *fingerprint = public_key_fingerprint(key->public_key);
    CLEANUP(text_free) char *token = token_uri(&open->token);

    json_put(document, "uri", json_text(uri));
    json_put(document, "token", json_text(token));
    json_put(document, "label", json_text(object->label));
    json_put(document, "id", json_hex(&object->id));
    json_put(document, "key", json_text(public_key_name(key->public_key)));
    json_put(document, "key_sha256", json_text(fingerprint));
    json_put(document, "sign", json_tristate(object->sign));
    json_put(document, "decrypt", json_tristate(object->decrypt));
    json_put(document, "sensitive", json_tristate(object->sensitive));
    json_put(document, "extractable", json_tristate(object->extractable));
    json_put(document, "always_authenticate", json_tristate(object->always_authenticate));
    json_put(document, "local", json_tristate(object->local));
}

bool cmd_key_show(struct cli *cli, struct failure *failure)
{
    CLEANUP_VALUE(object_selector_clear) struct object_selector selector = {0};
    CLEANUP_VALUE(open_token_close) struct open_token open = {0};
    CLEANUP_VALUE(found_key_clear) struct found_key key = {0};
    CLEANUP(text_free) char *uri = NULL;

    if (!cli_open_object(cli, &selector, failure) ||
        !workplace_open(&cli->workplace, selector.token, SESSION_READ_ONLY, LOGIN, &open,
                        failure) ||
        !key_lookup(&open, &selector, PROOF_NONE, &key, failure)) {
        return false;
    }
    uri = object_uri(&open.token, OBJECT_PRIVATE_KEY, slice_of_bytes(&key.private_key.id),
                     key.private_key.label);
    if (cli->json != NULL) {
        put_key(cli->json, &open, &key, uri);
    } else {
        print_key(&open, &key, uri);
    }
    return true;
}
