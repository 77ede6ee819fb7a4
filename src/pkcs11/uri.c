/* SPDX-License-Identifier: Apache-2.0 */
#include "pkcs11/uri.h"

#include <p11-kit/uri.h>

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/memory.h"
#include "cryptoki.h"
#include "pkcs11/label.h"
#include "pkcs11/token.h"
#include "token_info.h"

struct token_selector {
    char *text;
    P11KitUri *uri; /* NULL: the text is a label */
    char *pin_file;
};

static void uri_free(P11KitUri *uri)
{
    p11_kit_uri_free(uri);
}
DEFINE_CLEANUP(P11KitUri *, uri_free);

static bool is_uri(const char *text)
{
    return strncmp(text, "pkcs11:", strlen("pkcs11:")) == 0;
}

static bool refuse_uri(const char *text, const char *cause, const char *hint,
                       struct failure *failure)
{
    (void)failure_set(failure, FAILURE_USAGE, _("cannot use URI '%s'"), text);
    (void)failure_cause(failure, "%s", cause);
    return hint == NULL ? false : failure_hint(failure, "%s", hint);
}

/* The PIN itself must not stand in an error message, so this is looked at before anything else. */
static bool refuse_pin_value(const char *text, struct failure *failure)
{
    if (strstr(text, "pin-value=") == NULL) {
        return true;
    }
    (void)failure_set(failure, FAILURE_USAGE, _("a PIN in a URI is not accepted"));
    (void)failure_cause(failure, _("pin-value on a command line can be read by every user of this "
                                   "computer"));
    return failure_hint(failure, _("use pin-source=FILE in the URI, --pin-file, --pin-fd or "
                                   "--pin-env"));
}

static bool parse_uri(const char *text, P11KitUriType type, P11KitUri **ret_uri,
                      struct failure *failure)
{
    CLEANUP(uri_free) P11KitUri *uri = p11_kit_uri_new();
    int result;

    if (!refuse_pin_value(text, failure)) {
        return false;
    }
    result = p11_kit_uri_parse(text, type, uri);
    if (result != P11_KIT_URI_OK) {
        return refuse_uri(text, _("it is not a PKCS#11 URI (RFC 7512)"),
                          _("'hardtoken token list' and 'hardtoken list' print URIs to copy"),
                          failure);
    }
    if (p11_kit_uri_any_unrecognized(uri)) {
        return refuse_uri(text, _("it has an attribute hardtoken does not know"), NULL, failure);
    }
    *ret_uri = TAKE(uri);
    return true;
}

/* RFC 7512, 2.4: pin-source is a file: URI or a path; a command ("|...") is not run. */
static bool parse_pin_source(struct token_selector *selector, struct failure *failure)
{
    const char *source = p11_kit_uri_get_pin_source(selector->uri);

    if (source == NULL) {
        return true;
    }
    if (source[0] == '|') {
        return refuse_uri(selector->text, _("pin-source must name a file"), NULL, failure);
    }
    if (strncmp(source, "file://", 7) == 0) {
        source += 7;
    } else if (strncmp(source, "file:", 5) == 0) {
        source += 5;
    }
    selector->pin_file = memory_copy_text(source);
    return true;
}

bool token_selector_parse(const char *text, struct token_selector **ret_selector,
                          struct failure *failure)
{
    CLEANUP(token_selector_free) struct token_selector *selector = memory_new(1, sizeof *selector);

    selector->text = memory_copy_text(text);
    if (text[0] == '\0') {
        return failure_set(failure, FAILURE_USAGE, _("the name of the token is empty"));
    }
    if (is_uri(text)) {
        if (!parse_uri(text, P11_KIT_URI_FOR_ANY, &selector->uri, failure) ||
            !parse_pin_source(selector, failure)) {
            return false;
        }
    }
    *ret_selector = TAKE(selector);
    return true;
}

void token_selector_free(struct token_selector *selector)
{
    if (selector == NULL) {
        return;
    }
    p11_kit_uri_free(selector->uri);
    memory_free(selector->text);
    memory_free(selector->pin_file);
    memory_free(selector);
}

bool token_selector_matches(const struct token_selector *selector, const struct token *token)
{
    CK_TOKEN_INFO info = {0};

    if (selector->uri == NULL) {
        return label_is_meant(selector->text, token->label);
    }
    token_info_restore(token, &info);
    if (!p11_kit_uri_match_token_info(selector->uri, &info)) {
        return false;
    }
    return p11_kit_uri_get_slot_id(selector->uri) == (CK_SLOT_ID)-1 ||
           p11_kit_uri_get_slot_id(selector->uri) == token->slot;
}

bool token_selector_is_exact(const struct token_selector *selector)
{
    const CK_TOKEN_INFO *info;

    if (selector->uri == NULL) {
        return false;
    }
    info = p11_kit_uri_get_token_info(selector->uri);
    return info->label[0] != '\0' && info->serialNumber[0] != '\0' &&
           info->manufacturerID[0] != '\0' && info->model[0] != '\0';
}

bool token_selector_is_open(const struct token_selector *selector)
{
    const CK_TOKEN_INFO *info;

    if (selector->uri == NULL) {
        return false;
    }
    info = p11_kit_uri_get_token_info(selector->uri);
    return info->label[0] == '\0' && info->serialNumber[0] == '\0' &&
           info->manufacturerID[0] == '\0' && info->model[0] == '\0' &&
           p11_kit_uri_get_slot_id(selector->uri) == (CK_SLOT_ID)-1;
}

