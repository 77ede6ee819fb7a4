/* SPDX-License-Identifier: Apache-2.0 */
#include "base/file.h"
#include "base/i18n.h"
#include "commands.h"
#include "json.h"
#include "render.h"
#include "x509/request.h"

#define REQUEST_LIMIT (1024u * 1024)

static void put_view(json_t *document, const struct request_view *view)
{
    json_put(document, "subject", json_text(view->subject));
    json_put(document, "key", json_text(view->key));
    json_put(document, "key_sha256", json_text(view->fingerprint));
    json_put(document, "signature", json_text(view->signature));
    json_put(document, "verified", json_boolean(view->verified));
    json_put(document, "names", json_texts(view->names, view->name_count));
    json_put(document, "key_usage", json_text(view->key_usage));
    json_put(document, "ext_key_usage", json_text(view->ext_key_usage));
    json_put(document, "extensions", json_texts(view->others, view->other_count));
}

static void print_view(const struct request_view *view)
{
    print_field(_("subject"), view->subject);
    print_field(_("key"), view->key);
    print_field(_("signed with"), view->signature);
    print_field(_("signature"), view->verified ? _("verified") : _("DOES NOT VERIFY"));
    print_list(_("names"), view->names, view->name_count);
    print_field(_("key usage"), view->key_usage);
    print_field(_("ext key usage"), view->ext_key_usage);
    print_list(_("extensions"), view->others, view->other_count);
    print_field(_("key SHA-256"), view->fingerprint);
}

bool cmd_request_show(struct cli *cli, struct failure *failure)
{
    const char *file = cli->options.arguments.items[0];
    CLEANUP_VALUE(bytes_clear) struct bytes content = {0};
    CLEANUP_VALUE(request_view_clear) struct request_view view = {0};

    if (!file_read(file, REQUEST_LIMIT, &content, failure) ||
        !request_read(slice_of_bytes(&content), file, &view, failure)) {
        return false;
    }
    if (cli->json != NULL) {
        put_view(cli->json, &view);
    } else {
        print_view(&view);
    }
    cli->exit_status = view.verified ? 0 : FAILURE_NO;
    return true;
}
