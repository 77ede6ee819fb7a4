/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <time.h>

#include "base/memory.h"
#include "cards/readers.h"
#include "readers_ask.h"

/*
 * Work shared by who waits and the thread that asks. Who leaves last frees it: a thread that hangs
 * in PC/SC must not write where the other is long gone.
 */
struct work {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    struct readers readers;
    bool listed;
    bool finished;  /* the thread has asked everything */
    bool abandoned; /* nobody waits any more */
};

static void work_free(struct work *work)
{
    readers_clear(&work->readers);
    (void)pthread_cond_destroy(&work->changed);
    (void)pthread_mutex_destroy(&work->lock);
    memory_free(work);
}

static struct work *work_new(void)
{
    struct work *work = memory_new(1, sizeof *work);
    pthread_condattr_t attributes;

    (void)pthread_condattr_init(&attributes);
    (void)pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    (void)pthread_mutex_init(&work->lock, NULL);
    (void)pthread_cond_init(&work->changed, &attributes);
    (void)pthread_condattr_destroy(&attributes);
    return work;
}

static void take_list(void *context, struct readers *readers)
{
    struct work *work = context;

    (void)pthread_mutex_lock(&work->lock);
    work->readers = *readers;
    work->listed = true;
    (void)pthread_mutex_unlock(&work->lock);
}

/* After the wait is over the list is somebody else's: what comes then is thrown away. */
static void take_answers(void *context, size_t position, struct reader *reader)
{
    struct work *work = context;

    (void)pthread_mutex_lock(&work->lock);
    if (work->abandoned) {
        struct readers late = {.items = memory_new(1, sizeof *late.items), .count = 1};

        late.items[0] = *reader;
        readers_clear(&late);
    } else {
        struct reader *known = &work->readers.items[position];

        reader->name = known->name;
        reader->present = known->present;
        reader->mute = known->mute;
        reader->in_use = known->in_use;
        reader->exclusive = known->exclusive;
        reader->atr = known->atr;
        *known = *reader;
    }
    (void)pthread_mutex_unlock(&work->lock);
}

static void *ask(void *context)
{
    struct work *work = context;
    const struct readers_sink sink = {.listed = take_list, .asked = take_answers, .context = work};
    bool last;

    readers_ask(&sink);
    (void)pthread_mutex_lock(&work->lock);
    work->finished = true;
    last = work->abandoned;
    (void)pthread_cond_signal(&work->changed);
    (void)pthread_mutex_unlock(&work->lock);
    if (last) {
        work_free(work);
    }
    return NULL;
}

/* Signals are for the thread that is waited in: a handler there can ask to stop. */
static int start(struct work *work)
{
    sigset_t all, before;
    pthread_t thread;
    int error;

    (void)sigfillset(&all);
    (void)pthread_sigmask(SIG_SETMASK, &all, &before);
    error = pthread_create(&thread, NULL, ask, work);
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (error == 0) {
        (void)pthread_detach(thread);
    }
    return error;
}

static struct timespec end_of(unsigned limit)
{
    struct timespec end = {0};

    (void)clock_gettime(CLOCK_MONOTONIC, &end);
    end.tv_sec += (time_t)(limit / 1000);
    end.tv_nsec += (long)(limit % 1000) * 1000000;
    if (end.tv_nsec >= 1000000000) {
        end.tv_nsec -= 1000000000;
        end.tv_sec++;
    }
    return end;
}

void readers_read(unsigned limit, struct readers *ret_readers)
{
    struct work *work = work_new();
    struct timespec end = end_of(limit);
    int error = start(work);
    bool finished;

    if (error != 0) {
        *ret_readers = (struct readers){.answer = READERS_FAILED, .code = (uint32_t)error};
        work_free(work);
        return;
    }
    (void)pthread_mutex_lock(&work->lock);
    while (!work->finished && error != ETIMEDOUT) {
        error = pthread_cond_timedwait(&work->changed, &work->lock, &end);
    }
    *ret_readers = work->readers;
    work->readers = (struct readers){0};
    if (!work->listed) {
        ret_readers->answer = READERS_TIMED_OUT;
    }
    finished = work->finished;
    work->abandoned = true;
    (void)pthread_mutex_unlock(&work->lock);
    if (finished) {
        work_free(work);
    }
}
