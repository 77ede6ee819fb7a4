/* SPDX-License-Identifier: Apache-2.0 */
#include "support.h"

#include <grp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/memory.h"

static void assert_content(const char *path, const char *content)
{
    struct bytes bytes = {0};
    struct failure failure = {0};

    assert_done(file_read(path, 1000, &bytes, &failure), &failure);
    assert_int_equal(bytes.size, strlen(content));
    assert_memory_equal(bytes.data, content, bytes.size);
    bytes_clear(&bytes);
}

static void files_up_to_the_limit_are_read(void **state)
{
    char *path = path_in(*state, "file");
    uint8_t *large = memory_new(40000, 1);
    struct bytes bytes = {0};
    struct failure failure = {0};

    memset(large, 'x', 40000); /* more than one read */
    put_file(path, large, 40000, 0600);
    assert_done(file_read(path, 40000, &bytes, &failure), &failure);
    assert_int_equal(bytes.size, 40000);
    assert_memory_equal(bytes.data, large, 40000);
    bytes_clear(&bytes);
    assert_false(file_read(path, 39999, &bytes, &failure));
    assert_null(bytes.data);
    assert_non_null(strstr(failure.cause, "39999"));
    assert_failure(&failure, FAILURE_INPUT, "/file' is too large");
    memory_free(large);
    memory_free(path);
}

static void private_files_are_read_up_to_the_limit_too(void **state)
{
    CLEANUP(text_free) char *path = path_in(*state, "file");
    struct bytes bytes = {0};
    struct failure failure = {0};

    put_file(path, "0123456789", 10, 0600);
    assert_done(file_read_private(path, 10, &bytes, &failure), &failure);
    assert_int_equal(bytes.size, 10);
    assert_memory_equal(bytes.data, "0123456789", 10);
    bytes_clear(&bytes);
    assert_false(file_read_private(path, 9, &bytes, &failure));
    assert_failure(&failure, FAILURE_INPUT, "/file' is too large");
    put_file(path, "", 0, 0600);
    assert_false(file_read_private(path, 9, &bytes, &failure));
    assert_failure(&failure, FAILURE_INPUT, "/file' is empty");
    assert_false(file_read_private(*state, 9, &bytes, &failure));
    assert_failure(&failure, FAILURE_INPUT, "Is a directory");
    assert_null(bytes.data);
}

static void an_endless_file_is_refused_at_the_limit(void **state)
{
    struct bytes bytes = {0};
    struct failure failure = {0};

    (void)state;
    assert_false(file_read("/dev/zero", 100000, &bytes, &failure));
    assert_failure(&failure, FAILURE_INPUT, "'/dev/zero' is too large");
    assert_false(file_read_private("/dev/zero", 100000, &bytes, &failure));
    assert_failure(&failure, FAILURE_INPUT, "'/dev/zero' is too large");
}

static void files_that_cannot_be_read_are_named(void **state)
{
    static const struct {
        const char *name;
        const char *fragment;
    } bad[] = {{"empty", "/empty' is empty"},
               {"missing", "/missing'"},
               {"missing", "No such file or directory"},
               {"folder", "/folder'"},
               {"folder", "Is a directory"},
               {"empty/below", "Not a directory"},
               {"loop", "symbolic links"}};
    char *empty = path_in(*state, "empty");
    char *folder = path_in(*state, "folder");
    char *loop = path_in(*state, "loop");
    size_t cases = 0;

    put_file(empty, "", 0, 0600);
    assert_int_equal(mkdir(folder, 0700), 0);
    assert_int_equal(symlink("loop", loop), 0);
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        char *path = path_in(*state, bad[i].name);
        struct bytes bytes = {0};
        struct failure failure = {0};

        assert_false(file_read(path, 100, &bytes, &failure));
        assert_failure(&failure, FAILURE_INPUT, bad[i].fragment);
        memory_free(path);
        cases++;
    }
    assert_int_equal(cases, 7);
    memory_free(empty);
    memory_free(folder);
    memory_free(loop);
}

