/* SPDX-License-Identifier: Apache-2.0 */
#include "call.h"

#include "record.h"
#include "settings.h"
#include "trace.h"

#include <errno.h>
#include <pthread.h>
#include <time.h>

static pthread_mutex_t one_call_at_a_time = PTHREAD_MUTEX_INITIALIZER;

static int64_t nanoseconds(clockid_t clock)
{
    struct timespec now = {0};
    (void)clock_gettime(clock, &now); /* cannot fail for the two clocks used here */
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static void delay(unsigned long microseconds)
{
    struct timespec left = {.tv_sec = (time_t)(microseconds / 1000000),
                            .tv_nsec = (long)(microseconds % 1000000) * 1000};
    while (nanosleep(&left, &left) != 0 && errno == EINTR) {
    }
}

/* A child starts with its own record; a lock held by another thread of the parent is not ours. */
static void forget_parent(void)
{
    (void)pthread_mutex_init(&one_call_at_a_time, NULL);
    record_reset_in_child();
}

void call_setup(void)
{
    (void)pthread_atfork(NULL, NULL, forget_parent);
}

void call_begin(struct call *call)
{
    const struct settings *settings = settings_get();

    record_enter();
    /* A call that waits for an event must not keep the others out. */
    call->serialized = settings->serialize && call->function != FUNCTION_C_WaitForSlotEvent;
    if (call->serialized) {
        (void)pthread_mutex_lock(&one_call_at_a_time);
    }
    call->entered_ns = nanoseconds(CLOCK_MONOTONIC);
    if (settings->delay_us > 0) {
        delay(settings->delay_us);
    }
    call->cpu_started_ns = nanoseconds(CLOCK_THREAD_CPUTIME_ID);
    call->started_ns = nanoseconds(CLOCK_MONOTONIC);
}

CK_RV call_end(struct call *call, CK_RV rv)
{
    call->module_ns = nanoseconds(CLOCK_MONOTONIC) - call->started_ns;
    call->cpu_ns = nanoseconds(CLOCK_THREAD_CPUTIME_ID) - call->cpu_started_ns;
    call->delay_ns = settings_get()->delay_us > 0 ? call->started_ns - call->entered_ns : 0;
    if (call->serialized) {
        (void)pthread_mutex_unlock(&one_call_at_a_time);
    }
    record_call(call, rv);
    trace_call(call, rv);
    if (call->function == FUNCTION_C_Finalize && rv == CKR_OK) {
        record_write("C_Finalize");
    }
    return rv;
}
