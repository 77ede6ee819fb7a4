/* SPDX-License-Identifier: Apache-2.0 */
#include "render.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"

#define FIELD_WIDTH 14
#define ID_SHOWN 8 /* bytes */

static void print_value(const char *name, const char *value)
{
    CLEANUP(text_free) char *escaped = text_escape(slice_of_text(value), ESCAPE_PLAIN);
    int pad = FIELD_WIDTH - (int)text_columns(name);

    (void)printf("%s%*s  %s\n", name, pad > 0 ? pad : 0, "", escaped);
}

void print_field(const char *name, const char *value)
{
    if (value != NULL && value[0] != '\0') {
        print_value(name, value);
    }
}

void print_field_format(const char *name, const char *format, ...)
{
    CLEANUP(text_free) char *value = NULL;
    va_list values;

    va_start(values, format);
    value = text_format_values(format, values);
    va_end(values);
    print_field(name, value);
}

void print_list(const char *name, char *const *values, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        print_value(i == 0 ? name : "", values[i]);
    }
}

char *short_id(const struct bytes *id)
{
    struct slice head = slice_of(id->data, id->size > ID_SHOWN ? ID_SHOWN : id->size);
    CLEANUP(text_free) char *hex = hex_encode(head);

    return text_format("%s%s", hex, id->size > ID_SHOWN ? "..." : "");
}

char *certificate_state(const struct inventory *inventory,
                        const struct inventory_certificate *certificate, timestamp now)
{
    long days = days_until(now, certificate->not_after);

    if (!certificate->readable) {
        return memory_copy_text(_("not an X.509 certificate"));
    }
    if (certificate->not_after < now) {
        return memory_copy_text(_("expired"));
    }
    if (certificate->not_before > now) {
        return memory_copy_text(_("not valid yet"));
    }
    if (certificate->issuer_of_others) {
        return text_format(_("issuer, %ld days"), days);
    }
    if (certificate->key == NO_KEY) {
        return text_format(_("no key, %ld days"), days);
    }
    if (inventory->keys[certificate->key].half_unknown) {
        return text_format(_("%ld days (private key uncertain)"), days);
    }
    if (!inventory->keys[certificate->key].has_private) {
        return inventory->tokens[certificate->token].logged_in
                   ? memory_copy_text(_("private key missing"))
                   : text_format(_("%ld days (not logged in)"), days);
    }
    return text_format(_("ok, %ld days"), days);
}

const char *key_state(const struct inventory *inventory, const struct inventory_key *key)
{
    if (!key->has_private && key->half_unknown) {
        return _("private key uncertain");
    }
    if (!key->has_private) {
        return inventory->tokens[key->token].logged_in ? _("private key missing")
                                                       : _("no certificate (not logged in)");
    }
    return _("no certificate");
}

json_t *inventory_token_json(const struct inventory_token *token)
{
    json_t *object = json_object();

    json_put(object, "uri", json_text(token->uri));
    json_put(object, "label", json_text(token->token.label));
    json_put(object, "serial", json_text(token->token.serial));
    json_put(object, "model", json_text(token->token.model));
    json_put(object, "manufacturer", json_text(token->token.manufacturer));
    json_put(object, "module", json_text(token->token.module_path));
    json_put(object, "logged_in", json_boolean(token->logged_in));
    return object;
}

json_t *inventory_key_json(const struct inventory *inventory, const struct inventory_key *key)
{
    json_t *object = json_object();

    json_put(object, "uri", json_text(key->uri));
    json_put(object, "token", json_text(inventory->tokens[key->token].uri));
    json_put(object, "label", json_text(key->label));
    json_put(object, "id", json_hex(&key->id));
    json_put(object, "key", json_text(key->name));
    json_put(object, "public_key", json_hex(&key->spki));
    json_put(object, "has_private", json_boolean(key->has_private));
    json_put(object, "has_public", json_boolean(key->has_public));
    json_put(object, "sign", json_tristate(key->sign));
    json_put(object, "decrypt", json_tristate(key->decrypt));
    json_put(object, "sensitive", json_tristate(key->sensitive));
    json_put(object, "extractable", json_tristate(key->extractable));
    json_put(object, "always_authenticate", json_tristate(key->always_authenticate));
    json_put(object, "local", json_tristate(key->local));
    json_put(object, "certificates", json_integer((json_int_t)key->certificate_count));
    return object;
}