static void a_new_file_is_written_with_mode_0600_whatever_the_umask(void **state)
{
    static const mode_t masks[] = {0, 022, 077};
    size_t cases = 0;

    for (size_t i = 0; i < COUNT_OF(masks); i++) {
        char name[] = {'a', (char)('0' + i), '\0'};
        char *path = path_in(*state, name);
        mode_t before = umask(masks[i]);
        struct stat status = {0};
        struct failure failure = {0};

        assert_done(file_check_new(path, false, &failure), &failure);
        assert_done(file_write_new(path, LITERAL("content"), false, &failure), &failure);
        (void)umask(before);
        assert_int_equal(stat(path, &status), 0);
        assert_int_equal(status.st_mode & 07777, 0600);
        assert_content(path, "content");
        memory_free(path);
        cases++;
    }
    assert_int_equal(cases, 3);
    assert_int_equal(count_entries(*state), 3);
}

static void a_file_without_a_folder_in_its_name_goes_to_the_current_one(void **state)
{
    char before[4096];
    struct failure failure = {0};

    assert_non_null(getcwd(before, sizeof before));
    assert_int_equal(chdir(*state), 0);
    assert_done(file_check_new("here", false, &failure), &failure);
    assert_done(file_write_new("here", LITERAL("x"), false, &failure), &failure);
    assert_content("here", "x");
    assert_int_equal(chdir(before), 0);
    assert_int_equal(count_entries(*state), 1);
}

static void an_existing_file_is_kept_unless_overwrite(void **state)
{
    char *path = path_in(*state, "file");
    struct failure failure = {0};

    put_file(path, "old", 3, 0644);
    assert_false(file_check_new(path, false, &failure));
    assert_failure(&failure, FAILURE_INPUT, "/file' exists already");
    assert_false(file_write_new(path, LITERAL("new"), false, &failure));
    assert_failure(&failure, FAILURE_INPUT, "--force");
    assert_content(path, "old");
    assert_done(file_check_new(path, true, &failure), &failure);
    assert_done(file_write_new(path, LITERAL("new"), true, &failure), &failure);
    assert_content(path, "new");
    assert_int_equal(count_entries(*state), 1);
    memory_free(path);
}

static void a_file_that_appears_between_check_and_write_is_kept(void **state)
{
    char *path = path_in(*state, "file");
    struct failure failure = {0};

    assert_done(file_check_new(path, false, &failure), &failure);
    put_file(path, "theirs", 6, 0600);
    assert_false(file_write_new(path, LITERAL("ours"), false, &failure));
    assert_failure(&failure, FAILURE_INPUT, "/file' exists already");
    assert_content(path, "theirs");
    assert_int_equal(count_entries(*state), 1); /* no temporary left */
    memory_free(path);
}

static void a_symbolic_link_is_never_followed_when_writing(void **state)
{
    char *link = path_in(*state, "link");
    char *target = path_in(*state, "target");
    struct stat status = {0};
    struct failure failure = {0};

    assert_int_equal(symlink("target", link), 0);
    assert_false(file_check_new(link, false, &failure));
    assert_failure(&failure, FAILURE_INPUT, "exists already");
    assert_false(file_write_new(link, LITERAL("new"), false, &failure));
    assert_failure(&failure, FAILURE_INPUT, "exists already");
    assert_int_equal(lstat(target, &status), -1); /* nothing was made through it */
    put_file(target, "old", 3, 0600);
    assert_done(file_write_new(link, LITERAL("new"), true, &failure), &failure);
    assert_int_equal(lstat(link, &status), 0);
    assert_true(S_ISREG(status.st_mode));
    assert_content(target, "old");
    assert_content(link, "new");
    memory_free(link);
    memory_free(target);
}

static void a_folder_is_no_output_file(void **state)
{
    char *path = path_in(*state, "folder");
    struct failure failure = {0};

    assert_int_equal(mkdir(path, 0700), 0);
    for (int overwrite = 0; overwrite <= 1; overwrite++) {
        assert_false(file_check_new(path, overwrite == 1, &failure));
        assert_failure(&failure, FAILURE_INPUT, "it is a folder");
    }
    assert_false(file_write_new(path, LITERAL("x"), true, &failure));
    assert_failure(&failure, FAILURE_HOST, "/folder'");
    assert_int_equal(count_entries(*state), 1);
    memory_free(path);
}

