/* SPDX-License-Identifier: Apache-2.0 */
#include "journal/record.h"

#include <jansson.h>

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "x509/digest.h"

#define VERSION 1

/* Behind the hashed part of a line: ,"h":"…"} */
#define HASH_MEMBER ",\"h\":\""
#define TAIL_SIZE (sizeof HASH_MEMBER - 1 + JOURNAL_HASH_SIZE + 2)

static const char *const event_names[EVENT_COUNT] = {
    [EVENT_KEYGEN_INTENT] = "keygen.intent",     [EVENT_KEYGEN_DONE] = "keygen.done",
    [EVENT_KEYGEN_UNDONE] = "keygen.undone",     [EVENT_KEYGEN_ADOPTED] = "keygen.adopted",
    [EVENT_REQUEST_WRITTEN] = "request.written", [EVENT_INSTALL_INTENT] = "install.intent",
    [EVENT_INSTALL_DONE] = "install.done",       [EVENT_INSTALL_UNDONE] = "install.undone",
    [EVENT_DELETE_INTENT] = "delete.intent",     [EVENT_DELETE_DONE] = "delete.done",
    [EVENT_JOB_ABANDONED] = "job.abandoned",     [EVENT_JOB_REJECTED] = "job.rejected",
    [EVENT_JOB_SUPERSEDED] = "job.superseded",   [EVENT_JOURNAL_REPAIRED] = "journal.repaired",
};

const char *journal_event_name(enum journal_event event)
{
    return event_names[event];
}

bool journal_event_read(const char *name, enum journal_event *ret_event)
{
    for (int i = 0; i < EVENT_COUNT; i++) {
        if (strcmp(event_names[i], name) == 0) {
            *ret_event = (enum journal_event)i;
            return true;
        }
    }
    return false;
}

void journal_record_add(struct journal_record *record, const char *name, const char *value)
{
    if (value == NULL) {
        return;
    }
    record->facts = memory_resize(record->facts, record->fact_count + 1, sizeof *record->facts);
    record->facts[record->fact_count] =
        (struct journal_fact){memory_copy_text(name), memory_copy_text(value)};
    record->fact_count++;
}

const char *journal_record_fact(const struct journal_record *record, const char *name)
{
    for (size_t i = 0; i < record->fact_count; i++) {
        if (strcmp(record->facts[i].name, name) == 0) {
            return record->facts[i].value;
        }
    }
    return NULL;
}

void journal_record_clear(struct journal_record *record)
{
    for (size_t i = 0; i < record->fact_count; i++) {
        memory_free(record->facts[i].name);
        memory_free(record->facts[i].value);
    }
    memory_free(record->facts);
    memory_free(record->job);
    memory_free(record->serial);
    memory_free(record->label);
    memory_free(record->model);
    memory_free(record->manufacturer);
    *record = (struct journal_record){0};
}

static void hash_of(struct slice text, char ret_hash[JOURNAL_HASH_SIZE + 1])
{
    uint8_t digest[SHA256_SIZE];
    CLEANUP(text_free) char *hex = NULL;

    sha256(text, digest);
    hex = hex_encode(slice_of(digest, sizeof digest));
    memcpy(ret_hash, hex, JOURNAL_HASH_SIZE + 1);
}

/* Foreign bytes, such as a label that is not UTF-8, are escaped: JSON knows no others. */
static void put_text(json_t *object, const char *name, const char *value)
{
    CLEANUP(text_free) char *safe = NULL;

    if (value == NULL) {
        return;
    }
    safe = text_is_utf8(slice_of_text(value)) ? memory_copy_text(value)
                                              : text_escape(slice_of_text(value), ESCAPE_BACKSLASH);
    if (json_object_set_new(object, name, json_string(safe)) != 0) {
        abort(); /* out of memory, as in base/memory.h */
    }
}

static void put_number(json_t *object, const char *name, uint64_t number)
{
    if (json_object_set_new(object, name, json_integer((json_int_t)number)) != 0) {
        abort();
    }
}

static void put_group(json_t *object, const char *name, json_t *group)
{
    if (json_object_size(group) == 0) {
        json_decref(group);
    } else if (json_object_set_new(object, name, group) != 0) {
        abort();
    }
}

/* The members in the order people read them; "h" comes behind, when the rest is hashed. */
static json_t *to_json(const struct journal_record *record)
{
    CLEANUP(text_free) char *time = timestamp_text(record->time);
    json_t *object = json_object();
    json_t *token = json_object();
    json_t *data = json_object();

    put_number(object, "v", VERSION);
    put_number(object, "seq", record->number);
    put_text(object, "t", time);
    put_text(object, "job", record->job);
    put_text(object, "ev", journal_event_name(record->event));
    put_text(token, "serial", record->serial);
    put_text(token, "label", record->label);
    put_text(token, "model", record->model);
    put_text(token, "manufacturer", record->manufacturer);
    put_group(object, "token", token);
    for (size_t i = 0; i < record->fact_count; i++) {
        put_text(data, record->facts[i].name, record->facts[i].value);
    }
    put_group(object, "data", data);
    put_text(object, "prev", record->before);
    return object;
}

