/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/* A new folder, empty, named after KIND of test; fails the test when there is none. Caller frees.
 */
char *folder_new(const char *kind);
/* Removes the folder with all that is in it; 0 when that worked. */
int folder_remove(const char *path);
