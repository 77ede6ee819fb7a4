/* SPDX-License-Identifier: Apache-2.0 */
#include "support.h"

#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/memory.h"

/* AddressSanitizer must answer like malloc, so that our own code sees the exhaustion. */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
    return "allocator_may_return_null=1";
}

static void exhaust_with_new(void)
{
    memory_free(memory_new(SIZE_MAX / 2, 4));
}

static void exhaust_with_resize(void)
{
    memory_free(memory_resize(NULL, SIZE_MAX / 2, 4));
}

/* Runs ACTION in a child; returns its exit status, and what it wrote to stderr in OUTPUT. */
static int status_of_child(void (*action)(void), char *output, size_t size)
{
    int ends[2];
    int status = 0;
    size_t used = 0;
    ssize_t got;
    pid_t child;

    assert_int_equal(pipe(ends), 0);
    child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        (void)dup2(ends[1], STDERR_FILENO);
        action();
        _exit(0);
    }
    (void)close(ends[1]);
    while (used + 1 < size && (got = read(ends[0], output + used, size - used - 1)) > 0) {
        used += (size_t)got;
    }
    output[used] = '\0';
    (void)close(ends[0]);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static void exhaustion_ends_the_process_with_the_host_status(void **state)
{
    void (*const actions[])(void) = {exhaust_with_new, exhaust_with_resize};
    size_t cases = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(actions); i++) {
        char output[4096] = "";

        assert_int_equal(status_of_child(actions[i], output, sizeof output), FAILURE_HOST);
        assert_non_null(strstr(output, "hardtoken: error: out of memory\n"));
        cases++;
    }
    assert_int_equal(cases, 2);
}

static void new_blocks_are_zeroed_and_never_null(void **state)
{
    uint8_t *block = memory_new(16, 4);
    void *nothing = memory_new(0, 0);

    (void)state;
    for (size_t i = 0; i < 64; i++) {
        assert_int_equal(block[i], 0);
    }
    assert_non_null(nothing);
    nothing = memory_resize(nothing, 0, 8);
    assert_non_null(nothing);
    memory_free(block);
    memory_free(nothing);
}

static void copies_of_text_end_in_nul(void **state)
{
    char *whole = memory_copy_text("abc");
    char *part = memory_copy_text_n("abc", 2);

    (void)state;
    assert_string_equal(whole, "abc");
    assert_string_equal(part, "ab");
    assert_null(memory_copy_text(NULL));
    memory_free(whole);
    memory_free(part);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(exhaustion_ends_the_process_with_the_host_status),
        cmocka_unit_test(new_blocks_are_zeroed_and_never_null),
        cmocka_unit_test(copies_of_text_end_in_nul),
    };

    return cmocka_run_group_tests_name("memory", tests, NULL, NULL);
}
