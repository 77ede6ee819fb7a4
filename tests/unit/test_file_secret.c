/* SPDX-License-Identifier: Apache-2.0 */

/* PIN files: file_read_secret and descriptor_read_secret. */

#include "support.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/memory.h"

static void the_pin_is_the_file_without_one_trailing_newline(void **state)
{
    static const struct {
        const char *content;
        const char *pin;
    } files[] = {{"1234", "1234"},       {"1234\n", "1234"},     {"1234\r\n", "1234"},
                 {" 12 34\n", " 12 34"}, {"1234\n\n", "1234\n"}, {"12345678\r\n", "12345678"},
                 {"pæn\n", "pæn"}};
    char *path = path_in(*state, "pin");
    size_t cases = 0;

    for (size_t i = 0; i < COUNT_OF(files); i++) {
        struct secret *secret = NULL;
        struct notices notices = {0};
        struct failure failure = {0};

        put_file(path, files[i].content, strlen(files[i].content), 0600);
        assert_done(file_read_secret(path, 8, &notices, &secret, &failure), &failure);
        assert_int_equal(secret_size(secret), strlen(files[i].pin));
        assert_memory_equal(secret_data(secret), files[i].pin, strlen(files[i].pin));
        assert_int_equal(notices.count, 0);
        secret_free(secret);
        cases++;
    }
    assert_int_equal(cases, 7);
    memory_free(path);
}

static void a_pin_file_without_a_pin_or_with_too_much_is_refused(void **state)
{
    static const struct {
        const char *content;
        const char *fragment;
    } files[] = {{"", "/pin' is empty"},
                 {"\n", "/pin' is empty"},
                 {"\r\n", "/pin' is empty"},
                 {"123456789", "/pin' is too long"},
                 {"123456789\n", "more than 8 bytes"},
                 {"123456789\r\n", "too long"},
                 {"12345678\n\n\n\n\n", "too long"},
                 {"1234567890123456789012345678901234567890", "too long"}};
    char *path = path_in(*state, "pin");
    size_t cases = 0;

    for (size_t i = 0; i < COUNT_OF(files); i++) {
        struct secret *secret = NULL;
        struct notices notices = {0};
        struct failure failure = {0};

        put_file(path, files[i].content, strlen(files[i].content), 0600);
        assert_false(file_read_secret(path, 8, &notices, &secret, &failure));
        assert_null(secret);
        assert_failure(&failure, FAILURE_PIN, files[i].fragment);
        cases++;
    }
    assert_int_equal(cases, 8);
    memory_free(path);
}

static void a_refused_pin_is_not_repeated_in_the_failure(void **state)
{
    char *path = path_in(*state, "file");
    struct secret *secret = NULL;
    struct notices notices = {0};
    struct failure failure = {0};

    put_file(path, "hunter2hunter2", 14, 0600);
    assert_false(file_read_secret(path, 8, &notices, &secret, &failure));
    assert_null(strstr(failure.action, "hunter2"));
    assert_null(strstr(failure.cause, "hunter2"));
    assert_null(failure.hint);
    assert_failure(&failure, FAILURE_PIN, "too long");
    memory_free(path);
}

static void a_pin_file_others_can_read_is_a_notice(void **state)
{
    static const struct {
        mode_t mode;
        size_t notices;
    } files[] = {{0600, 0}, {0400, 0}, {0640, 1}, {0604, 1}, {0644, 1}, {0620, 0}};
    char *path = path_in(*state, "pin");
    size_t cases = 0;

    for (size_t i = 0; i < COUNT_OF(files); i++) {
        struct secret *secret = NULL;
        struct notices notices = {0};
        struct failure failure = {0};

        assert_true(unlink(path) == 0 || i == 0);
        put_file(path, "1234", 4, files[i].mode);
        assert_done(file_read_secret(path, 8, &notices, &secret, &failure), &failure);
        assert_int_equal(notices.count, files[i].notices);
        if (notices.count > 0) {
            assert_non_null(strstr(notices.texts[0], "can be read by other users"));
            assert_non_null(strstr(notices.texts[0], path));
        }
        notices_clear(&notices);
        secret_free(secret);
        cases++;
    }
    assert_int_equal(cases, 6);
    memory_free(path);
}

static void a_pin_file_that_cannot_be_opened_is_a_pin_failure(void **state)
{
    static const struct {
        const char *name;
        const char *fragment;
    } bad[] = {{"missing", "No such file or directory"}, {"folder", "Is a directory"}};
    char *folder = path_in(*state, "folder");
    size_t cases = 0;

    assert_int_equal(mkdir(folder, 0700), 0);
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        char *path = path_in(*state, bad[i].name);
        struct secret *secret = NULL;
        struct notices notices = {0};
        struct failure failure = {0};

        assert_false(file_read_secret(path, 8, &notices, &secret, &failure));
        assert_non_null(strstr(failure.action, path));
        assert_failure(&failure, FAILURE_PIN, bad[i].fragment);
        memory_free(path);
        cases++;
    }
    assert_int_equal(cases, 2);
    memory_free(folder);
}

static void a_pin_is_read_from_a_pipe(void **state)
{
    int ends[2];
    struct secret *secret = NULL;
    struct failure failure = {0};

    (void)state;
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], "1234\n", 5), 5);
    assert_int_equal(close(ends[1]), 0);
    assert_done(descriptor_read_secret(ends[0], "descriptor 3", 8, &secret, &failure), &failure);
    assert_int_equal(secret_size(secret), 4);
    assert_memory_equal(secret_data(secret), "1234", 4);
    secret_free(secret);
    assert_int_equal(close(ends[0]), 0);
}

static void a_broken_descriptor_is_named(void **state)
{
    struct secret *secret = NULL;
    struct failure failure = {0};

    (void)state;
    assert_false(descriptor_read_secret(-1, "descriptor 9", 8, &secret, &failure));
    assert_null(secret);
    assert_non_null(strstr(failure.action, "'descriptor 9'"));
    assert_failure(&failure, FAILURE_PIN, "Bad file descriptor");
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, folder_setup, folder_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(the_pin_is_the_file_without_one_trailing_newline),
        IN_FOLDER(a_pin_file_without_a_pin_or_with_too_much_is_refused),
        IN_FOLDER(a_refused_pin_is_not_repeated_in_the_failure),
        IN_FOLDER(a_pin_file_others_can_read_is_a_notice),
        IN_FOLDER(a_pin_file_that_cannot_be_opened_is_a_pin_failure),
        cmocka_unit_test(a_pin_is_read_from_a_pipe),
        cmocka_unit_test(a_broken_descriptor_is_named),
    };

    return cmocka_run_group_tests_name("file_secret", tests, NULL, NULL);
}
