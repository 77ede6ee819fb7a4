/* SPDX-License-Identifier: Apache-2.0 */
#include "pin_report.h"

#include "base/i18n.h"
#include "base/memory.h"
#include "render.h"

bool pin_command(struct cli *cli, pin_work work, const char *done, struct failure *failure)
{
    CLEANUP_VALUE(token_clear) struct token token = {0};

    if (!cli_open_token(cli, failure) || !work(&cli->workplace, cli->token, &token, failure)) {
        return false;
    }
    print_pin_report(cli, &token, done);
    return true;
}

void print_pin_report(struct cli *cli, const struct token *token, const char *done)
{
    CLEANUP(text_free) char *state = token_state(token);

    if (cli->json != NULL) {
        json_put(cli->json, "token", token_json(token));
        return;
    }
    print_field_format(_("token"), _("%s (serial %s)"), token->label, token->serial);
    print_field(_("PIN"), done);
    print_field(_("state"), state);
    print_field(_("SO PIN"), token_so_pin_state(token));
}
