/* SPDX-License-Identifier: Apache-2.0 */
#include "cards/readers.h"

#include <string.h>

#include "base/memory.h"

#define SLOT_DESCRIPTION 64 /* bytes: PKCS#11, CK_SLOT_INFO */
#define PREFIX_LEAST 8      /* less would fit by chance */
#define CHANNEL_USB 0x0020

void readers_clear(struct readers *readers)
{
    for (size_t i = 0; i < readers->count; i++) {
        struct reader *reader = &readers->items[i];

        memory_free(reader->name);
        bytes_clear(&reader->atr);
        for (size_t j = 0; j < READER_ATTRIBUTES; j++) {
            bytes_clear(&reader->attributes[j].value);
        }
    }
    memory_free(readers->items);
    *readers = (struct readers){0};
}

const char *reader_attribute_name(enum reader_attribute_id id)
{
    static const char *const names[READER_ATTRIBUTES] = {
        [READER_VENDOR_NAME] = "VENDOR_NAME",
        [READER_VENDOR_SERIAL] = "VENDOR_IFD_SERIAL_NO",
        [READER_VENDOR_VERSION] = "VENDOR_IFD_VERSION",
        [READER_CHANNEL_ID] = "CHANNEL_ID",
        [READER_MAXINPUT] = "MAXINPUT",
        [READER_ATR_STRING] = "ATR_STRING",
        [READER_FEATURES] = "GET_FEATURE_REQUEST",
    };

    return names[id];
}

/*
 * The answer to reset is about the card, and a list of features may hold none that is about the
 * reader: vpcd refuses all in 3.3 and answers these two in later versions.
 */
bool reader_tells_anything(const struct reader *reader)
{
    for (size_t i = 0; i < READER_ATTRIBUTES; i++) {
        if (i != READER_ATR_STRING && i != READER_FEATURES &&
            reader->attributes[i].state == READER_ANSWERED) {
            return true;
        }
    }
    return reader->has_usb_id;
}

/* A DWORD as the driver has it in memory: 32 bits in the order of this machine. */
bool reader_usb_channel(const struct reader *reader, unsigned *ret_bus, unsigned *ret_address)
{
    const struct reader_attribute *attribute = &reader->attributes[READER_CHANNEL_ID];
    uint32_t channel = 0;

    if (attribute->state != READER_ANSWERED || attribute->value.size < sizeof channel) {
        return false;
    }
    memcpy(&channel, attribute->value.data, sizeof channel);
    if (channel >> 16 != CHANNEL_USB) {
        return false;
    }
    *ret_bus = channel >> 8 & 0xFF;
    *ret_address = channel & 0xFF;
    return true;
}

static struct slice trim(struct slice text)
{
    while (text.size > 0 && (text.data[text.size - 1] == ' ' || text.data[text.size - 1] == '\0')) {
        text.size--;
    }
    return text;
}

/* The name as it would stand in the description of a slot. */
static struct slice cut(const char *name)
{
    struct slice text = slice_of_text(name);

    text.size = text.size < SLOT_DESCRIPTION ? text.size : SLOT_DESCRIPTION;
    return trim(text);
}

static bool is_same(struct slice description, const char *name)
{
    return slice_equal(description, cut(name));
}

static bool is_prefix(struct slice description, const char *name)
{
    return description.size >= PREFIX_LEAST && strlen(name) > description.size &&
           memcmp(name, description.data, description.size) == 0;
}

static const struct reader *find(const struct readers *readers, struct slice description,
                                 bool (*fits)(struct slice description, const char *name),
                                 size_t *ret_count)
{
    const struct reader *found = NULL;

    *ret_count = 0;
    for (size_t i = 0; i < readers->count; i++) {
        if (fits(description, readers->items[i].name)) {
            found = &readers->items[i];
            (*ret_count)++;
        }
    }
    return *ret_count == 1 ? found : NULL;
}

const struct reader *readers_for_slot(const struct readers *readers, struct slice slot_description,
                                      enum reader_match *ret_match)
{
    struct slice description = trim(slot_description);
    size_t count = 0;
    const struct reader *found;

    *ret_match = READER_NO_MATCH;
    if (description.size == 0) {
        return NULL;
    }
    found = find(readers, description, is_same, &count);
    if (count > 0) {
        *ret_match = count == 1 ? READER_SAME_NAME : READER_AMBIGUOUS;
        return found;
    }
    found = find(readers, description, is_prefix, &count);
    if (count > 0) {
        *ret_match = count == 1 ? READER_NAME_PREFIX : READER_AMBIGUOUS;
    }
    return found;
}
