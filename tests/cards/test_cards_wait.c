/* SPDX-License-Identifier: Apache-2.0 */
/* The real libpcsclite against a service that is not there, or accepts and says nothing. */
#include "support.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/memory.h"
#include "cards/readers.h"

#define LIMIT 300 /* milliseconds */

static int begin(void **state)
{
    int result = folder_setup(state);
    CLEANUP(text_free) char *socket_path = path_in(*state, "pcscd.comm");

    return result != 0 ? result : setenv("PCSCLITE_CSOCK_NAME", socket_path, 1);
}

static int end(void **state)
{
    return unsetenv("PCSCLITE_CSOCK_NAME") != 0 ? -1 : folder_teardown(state);
}

/* Listens where pcscd would; connections wait in the queue for ever. */
static int listen_silently(const char *folder)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    CLEANUP(text_free) char *path = path_in(folder, "pcscd.comm");
    int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

    assert_true(listener >= 0 && strlen(path) < sizeof address.sun_path);
    memcpy(address.sun_path, path, strlen(path));
    assert_int_equal(bind(listener, (const struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(listen(listener, 8), 0);
    return listener;
}

static void without_pcscd_the_answer_is_no_service(void **state)
{
    struct readers readers = {0};
    uint64_t before = clock_monotonic();

    (void)state;
    readers_read(10000, &readers);
    assert_int_equal(readers.answer, READERS_NO_SERVICE);
    assert_int_equal(readers.count, 0);
    assert_true(clock_monotonic() - before < 5000000);
    readers_clear(&readers);
}

static void a_pcscd_that_hangs_costs_no_more_than_the_limit(void **state)
{
    struct readers readers = {0};
    int listener = listen_silently(*state);
    uint64_t before = clock_monotonic();
    uint64_t spent;

    readers_read(LIMIT, &readers);
    spent = clock_monotonic() - before;
    assert_int_equal(readers.answer, READERS_TIMED_OUT);
    assert_int_equal(readers.count, 0);
    assert_true(spent >= LIMIT * 1000U && spent < LIMIT * 1000U + 2000000U);
    readers_clear(&readers);
    /* Refused now: the thread that was left behind ends, and frees what it has. */
    assert_int_equal(close(listener), 0);
    clock_sleep(200);
}

int main(void)
{
    /* One folder for all: libpcsclite looks at the variable once. */
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_pcscd_the_answer_is_no_service),
        cmocka_unit_test(a_pcscd_that_hangs_costs_no_more_than_the_limit),
    };

    return cmocka_run_group_tests_name("cards_wait", tests, begin, end);
}