json_t *inventory_certificate_json(const struct inventory *inventory,
                                   const struct inventory_certificate *certificate)
{
    CLEANUP(text_free) char *state = certificate_state(inventory, certificate, clock_now());
    json_t *object = json_object();
    bool readable = certificate->readable;

    json_put(object, "uri", json_text(certificate->uri));
    json_put(object, "token", json_text(inventory->tokens[certificate->token].uri));
    json_put(object, "key",
             certificate->key == NO_KEY ? json_null()
                                        : json_text(inventory->keys[certificate->key].uri));
    json_put(object, "label", json_text(certificate->label));
    json_put(object, "id", json_hex(&certificate->id));
    json_put(object, "subject", json_text(certificate->subject));
    json_put(object, "issuer", json_text(certificate->issuer));
    json_put(object, "serial", json_text(certificate->serial));
    json_put(object, "not_before", readable ? json_time(certificate->not_before) : json_null());
    json_put(object, "not_after", readable ? json_time(certificate->not_after) : json_null());
    json_put(object, "days_left",
             readable ? json_integer(days_until(clock_now(), certificate->not_after))
                      : json_null());
    json_put(object, "state", json_text(state));
    return object;
}

char *token_state(const struct token *token)
{
    struct text text = {0};

    if (!token->initialized) {
        return memory_copy_text(_("not initialized"));
    }
    if (!token->user_pin_set && token->login_required) {
        text_add(&text, _("user PIN not set"));
    } else if (token->user_pin_locked) {
        text_add(&text, _("user PIN locked"));
    } else if (token->user_pin_final_try) {
        text_add(&text, _("last try of the user PIN"));
    } else if (token->user_pin_to_be_changed) {
        text_add(&text, _("user PIN must be changed"));
    } else if (token->user_pin_count_low) {
        text_add(&text, _("a wrong user PIN was entered"));
    } else {
        text_add(&text, _("ready"));
    }
    if (token->write_protected) {
        text_add(&text, _(", write-protected"));
    }
    return text_take(&text);
}

const char *token_so_pin_state(const struct token *token)
{
    if (token->so_pin_locked) {
        return _("locked");
    }
    if (token->so_pin_final_try) {
        return _("last try");
    }
    return token->so_pin_count_low ? _("a wrong SO PIN was entered") : NULL;
}

static json_t *memory_json(const struct token_memory *memory)
{
    json_t *object = json_object();

    json_put(object, "total", memory->total < 0 ? json_null() : json_integer(memory->total));
    json_put(object, "free", memory->available < 0 ? json_null() : json_integer(memory->available));
    return object;
}

static json_t *sessions_json(const struct token_sessions *sessions)
{
    json_t *object = json_object();

    json_put(object, "open", sessions->open < 0 ? json_null() : json_integer(sessions->open));
    json_put(object, "most", sessions->most < 0 ? json_null() : json_integer(sessions->most));
    return object;
}

