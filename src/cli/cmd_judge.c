/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "commands.h"
#include "custody/identity.h"
#include "json.h"
#include "judge_file.h"
#include "judge_inputs.h"
#include "judge_pack.h"
#include "judge_view.h"
#include "judge_watch.h"
#include "report.h"
#include "require.h"
#include "terminal.h"

static bool is_file(const char *target)
{
    struct stat status = {0};

    return strncmp(target, "pkcs11:", strlen("pkcs11:")) != 0 && stat(target, &status) == 0 &&
           S_ISREG(status.st_mode);
}

/* A URI that names an object, or the token alone, or the label of a token. */
static bool parse_target(const char *target, struct object_selector *ret_selector,
                         struct failure *failure)
{
    CLEANUP_VALUE(failure_clear) struct failure no_object = {0};

    if (object_selector_parse(target, ret_selector, &no_object)) {
        return true;
    }
    return token_selector_parse(target, &ret_selector->token, failure);
}

/*
 * A key that is for signatures of a person: what it signs may bind that person. Without a person to
 * ask, only --consent counts.
 */
static bool may_sign(void *context, const char *key_uri)
{
    struct cli *cli = context;
    CLEANUP_VALUE(failure_clear) struct failure ignored = {0};
    CLEANUP(text_free) char *question = NULL;
    CLEANUP(text_free) char *answer = NULL;

    if (cli->options.consent) {
        return true;
    }
    if (cli->options.no_input || !terminal_is_there()) {
        return false;
    }
    question = text_format(_("the key '%s' is for signatures; with a qualified certificate a "
                             "signature of it is a legal act. It would sign a random message that "
                             "only shows that the key is here, and the list of a pack if one is "
                             "ordered. Type 'yes' to let it sign: "),
                           key_uri);
    return terminal_ask_line(question, &answer, &ignored) && strcmp(answer, "yes") == 0;
}

/* Shows the verdict and sets the exit status; the answer of --require is in both. */
static void show(struct cli *cli, const struct judged *judged)
{
    if (cli->json != NULL) {
        judge_put_json(cli->json, judged);
    } else {
        judge_print(judged, cli->options.explain);
    }
    if (!requirement_met(judged->requirement, judged->verdict)) {
        cli->exit_status = FAILURE_NO;
    }
}

/* What is needed again while the token is open. */
struct judge_run {
    struct cli *cli;
    struct judged *judged;
    const struct module_table *table;
};

static bool consent(void *context, const char *key_uri)
{
    const struct judge_run *run = context;

    return may_sign(run->cli, key_uri);
}

static bool watch(void *context, const char *path, struct process_change *ret_change)
{
    const struct judge_run *run = context;

    return judge_watch(run->cli, path, ret_change);
}

static bool seal_pack(void *context, struct slice content, struct bytes *ret_signature,
                      struct failure *failure)
{
    return judge_seal_sign(context, content, ret_signature, failure);
}

/* Writes the pack, which the key signs when it can. */
static bool write_pack(void *context, const struct judgement *judgement, struct judge_seal *seal,
                       struct failure *failure)
{
    const struct judge_run *run = context;
    const struct options *options = &run->cli->options;
    const struct pack_seal pack_seal = {seal_pack, seal};
    json_t *verdict;

    run->judged->judgement = judgement;
    run->judged->verdict = &judgement->verdict;
    run->judged->identity = module_identify(run->table, &judgement->claims);
    if (options->pack == NULL) {
        return true;
    }
    verdict = json_object();
    json_put(verdict, "schema", json_integer(JSON_SCHEMA));
    judge_put_json(verdict, run->judged);
    return judge_pack_write(options->pack, run->judged, verdict, &options->fields,
                            seal == NULL ? NULL : &pack_seal, failure);
}

/* Only a key can sign; without a PIN the keys of a token are not seen. */
static bool check_possession(const struct options *options, const struct object_selector *selector,
                             struct failure *failure)
{
    if (!options->possession || selector->has_id || selector->label != NULL) {
        return true;
    }
    (void)failure_set(failure, FAILURE_USAGE, _("--possession needs a key, not a whole token"));
    return failure_hint(failure, _("name the key by its URI; 'hardtoken list --uris' prints it"));
}

