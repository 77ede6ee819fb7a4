/* SPDX-License-Identifier: Apache-2.0 */
#include "key_files.h"

#include <openssl/pem.h>

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "keys.h"

void run(const char *folder, const char *command)
{
    CLEANUP(text_free)
    char *line = text_format("cd '%s' && { %s; } >output.txt 2>&1 || { cat output.txt; exit 1; }",
                             folder, command);
    int status = system(line); /* the folder is ours, the command a literal of the test */

    if (status != 0) {
        print_error("%s\n", command);
    }
    assert_int_equal(status, 0);
}

int key_folder_setup(void **state)
{
    if (folder_setup(state) != 0) {
        return 1;
    }
    run(*state, "openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem "
                "-subj /CN=holder -days 30");
    return 0;
}

struct key_file judge_bytes(struct slice content, const char *password)
{
    struct bytes copy = bytes_copy(content.data, content.size);
    CLEANUP(secret_free) struct secret *secret = secret_new(64);
    struct key_file file = {0};
    struct failure failure = {0};

    if (password != NULL) {
        assert_true(secret_append(secret, password, strlen(password)));
    }
    assert_done(key_file_judge(&copy, "file", password == NULL ? NULL : secret, &file, &failure),
                &failure);
    assert_null(copy.data);
    return file;
}

static struct bytes content_of(const char *folder, const char *name)
{
    CLEANUP(text_free) char *path = path_in(folder, name);
    struct bytes content = {0};
    struct failure failure = {0};

    assert_done(file_read(path, 4 * KEY_FILE_LIMIT, &content, &failure), &failure);
    return content;
}

struct key_file judge(const char *folder, const char *name, const char *password)
{
    CLEANUP_VALUE(bytes_clear) struct bytes content = content_of(folder, name);

    return judge_bytes(slice_of_bytes(&content), password);
}

void assert_not_judged(struct slice content, const char *fragment)
{
    struct bytes copy = bytes_copy(content.data, content.size);
    struct key_file file = {0};
    struct failure failure = {0};

    assert_false(key_file_judge(&copy, "file", NULL, &file, &failure));
    assert_null(copy.data);
    assert_null(file.items);
    assert_failure(&failure, FAILURE_INPUT, fragment);
}

bool key_is_of(const struct key_file_item *item, const char *folder, const char *name)
{
    CLEANUP_VALUE(bytes_clear) struct bytes content = content_of(folder, name);
    BIO *memory = BIO_new_mem_buf(content.data, (int)content.size);
    CLEANUP(EVP_PKEY_free) EVP_PKEY *key = PEM_read_bio_PrivateKey(memory, NULL, NULL, NULL);
    CLEANUP(public_key_free) struct public_key *expected = NULL;

    BIO_free_all(memory);
    assert_non_null(key);
    expected = key_public(key);
    return item->key != NULL && public_key_equal(item->key, expected);
}

const struct key_file_item *only(const struct key_file *file)
{
    assert_int_equal(file->count, 1);
    return &file->items[0];
}

void check_text(const char *text, const char *fragment, const char *file, int line)
{
    bool good = fragment == NULL ? text == NULL : text != NULL && strstr(text, fragment) != NULL;

    if (!good) {
        print_error("wanted '%s', got '%s'\n", fragment == NULL ? "nothing" : fragment,
                    text == NULL ? "nothing" : text);
        _fail(file, line);
    }
}
