/* SPDX-License-Identifier: Apache-2.0 */
#include "bed.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/memory.h"
#include "folder.h"
#include "pkcs11/token_init.h"
#include "witness.h"

const char *softhsm_path(void)
{
    const char *chosen = getenv("SOFTHSM_MODULE");

    return chosen != NULL && chosen[0] != '\0' ? chosen : SOFTHSM_MODULE;
}

const char *fault_module_path(void)
{
    return FAULT_MODULE;
}

static void write_text(const char *path, const char *text)
{
    FILE *file = fopen(path, "we");

    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

char *bed_path(const struct bed *bed, const char *name)
{
    return text_format("%s/%s", bed->folder, name);
}

static void write_configuration(const struct bed *bed)
{
    CLEANUP(text_free) char *tokens = bed_path(bed, "tokens");
    CLEANUP(text_free) char *path = bed_path(bed, "softhsm2.conf");
    CLEANUP(text_free)
    char *text = text_format("directories.tokendir = %s\nobjectstore.backend = file\n"
                             "log.level = ERROR\nslots.removable = false\n"
                             "slots.mechanisms = ALL\nlibrary.reset_on_fork = false\n",
                             tokens);

    assert_int_equal(mkdir(tokens, 0700), 0);
    write_text(path, text);
    assert_int_equal(setenv("SOFTHSM2_CONF", path, 1), 0);
}

/* A configuration of the test's own, not that of whoever runs it. */
static void use_own_configuration(const struct bed *bed)
{
    CLEANUP(text_free) char *path = bed_path(bed, "config");

    assert_int_equal(setenv("XDG_CONFIG_HOME", path, 1), 0);
}

void bed_put_quirks(const struct bed *bed, const char *text)
{
    static const char *const folders[] = {"config", "config/hardtoken", "config/hardtoken/quirks"};
    CLEANUP(text_free) char *file = bed_path(bed, "config/hardtoken/quirks/test.conf");

    for (size_t i = 0; i < COUNT_OF(folders); i++) {
        CLEANUP(text_free) char *path = bed_path(bed, folders[i]);

        assert_true(mkdir(path, 0700) == 0 || errno == EEXIST);
    }
    write_text(file, text);
}

static bool give_pin(void *context, const struct token *token, struct secret **ret_pin,
                     struct failure *failure)
{
    struct bed *bed = context;
    struct secret *pin;

    (void)token;
    bed->pins_asked++;
    if (bed->pin == NULL) {
        return failure_set(failure, FAILURE_PIN, "no PIN in this test");
    }
    pin = secret_new(64);
    assert_true(secret_append(pin, bed->pin, strlen(bed->pin)));
    *ret_pin = pin;
    return true;
}

static bool interrupted(void *context)
{
    struct bed *bed = context;

    return bed->go_on > 0 && --bed->go_on == 0;
}

static void log_call(void *context, const char *module, const char *function, unsigned long rv,
                     const char *rv_name, uint64_t microseconds)
{
    struct bed *bed = context;

    (void)module;
    (void)rv_name;
    (void)microseconds;
    bed->calls = memory_resize(bed->calls, bed->call_count + 1, sizeof *bed->calls);
    bed->calls[bed->call_count++] = (struct bed_call){function, rv};
    if (bed->after_call != NULL && strcmp(function, bed->after_call) == 0) {
        bed->after_call = NULL;
        bed->then(bed);
    }
}

static void keep_journal(struct bed *bed)
{
    CLEANUP(text_free) char *path = bed_path(bed, "journal.jsonl");

    assert_true(journal_open(path, &bed->workplace.journal, &bed->failure));
}

int bed_setup(void **state)
{
    struct bed *bed = memory_new(1, sizeof *bed);

    (void)softhsm(); /* loaded before the program does it, so that it is never unloaded */
    bed->folder = folder_new("flow");
    bed->pin = USER_PIN;
    bed->workplace.notices = &bed->notices;
    bed->workplace.pin = give_pin;
    bed->workplace.pin_given = true;
    bed->workplace.interrupted = interrupted;
    bed->workplace.context = bed;
    write_configuration(bed);
    use_own_configuration(bed);
    keep_journal(bed);
    bed_add_token(bed, TOKEN_LABEL);
    *state = bed;
    return 0;
}

int bed_teardown(void **state)
{
    struct bed *bed = *state;
    int removed;

    bed_close(bed);
    bed_rewind(bed);
    journal_close(bed->workplace.journal);
    witness_finalize();
    removed = folder_remove(bed->folder);
    memory_free(bed->calls);
    memory_free(bed->folder);
    memory_free(bed);
    return removed;
}

static struct secret *secret_of(const char *text)
{
    struct secret *secret = secret_new(64);

    assert_true(secret_append(secret, text, strlen(text)));
    return secret;
}

void bed_add_token(struct bed *bed, const char *label)
{
    CLEANUP(secret_free) struct secret *so_pin = secret_of(SO_PIN);
    CLEANUP(secret_free) struct secret *pin = secret_of(USER_PIN);
    const struct slot_choice choice = {0};
    const struct token_setup setup = {.label = label, .so_pin = so_pin, .pin = pin};
    struct token token = {0};

    bed_open(bed, NULL);
    assert_done(
        token_initialize(bed->modules, &choice, &setup, &bed->notices, &token, &bed->failure), bed);
    token_clear(&token);
    bed_close(bed);
    bed_rewind(bed);
}

bool bed_try_open(struct bed *bed, const char *scenario)
{
    const struct module_trace trace = {.call = log_call, .context = bed};
    const char *path = softhsm_path();

    assert_null(bed->modules);
    bed_rewind(bed);
    if (scenario != NULL) {
        CLEANUP(text_free) char *file = bed_path(bed, "scenario");

        write_text(file, scenario);
        assert_int_equal(setenv("HARDTOKEN_FAULT_MODULE", path, 1), 0);
        assert_int_equal(setenv("HARDTOKEN_FAULT_SCENARIO", file, 1), 0);
        path = FAULT_MODULE;
    }
    if (!modules_open(&path, 1, trace, &bed->notices, &bed->modules, &bed->failure)) {
        return false;
    }
    bed->workplace.modules = bed->modules;
    return true;
}

void bed_open(struct bed *bed, const char *scenario)
{
    assert_done(bed_try_open(bed, scenario), bed);
}

void bed_close(struct bed *bed)
{
    modules_close(bed->modules);
    bed->modules = NULL;
    bed->workplace.modules = NULL;
}

void bed_forget_journal(struct bed *bed)
{
    journal_close(bed->workplace.journal);
    bed->workplace.journal = NULL;
    bed_remove_file(bed, "journal.jsonl");
    keep_journal(bed);
}

void bed_rewind(struct bed *bed)
{
    bed->call_count = 0;
    bed->pins_asked = 0;
    notices_clear(&bed->notices);
    failure_clear(&bed->failure);
}

size_t bed_calls(const struct bed *bed, const char *function)
{
    size_t count = 0;

    for (size_t i = 0; i < bed->call_count; i++) {
        count += strcmp(bed->calls[i].function, function) == 0;
    }
    return count;
}

size_t bed_call_position(const struct bed *bed, const char *function, size_t index)
{
    for (size_t i = 0; i < bed->call_count; i++) {
        if (strcmp(bed->calls[i].function, function) == 0 && index-- == 0) {
            return i;
        }
    }
    fail_msg("there is no such call of %s", function);
    return 0;
}

bool bed_noticed(const struct bed *bed, const char *fragment)
{
    for (size_t i = 0; i < bed->notices.count; i++) {
        if (strstr(bed->notices.texts[i], fragment) != NULL) {
            return true;
        }
    }
    return false;
}

bool bed_has_file(const struct bed *bed, const char *name)
{
    CLEANUP(text_free) char *path = bed_path(bed, name);

    return access(path, F_OK) == 0;
}

struct bytes bed_read_file(const struct bed *bed, const char *name)
{
    CLEANUP(text_free) char *path = bed_path(bed, name);
    struct failure failure = {0};
    struct bytes content = {0};

    assert_true(file_read(path, 1 << 20, &content, &failure));
    return content;
}

void bed_remove_file(const struct bed *bed, const char *name)
{
    CLEANUP(text_free) char *path = bed_path(bed, name);

    assert_true(unlink(path) == 0 || errno == ENOENT);
}

static const char *or_nothing(const char *text)
{
    return text != NULL ? text : "-";
}

static void show(const struct bed *bed)
{
    const struct failure *failure = &bed->failure;

    print_error("class %d; action: %s; function: %s %s; cause: %s; hint: %s\n", (int)failure->class,
                or_nothing(failure->action), or_nothing(failure->function),
                or_nothing(failure->rv_name), or_nothing(failure->cause),
                or_nothing(failure->hint));
    for (size_t i = 0; i < bed->notices.count; i++) {
        print_error("notice: %s\n", bed->notices.texts[i]);
    }
}

void check_done(bool result, const struct bed *bed, const char *file, int line)
{
    if (!result || failure_is_set(&bed->failure)) {
        show(bed);
        _fail(file, line);
    }
}

static bool says(const struct failure *failure, const char *fragment)
{
    return strstr(or_nothing(failure->action), fragment) != NULL ||
           strstr(or_nothing(failure->cause), fragment) != NULL ||
           strstr(or_nothing(failure->hint), fragment) != NULL;
}

void check_refused(bool result, const struct bed *bed, enum failure_class class,
                   const char *fragment, const char *file, int line)
{
    if (result || bed->failure.class != class || bed->failure.function != NULL ||
        !says(&bed->failure, fragment)) {
        print_error("wanted class %d and '%s'\n", (int)class, fragment);
        show(bed);
        _fail(file, line);
    }
}

void check_module_failed(bool result, const struct bed *bed, enum failure_class class,
                         const char *function, CK_RV rv, const char *file, int line)
{
    if (result || bed->failure.class != class || bed->failure.rv != rv ||
        bed->failure.function == NULL || strcmp(bed->failure.function, function) != 0) {
        print_error("wanted class %d, %s and 0x%lx\n", (int)class, function, rv);
        show(bed);
        _fail(file, line);
    }
}
