/* SPDX-License-Identifier: Apache-2.0 */
#include "commands.h"
#include "enroll/request_create.h"
#include "order.h"

bool cmd_request_create(struct cli *cli, struct failure *failure)
{
    CLEANUP_VALUE(request_options_clear) struct request_options request = {0};
    CLEANUP_VALUE(object_selector_clear) struct object_selector selector = {0};
    CLEANUP_VALUE(enroll_result_clear) struct enroll_result result = {0};
    bool dry_run = cli->options.dry_run;

    if (!request_options_read(&cli->options, &request, failure) ||
        !cli_open_object(cli, &selector, failure) ||
        !request_create(&cli->workplace, &selector, &request.order, dry_run, &result, failure)) {
        return false;
    }
    print_enroll_result(cli, &result, dry_run);
    return true;
}
