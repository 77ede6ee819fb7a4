/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "commands.h"
#include "journal_place.h"
#include "json.h"
#include "pkcs11/token.h"
#include "table.h"

#define COLUMNS 6

/* Is it about the token that is meant? By what the record says of it; the token is not asked. */
static bool is_about(const struct token_selector *selector, const struct journal_record *record)
{
    const struct token token = {.label = record->label,
                                .serial = record->serial,
                                .model = record->model,
                                .manufacturer = record->manufacturer};

    if (selector == NULL) {
        return true;
    }
    return record->label != NULL && record->serial != NULL && record->model != NULL &&
           record->manufacturer != NULL && token_selector_matches(selector, &token);
}

static bool is_wanted(const struct cli *cli, const struct journal_record *record)
{
    const char *job = cli->options.job;

    return is_about(cli->token, record) &&
           (job == NULL || (record->job != NULL && strncmp(record->job, job, strlen(job)) == 0));
}

static json_t *record_json(const struct journal_record *record)
{
    json_t *object = json_object();
    json_t *token = json_object();
    json_t *facts = json_object();

    json_put(object, "number", json_integer((json_int_t)record->number));
    json_put(object, "time", json_time(record->time));
    json_put(object, "event", json_string(journal_event_name(record->event)));
    json_put(object, "job", json_text(record->job));
    json_put(token, "label", json_text(record->label));
    json_put(token, "serial", json_text(record->serial));
    json_put(token, "model", json_text(record->model));
    json_put(token, "manufacturer", json_text(record->manufacturer));
    json_put(object, "token", record->serial == NULL ? json_null() : json_incref(token));
    json_decref(token);
    for (size_t i = 0; i < record->fact_count; i++) {
        json_put(facts, record->facts[i].name, json_text(record->facts[i].value));
    }
    json_put(object, "facts", facts);
    json_put(object, "hash", json_text(record->hash));
    return object;
}

/* Ids and digests are for machines. */
static bool is_for_people(const char *name)
{
    size_t size = strlen(name);

    return strcmp(name, "id") != 0 && (size < 7 || strcmp(name + size - 7, "_sha256") != 0);
}

static char *facts_text(const struct journal_record *record)
{
    struct text text = {0};

    for (size_t i = 0; i < record->fact_count; i++) {
        if (is_for_people(record->facts[i].name)) {
            text_addf(&text, "%s%s=%s", text.size > 0 ? ", " : "", record->facts[i].name,
                      record->facts[i].value);
        }
    }
    return text_take(&text);
}

static void add_row(struct table *table, const struct journal_record *record)
{
    CLEANUP(text_free)
    char *number = text_format("%llu", (unsigned long long)record->number);
    CLEANUP(text_free) char *time = timestamp_text(record->time);
    CLEANUP(text_free) char *job = short_job(record->job);
    CLEANUP(text_free) char *facts = facts_text(record);
    const char *cells[COLUMNS] = {number,
                                  time,
                                  job,
                                  record->label == NULL ? "" : record->label,
                                  journal_event_name(record->event),
                                  facts};

    table_add_row(table, cells);
}

static size_t print_records(const struct cli *cli, const struct journal_content *content)
{
    const char *const headings[COLUMNS] = {_("NUMBER"), _("TIME"),  _("JOB"),
                                           _("TOKEN"),  _("EVENT"), _("FACTS")};
    struct table *table = table_new(headings, COLUMNS);
    size_t count = 0;

    for (size_t i = 0; i < content->count; i++) {
        if (is_wanted(cli, &content->records[i])) {
            add_row(table, &content->records[i]);
            count++;
        }
    }
    table_print(table, "");
    table_free(table);
    return count;
}

static size_t put_records(const struct cli *cli, const struct journal_content *content)
{
    json_t *array = json_array();
    size_t count = 0;

    for (size_t i = 0; i < content->count; i++) {
        if (is_wanted(cli, &content->records[i])) {
            (void)json_array_append_new(array, record_json(&content->records[i]));
            count++;
        }
    }
    json_put(cli->json, "records", array);
    return count;
}

bool cmd_journal_show(struct cli *cli, struct failure *failure)
{
    CLEANUP_VALUE(journal_content_clear) struct journal_content content = {0};
    size_t count;

    if ((cli->options.token != NULL &&
         !token_selector_parse(cli->options.token, &cli->token, failure)) ||
        !cli_read_journal(cli, &content, failure)) {
        return false;
    }
    count = cli->json != NULL ? put_records(cli, &content) : print_records(cli, &content);
    if (count == 0 && cli->options.job != NULL) {
        return failure_set(failure, FAILURE_NOT_FOUND, _("the journal has no job '%s'"),
                           cli->options.job);
    }
    if (count == 0 && cli->options.token != NULL) {
        return failure_set(failure, FAILURE_NOT_FOUND, _("the journal has nothing of token '%s'"),
                           cli->options.token);
    }
    if (count == 0 && !cli->options.quiet) {
        notices_add(&cli->notices, _("nothing is recorded yet"));
    }
    return true;
}
