/* SPDX-License-Identifier: Apache-2.0 */
#include "pinentry.h"

#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "pin_source.h"
#include "terminal.h"

#define ASSUAN_LINE_LIMIT 1000
#define ANSWER_SECONDS 10 /* until a program that is no pinentry is given up */

/* The low 16 bits of the number behind ERR (libgpg-error). */
#define GPG_ERR_TIMEOUT 62
#define GPG_ERR_CANCELED 99
#define GPG_ERR_FULLY_CANCELED 198

struct pinentry {
    const char *program;
    pid_t process;
    int descriptor; /* a socket rather than two pipes: a write to a dead program is no SIGPIPE */
};

enum reply { REPLY_OK, REPLY_ERROR, REPLY_BROKEN };

static bool raise_start(const char *program, int error_number, struct failure *failure)
{
    (void)failure_set(failure, FAILURE_PIN, _("cannot start the pinentry program '%s'"), program);
    (void)failure_cause(failure, "%s", strerror(error_number));
    return failure_hint(failure, _("name another with --pinentry, or give the PIN with an option"));
}

/*
 * posix_spawn, because modules are loaded by now and must not be forked under; of their descriptors
 * the program gets none.
 */
static int spawn(const char *program, int descriptor, pid_t *ret_process)
{
    char *name = memory_copy_text(program);
    char *const arguments[] = {name, NULL};
    posix_spawn_file_actions_t actions;
    int result = posix_spawn_file_actions_init(&actions);

    if (result == 0) {
        (void)posix_spawn_file_actions_adddup2(&actions, descriptor, STDIN_FILENO);
        (void)posix_spawn_file_actions_adddup2(&actions, descriptor, STDOUT_FILENO);
        (void)posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
        result = posix_spawnp(ret_process, program, &actions, NULL, arguments, environ);
        (void)posix_spawn_file_actions_destroy(&actions);
    }
    memory_free(name);
    return result;
}

static bool pinentry_start(struct pinentry *pinentry, const char *program, struct failure *failure)
{
    int ends[2];
    int result;

    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
        return raise_start(program, errno, failure);
    }
    result = spawn(program, ends[1], &pinentry->process);
    (void)close(ends[1]); /* the program has its own now */
    if (result != 0) {
        (void)close(ends[0]);
        return raise_start(program, result, failure);
    }
    pinentry->program = program;
    pinentry->descriptor = ends[0];
    return true;
}

/* How long a read may take; 0 is for ever, as long as a person needs. */
static void set_patience(const struct pinentry *pinentry, time_t seconds)
{
    const struct timeval time = {.tv_sec = seconds};

    /* Without it the program is only waited for longer. */
    (void)setsockopt(pinentry->descriptor, SOL_SOCKET, SO_RCVTIMEO, &time, sizeof time);
}

/* The program ends when its input does; one that was interrupted may not look at it. */
static void pinentry_stop(struct pinentry *pinentry)
{
    if (pinentry->process == 0) {
        return;
    }
    (void)close(pinentry->descriptor);
    if (terminal_interrupted()) {
        (void)kill(pinentry->process, SIGTERM);
    }
    while (waitpid(pinentry->process, NULL, 0) < 0 && errno == EINTR) {
        (void)kill(pinentry->process, SIGTERM);
    }
}

/* Assuan: a percent sign and line ends are escaped in arguments. */
static void add_argument(struct text *line, const char *argument)
{
    CLEANUP(text_free) char *plain = text_escape(slice_of_text(argument), ESCAPE_PLAIN);

    for (const char *byte = plain; *byte != '\0'; byte++) {
        if (*byte == '%') {
            text_add(line, "%25");
        } else {
            text_add_n(line, byte, 1);
        }
    }
}

static bool send_line(const struct pinentry *pinentry, const char *command, const char *argument)
{
    CLEANUP_VALUE(text_clear) struct text line = {0};
    size_t sent = 0;

    text_add(&line, command);
    if (argument != NULL) {
        text_add(&line, " ");
        add_argument(&line, argument);
    }
    if (line.size > ASSUAN_LINE_LIMIT) {
        return false; /* a label of hostile length */
    }
    text_add(&line, "\n");
    while (sent < line.size) {
        ssize_t size = send(pinentry->descriptor, line.data + sent, line.size - sent, MSG_NOSIGNAL);

        if (size < 0 && (errno != EINTR || terminal_interrupted())) {
            return false;
        }
        sent += size < 0 ? 0 : (size_t)size;
    }
    return true;
}

/* A line without its end; it may hold the PIN. */
static bool read_line(const struct pinentry *pinentry, struct secret *line)
{
    char byte = '\0';
    bool good = true;

    while (good && byte != '\n') {
        ssize_t size = read(pinentry->descriptor, &byte, 1);

        if (size < 0 && errno == EINTR && !terminal_interrupted()) {
            continue;
        }
        good = size == 1 && (byte == '\n' || secret_append(line, &byte, 1));
    }
    explicit_bzero(&byte, sizeof byte);
    return good;
}

/* Adds the data of "D ..." to PIN, without its percent escapes. */
static bool add_data(const uint8_t *data, size_t size, struct secret *pin)
{
    for (size_t i = 0; i < size; i++) {
        uint8_t byte = data[i];
        bool good = true;

        if (byte == '%') {
            int high = i + 2 < size ? hex_value((char)data[i + 1]) : -1;
            int low = i + 2 < size ? hex_value((char)data[i + 2]) : -1;

            good = high >= 0 && low >= 0;
            byte = (uint8_t)(((unsigned)high << 4) | (unsigned)low);
            i += 2;
        }
        good = good && secret_append(pin, &byte, 1);
        explicit_bzero(&byte, sizeof byte);
        if (!good) {
            return false;
        }
    }
    return true;
}