struct bytes journal_record_write(struct journal_record *record)
{
    json_t *object = to_json(record);
    char *plain = json_dumps(object, JSON_COMPACT);
    struct bytes line = {0};

    json_decref(object);
    if (plain == NULL) {
        abort(); /* out of memory: all texts in it are UTF-8 */
    }
    hash_of(slice_of_text(plain), record->hash);
    bytes_append(&line, plain, strlen(plain) - 1); /* without the brace that ends it */
    bytes_append(&line, HASH_MEMBER, sizeof HASH_MEMBER - 1);
    bytes_append(&line, record->hash, JOURNAL_HASH_SIZE);
    bytes_append(&line, "\"}\n", 3);
    free(plain);
    return line;
}

/* Takes the hash from the end of the line; *RET_PLAIN is the line without it, for the caller. */
static bool split_hash(struct slice line, struct bytes *ret_plain,
                       char ret_hash[JOURNAL_HASH_SIZE + 1])
{
    const uint8_t *tail;

    if (line.size <= TAIL_SIZE || line.size > JOURNAL_RECORD_LIMIT) {
        return false;
    }
    tail = line.data + line.size - TAIL_SIZE;
    if (memcmp(tail, HASH_MEMBER, sizeof HASH_MEMBER - 1) != 0 ||
        memcmp(line.data + line.size - 2, "\"}", 2) != 0) {
        return false;
    }
    memcpy(ret_hash, tail + sizeof HASH_MEMBER - 1, JOURNAL_HASH_SIZE);
    ret_hash[JOURNAL_HASH_SIZE] = '\0';
    *ret_plain = bytes_copy(line.data, line.size - TAIL_SIZE);
    bytes_append(ret_plain, "}", 1);
    return true;
}

static const char *text_of(const json_t *object, const char *name)
{
    return json_string_value(json_object_get(object, name));
}

/* "2031-04-30T12:00:00Z" */
static bool read_time(const char *text, timestamp *ret_time)
{
    int at[6] = {0};
    int end = 0;

    return text != NULL &&
           sscanf(text, "%4d-%2d-%2dT%2d:%2d:%2dZ%n", &at[0], &at[1], &at[2], &at[3], &at[4],
                  &at[5], &end) == 6 &&
           end == (int)strlen(text) &&
           timestamp_from_utc(at[0], at[1], at[2], at[3], at[4], at[5], ret_time);
}

static bool from_json(const json_t *object, struct journal_record *record)
{
    const json_t *token = json_object_get(object, "token");
    json_t *data = json_object_get(object, "data");
    const char *before = text_of(object, "prev");
    const char *event = text_of(object, "ev");
    json_int_t number = json_integer_value(json_object_get(object, "seq"));
    const char *name;
    json_t *value;

    if (json_integer_value(json_object_get(object, "v")) != VERSION || number < 1 ||
        before == NULL || strlen(before) != JOURNAL_HASH_SIZE || event == NULL ||
        !journal_event_read(event, &record->event) ||
        !read_time(text_of(object, "t"), &record->time)) {
        return false;
    }
    record->number = (uint64_t)number;
    memcpy(record->before, before, JOURNAL_HASH_SIZE + 1);
    record->job = memory_copy_text(text_of(object, "job"));
    record->serial = memory_copy_text(text_of(token, "serial"));
    record->label = memory_copy_text(text_of(token, "label"));
    record->model = memory_copy_text(text_of(token, "model"));
    record->manufacturer = memory_copy_text(text_of(token, "manufacturer"));
    json_object_foreach(data, name, value)
    {
        journal_record_add(record, name, json_string_value(value));
    }
    return true;
}

bool journal_record_read(struct slice line, struct journal_record *ret_record, bool *ret_hash_fits)
{
    CLEANUP_VALUE(bytes_clear) struct bytes plain = {0};
    CLEANUP_VALUE(journal_record_clear) struct journal_record record = {0};
    char computed[JOURNAL_HASH_SIZE + 1];
    json_t *object;
    bool good;

    if (!split_hash(line, &plain, record.hash)) {
        return false;
    }
    object = json_loadb((const char *)plain.data, plain.size, JSON_REJECT_DUPLICATES, NULL);
    good = json_is_object(object) && from_json(object, &record);
    json_decref(object);
    if (!good) {
        return false;
    }
    hash_of(slice_of_bytes(&plain), computed);
    *ret_hash_fits = memcmp(computed, record.hash, JOURNAL_HASH_SIZE) == 0;
    *ret_record = record;
    record = (struct journal_record){0};
    return true;
}
