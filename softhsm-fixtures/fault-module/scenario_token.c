/* SPDX-License-Identifier: Apache-2.0 */
#include "scenario_token.h"

#include "text.h"

#include <string.h>

static unsigned char padding; /* of the fields that follow */
static size_t current;        /* the view that is filled in */

void token_words_reset(void)
{
    padding = ' ';
    current = 0;
    scenario_edit()->view_count = 1;
}

static struct token_view *view(void)
{
    return &scenario_edit()->views[current];
}

bool read_field(char **rest, size_t width, struct field *field)
{
    size_t size = 0;

    field->given = true;
    if (!unescape(*rest, field->text, width, &size)) {
        return false;
    }
    memset(field->text + size, padding, sizeof field->text - size);
    *rest += strlen(*rest);
    return true;
}

bool parse_only_token(char **rest)
{
    struct scenario *scenario = scenario_edit();
    unsigned char saved = padding;
    bool good;

    if (scenario->view_count == VIEWS_MAX) {
        return false;
    }
    current = scenario->view_count++;
    padding = ' '; /* as SoftHSM pads its labels */
    good = **rest != '\0' && read_field(rest, TOKEN_LABEL_WIDTH, &view()->only);
    padding = saved;
    return good;
}

/* "+CKF_A -CKF_B", at least one; what comes later wins. */
static bool parse_flags(enum word_kind kind, char **rest, struct flag_change *change)
{
    size_t count = 0;

    for (const char *word = next_word(rest); word != NULL; word = next_word(rest), count++) {
        CK_ULONG flag = 0;

        if ((word[0] != '+' && word[0] != '-') || !word_number(kind, word + 1, &flag)) {
            return false;
        }
        change->set = word[0] == '+' ? change->set | flag : change->set & ~flag;
        change->clear = word[0] == '-' ? change->clear | flag : change->clear & ~flag;
    }
    return count > 0;
}

bool parse_token_flags(char **rest)
{
    return parse_flags(WORD_TOKEN_FLAG, rest, &view()->flags);
}

bool parse_slot_flags(char **rest)
{
    return parse_flags(WORD_SLOT_FLAG, rest, &scenario_edit()->slot_flags);
}

bool parse_mechanism_flags(char **rest)
{
    return parse_flags(WORD_MECHANISM_FLAG, rest, &scenario_edit()->mechanism_flags);
}

static struct field *find_field(const char *name, size_t *ret_width)
{
    *ret_width = 32;
    if (strcmp(name, "label") == 0) {
        return &view()->label;
    }
    if (strcmp(name, "manufacturer") == 0) {
        return &view()->manufacturer;
    }
    *ret_width = 16;
    if (strcmp(name, "model") == 0) {
        return &view()->model;
    }
    return strcmp(name, "serial") == 0 ? &view()->serial : NULL;
}

bool parse_token_field(char **rest)
{
    const char *name = next_word(rest);
    size_t width = 0;
    struct field *field = name == NULL ? NULL : find_field(name, &width);

    return field != NULL && read_field(rest, width, field);
}

bool parse_slot_field(char **rest)
{
    struct scenario *scenario = scenario_edit();
    const char *name = next_word(rest);

    if (name != NULL && strcmp(name, "description") == 0) {
        return read_field(rest, SLOT_DESCRIPTION_WIDTH, &scenario->slot_description);
    }
    return name != NULL && strcmp(name, "manufacturer") == 0 &&
           read_field(rest, TOKEN_LABEL_WIDTH, &scenario->slot_manufacturer);
}

bool parse_library_field(char **rest)
{
    struct scenario *scenario = scenario_edit();
    const char *name = next_word(rest);

    if (name != NULL && strcmp(name, "description") == 0) {
        return read_field(rest, LIBRARY_WIDTH, &scenario->library_description);
    }
    return name != NULL && strcmp(name, "manufacturer") == 0 &&
           read_field(rest, LIBRARY_WIDTH, &scenario->library_manufacturer);
}

static bool read_byte(char **rest, CK_BYTE *ret_byte)
{
    CK_ULONG number = 0;

    if (!read_count(rest, &number) || number > UCHAR_MAX) {
        return false;
    }
    *ret_byte = (CK_BYTE)number;
    return true;
}

/* "PLACE MAJOR MINOR" */
bool parse_version(char **rest)
{
    static const char *const places[VERSION_COUNT] = {
        [LIBRARY_VERSION] = "library",       [SLOT_HARDWARE] = "slot-hardware",
        [SLOT_FIRMWARE] = "slot-firmware",   [TOKEN_HARDWARE] = "token-hardware",
        [TOKEN_FIRMWARE] = "token-firmware",
    };
    const char *word = next_word(rest);

    for (size_t i = 0; word != NULL && i < VERSION_COUNT; i++) {
        struct version *version = &scenario_edit()->versions[i];

        if (strcmp(places[i], word) == 0) {
            version->given = true;
            return read_byte(rest, &version->number.major) &&
                   read_byte(rest, &version->number.minor);
        }
    }
    return false;
}

bool parse_pad(char **rest)
{
    const char *word = next_word(rest);

    if (word == NULL || (strcmp(word, "nul") != 0 && strcmp(word, "blank") != 0)) {
        return false;
    }
    padding = strcmp(word, "nul") == 0 ? '\0' : ' ';
    return true;
}

bool parse_pin_length(char **rest)
{
    struct scenario *scenario = scenario_edit();

    scenario->has_pin_length = true;
    return read_count(rest, &scenario->pin_min) && read_count(rest, &scenario->pin_max);
}

static bool read_pair(char **rest, struct number_pair *pair)
{
    pair->given = true;
    return read_count(rest, &pair->first) && read_count(rest, &pair->second);
}

/* "TOTAL FREE" of both kinds, "public TOTAL FREE" or "private TOTAL FREE" of one. */
bool parse_token_memory(char **rest)
{
    struct scenario *scenario = scenario_edit();
    const char *word = next_word(rest);
    struct number_pair both = {.given = true};

    if (word != NULL && strcmp(word, "public") == 0) {
        return read_pair(rest, &scenario->public_memory);
    }
    if (word != NULL && strcmp(word, "private") == 0) {
        return read_pair(rest, &scenario->private_memory);
    }
    if (word == NULL || !read_number(word, &both.first) || !read_count(rest, &both.second)) {
        return false;
    }
    scenario->public_memory = both;
    scenario->private_memory = both;
    return true;
}

bool parse_sessions(char **rest)
{
    return read_pair(rest, &scenario_edit()->sessions);
}
