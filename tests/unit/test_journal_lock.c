/* SPDX-License-Identifier: Apache-2.0 */
#include "support.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/memory.h"
#include "journal/checkpoint.h"
#include "journal/lock.h"

#define TOKEN "serial 0042"

static struct journal *open_in(void **state)
{
    CLEANUP(text_free) char *path = path_in(*state, "journal.jsonl");
    struct failure failure = {0};
    struct journal *journal = NULL;

    assert_done(journal_open(path, &journal, &failure), &failure);
    return journal;
}

static bool lock(struct journal *journal, const char *identity, long *ret_holder)
{
    struct failure failure = {0};
    bool taken = false;

    assert_done(journal_lock(journal, identity, &taken, ret_holder, &failure), &failure);
    return taken;
}

/* Another process takes the lock, says so through the pipe, and waits to be killed. */
static pid_t other_process(void **state, int *ret_end)
{
    int ends[2];
    pid_t child;

    assert_int_equal(pipe(ends), 0);
    child = fork();
    if (child == 0) {
        long holder = 0;

        (void)close(ends[0]);
        if (lock(open_in(state), TOKEN, &holder) && write(ends[1], "!", 1) == 1) {
            (void)pause();
        }
        _exit(1);
    }
    (void)close(ends[1]);
    *ret_end = ends[0];
    return child;
}

static void a_second_process_is_told_who_writes(void **state)
{
    CLEANUP(journal_close) struct journal *journal = open_in(state);
    char said = '\0';
    long holder = 0;
    int end = -1;
    pid_t child = other_process(state, &end);

    assert_int_equal(read(end, &said, 1), 1);
    assert_false(lock(journal, TOKEN, &holder));
    assert_int_equal(holder, child);
    assert_true(lock(journal, "serial 0043", &holder)); /* another token */
    assert_int_equal(kill(child, SIGKILL), 0);
    assert_int_equal(waitpid(child, NULL, 0), child);
    assert_true(lock(journal, TOKEN, &holder)); /* the kernel let go of it */
    (void)close(end);
}

static void one_process_takes_it_twice_and_lets_go_twice(void **state)
{
    CLEANUP(journal_close) struct journal *journal = open_in(state);
    CLEANUP(journal_close) struct journal *other = open_in(state);
    long holder = 0;

    assert_true(lock(journal, TOKEN, &holder));
    assert_true(lock(journal, TOKEN, &holder));
    journal_unlock(journal, TOKEN);
    assert_false(lock(other, TOKEN, &holder));
    journal_unlock(journal, TOKEN);
    assert_true(lock(other, TOKEN, &holder));
    journal_unlock(other, TOKEN);
    journal_unlock(other, TOKEN); /* not held any more: nothing happens */
}

static void a_closed_journal_holds_nothing(void **state)
{
    CLEANUP(journal_close) struct journal *other = open_in(state);
    struct journal *journal = open_in(state);
    long holder = 0;

    assert_true(lock(journal, TOKEN, &holder));
    journal_close(journal);
    assert_true(lock(other, TOKEN, &holder));
}

static bool read_checkpoint(const char *text, struct journal_checkpoint *ret_checkpoint,
                            struct failure *failure)
{
    return journal_checkpoint_read(slice_of_text(text), "head.json", ret_checkpoint, failure);
}

#define HASH "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static void a_checkpoint_comes_back_as_it_was_written(void **state)
{
    const struct journal_checkpoint written = {.number = 77, .hash = HASH};
    CLEANUP_VALUE(bytes_clear) struct bytes text = journal_checkpoint_write(&written);
    struct journal_checkpoint read = {0};
    struct failure failure = {0};

    (void)state;
    assert_done(journal_checkpoint_read(slice_of_bytes(&text), "head.json", &read, &failure),
                &failure);
    assert_int_equal(read.number, 77);
    assert_string_equal(read.hash, HASH);
}

static void what_is_no_checkpoint_is_refused(void **state)
{
#define TYPE "\"type\": \"hardtoken journal checkpoint\", "
    static const char *const texts[] = {
        "",
        "[]",
        "{\"v\": 1, \"seq\": 1, \"h\": \"" HASH "\"}",
        "{" TYPE "\"v\": 2, \"seq\": 1, \"h\": \"" HASH "\"}",
        "{" TYPE "\"v\": 1, \"seq\": -1, \"h\": \"" HASH "\"}",
        "{" TYPE "\"v\": 1, \"seq\": \"1\", \"h\": \"" HASH "\"}",
        "{" TYPE "\"v\": 1, \"seq\": 1, \"h\": \"" HASH "0\"}",
        "{" TYPE "\"v\": 1, \"seq\": 1, \"h\": \"zz\"}",
        "{" TYPE "\"v\": 1, \"seq\": 1}",
    };
    size_t cases = 0;

    (void)state;
    for (; cases < COUNT_OF(texts); cases++) {
        CLEANUP_VALUE(failure_clear) struct failure failure = {0};
        struct journal_checkpoint checkpoint = {0};

        assert_false(read_checkpoint(texts[cases], &checkpoint, &failure));
        assert_int_equal(failure.class, FAILURE_INPUT);
    }
    assert_int_equal(cases, 9);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, folder_setup, folder_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_second_process_is_told_who_writes),
        TEST(one_process_takes_it_twice_and_lets_go_twice),
        TEST(a_closed_journal_holds_nothing),
        cmocka_unit_test(a_checkpoint_comes_back_as_it_was_written),
        cmocka_unit_test(what_is_no_checkpoint_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
