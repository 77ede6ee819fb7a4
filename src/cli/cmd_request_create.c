/* SPDX-License-Identifier: Apache-2.0 */
#include "base/file.h"
#include "commands.h"
#include "enroll/request_create.h"
#include "journal_place.h"
#include "order.h"
#include "x509/public_key_file.h"

/* A certificate of some kilobytes at most. */
#define PUBLIC_KEY_LIMIT 65536

/* The file of --public-key; *RET_KEY stays NULL without it. */
static bool read_public_key(const struct options *options, struct public_key **ret_key,
                            struct failure *failure)
{
    CLEANUP_VALUE(bytes_clear) struct bytes content = {0};

    return options->public_key == NULL ||
           (file_read(options->public_key, PUBLIC_KEY_LIMIT, &content, failure) &&
            public_key_parse(slice_of_bytes(&content), options->public_key, ret_key, failure));
}

bool cmd_request_create(struct cli *cli, struct failure *failure)
{
    CLEANUP_VALUE(request_options_clear) struct request_options request = {0};
    CLEANUP_VALUE(object_selector_clear) struct object_selector selector = {0};
    CLEANUP(public_key_free) struct public_key *public_key = NULL;
    CLEANUP_VALUE(enroll_result_clear) struct enroll_result result = {0};
    bool dry_run = cli->options.dry_run;

    if (!request_options_read(&cli->options, &request, failure) ||
        !read_public_key(&cli->options, &public_key, failure) ||
        !cli_open_object(cli, &selector, failure)) {
        return false;
    }
    if (!dry_run) {
        cli_offer_journal(cli);
    }
    if (!request_create(&cli->workplace, &selector, public_key, &request.order, dry_run, &result,
                        failure)) {
        return false;
    }
    print_enroll_result(cli, &result, dry_run);
    return true;
}
