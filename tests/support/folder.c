/* SPDX-License-Identifier: Apache-2.0 */
#include "folder.h"

#include "start.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/text.h"

char *folder_new(const char *kind)
{
    const char *base = getenv("TMPDIR");
    char *path = text_format("%s/hardtoken-%s-XXXXXX", base != NULL ? base : "/tmp", kind);

    assert_non_null(mkdtemp(path));
    return path;
}

static int remove_entry(const char *path, const struct stat *status, int type, struct FTW *ftw)
{
    (void)status;
    (void)type;
    (void)ftw;
    return remove(path);
}

int folder_remove(const char *path)
{
    return nftw(path, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
}
