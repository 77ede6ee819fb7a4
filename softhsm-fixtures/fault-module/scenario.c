/* SPDX-License-Identifier: Apache-2.0 */
#include "scenario.h"

#include "scenario_token.h"
#include "text.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SECONDS_MAX 3600

static struct scenario scenario;

const struct scenario *scenario_get(void)
{
    return &scenario;
}

bool numbers_have(const struct numbers *numbers, CK_ULONG number)
{
    for (size_t i = 0; i < numbers->count; i++) {
        if (numbers->items[i] == number) {
            return true;
        }
    }
    return false;
}

static bool add_number(struct numbers *numbers, CK_ULONG number)
{
    if (numbers->count == NUMBERS_MAX) {
        return false;
    }
    numbers->items[numbers->count++] = number;
    return true;
}

struct scenario *scenario_edit(void)
{
    return &scenario;
}

bool read_word(enum word_kind kind, char **rest, CK_ULONG *ret_number)
{
    const char *word = next_word(rest);

    return word != NULL && word_number(kind, word, ret_number);
}

bool read_count(char **rest, CK_ULONG *ret_number)
{
    const char *word = next_word(rest);

    return word != NULL && read_number(word, ret_number);
}

/* "C_Sign 1", "any 17", "C_Sign *" */
static bool read_place(char **rest, struct rule *rule)
{
    const char *function = next_word(rest);
    const char *call = next_word(rest);

    if (function == NULL || call == NULL) {
        return false;
    }
    rule->function = FUNCTION_COUNT;
    if (strcmp(function, "any") != 0 && !word_number(WORD_FUNCTION, function, &rule->function)) {
        return false;
    }
    if (strcmp(call, "*") == 0) {
        rule->call = 0;
        return true;
    }
    return read_number(call, &rule->call) && rule->call > 0;
}

static bool add_rule(const struct rule *rule)
{
    if (scenario.rule_count == RULES_MAX) {
        return false;
    }
    scenario.rules[scenario.rule_count++] = *rule;
    return true;
}

static bool parse_fail(char **rest)
{
    struct rule rule = {0};
    const char *when = read_place(rest, &rule) ? next_word(rest) : NULL;

    if (when == NULL || (strcmp(when, "before") != 0 && strcmp(when, "after") != 0)) {
        return false;
    }
    rule.kind = strcmp(when, "before") == 0 ? RULE_FAIL_BEFORE : RULE_FAIL_AFTER;
    return read_word(WORD_CKR, rest, &rule.rv) && add_rule(&rule);
}

static bool parse_vanish(char **rest)
{
    struct rule rule = {.kind = RULE_VANISH};

    return read_place(rest, &rule) && add_rule(&rule);
}

static bool parse_crash(char **rest)
{
    struct rule rule = {.kind = RULE_CRASH};

    return read_place(rest, &rule) && add_rule(&rule);
}

static bool parse_log_out(char **rest)
{
    struct rule rule = {.kind = RULE_LOG_OUT};

    return read_place(rest, &rule) && add_rule(&rule);
}

static bool parse_hang(char **rest)
{
    struct rule rule = {.kind = RULE_HANG};

    return read_place(rest, &rule) && read_count(rest, &rule.seconds) &&
           rule.seconds <= SECONDS_MAX && add_rule(&rule);
}

static bool parse_swap_token(char **rest)
{
    struct rule rule = {.kind = RULE_SWAP_TOKEN};

    return read_place(rest, &rule) && add_rule(&rule) &&
           read_field(rest, TOKEN_SERIAL_WIDTH, &scenario.other_serial);
}

static bool parse_pin_tries(char **rest)
{
    return read_count(rest, &scenario.pin_tries) && scenario.pin_tries > 0;
}

static bool copy_word(char **rest, char *ret_text, size_t capacity)
{
    const char *word = next_word(rest);

    return word != NULL && snprintf(ret_text, capacity, "%s", word) < (int)capacity;
}

static bool parse_pin_state(char **rest)
{
    return copy_word(rest, scenario.pin_state, sizeof scenario.pin_state);
}

static bool parse_pad_pin(char **rest)
{
    return copy_word(rest, scenario.pad_pin, sizeof scenario.pad_pin);
}

static bool parse_ec_point(char **rest)
{
    static const char *const forms[] = {
        [POINT_RAW] = "raw", [POINT_COMPRESSED] = "compressed", [POINT_BIT_STRING] = "bit-string"};
    const char *word = next_word(rest);

    for (size_t i = POINT_RAW; word != NULL && i < sizeof forms / sizeof *forms; i++) {
        if (strcmp(word, forms[i]) == 0) {
            scenario.ec_point = (enum point_form)i;
            return true;
        }
    }
    return false;
}

static bool parse_ec_params(char **rest)
{
    const char *word = next_word(rest);

    scenario.ec_params_name = word != NULL && strcmp(word, "name") == 0;
    return scenario.ec_params_name;
}

static bool parse_number(enum word_kind kind, char **rest, struct numbers *numbers)
{
    CK_ULONG number = 0;

    return read_word(kind, rest, &number) && add_number(numbers, number);
}

static bool parse_copy(char **rest)
{
    static const char *const words[] = {
        [COPY_WEAK] = "weak", [COPY_SAME] = "same", [COPY_ORIGINAL] = "original"};
    const char *word = next_word(rest);

    for (size_t i = COPY_WEAK; word != NULL && i <= COPY_ORIGINAL; i++) {
        if (strcmp(words[i], word) == 0) {
            scenario.copy = (enum copy_kind)i;
        }
    }
    return scenario.copy != COPY_AS_REAL;
}

static bool parse_lack(char **rest)
{
    return parse_number(WORD_FUNCTION, rest, &scenario.lacking);
}

