/* SPDX-License-Identifier: Apache-2.0 */
#include "base/helper.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "base/memory.h"

#define RESULT_LIMIT (1024u * 1024u)
#define MESSAGES_LIMIT 8192u
#define TICK_MS 10
#define GRACE_US 1000000u /* for the system to end what was killed */

enum { RESULT_PIPE, MESSAGES_PIPE, PIPES };

/* A helper while it runs. */
struct run {
    struct helper *helper;
    pid_t process; /* 0 once it is over */
    int pipes[PIPES];
    uint64_t deadline;
    bool killed;
};

static void close_pipe(int *descriptor)
{
    if (*descriptor >= 0) {
        (void)close(*descriptor); /* only read from */
        *descriptor = -1;
    }
}

/* File descriptors of a helper, and a process group of its own so that all of it can be killed. */
static int spawn(struct run *run, int result, int messages)
{
    char *const *arguments;
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    int error_number;

    memcpy(&arguments, &run->helper->arguments, sizeof arguments); /* posix_spawn changes nothing */
    if (posix_spawn_file_actions_init(&files) != 0) {
        return ENOMEM;
    }
    if (posix_spawnattr_init(&attributes) != 0) {
        (void)posix_spawn_file_actions_destroy(&files);
        return ENOMEM;
    }
    /* These fail only without memory, and then posix_spawn does not find what it needs. */
    (void)posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    (void)posix_spawn_file_actions_adddup2(&files, messages, STDOUT_FILENO);
    (void)posix_spawn_file_actions_adddup2(&files, messages, STDERR_FILENO);
    (void)posix_spawn_file_actions_adddup2(&files, result, HELPER_RESULT);
    (void)posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
    error_number =
        posix_spawn(&run->process, "/proc/self/exe", &files, &attributes, arguments, environ);
    (void)posix_spawnattr_destroy(&attributes);
    (void)posix_spawn_file_actions_destroy(&files);
    return error_number;
}

/* A pipe whose ends are above HELPER_RESULT, so that none is overwritten while it is passed on. */
static int make_pipe(int *ret_read, int *ret_write)
{
    int ends[2];
    int error_number = 0;

    if (pipe2(ends, O_CLOEXEC) != 0) {
        return errno;
    }
    *ret_read = fcntl(ends[0], F_DUPFD_CLOEXEC, HELPER_RESULT + 1);
    *ret_write = fcntl(ends[1], F_DUPFD_CLOEXEC, HELPER_RESULT + 1);
    if (*ret_read < 0 || *ret_write < 0 || fcntl(*ret_read, F_SETFL, O_NONBLOCK) != 0) {
        error_number = errno;
    }
    (void)close(ends[0]);
    (void)close(ends[1]);
    return error_number;
}

static void start(struct run *run, unsigned limit)
{
    int result = -1;
    int messages = -1;
    int error_number = make_pipe(&run->pipes[RESULT_PIPE], &result);

    if (error_number == 0) {
        error_number = make_pipe(&run->pipes[MESSAGES_PIPE], &messages);
    }
    if (error_number == 0) {
        error_number = spawn(run, result, messages);
    }
    close_pipe(&result);
    close_pipe(&messages);
    run->deadline = clock_monotonic() + limit * UINT64_C(1000000);
    if (error_number != 0) {
        run->process = 0;
        run->helper->end = HELPER_NOT_STARTED;
        run->helper->code = error_number;
    }
}

/* Takes what is there now; what is over the limit is read and forgotten. */
static void drain(int *descriptor, struct bytes *bytes, size_t limit)
{
    char buffer[4096];
    ssize_t got = 1;

    while (*descriptor >= 0 && got > 0) {
        got = read(*descriptor, buffer, sizeof buffer);
        if (got > 0 && bytes->size < limit) {
            size_t room = limit - bytes->size;

            bytes_append(bytes, buffer, (size_t)got < room ? (size_t)got : room);
        }
    }
    if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR)) {
        close_pipe(descriptor);
    }
}

static void drain_pipes(struct run *run)
{
    drain(&run->pipes[RESULT_PIPE], &run->helper->result, RESULT_LIMIT);
    drain(&run->pipes[MESSAGES_PIPE], &run->helper->messages, MESSAGES_LIMIT);
}

static void note_end(struct run *run, int status)
{
    struct helper *helper = run->helper;

    if (run->killed) {
        helper->end = HELPER_TIMED_OUT;
    } else if (WIFSIGNALED(status)) {
        helper->end = HELPER_CRASHED;
        helper->code = WTERMSIG(status);
    } else {
        helper->end = HELPER_EXITED;
        helper->code = WEXITSTATUS(status);
    }
    run->process = 0;
}

static void kill_run(struct run *run)
{
    if (!run->killed) {
        run->killed = true;
        (void)kill(-run->process, SIGKILL); /* it may have just ended */
    }
}

/* Looks after one helper; true while it runs. */
static bool attend(struct run *run)
{
    uint64_t now = clock_monotonic();
    int status = 0;

    if (run->process == 0) {
        return false;
    }
    drain_pipes(run);
    if (waitpid(run->process, &status, WNOHANG) == run->process) {
        drain_pipes(run); /* the rest; a process it left behind may keep the pipe open */
        note_end(run, status);
    } else if (now > run->deadline + GRACE_US) {
        note_end(run, status); /* stuck in the kernel, beyond SIGKILL */
    } else if (now > run->deadline) {
        kill_run(run);
    }
    return run->process != 0;
}

static void wait_a_little(const struct run *runs, size_t count)
{
    struct pollfd *polled = memory_new(count * PIPES, sizeof *polled);

    for (size_t i = 0; i < count * PIPES; i++) {
        polled[i] = (struct pollfd){.fd = runs[i / PIPES].pipes[i % PIPES], .events = POLLIN};
    }
    (void)poll(polled, count * PIPES, TICK_MS); /* an interruption is looked for by the caller */
    memory_free(polled);
}

static bool attend_all(struct run *runs, size_t count)
{
    bool running = false;

    for (size_t i = 0; i < count; i++) {
        running = attend(&runs[i]) || running;
    }
    return running;
}

static void kill_all(struct run *runs, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (runs[i].process != 0) {
            kill_run(&runs[i]);
            runs[i].deadline = clock_monotonic();
        }
    }
}

bool helpers_run(struct helper *helpers, size_t count, unsigned limit,
                 bool (*interrupted)(void *context), void *context, struct failure *failure)
{
    struct run *runs = memory_new(count, sizeof *runs);

    for (size_t i = 0; i < count; i++) {
        runs[i] = (struct run){.helper = &helpers[i], .pipes = {-1, -1}};
        start(&runs[i], limit);
    }
    while (attend_all(runs, count)) {
        if (interrupted != NULL && !failure_is_set(failure) && interrupted(context)) {
            (void)failure_set(failure, FAILURE_HOST, _("interrupted"));
            kill_all(runs, count);
        }
        wait_a_little(runs, count);
    }
    for (size_t i = 0; i < count * PIPES; i++) {
        close_pipe(&runs[i / PIPES].pipes[i % PIPES]);
    }
    memory_free(runs);
    return !failure_is_set(failure);
}

void helper_begin(void)
{
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL); /* cannot fail with a valid signal */
}

void helper_clear(struct helper *helper)
{
    bytes_clear(&helper->result);
    bytes_clear(&helper->messages);
    *helper = (struct helper){0};
}
