/* SPDX-License-Identifier: Apache-2.0 */
#include "confirm.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "json.h"
#include "render.h"
#include "terminal.h"

static char *removal_prompt(const struct removal *removal)
{
    struct text text = {0};

    text_addf(&text, _("delete '%s' from token '%s' for ever? "), removal->label,
              removal->token_label);
    if (removal->certificate_count > 0) {
        text_addf(&text,
                  P_("(its %zu certificate stays) ", "(its %zu certificates stay) ",
                     removal->certificate_count),
                  removal->certificate_count);
    }
    text_add(&text, _("Type its label to confirm: "));
    return text_take(&text);
}

static bool ask(void *context, const struct removal *removal, struct failure *failure)
{
    const struct cli *cli = context;
    CLEANUP(text_free) char *prompt = NULL;
    CLEANUP(text_free) char *answer = NULL;

    if (cli->options.yes) {
        return true;
    }
    if (cli->options.no_input || !terminal_is_there()) {
        (void)failure_set(failure, FAILURE_USAGE, _("'%s' is not deleted without confirmation"),
                          removal->label);
        return failure_hint(failure, _("add --yes to delete without being asked"));
    }
    prompt = removal_prompt(removal);
    if (!terminal_ask_line(prompt, &answer, failure)) {
        return false;
    }
    if (strcmp(answer, removal->label) != 0) {
        return failure_set(failure, FAILURE_POLICY, _("nothing was deleted: the label differs"));
    }
    return true;
}

struct confirmation confirm_removal(struct cli *cli)
{
    return (struct confirmation){.ask = ask, .context = cli};
}

void print_removal(struct cli *cli, const struct removal *removal)
{
    if (cli->json != NULL) {
        json_put(cli->json, "deleted", json_texts(removal->objects, removal->object_count));
        return;
    }
    for (size_t i = 0; i < removal->object_count; i++) {
        print_field(_("deleted"), removal->objects[i]);
    }
    if (removal->certificate_count > 0) {
        print_field_format(_("kept"),
                           P_("%zu certificate of the key", "%zu certificates of the key",
                              removal->certificate_count),
                           removal->certificate_count);
    }
}
