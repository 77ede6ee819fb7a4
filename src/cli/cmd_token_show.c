/* SPDX-License-Identifier: Apache-2.0 */
#include "commands.h"
#include "enroll/token_page.h"
#include "token_page_print.h"

bool cmd_token_show(struct cli *cli, struct failure *failure)
{
    CLEANUP_VALUE(token_page_clear) struct token_page page = {0};

    if (!cli_open_token(cli, failure) ||
        !token_page_read(&cli->workplace, cli->token, &page, failure)) {
        return false;
    }
    if (cli->json != NULL) {
        token_page_put_json(cli->json, &page);
    } else {
        print_token_page(&page);
    }
    return true;
}
