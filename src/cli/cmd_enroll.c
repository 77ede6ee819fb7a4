/* SPDX-License-Identifier: Apache-2.0 */
#include "base/i18n.h"
#include "commands.h"
#include "enroll/enroll.h"
#include "journal_place.h"
#include "order.h"
#include "require.h"

static bool read_key(const struct options *options, struct enroll_order *order, struct bytes *id,
                     struct failure *failure)
{
    if (options->key == NULL || options->label == NULL) {
        return failure_set(failure, FAILURE_USAGE, _("--%s is missing"),
                           options->key == NULL ? "key" : "label");
    }
    if (options->id != NULL && !hex_decode(options->id, id)) {
        (void)failure_set(failure, FAILURE_USAGE, _("'%s' is not an id"), options->id);
        return failure_hint(failure, _("write it in hexadecimal, two digits a byte"));
    }
    order->label = options->label;
    order->id = slice_of_bytes(id);
    return key_algorithm_parse(options->key, &order->algorithm, failure);
}

bool cmd_enroll(struct cli *cli, struct failure *failure)
{
    CLEANUP_VALUE(request_options_clear) struct request_options request = {0};
    CLEANUP_VALUE(enroll_result_clear) struct enroll_result result = {0};
    CLEANUP_VALUE(bytes_clear) struct bytes id = {0};
    struct enroll_order order = {.always_authenticate = cli->options.always_authenticate,
                                 .allow_weaker = cli->options.allow_weaker,
                                 .dry_run = cli->options.dry_run || cli->options.explain};

    if (!read_key(&cli->options, &order, &id, failure) ||
        !require_read(&cli->options, &order.requirement, failure) ||
        !request_options_read(&cli->options, &request, failure) || !cli_open_token(cli, failure) ||
        (!order.dry_run && !cli_keep_journal(cli, failure))) {
        return false;
    }
    order.token = cli->token;
    order.request = request.order;
    if (!enroll(&cli->workplace, &order, &result, failure)) {
        return false;
    }
    print_enroll_result(cli, &result, order.dry_run);
    return true;
}
