/* SPDX-License-Identifier: Apache-2.0 */
#include "base/state.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"

/* The XDG specification: a relative path there counts as not set. */
static const char *absolute(const char *variable)
{
    const char *value = secure_getenv(variable);

    return value != NULL && value[0] == '/' ? value : NULL;
}

char *state_folder(void)
{
    const char *base = absolute("XDG_STATE_HOME");
    const char *home = absolute("HOME");

    if (base != NULL) {
        return text_format("%s/hardtoken", base);
    }
    if (geteuid() == 0) {
        return memory_copy_text("/var/lib/hardtoken");
    }
    return home == NULL ? NULL : text_format("%s/.local/state/hardtoken", home);
}

bool state_folder_make(const char *path, struct failure *failure)
{
    const char *end = path;

    while (*end != '\0') {
        CLEANUP(text_free) char *part = NULL;

        end += strspn(end, "/");
        end += strcspn(end, "/");
        part = memory_copy_text_n(path, (size_t)(end - path));
        if (mkdir(part, S_IRWXU) != 0 && errno != EEXIST) {
            return failure_errno(failure, errno, _("cannot make the folder '%s'"), part);
        }
    }
    return true;
}
