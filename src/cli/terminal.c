/* SPDX-License-Identifier: Apache-2.0 */
#include "terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "pin_source.h"

#define LINE_LIMIT 1024

/* Written by the signal handler, the only state a handler may touch. */
static volatile sig_atomic_t interrupted;

/* The first signal asks; a second one insists, as when a module hangs and nothing is ever noticed.
 */
static void note_signal(int number)
{
    static const char message[] =
        "hardtoken: error: ended by a second signal; 'hardtoken list' shows what is on the token\n";

    (void)number;
    if (interrupted != 0) {
        (void)!write(STDERR_FILENO, message, sizeof message - 1); /* nothing can be done about it */
        _exit(FAILURE_HOST);
    }
    interrupted = 1;
}

static const int caught_signals[] = {SIGINT, SIGTERM, SIGHUP};

void terminal_catch_signals(void)
{
    struct sigaction action = {.sa_handler = note_signal}; /* no SA_RESTART: reads come back */

    for (size_t i = 0; i < sizeof caught_signals / sizeof *caught_signals; i++) {
        struct sigaction before = {0};

        if (sigaction(caught_signals[i], NULL, &before) == 0 && before.sa_handler != SIG_IGN) {
            (void)sigaction(caught_signals[i], &action, NULL); /* these signals can be caught */
        }
    }
}

bool terminal_interrupted(void)
{
    return interrupted != 0;
}

static int terminal_open(void)
{
    return open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
}

bool terminal_is_there(void)
{
    CLEANUP(descriptor_close) int descriptor = terminal_open();

    return descriptor >= 0;
}

static void write_text(int descriptor, const char *text)
{
    CLEANUP(text_free) char *escaped = text_escape(slice_of_text(text), ESCAPE_PLAIN);

    /* A prompt that cannot be written shows in the read that follows. */
    (void)!write(descriptor, escaped, strlen(escaped));
}

/* Waits for a byte; signals come through only while waiting, so that none is missed before. */
static bool wait_for_byte(int descriptor, const sigset_t *unblocked)
{
    struct pollfd wanted = {.fd = descriptor, .events = POLLIN};

    while (!terminal_interrupted()) {
        int ready = ppoll(&wanted, 1, NULL, unblocked);

        if (ready >= 0 || errno != EINTR) {
            return ready > 0 && !terminal_interrupted();
        }
    }
    return false;
}

/* Reads up to the end of the line; false when it was interrupted or nobody is there. */
static bool read_line(int descriptor, struct secret *line)
{
    sigset_t blocked;
    sigset_t before;
    char byte = '\0';
    bool good = true;

    (void)sigemptyset(&blocked); /* these cannot fail with valid signals */
    for (size_t i = 0; i < sizeof caught_signals / sizeof *caught_signals; i++) {
        (void)sigaddset(&blocked, caught_signals[i]);
    }
    (void)sigprocmask(SIG_BLOCK, &blocked, &before);
    while (good && byte != '\n') {
        good = wait_for_byte(descriptor, &before) && read(descriptor, &byte, 1) == 1;
        if (good && byte != '\n' && !secret_append(line, &byte, 1)) {
            good = false; /* longer than any PIN */
        }
    }
    (void)sigprocmask(SIG_SETMASK, &before, NULL);
    explicit_bzero(&byte, sizeof byte);
    return good;
}

bool terminal_ask_secret(const char *prompt, struct secret **ret_secret, struct failure *failure)
{
    CLEANUP(descriptor_close) int descriptor = terminal_open();
    CLEANUP(secret_free) struct secret *secret = secret_new(PIN_CAPACITY);
    struct termios before;
    struct termios silent;
    bool good;

    if (descriptor < 0 || tcgetattr(descriptor, &before) != 0) {
        return failure_set(failure, FAILURE_PIN, _("there is no terminal to ask for the PIN"));
    }
    silent = before;
    silent.c_lflag &= ~(tcflag_t)(ECHO | ECHOE | ECHOK | ECHONL);
    /* Echo off first: what is typed as soon as the prompt shows must neither show nor be lost. */
    (void)tcsetattr(descriptor, TCSAFLUSH, &silent);
    write_text(descriptor, prompt);
    good = read_line(descriptor, secret);
    (void)tcsetattr(descriptor, TCSAFLUSH, &before);
    (void)!write(descriptor, "\n", 1);
    if (!good || secret_size(secret) == 0) {
        return failure_set(failure, FAILURE_PIN,
                           terminal_interrupted() ? _("interrupted while asking for the PIN")
                                                  : _("no PIN was entered"));
    }
    if (!secret_recode(secret, nl_langinfo(CODESET))) {
        return failure_set(failure, FAILURE_PIN,
                           _("the PIN holds bytes that are no characters of the locale"));
    }
    *ret_secret = TAKE(secret);
    return true;
}

bool terminal_ask_line(const char *prompt, char **ret_line, struct failure *failure)
{
    CLEANUP(descriptor_close) int descriptor = terminal_open();
    CLEANUP(secret_free) struct secret *line = secret_new(LINE_LIMIT);

    if (descriptor < 0) {
        return failure_set(failure, FAILURE_HOST, _("there is no terminal to ask on"));
    }
    write_text(descriptor, prompt);
    if (!read_line(descriptor, line)) {
        return failure_set(failure, FAILURE_HOST,
                           terminal_interrupted() ? _("interrupted") : _("nobody answered"));
    }
    *ret_line = memory_copy_text_n((const char *)secret_data(line), secret_size(line));
    return true;
}

void terminal_tell(const char *text)
{
    CLEANUP(text_free) char *escaped = text_escape(slice_of_text(text), ESCAPE_PLAIN);

    (void)fprintf(stderr, "hardtoken: %s\n", escaped);
}

void terminal_progress(const char *text)
{
    CLEANUP(text_free) char *escaped = text_escape(slice_of_text(text), ESCAPE_PLAIN);

    if (isatty(STDERR_FILENO) == 1) {
        (void)fprintf(stderr, "hardtoken: %s ...\n", escaped);
    }
}