static bool begins_with(const struct secret *line, const char *word)
{
    return secret_size(line) >= strlen(word) && memcmp(secret_data(line), word, strlen(word)) == 0;
}

/* The number behind "ERR ", without the bits that tell which program it is from. */
static unsigned error_code(const struct secret *line)
{
    unsigned long code = 0;

    for (size_t i = strlen("ERR "); i < secret_size(line); i++) {
        uint8_t byte = secret_data(line)[i];

        if (byte < '0' || byte > '9') {
            break;
        }
        code = code * 10 + (unsigned long)(byte - '0');
    }
    return (unsigned)(code & 0xffff);
}

/* Reads up to OK or ERR. Data goes to PIN; a program that sends some unasked is broken. */
static enum reply read_reply(const struct pinentry *pinentry, struct secret *pin,
                             unsigned *ret_code)
{
    for (;;) {
        CLEANUP(secret_free) struct secret *line = secret_new(ASSUAN_LINE_LIMIT);

        if (!read_line(pinentry, line)) {
            return REPLY_BROKEN;
        }
        if (begins_with(line, "OK")) {
            return REPLY_OK;
        }
        if (begins_with(line, "ERR ")) {
            *ret_code = error_code(line);
            return REPLY_ERROR;
        }
        if (begins_with(line, "D ") && pin != NULL) {
            if (!add_data(secret_data(line) + 2, secret_size(line) - 2, pin)) {
                return REPLY_BROKEN;
            }
        } else if (!begins_with(line, "S ") && !begins_with(line, "#")) {
            return REPLY_BROKEN; /* an INQUIRE among others: nothing was set that asks for one */
        }
    }
}

static bool raise_reply(const struct pinentry *pinentry, enum reply reply, unsigned code,
                        struct failure *failure)
{
    if (terminal_interrupted()) {
        return failure_set(failure, FAILURE_PIN, _("interrupted while asking for the PIN"));
    }
    (void)failure_set(failure, FAILURE_PIN, _("no PIN was entered"));
    if (reply == REPLY_BROKEN) {
        (void)failure_cause(failure, _("'%s' ended, or did not answer as a pinentry program does"),
                            pinentry->program);
        return failure_hint(failure, _("name another with --pinentry"));
    }
    switch (code) {
    case GPG_ERR_CANCELED:
    case GPG_ERR_FULLY_CANCELED:
        return failure_cause(failure, _("it was canceled in '%s'"), pinentry->program);
    case GPG_ERR_TIMEOUT:
        return failure_cause(failure, _("nobody answered in time in '%s'"), pinentry->program);
    default:
        return failure_cause(failure, _("'%s' returned error %u"), pinentry->program, code);
    }
}

/* One command that must succeed. */
static bool command(const struct pinentry *pinentry, const char *name, const char *argument,
                    struct secret *pin, struct failure *failure)
{
    unsigned code = 0;
    enum reply reply =
        send_line(pinentry, name, argument) ? read_reply(pinentry, pin, &code) : REPLY_BROKEN;

    return reply == REPLY_OK ? true : raise_reply(pinentry, reply, code, failure);
}

/* For pinentry programs that draw on a terminal; others do not know the option, which is fine. */
static bool offer_terminal(const struct pinentry *pinentry)
{
    const char *type = secure_getenv("TERM");
    CLEANUP(text_free) char *option = text_format("ttytype=%s", type == NULL ? "dumb" : type);
    unsigned code;

    if (!terminal_is_there()) {
        return true;
    }
    return send_line(pinentry, "OPTION", "ttyname=/dev/tty") &&
           read_reply(pinentry, NULL, &code) != REPLY_BROKEN &&
           send_line(pinentry, "OPTION", option) &&
           read_reply(pinentry, NULL, &code) != REPLY_BROKEN;
}

static bool converse(const struct pinentry *pinentry, const char *question, const char *warning,
                     struct secret *pin, struct failure *failure)
{
    unsigned code = 0;
    enum reply greeting;

    set_patience(pinentry, ANSWER_SECONDS);
    greeting = read_reply(pinentry, NULL, &code);
    if (greeting != REPLY_OK || !offer_terminal(pinentry)) {
        return raise_reply(pinentry, greeting == REPLY_ERROR ? greeting : REPLY_BROKEN, code,
                           failure);
    }
    if (!command(pinentry, "SETTITLE", "hardtoken", NULL, failure) ||
        !command(pinentry, "SETDESC", question, NULL, failure) ||
        !command(pinentry, "SETPROMPT", _("PIN:"), NULL, failure) ||
        (warning != NULL && !command(pinentry, "SETERROR", warning, NULL, failure))) {
        return false;
    }
    set_patience(pinentry, 0);
    return command(pinentry, "GETPIN", NULL, pin, failure);
}

bool pinentry_ask(const char *program, const char *question, const char *warning,
                  struct secret **ret_pin, struct failure *failure)
{
    CLEANUP_VALUE(pinentry_stop) struct pinentry pinentry = {0};
    CLEANUP(secret_free) struct secret *pin = secret_new(PIN_CAPACITY);

    if (!pinentry_start(&pinentry, program, failure) ||
        !converse(&pinentry, question, warning, pin, failure)) {
        return false;
    }
    if (secret_size(pin) == 0) {
        return failure_set(failure, FAILURE_PIN, _("no PIN was entered"));
    }
    *ret_pin = TAKE(pin);
    return true;
}
