/* SPDX-License-Identifier: Apache-2.0 */
#include "journal/checkpoint.h"

#include <jansson.h>

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"

/* What tells the file from any other JSON; goes up when a member changes its meaning. */
#define TYPE "hardtoken journal checkpoint"
#define VERSION 1

struct bytes journal_checkpoint_write(const struct journal_checkpoint *checkpoint)
{
    CLEANUP(text_free)
    char *text = text_format("{\"type\": \"" TYPE "\", \"v\": %d, \"seq\": %llu, \"h\": \"%s\"}\n",
                             VERSION, (unsigned long long)checkpoint->number, checkpoint->hash);

    return bytes_copy(text, strlen(text));
}

static bool is_hash(const char *text)
{
    return strlen(text) == JOURNAL_HASH_SIZE &&
           strspn(text, "0123456789abcdef") == JOURNAL_HASH_SIZE;
}

static bool from_json(const json_t *object, struct journal_checkpoint *checkpoint)
{
    const char *type = json_string_value(json_object_get(object, "type"));
    const char *hash = json_string_value(json_object_get(object, "h"));
    const json_t *number = json_object_get(object, "seq");

    if (type == NULL || strcmp(type, TYPE) != 0 || hash == NULL || !is_hash(hash) ||
        json_integer_value(json_object_get(object, "v")) != VERSION || !json_is_integer(number) ||
        json_integer_value(number) < 0) {
        return false;
    }
    checkpoint->number = (uint64_t)json_integer_value(number);
    memcpy(checkpoint->hash, hash, sizeof checkpoint->hash);
    return true;
}

bool journal_checkpoint_read(struct slice text, const char *source,
                             struct journal_checkpoint *ret_checkpoint, struct failure *failure)
{
    struct journal_checkpoint checkpoint = {0};
    json_t *object = json_loadb((const char *)text.data, text.size, JSON_REJECT_DUPLICATES, NULL);
    bool good = from_json(object, &checkpoint);

    json_decref(object);
    if (!good) {
        (void)failure_set(failure, FAILURE_INPUT, _("'%s' is not a checkpoint of a journal"),
                          source);
        return failure_hint(failure, _("'hardtoken journal checkpoint' writes one"));
    }
    *ret_checkpoint = checkpoint;
    return true;
}
