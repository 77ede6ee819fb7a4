/* SPDX-License-Identifier: Apache-2.0 */
#include "cards/family.h"

#include <fnmatch.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "tables.h"

bool digits_fit(const char *pattern, const char *digits)
{
    size_t size = strlen(pattern);

    if (strlen(digits) != size) {
        return false;
    }
    for (size_t i = 0; i < size; i++) {
        int digit = hex_value(digits[i]);
        bool fits = digit >= 0 ? pattern[i] == '.' || hex_value(pattern[i]) == digit
                               : pattern[i] == digits[i] && digits[i] == ':';

        if (!fits) {
            return false;
        }
    }
    return true;
}

static size_t free_digits(const char *pattern)
{
    size_t count = 0;

    for (; *pattern != '\0'; pattern++) {
        count += *pattern == '.';
    }
    return count;
}

const struct card_family *card_family_of(const struct card_tables *tables, struct slice atr)
{
    CLEANUP(text_free) char *digits = hex_encode(atr);
    const struct card_family *best = NULL;

    for (size_t i = 0; i < tables->family_count; i++) {
        const struct card_family *family = &tables->families[i];

        if (digits_fit(family->atr, digits) &&
            (best == NULL || free_digits(family->atr) < free_digits(best->atr))) {
            best = family;
        }
    }
    return best;
}

const struct card_family *card_family_at(const struct card_tables *tables, size_t position)
{
    return position < tables->family_count ? &tables->families[position] : NULL;
}

/* Of rows that fit, one that is not genuine comes first: it is the stronger statement. */
static const struct known_reader *better(const struct known_reader *best,
                                         const struct known_reader *reader)
{
    if (best == NULL ||
        (best->kind == READER_KIND_GENUINE && reader->kind != READER_KIND_GENUINE)) {
        return reader;
    }
    return best;
}

const struct known_reader *known_reader_by_name(const struct card_tables *tables, const char *name)
{
    const struct known_reader *best = NULL;

    for (size_t i = 0; i < tables->reader_count; i++) {
        const struct known_reader *reader = &tables->readers[i];

        if (reader->name != NULL && fnmatch(reader->name, name, FNM_CASEFOLD) == 0) {
            best = better(best, reader);
        }
    }
    return best;
}

const struct known_reader *known_reader_by_usb(const struct card_tables *tables, uint16_t vendor,
                                               uint16_t product)
{
    CLEANUP(text_free) char *digits = text_format("%04x:%04x", vendor, product);
    const struct known_reader *best = NULL;

    for (size_t i = 0; i < tables->reader_count; i++) {
        const struct known_reader *reader = &tables->readers[i];

        if (reader->usb != NULL && digits_fit(reader->usb, digits)) {
            best = better(best, reader);
        }
    }
    return best;
}

const struct known_reader *known_reader_at(const struct card_tables *tables, size_t position)
{
    return position < tables->reader_count ? &tables->readers[position] : NULL;
}

const struct known_trace *known_trace_of(const struct card_tables *tables, enum trace_kind kind,
                                         const char *name, const char *value)
{
    for (size_t i = 0; i < tables->trace_count; i++) {
        const struct known_trace *trace = &tables->traces[i];

        if (trace->kind == kind && fnmatch(trace->name, name, 0) == 0 &&
            (trace->value == NULL || (value != NULL && fnmatch(trace->value, value, 0) == 0))) {
            return trace;
        }
    }
    return NULL;
}
