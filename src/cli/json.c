/* SPDX-License-Identifier: Apache-2.0 */
#include "json.h"

#include "base/memory.h"
#include "base/text.h"

json_t *json_text(const char *text)
{
    CLEANUP(text_free) char *escaped = NULL;

    if (text == NULL) {
        return json_null();
    }
    escaped = text_escape(slice_of_text(text), ESCAPE_PLAIN);
    return json_string(escaped);
}

json_t *json_hex(const struct bytes *bytes)
{
    CLEANUP(text_free) char *hex = hex_encode(slice_of_bytes(bytes));

    return json_string(hex);
}

json_t *json_time(timestamp time)
{
    CLEANUP(text_free) char *text = timestamp_text(time);

    return json_string(text);
}

json_t *json_tristate(enum tristate value)
{
    return value == UNKNOWN ? json_null() : json_boolean(value == YES);
}

json_t *json_texts(char *const *texts, size_t count)
{
    json_t *array = json_array();

    for (size_t i = 0; i < count; i++) {
        (void)json_array_append_new(array, json_text(texts[i])); /* fails only without memory */
    }
    return array;
}

json_t *json_version(const unsigned version[2])
{
    CLEANUP(text_free) char *text = text_format("%u.%u", version[0], version[1]);

    return json_string(text);
}

bool json_flag(const json_t *object, const char *name)
{
    return json_is_true(json_object_get(object, name));
}

void json_put(json_t *object, const char *name, json_t *value)
{
    (void)json_object_set_new(object, name, value); /* fails only without memory */
}