static bool parse_refuse_attribute(char **rest)
{
    return parse_number(WORD_CKA, rest, &scenario.refused_attributes);
}

static bool parse_flip_attribute(char **rest)
{
    return parse_number(WORD_CKA, rest, &scenario.flipped_attributes);
}

static bool parse_hide_mechanism(char **rest)
{
    return parse_number(WORD_CKM, rest, &scenario.hidden_mechanisms);
}

static bool parse_hex(const char *text, unsigned char *ret_bytes, size_t room, size_t *ret_size)
{
    size_t size = strlen(text) / 2;

    if (size == 0 || size > room || strlen(text) % 2 != 0) {
        return false;
    }
    for (size_t i = 0; i < size; i++) {
        char digits[] = {text[2 * i], text[2 * i + 1], '\0'};
        char *end = NULL;

        ret_bytes[i] = (unsigned char)strtoul(digits, &end, 16);
        if (end != digits + 2) {
            return false;
        }
    }
    *ret_size = size;
    return true;
}

static bool parse_private_attribute(char **rest)
{
    const char *hex = read_word(WORD_CKA, rest, &scenario.given_type) ? next_word(rest) : NULL;

    return hex != NULL && parse_hex(hex, scenario.given, GIVEN_MAX, &scenario.given_size);
}

static bool parse_weaken(char **rest)
{
    const char *value;

    if (!parse_number(WORD_CKA, rest, &scenario.weakened_attributes)) {
        return false;
    }
    value = next_word(rest);
    if (value == NULL || (strcmp(value, "true") != 0 && strcmp(value, "false") != 0)) {
        return false;
    }
    return add_number(&scenario.weakened_values, strcmp(value, "true") == 0);
}

/* Words without arguments set a switch, the others are parsed. */
static const struct command {
    const char *word;
    bool (*parse)(char **rest);
    bool *flag;
} commands[] = {
    {"fail", parse_fail, NULL},
    {"vanish", parse_vanish, NULL},
    {"hang", parse_hang, NULL},
    {"log-out", parse_log_out, NULL},
    {"swap-token", parse_swap_token, NULL},
    {"crash", parse_crash, NULL},
    {"only-token", parse_only_token, NULL},
    {"token-flags", parse_token_flags, NULL},
    {"slot-flags", parse_slot_flags, NULL},
    {"mechanism-flags", parse_mechanism_flags, NULL},
    {"library-field", parse_library_field, NULL},
    {"version", parse_version, NULL},
    {"token-field", parse_token_field, NULL},
    {"token-memory", parse_token_memory, NULL},
    {"slot-field", parse_slot_field, NULL},
    {"pad", parse_pad, NULL},
    {"pin-length", parse_pin_length, NULL},
    {"sessions", parse_sessions, NULL},
    {"pin-tries", parse_pin_tries, NULL},
    {"pin-state", parse_pin_state, NULL},
    {"pin-pad", NULL, &scenario.pin_pad},
    {"pad-pin", parse_pad_pin, NULL},
    {"always-authenticate", NULL, &scenario.always_authenticate},
    {"no-context-login", NULL, &scenario.no_context_login},
    {"initialize-refuses-arguments", NULL, &scenario.initialize_refuses_arguments},
    {"ec-point", parse_ec_point, NULL},
    {"ec-params", parse_ec_params, NULL},
    {"no-multi-attribute", NULL, &scenario.no_multi_attribute},
    {"refuse-attribute", parse_refuse_attribute, NULL},
    {"flip-attribute", parse_flip_attribute, NULL},
    {"weaken", parse_weaken, NULL},
    {"private-attribute", parse_private_attribute, NULL},
    {"hide-mechanism", parse_hide_mechanism, NULL},
    {"wrong-signature", NULL, &scenario.wrong_signature},
    {"swap-public-key", NULL, &scenario.swap_public_key},
    {"copy", parse_copy, NULL},
    {"lack", parse_lack, NULL},
};

static bool complain(const char *path, size_t line, const char *what, const char *word)
{
    (void)fprintf(stderr, "fault-module: %s:%zu: %s '%s'\n", path, line, what, word);
    return false;
}

static bool run_command(const struct command *command, char **rest)
{
    if (command->flag != NULL) {
        *command->flag = true;
    } else if (!command->parse(rest)) {
        return false;
    }
    return next_word(rest) == NULL;
}

static bool parse_line(const char *path, size_t line, char *text)
{
    char *rest = text;
    const char *word;

    text[strcspn(text, "\r\n")] = '\0';
    word = next_word(&rest);
    if (word == NULL || word[0] == '#') {
        return true;
    }
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        if (strcmp(commands[i].word, word) == 0) {
            return run_command(&commands[i], &rest) ||
                   complain(path, line, "wrong arguments for", word);
        }
    }
    return complain(path, line, "unknown word", word);
}

static bool parse_file(const char *path, FILE *file)
{
    char *text = NULL;
    size_t capacity = 0;
    size_t line = 0;
    bool good = true;

    while (good && getline(&text, &capacity, file) >= 0) {
        good = parse_line(path, ++line, text);
    }
    if (good && ferror(file)) {
        good = complain(path, line, "cannot read:", strerror(errno));
    }
    free(text);
    return good;
}

bool scenario_read(void)
{
    const char *path = secure_getenv("HARDTOKEN_FAULT_SCENARIO");
    FILE *file;
    bool good;

    scenario = (struct scenario){0};
    token_words_reset();
    if (path == NULL || path[0] == '\0') {
        return true;
    }
    file = fopen(path, "re");
    if (file == NULL) {
        return complain(path, 0, "cannot open:", strerror(errno));
    }
    good = parse_file(path, file);
    (void)fclose(file); /* only read */
    return good;
}
