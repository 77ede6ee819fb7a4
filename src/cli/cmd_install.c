/* SPDX-License-Identifier: Apache-2.0 */
#include "base/file.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "commands.h"
#include "enroll/install.h"
#include "journal_place.h"
#include "json.h"
#include "quirk_print.h"
#include "render.h"
#include "require.h"

static bool read_files(const struct text_list *files, struct certificate_list *certificates,
                       struct failure *failure)
{
    for (size_t i = 0; i < files->count; i++) {
        CLEANUP_VALUE(bytes_clear) struct bytes content = {0};

        if (!file_read(files->items[i], CERTIFICATE_FILE_LIMIT, &content, failure) ||
            !certificate_file_read(slice_of_bytes(&content), files->items[i], certificates,
                                   failure)) {
            return false;
        }
    }
    return true;
}

static const char *outcome_word(enum install_outcome outcome)
{
    switch (outcome) {
    case INSTALL_WRITTEN:
        return "written";
    case INSTALL_PRESENT:
        return "present";
    case INSTALL_PLANNED:
        break;
    }
    return "planned";
}

static const char *outcome_text(const struct installed *item)
{
    switch (item->outcome) {
    case INSTALL_WRITTEN:
        return _("installed, read back and compared");
    case INSTALL_PRESENT:
        return _("already installed, nothing changed");
    case INSTALL_PLANNED:
        break;
    }
    return _("would be installed (dry run)");
}

static json_t *installed_json(const struct installed *item)
{
    json_t *object = json_object();

    json_put(object, "outcome", json_string(outcome_word(item->outcome)));
    json_put(object, "chain", json_boolean(item->chain));
    json_put(object, "token_label", json_text(item->token_label));
    json_put(object, "uri", json_text(item->uri));
    json_put(object, "label", json_text(item->label));
    json_put(object, "id", json_text(item->id));
    json_put(object, "subject", json_text(item->subject));
    json_put(object, "issuer", json_text(item->issuer));
    json_put(object, "serial", json_text(item->serial));
    json_put(object, "not_after", json_time(item->not_after));
    json_put(object, "template", text_lines_json(item->template));
    json_put(object, "quirks", quirks_json(&item->quirks));
    return object;
}

static void print_installed(const struct installed *item, bool explain)
{
    CLEANUP(text_free) char *date = timestamp_date(item->not_after);

    print_field(item->chain ? _("chain") : _("certificate"), item->subject);
    print_field(_("  status"), outcome_text(item));
    if (!item->chain) {
        print_field_format(_("  key"), _("label '%s', id %s, on token '%s'"), item->label, item->id,
                           item->token_label);
        print_field_format(_("  valid to"), _("%s, serial number %s"), date, item->serial);
    }
    print_field(_("  uri"), item->uri);
    if (explain) {
        print_text_lines(_("  template"), item->template);
        print_quirks(_("  quirk"), &item->quirks);
    }
}

static void print_result(struct cli *cli, const struct install_result *result)
{
    json_t *array = cli->json == NULL ? NULL : json_array();

    for (size_t i = 0; i < result->count; i++) {
        if (array != NULL) {
            (void)json_array_append_new(array, installed_json(&result->items[i]));
        } else {
            print_installed(&result->items[i], cli->options.explain);
        }
    }
    if (array != NULL) {
        json_put(cli->json, "dry_run", json_boolean(cli->options.dry_run || cli->options.explain));
        json_put(cli->json, "certificates", array);
    }
}

bool cmd_install(struct cli *cli, struct failure *failure)
{
    CLEANUP_VALUE(certificate_list_clear) struct certificate_list certificates = {0};
    CLEANUP_VALUE(certificate_list_clear) struct certificate_list chain = {0};
    CLEANUP_VALUE(install_result_clear) struct install_result result = {0};
    struct install_order order = {.certificates = &certificates,
                                  .chain = &chain,
                                  .ignore_dates = cli->options.ignore_dates,
                                  .dry_run = cli->options.dry_run || cli->options.explain};

    if (!require_read(&cli->options, &order.requirement, failure) ||
        !read_files(&cli->options.arguments, &certificates, failure) ||
        !read_files(&cli->options.chain, &chain, failure) || !cli_open_token(cli, failure) ||
        (!order.dry_run && !cli_keep_journal(cli, failure))) {
        return false;
    }
    order.token = cli->token;
    if (!install(&cli->workplace, &order, &result, failure)) {
        return false;
    }
    print_result(cli, &result);
    return true;
}