static bool judge_on_token(struct cli *cli, const char *target, struct judge_inputs *inputs,
                           enum requirement requirement, struct failure *failure)
{
    CLEANUP_VALUE(object_selector_clear) struct object_selector selector = {0};
    CLEANUP_VALUE(judgement_clear) struct judgement judgement = {0};
    CLEANUP(module_table_free) struct module_table *table = NULL;
    struct judge_run run = {.cli = cli};
    const struct judge_order order = {.target = &selector,
                                      .attestation = inputs->material,
                                      .anchors = inputs->anchors,
                                      .ca_anchors = inputs->ca_anchor_slices,
                                      .ca_anchor_count = inputs->ca_anchors.count,
                                      .copies = inputs->copy_slices,
                                      .copy_names = inputs->copy_names,
                                      .copy_count = inputs->copy_count,
                                      .possession = cli->options.possession,
                                      .probe = cli->options.probe,
                                      .consent = consent,
                                      .watch = watch,
                                      .finish = write_pack,
                                      .context = &run};
    struct judged judged = {.requirement = requirement, .time = clock_now()};

    if (!parse_target(target, &selector, failure) ||
        !check_possession(&cli->options, &selector, failure) ||
        !module_table_read(&table, failure) || !cli_open(cli, selector.token, failure)) {
        return false;
    }
    run.judged = &judged;
    run.table = table;
    if (!judge(&cli->workplace, &order, &judgement, failure)) {
        return false;
    }
    judged.judgement = &judgement; /* it has moved since the pack was written */
    judged.verdict = &judgement.verdict;
    if (finding_find(&judgement.verdict.not_checked, "login") != NULL && !cli->options.quiet) {
        notices_add(&cli->notices, _("private keys show only with a PIN: add --pin-file, --pin-fd "
                                     "or --pin-env"));
    }
    show(cli, &judged);
    return true;
}

/* What only a key on a token can do. */
static bool refuse_for_files(const struct options *options, struct failure *failure)
{
    const char *name = NULL;

    if (options->possession) {
        name = "possession";
    } else if (options->probe) {
        name = "probe";
    } else if (options->pack != NULL) {
        name = "pack";
    }
    if (name == NULL) {
        return true;
    }
    (void)failure_set(failure, FAILURE_USAGE, _("--%s needs a key on a token, not a file"), name);
    return failure_hint(failure, _("name the key by its URI; 'hardtoken list --uris' prints it"));
}

static bool judge_in_file(struct cli *cli, const char *path, struct judge_inputs *inputs,
                          enum requirement requirement, struct failure *failure)
{
    CLEANUP_VALUE(judged_file_clear) struct judged_file file = {0};
    CLEANUP(text_free) char *uri = NULL;
    struct judged judged = {
        .file = &file, .verdict = &file.verdict, .requirement = requirement, .time = clock_now()};

    if (!judge_file(path, inputs, &file, &uri, failure)) {
        return false;
    }
    if (uri != NULL) {
        notices_add(&cli->notices, _("'%s' only names a key on a token; that one is judged: %s"),
                    path, uri);
        return judge_on_token(cli, uri, inputs, requirement, failure);
    }
    if (!refuse_for_files(&cli->options, failure)) {
        return false;
    }
    show(cli, &judged);
    return true;
}

/* Before anything is asked of a token. */
static bool check_pack(const struct options *options, struct failure *failure)
{
    if (options->pack == NULL && options->fields.count > 0) {
        return failure_set(failure, FAILURE_USAGE, _("--field is for the pack of --pack"));
    }
    return options->pack == NULL || judge_pack_check(options->pack, &options->fields, failure);
}

bool cmd_judge(struct cli *cli, struct failure *failure)
{
    CLEANUP_VALUE(judge_inputs_clear) struct judge_inputs inputs = {0};
    const char *target = cli->options.arguments.items[0];
    enum requirement requirement = REQUIRE_NOTHING;

    if (!require_read(&cli->options, &requirement, failure) ||
        !check_pack(&cli->options, failure) ||
        !judge_inputs_read(&cli->options, &cli->notices, &inputs, failure)) {
        return false;
    }
    return is_file(target) ? judge_in_file(cli, target, &inputs, requirement, failure)
                           : judge_on_token(cli, target, &inputs, requirement, failure);
}
