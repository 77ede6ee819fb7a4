/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "support.h"

#include "x509/key_file.h"

#define PASSWORD "correct horse"

/* Runs COMMAND with sh in FOLDER; fails the test, showing what it printed, unless it ends well. */
void run(const char *folder, const char *command);

/* A folder with key.pem (RSA 2048, PKCS#8) and its certificate cert.pem, made by openssl. */
int key_folder_setup(void **state);

/* What FOLDER/NAME is; PASSWORD NULL: none is given. The caller clears it. */
struct key_file judge(const char *folder, const char *name, const char *password);
struct key_file judge_bytes(struct slice content, const char *password);

/* It is refused with class input and FRAGMENT. */
void assert_not_judged(struct slice content, const char *fragment);

/* Is the key of ITEM the public half of FOLDER/NAME, a private key that openssl reads? */
bool key_is_of(const struct key_file_item *item, const char *folder, const char *name);

/* The only item of FILE. */
const struct key_file_item *only(const struct key_file *file);

/* TEXT holds FRAGMENT, or both are NULL. */
#define assert_text(text, fragment) check_text(text, fragment, __FILE__, __LINE__)
void check_text(const char *text, const char *fragment, const char *file, int line);
