/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "commands.h"
#include "enroll/token_wait.h"
#include "render.h"

#define TIMEOUT 60 /* seconds */

static bool read_order(const struct cli *cli, struct token_wait_order *order,
                       struct failure *failure)
{
    const char *timeout = cli->options.timeout;

    if (cli->options.inserted && cli->options.removed) {
        return failure_set(failure, FAILURE_USAGE,
                           _("--inserted and --removed exclude each other"));
    }
    order->event = cli->options.removed ? TOKEN_REMOVED : TOKEN_INSERTED;
    order->timeout = TIMEOUT;
    if (timeout != NULL && strcmp(timeout, "0") == 0) {
        order->timeout = 0;
        return true;
    }
    return timeout == NULL || duration_parse(timeout, &order->timeout, failure);
}

bool cmd_token_wait(struct cli *cli, struct failure *failure)
{
    CLEANUP_VALUE(token_clear) struct token token = {0};
    CLEANUP(text_free) char *uri = NULL;
    struct token_wait_order order = {0};

    if (!read_order(cli, &order, failure) || !cli_open_token(cli, failure)) {
        return false;
    }
    order.selector = cli->token;
    if (!token_wait(&cli->workplace, &order, &token, failure)) {
        return false;
    }
    if (cli->json != NULL) {
        json_put(cli->json, "token", token.label == NULL ? json_null() : token_json(&token));
        return true;
    }
    if (token.label != NULL) { /* nothing to name when it was gone from the start */
        uri = token_uri(&token);
        (void)printf("%s\n", uri);
    }
    return true;
}