bool token_selector_has_slot(const struct token_selector *selector)
{
    return selector->uri != NULL && p11_kit_uri_get_slot_id(selector->uri) != (CK_SLOT_ID)-1;
}

const char *token_selector_text(const struct token_selector *selector)
{
    return selector->text;
}

const char *token_selector_module(const struct token_selector *selector)
{
    return selector->uri == NULL ? NULL : p11_kit_uri_get_module_path(selector->uri);
}

const char *token_selector_pin_file(const struct token_selector *selector)
{
    return selector->pin_file;
}

static bool selector_type(const char *text, P11KitUri *uri, enum object_type *ret_type,
                          struct failure *failure)
{
    CK_ATTRIBUTE *class = p11_kit_uri_get_attribute(uri, CKA_CLASS);
    CK_OBJECT_CLASS value;

    if (class == NULL || class->ulValueLen != sizeof value) {
        *ret_type = OBJECT_ANY;
        return true;
    }
    memcpy(&value, class->pValue, sizeof value);
    if (value == CKO_PRIVATE_KEY) {
        *ret_type = OBJECT_PRIVATE_KEY;
    } else if (value == CKO_PUBLIC_KEY) {
        *ret_type = OBJECT_PUBLIC_KEY;
    } else if (value == CKO_CERTIFICATE) {
        *ret_type = OBJECT_CERTIFICATE;
    } else {
        return refuse_uri(text, _("its type is none of private, public and cert"), NULL, failure);
    }
    return true;
}

bool object_selector_parse(const char *text, struct object_selector *ret_selector,
                           struct failure *failure)
{
    CLEANUP_VALUE(object_selector_clear) struct object_selector selector = {0};
    CK_ATTRIBUTE *id;
    CK_ATTRIBUTE *label;

    if (!is_uri(text)) {
        return refuse_uri(text, _("it does not start with 'pkcs11:'"),
                          _("'hardtoken list' prints URIs to copy"), failure);
    }
    if (!token_selector_parse(text, &selector.token, failure) ||
        !selector_type(text, selector.token->uri, &selector.type, failure)) {
        return false;
    }
    id = p11_kit_uri_get_attribute(selector.token->uri, CKA_ID);
    label = p11_kit_uri_get_attribute(selector.token->uri, CKA_LABEL);
    if (id == NULL && label == NULL) {
        return refuse_uri(text, _("it names a token but no object on it"),
                          _("add ;id=%XX or ;object=LABEL; 'hardtoken list' prints whole URIs"),
                          failure);
    }
    if (id != NULL) {
        selector.has_id = true;
        selector.id = bytes_copy(id->pValue, id->ulValueLen);
    }
    if (label != NULL) {
        selector.label = memory_copy_text_n(label->pValue, label->ulValueLen);
    }
    *ret_selector = selector;
    selector = (struct object_selector){0};
    return true;
}

void object_selector_clear(struct object_selector *selector)
{
    token_selector_free(selector->token);
    bytes_clear(&selector->id);
    memory_free(selector->label);
    *selector = (struct object_selector){0};
}

static char *format_uri(P11KitUri *uri, P11KitUriType type)
{
    char *formatted = NULL;
    char *copy;

    if (p11_kit_uri_format(uri, type, &formatted) != P11_KIT_URI_OK) {
        return memory_copy_text("pkcs11:");
    }
    copy = memory_copy_text(formatted);
    free(formatted);
    return copy;
}

char *token_uri(const struct token *token)
{
    CLEANUP(uri_free) P11KitUri *uri = p11_kit_uri_new();

    token_info_restore(token, p11_kit_uri_get_token_info(uri));
    return format_uri(uri, P11_KIT_URI_FOR_TOKEN);
}

static void set_attribute(P11KitUri *uri, CK_ATTRIBUTE_TYPE type, const void *value, size_t size)
{
    CK_ATTRIBUTE attribute = {.type = type, .ulValueLen = size};

    memcpy(&attribute.pValue, &value, sizeof value);  /* copied by p11-kit, never written to */
    (void)p11_kit_uri_set_attribute(uri, &attribute); /* fails only without memory */
}

char *object_uri(const struct token *token, enum object_type type, struct slice id,
                 const char *label)
{
    static const CK_OBJECT_CLASS classes[] = {[OBJECT_PRIVATE_KEY] = CKO_PRIVATE_KEY,
                                              [OBJECT_PUBLIC_KEY] = CKO_PUBLIC_KEY,
                                              [OBJECT_CERTIFICATE] = CKO_CERTIFICATE};
    CLEANUP(uri_free) P11KitUri *uri = p11_kit_uri_new();

    token_info_restore(token, p11_kit_uri_get_token_info(uri));
    if (type != OBJECT_ANY) {
        set_attribute(uri, CKA_CLASS, &classes[type], sizeof classes[type]);
    }
    if (id.size > 0) {
        set_attribute(uri, CKA_ID, id.data, id.size);
    }
    if (label != NULL && label[0] != '\0') {
        set_attribute(uri, CKA_LABEL, label, strlen(label));
    }
    return format_uri(uri, P11_KIT_URI_FOR_OBJECT_ON_TOKEN);
}
