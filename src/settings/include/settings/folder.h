/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "base/must_use.h"
#include "settings/settings.h"
#include "settings/shipped.h"

/* The data files of one kind, those that win first. */
struct settings_folder {
    struct settings **files;
    size_t count;
};

/*
 * Reads every file NAME.conf of a KIND ("quirks"): the person's own, in
 * $XDG_CONFIG_HOME/hardtoken/KIND (~/.config without that); the site's, in /etc/hardtoken/KIND; and
 * those that are part of the program, SHIPPED. A file hides those of the same name that come later
 * in this order. A folder that is not there is empty. Class input for a file that cannot be read or
 * is wrong; that it is somebody's own does not make it harmless to ignore.
 */
bool settings_folder_read(const char *kind, const struct shipped_file *shipped,
                          struct settings_folder *ret_folder, struct failure *failure) MUST_USE;
void settings_folder_clear(struct settings_folder *folder);
