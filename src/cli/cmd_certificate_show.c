/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "commands.h"
#include "enroll/key_lookup.h"
#include "json.h"
#include "render.h"
#include "x509/certificate_file.h"

static void show(struct cli *cli, const struct certificate *certificate, const char *uri,
                 bool first)
{
    struct certificate_view view = {0};
    timestamp now = clock_now();

    certificate_view_read(certificate, &view);
    if (cli->json != NULL) {
        json_t *object = certificate_view_json(&view, now);

        json_put(object, "uri", json_text(uri));
        (void)json_array_append_new(json_object_get(cli->json, "certificates"), object);
    } else {
        (void)printf("%s", first ? "" : "\n");
        print_certificate_view(&view, now);
        print_field(_("uri"), uri);
    }
    certificate_view_clear(&view);
}

static bool show_file(struct cli *cli, const char *file, struct failure *failure)
{
    CLEANUP_VALUE(bytes_clear) struct bytes content = {0};
    CLEANUP_VALUE(certificate_list_clear) struct certificate_list certificates = {0};

    if (!file_read(file, CERTIFICATE_FILE_LIMIT, &content, failure) ||
        !certificate_file_read(slice_of_bytes(&content), file, &certificates, failure)) {
        return false;
    }
    for (size_t i = 0; i < certificates.count; i++) {
        show(cli, certificates.items[i], NULL, i == 0);
    }
    return true;
}

static bool show_objects(struct cli *cli, const struct open_token *open,
                         const struct object_list *objects, struct failure *failure)
{
    for (size_t i = 0; i < objects->count; i++) {
        const struct object *object = &objects->items[i];
        CLEANUP(certificate_free) struct certificate *certificate = NULL;
        CLEANUP(text_free)
        char *uri = object_uri(&open->token, OBJECT_CERTIFICATE, slice_of_bytes(&object->id),
                               object->label);

        if (!certificate_parse(slice_of_bytes(&object->value), uri, &certificate, failure)) {
            return false;
        }
        show(cli, certificate, uri, i == 0);
    }
    return true;
}

static bool show_on_token(struct cli *cli, struct failure *failure)
{
    CLEANUP_VALUE(object_selector_clear) struct object_selector selector = {0};
    CLEANUP_VALUE(open_token_close) struct open_token open = {0};
    CLEANUP_VALUE(object_list_clear) struct object_list objects = {0};

    return cli_open_object(cli, &selector, failure) &&
           workplace_open(&cli->workplace, selector.token, SESSION_READ_ONLY, LOGIN_IF_PIN_GIVEN,
                          &open, failure) &&
           certificates_lookup(&open, &selector, cli->options.serial, LABEL_TRIMMED, &objects,
                               failure) &&
           show_objects(cli, &open, &objects, failure);
}

bool cmd_certificate_show(struct cli *cli, struct failure *failure)
{
    const char *argument = cli->options.arguments.items[0];

    if (cli->json != NULL) {
        json_put(cli->json, "certificates", json_array());
    }
    return strncmp(argument, "pkcs11:", 7) == 0 ? show_on_token(cli, failure)
                                                : show_file(cli, argument, failure);
}
