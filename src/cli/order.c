/* SPDX-License-Identifier: Apache-2.0 */
#include "order.h"

#include <string.h>
#include <strings.h>

#include "base/i18n.h"
#include "base/memory.h"
#include "json.h"
#include "quirk_print.h"
#include "render.h"

static bool require(const char *value, const char *option, struct failure *failure)
{
    if (value != NULL) {
        return true;
    }
    return failure_set(failure, FAILURE_USAGE, _("--%s is missing"), option);
}

static bool read_format(const struct options *options, struct request_order *order,
                        struct failure *failure)
{
    if (options->format == NULL || strcasecmp(options->format, "pem") == 0) {
        order->format = FORMAT_PEM;
        return true;
    }
    if (strcasecmp(options->format, "der") == 0) {
        order->format = FORMAT_DER;
        return true;
    }
    (void)failure_set(failure, FAILURE_USAGE, _("'%s' is not a form of a request"),
                      options->format);
    return failure_hint(failure, _("choose pem or der"));
}

static bool read_extensions(const struct options *options, struct extensions *extensions,
                            struct failure *failure)
{
    for (size_t i = 0; i < options->sans.count; i++) {
        if (!extensions_add_san(extensions, options->sans.items[i], failure)) {
            return false;
        }
    }
    if (options->key_usage != NULL &&
        !extensions_set_key_usage(extensions, options->key_usage, failure)) {
        return false;
    }
    if (options->ext_key_usage != NULL &&
        !extensions_set_ext_key_usage(extensions, options->ext_key_usage, failure)) {
        return false;
    }
    for (size_t i = 0; i < options->extensions.count; i++) {
        if (!extensions_add_other(extensions, options->extensions.items[i], failure)) {
            return false;
        }
    }
    return true;
}

bool request_options_read(const struct options *options, struct request_options *ret_request,
                          struct failure *failure)
{
    CLEANUP_VALUE(request_options_clear) struct request_options request = {0};
    struct request_order *order = &request.order;

    if (!require(options->subject, "subject", failure) || !require(options->out, "out", failure)) {
        return false;
    }
    request.extensions = extensions_new();
    if (!name_parse(options->subject, &request.subject, failure) ||
        !read_extensions(options, request.extensions, failure) ||
        !read_format(options, order, failure) ||
        (options->sign_with != NULL &&
         !signature_scheme_parse(options->sign_with, &order->scheme, failure)) ||
        (options->digest != NULL && !digest_parse(options->digest, &order->digest, failure))) {
        return false;
    }
    order->subject = request.subject;
    order->extensions = request.extensions;
    order->out = options->out;
    order->overwrite = options->force;
    *ret_request = request;
    request = (struct request_options){0};
    return true;
}

void request_options_clear(struct request_options *request)
{
    name_free(request->subject);
    extensions_free(request->extensions);
    *request = (struct request_options){0};
}

static json_t *weaknesses_json(const struct key_weaknesses *weaknesses)
{
    json_t *array = json_array();

    for (size_t i = 0; i < weaknesses->count; i++) {
        json_t *object = json_object();

        json_put(object, "attribute", json_string(weaknesses->items[i].attribute));
        json_put(object, "asked", json_boolean(weaknesses->items[i].asked));
        json_put(object, "reported", json_tristate(weaknesses->items[i].reported));
        (void)json_array_append_new(array, object); /* fails only without memory */
    }
    return array;
}

static const char *reported_text(enum tristate reported)
{
    switch (reported) {
    case YES:
        return _("the token reports true");
    case NO:
        return _("the token reports false");
    case UNKNOWN:
        break;
    }
    return _("the token does not report it");
}

static void print_weaknesses(const struct key_weaknesses *weaknesses)
{
    for (size_t i = 0; i < weaknesses->count; i++) {
        const struct key_weakness *weakness = &weaknesses->items[i];

        print_field_format(i == 0 ? _("weaker") : "",
                           weakness->asked ? _("%s is not as asked: %s")
                                           : _("%s was not asked for: %s"),
                           weakness->attribute, reported_text(weakness->reported));
    }
}

static void put_result(json_t *document, const struct enroll_result *result, bool dry_run)
{
    json_put(document, "dry_run", json_boolean(dry_run));
    json_put(document, "token", json_text(result->token_uri));
    json_put(document, "token_label", json_text(result->token_label));
    json_put(document, "token_serial", json_text(result->token_serial));
    json_put(document, "uri", json_text(result->key_uri));
    json_put(document, "key", json_text(result->key));
    json_put(document, "label", json_text(result->label));
    json_put(document, "id", json_text(result->id));
    json_put(document, "subject", json_text(result->subject));
    json_put(document, "sign_with", json_text(result->scheme));
    json_put(document, "digest",
             strcmp(result->digest, "none") == 0 ? json_null() : json_text(result->digest));
    json_put(document, "key_sha256", json_text(result->fingerprint));
    json_put(document, "request", json_text(result->request));
    json_put(document, "templates", text_lines_json(result->templates));
    json_put(document, "weaker", weaknesses_json(&result->weaknesses));
    json_put(document, "quirks", quirks_json(&result->quirks));
}

void print_enroll_result(struct cli *cli, const struct enroll_result *result, bool dry_run)
{
    bool has_digest = strcmp(result->digest, "none") != 0;

    if (cli->json != NULL) {
        put_result(cli->json, result, dry_run);
        return;
    }
    print_field_format(_("token"), _("%s (serial %s)"), result->token_label, result->token_serial);
    print_field_format(_("key"), _("%s, label '%s', id %s"), result->key, result->label,
                       result->id);
    print_field(_("uri"), result->key_uri);
    print_field(_("subject"), result->subject);
    if (dry_run) {
        print_text_lines(_("template"), result->templates);
        if (cli->options.explain) {
            print_quirks(_("quirk"), &result->quirks);
        }
        print_field(_("request"), _("nothing was generated and nothing was written (dry run)"));
        return;
    }
    print_field_format(_("request"), _("%s (%s%s%s; signature verified)"), result->request,
                       result->scheme, has_digest ? " " : "", has_digest ? result->digest : "");
    print_field(_("key SHA-256"), result->fingerprint);
    print_weaknesses(&result->weaknesses);
    if (!cli->options.quiet) {
        print_field_format(_("next"),
                           _("send %s to the CA, then install what comes back with: hardtoken "
                             "install FILE"),
                           result->request);
    }
}
