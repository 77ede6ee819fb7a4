/* SPDX-License-Identifier: Apache-2.0 */
#include "pin_source.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"

/* systemd.exec(5): LoadCredential= and SetCredential= of the service; NULL when there is none. */
static char *credential_file(const char *name)
{
    const char *folder = secure_getenv("CREDENTIALS_DIRECTORY");
    CLEANUP(text_free) char *path = NULL;

    if (folder == NULL || folder[0] == '\0') {
        return NULL;
    }
    path = text_format("%s/hardtoken.%s", folder, name);
    return access(path, F_OK) == 0 ? TAKE(path) : NULL;
}

struct pin_source pin_source_of(const struct cli *cli, enum pin_kind kind)
{
    const struct options *options = &cli->options;

    switch (kind) {
    case PIN_USER:
        return (struct pin_source){
            .options = options->pin,
            .uri_file = cli->selector == NULL ? NULL : token_selector_pin_file(cli->selector),
            .credential_file = credential_file("pin")};
    case PIN_SO:
        return (struct pin_source){.options = options->so_pin,
                                   .credential_file = credential_file("so-pin")};
    case PIN_SIGN:
        return (struct pin_source){.options = options->sign_pin};
    case PIN_NEW_USER:
    case PIN_NEW_SO:
        break;
    }
    return (struct pin_source){.options = options->new_pin};
}

void pin_source_clear(struct pin_source *source)
{
    memory_free(source->credential_file);
    *source = (struct pin_source){0};
}

static int options_given(const struct pin_options *options)
{
    return (options->file != NULL) + (options->fd != NULL) + (options->env != NULL);
}

bool pin_source_is_given(const struct pin_source *source)
{
    return options_given(&source->options) > 0 || source->uri_file != NULL ||
           source->credential_file != NULL;
}

const char *pin_option_name(enum pin_kind kind)
{
    static const char *const names[] = {[PIN_USER] = "pin",
                                        [PIN_SO] = "so-pin",
                                        [PIN_SIGN] = "sign-pin",
                                        [PIN_NEW_USER] = "new-pin",
                                        [PIN_NEW_SO] = "new-pin"};

    return names[kind];
}

bool pin_source_check(const struct pin_source *source, enum pin_kind kind, struct failure *failure)
{
    const char *name = pin_option_name(kind);
    int given = options_given(&source->options);

    if (given > 1) {
        (void)failure_set(failure, FAILURE_USAGE, _("the PIN is given in more than one way"));
        return failure_hint(failure, _("use one of --%s-file, --%s-fd and --%s-env"), name, name,
                            name);
    }
    if (given == 1 && source->uri_file != NULL) {
        (void)failure_set(failure, FAILURE_USAGE, _("the PIN is given in more than one way"));
        return failure_hint(failure, _("leave out pin-source in the URI, or the option"));
    }
    return true;
}

static bool read_variable(const char *name, struct secret **ret_pin, struct failure *failure)
{
    CLEANUP(secret_free) struct secret *pin = secret_new(PIN_CAPACITY);
    const char *value = secure_getenv(name);

    if (value == NULL || value[0] == '\0') {
        return failure_set(failure, FAILURE_PIN, _("the environment variable '%s' holds no PIN"),
                           name);
    }
    if (!secret_append(pin, value, strlen(value))) {
        return failure_set(failure, FAILURE_PIN, _("the PIN in '%s' is too long"), name);
    }
    *ret_pin = TAKE(pin);
    return true;
}

static bool read_descriptor(const char *text, struct secret **ret_pin, struct failure *failure)
{
    char *end = NULL;
    long descriptor;

    errno = 0;
    descriptor = strtol(text, &end, 10);
    if (errno != 0 || end == text || *end != '\0' || descriptor < 0 || descriptor > 65535) {
        return failure_set(failure, FAILURE_USAGE, _("'%s' is not the number of a file descriptor"),
                           text);
    }
    return descriptor_read_secret((int)descriptor, text, PIN_CAPACITY, ret_pin, failure);
}

bool pin_source_read(struct cli *cli, const struct pin_source *source, struct secret **ret_pin,
                     struct failure *failure)
{
    const char *file = source->options.file;

    if (source->options.fd != NULL) {
        return read_descriptor(source->options.fd, ret_pin, failure);
    }
    if (source->options.env != NULL) {
        return read_variable(source->options.env, ret_pin, failure);
    }
    if (file == NULL) {
        file = source->uri_file != NULL ? source->uri_file : source->credential_file;
    }
    return file_read_secret(file, PIN_CAPACITY, &cli->notices, ret_pin, failure);
}
