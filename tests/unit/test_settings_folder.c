/* SPDX-License-Identifier: Apache-2.0 */
#include "support.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/memory.h"
#include "base/text.h"
#include "settings/folder.h"

#define TEXT_FILE(name, text)                                                                      \
    {                                                                                              \
        name, text, sizeof(text) - 1                                                               \
    }

static const struct shipped_file shipped[] = {
    TEXT_FILE("one.conf", "[one]\nfrom = program\n"),
    TEXT_FILE("two.conf", "[two]\nfrom = program\n"),
    {0},
};

/* FOLDER/hardtoken/quirks, where a person's own files are. */
static char *own_folder(const char *folder)
{
    CLEANUP(text_free) char *middle = path_in(folder, "hardtoken");
    char *own = path_in(middle, "quirks");

    assert_int_equal(mkdir(middle, 0700), 0);
    assert_int_equal(mkdir(own, 0700), 0);
    assert_int_equal(setenv("XDG_CONFIG_HOME", folder, 1), 0);
    return own;
}

static void put(const char *folder, const char *name, const char *text)
{
    CLEANUP(text_free) char *path = path_in(folder, name);

    put_file(path, text, strlen(text), 0600);
}

static const char *from(const struct settings_folder *folder, size_t position)
{
    return settings_value(settings_section(folder->files[position], 0), "from");
}

static void a_file_of_ones_own_hides_the_shipped_one_of_that_name(void **state)
{
    CLEANUP(text_free) char *own = own_folder(*state);
    CLEANUP_VALUE(settings_folder_clear) struct settings_folder folder = {0};
    struct failure failure = {0};

    put(own, "two.conf", "[two]\nfrom = person\n");
    put(own, "notes.txt", "not read");
    put(own, ".hidden.conf", "not read");
    assert_done(settings_folder_read("quirks", shipped, &folder, &failure), &failure);
    assert_int_equal(folder.count, 2);
    assert_string_equal(from(&folder, 0), "person");
    assert_string_equal(from(&folder, 1), "program");
    assert_string_equal(settings_origin(folder.files[1]), "one.conf");
}

static void without_folders_the_shipped_files_are_there(void **state)
{
    CLEANUP_VALUE(settings_folder_clear) struct settings_folder folder = {0};
    struct failure failure = {0};

    assert_int_equal(setenv("XDG_CONFIG_HOME", *state, 1), 0);
    assert_done(settings_folder_read("quirks", shipped, &folder, &failure), &failure);
    assert_int_equal(folder.count, 2);
}

static void a_wrong_file_of_ones_own_is_named_with_its_path(void **state)
{
    CLEANUP(text_free) char *own = own_folder(*state);
    CLEANUP_VALUE(settings_folder_clear) struct settings_folder folder = {0};
    struct failure failure = {0};

    put(own, "three.conf", "[three]\nnothing\n");
    assert_false(settings_folder_read("quirks", shipped, &folder, &failure));
    assert_non_null(strstr(failure.action, own));
    assert_failure(&failure, FAILURE_INPUT, "line 2");
    assert_int_equal(folder.count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_file_of_ones_own_hides_the_shipped_one_of_that_name,
                                        folder_setup, folder_teardown),
        cmocka_unit_test_setup_teardown(without_folders_the_shipped_files_are_there, folder_setup,
                                        folder_teardown),
        cmocka_unit_test_setup_teardown(a_wrong_file_of_ones_own_is_named_with_its_path,
                                        folder_setup, folder_teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