static void an_output_file_needs_a_name_and_a_folder(void **state)
{
    char *path = path_in(*state, "missing/file");
    struct failure failure = {0};

    assert_false(file_check_new("", false, &failure));
    assert_failure(&failure, FAILURE_USAGE, "has no name");
    assert_false(file_check_new(path, false, &failure));
    assert_failure(&failure, FAILURE_HOST, "/missing'");
    assert_false(file_write_new(path, LITERAL("x"), false, &failure));
    assert_failure(&failure, FAILURE_HOST, "No such file or directory");
    assert_int_equal(count_entries(*state), 0);
    memory_free(path);
}

/* Root may write everywhere, so the checks are made by somebody who is not. */
static bool is_refused_to_others(const char *path)
{
    struct failure failure = {0};

    if (geteuid() == 0 && (setgroups(0, NULL) != 0 || setgid(65534) != 0 || setuid(65534) != 0)) {
        return false;
    }
    if (file_check_new(path, false, &failure) || failure.class != FAILURE_HOST ||
        strstr(failure.action, "cannot write into folder") == NULL) {
        return false;
    }
    failure_clear(&failure);
    return !file_write_new(path, LITERAL("x"), false, &failure) && failure.class == FAILURE_HOST &&
           strcmp(failure.cause, "Permission denied") == 0;
}

static void a_folder_that_cannot_be_written_is_found_by_the_check(void **state)
{
    char *path = path_in(*state, "file");
    int status = 0;
    pid_t child;

    assert_int_equal(chmod(*state, 0555), 0);
    child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        _exit(is_refused_to_others(path) ? 0 : 1);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(chmod(*state, 0700), 0);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    assert_int_equal(count_entries(*state), 0);
    memory_free(path);
}

static void a_write_that_fails_leaves_no_temporary_and_keeps_the_old_file(void **state)
{
    char *path = path_in(*state, "file");
    struct rlimit before = {0};
    struct rlimit tight = {0};
    struct failure failure = {0};
    uint8_t content[4096] = {0};
    bool written;

    put_file(path, "old", 3, 0600);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    tight = (struct rlimit){.rlim_cur = 1000, .rlim_max = before.rlim_max};
    (void)signal(SIGXFSZ, SIG_IGN); /* write() shall fail with EFBIG instead */
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &tight), 0);
    written = file_write_new(path, slice_of(content, sizeof content), true, &failure);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_false(written);
    assert_failure(&failure, FAILURE_HOST, "File too large");
    assert_content(path, "old");
    assert_int_equal(count_entries(*state), 1);
    memory_free(path);
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, folder_setup, folder_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(files_up_to_the_limit_are_read),
        IN_FOLDER(private_files_are_read_up_to_the_limit_too),
        cmocka_unit_test(an_endless_file_is_refused_at_the_limit),
        IN_FOLDER(files_that_cannot_be_read_are_named),
        IN_FOLDER(a_new_file_is_written_with_mode_0600_whatever_the_umask),
        IN_FOLDER(a_file_without_a_folder_in_its_name_goes_to_the_current_one),
        IN_FOLDER(an_existing_file_is_kept_unless_overwrite),
        IN_FOLDER(a_file_that_appears_between_check_and_write_is_kept),
        IN_FOLDER(a_symbolic_link_is_never_followed_when_writing),
        IN_FOLDER(a_folder_is_no_output_file),
        IN_FOLDER(an_output_file_needs_a_name_and_a_folder),
        IN_FOLDER(a_folder_that_cannot_be_written_is_found_by_the_check),
        IN_FOLDER(a_write_that_fails_leaves_no_temporary_and_keeps_the_old_file),
    };

    return cmocka_run_group_tests_name("file", tests, NULL, NULL);
}