json_t *token_json(const struct token *token)
{
    CLEANUP(text_free) char *uri = token_uri(token);
    CLEANUP(text_free) char *state = token_state(token);
    json_t *object = json_object();

    json_put(object, "uri", json_text(uri));
    json_put(object, "label", json_text(token->label));
    json_put(object, "serial", json_text(token->serial));
    json_put(object, "model", json_text(token->model));
    json_put(object, "manufacturer", json_text(token->manufacturer));
    json_put(object, "module", json_text(token->module_path));
    json_put(object, "slot", json_integer((json_int_t)token->slot));
    json_put(object, "slot_description", json_text(token->slot_description));
    json_put(object, "slot_manufacturer", json_text(token->slot_manufacturer));
    json_put(object, "hardware_version", json_version(token->hardware_version));
    json_put(object, "firmware_version", json_version(token->firmware_version));
    json_put(object, "state", json_text(state));
    json_put(object, "initialized", json_boolean(token->initialized));
    json_put(object, "write_protected", json_boolean(token->write_protected));
    json_put(object, "login_required", json_boolean(token->login_required));
    json_put(object, "pin_pad", json_boolean(token->pin_pad));
    json_put(object, "user_pin_set", json_boolean(token->user_pin_set));
    json_put(object, "user_pin_locked", json_boolean(token->user_pin_locked));
    json_put(object, "user_pin_final_try", json_boolean(token->user_pin_final_try));
    json_put(object, "user_pin_count_low", json_boolean(token->user_pin_count_low));
    json_put(object, "user_pin_to_be_changed", json_boolean(token->user_pin_to_be_changed));
    json_put(object, "so_pin_locked", json_boolean(token->so_pin_locked));
    json_put(object, "so_pin_final_try", json_boolean(token->so_pin_final_try));
    json_put(object, "so_pin_count_low", json_boolean(token->so_pin_count_low));
    json_put(object, "so_pin_to_be_changed", json_boolean(token->so_pin_to_be_changed));
    json_put(object, "pin_min", json_integer((json_int_t)token->pin_min));
    json_put(object, "pin_max", json_integer((json_int_t)token->pin_max));
    json_put(object, "public_memory", memory_json(&token->public_memory));
    json_put(object, "private_memory", memory_json(&token->private_memory));
    json_put(object, "sessions", sessions_json(&token->sessions));
    json_put(object, "rw_sessions", sessions_json(&token->rw_sessions));
    return object;
}

static void print_validity(const struct certificate_view *view, timestamp now)
{
    CLEANUP(text_free) char *from = timestamp_text(view->not_before);
    CLEANUP(text_free) char *to = timestamp_text(view->not_after);
    long days = days_until(now, view->not_after);

    print_field(_("valid from"), from);
    if (view->not_after < now) {
        print_field_format(_("valid to"), _("%s (expired)"), to);
    } else {
        print_field_format(_("valid to"), P_("%s (%ld day left)", "%s (%ld days left)", days), to,
                           days);
    }
}

void print_certificate_view(const struct certificate_view *view, timestamp now)
{
    print_field(_("subject"), view->subject);
    print_field(_("issuer"), view->issuer);
    print_field(_("serial number"), view->serial);
    print_validity(view, now);
    print_field(_("key"), view->key);
    print_field(_("signed with"), view->signature);
    print_list(_("names"), view->names, view->name_count);
    print_field(_("key usage"), view->key_usage);
    print_field(_("ext key usage"), view->ext_key_usage);
    print_field(_("CA"), view->ca ? _("yes") : _("no"));
    print_list(_("policies"), view->policies, view->policy_count);
    print_field(_("SHA-256"), view->sha256);
    print_field(_("SHA-1"), view->sha1);
    print_field(_("key SHA-256"), view->fingerprint);
}

json_t *certificate_view_json(const struct certificate_view *view, timestamp now)
{
    json_t *object = json_object();

    json_put(object, "subject", json_text(view->subject));
    json_put(object, "issuer", json_text(view->issuer));
    json_put(object, "serial", json_text(view->serial));
    json_put(object, "not_before", json_time(view->not_before));
    json_put(object, "not_after", json_time(view->not_after));
    json_put(object, "days_left", json_integer(days_until(now, view->not_after)));
    json_put(object, "key", json_text(view->key));
    json_put(object, "signature", json_text(view->signature));
    json_put(object, "names", json_texts(view->names, view->name_count));
    json_put(object, "key_usage", json_text(view->key_usage));
    json_put(object, "ext_key_usage", json_text(view->ext_key_usage));
    json_put(object, "ca", json_boolean(view->ca));
    json_put(object, "policies", json_texts(view->policies, view->policy_count));
    json_put(object, "sha256", json_text(view->sha256));
    json_put(object, "sha1", json_text(view->sha1));
    json_put(object, "key_sha256", json_text(view->fingerprint));
    return object;
}
