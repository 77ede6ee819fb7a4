/* SPDX-License-Identifier: Apache-2.0 */
#include "support.h"

#include <arpa/inet.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "cards/process.h"
#include "tree.h"

static struct card_tables *tables;

static int load(void **state)
{
    struct failure failure = {0};

    (void)state;
    assert_done(card_tables_load(&tables, &failure), &failure);
    return 0;
}

static int unload(void **state)
{
    (void)state;
    card_tables_free(tables);
    return 0;
}

/* The name of the first opening of that kind; "" when there is none. */
static const char *opened(const struct process_change *change, enum process_opening_kind kind)
{
    for (size_t i = 0; i < change->opening_count; i++) {
        if (change->openings[i].kind == kind) {
            return change->openings[i].name;
        }
    }
    return "";
}

/* The observation with that id whose value holds FRAGMENT; fails the test without. */
static const struct observation *seen(const struct observations *observations, const char *id,
                                      const char *fragment)
{
    for (size_t i = 0; i < observations->count; i++) {
        if (strcmp(observations->items[i].id, id) == 0 &&
            strstr(observations->items[i].value, fragment) != NULL) {
            return &observations->items[i];
        }
    }
    fail_msg("no '%s' with '%s'", id, fragment);
    return NULL;
}

static void a_module_is_seen_with_the_libraries_it_brought(void **state)
{
    CLEANUP(process_snapshot_free) struct process_snapshot *before = process_snapshot_take();
    CLEANUP(process_snapshot_free) struct process_snapshot *after = NULL;
    CLEANUP_VALUE(process_change_clear) struct process_change change = {0};
    CLEANUP_VALUE(observations_clear) struct observations observations = {0};
    void *module = dlopen(SOFTHSM_MODULE, RTLD_NOW | RTLD_LOCAL);

    (void)state;
    assert_non_null(module);
    after = process_snapshot_take();
    process_difference(before, after, &change);
    process_observe(tables, &change, &observations);
    assert_int_equal(seen(&observations, "process.library", "libsofthsm2.so")->meaning,
                     MEANS_SOFTWARE);
    assert_non_null(seen(&observations, "process.libraries", "libsofthsm2.so"));
    assert_null(observations_find(&observations, "process.library.replaced"));
    for (size_t i = 0; i < change.library_count; i++) {
        assert_null(strstr(change.libraries[i], "/libc.so"));
    }
}

static void nothing_changed_is_nothing_seen(void **state)
{
    CLEANUP(process_snapshot_free) struct process_snapshot *before = process_snapshot_take();
    CLEANUP(process_snapshot_free) struct process_snapshot *after = process_snapshot_take();
    CLEANUP_VALUE(process_change_clear) struct process_change change = {0};
    CLEANUP_VALUE(observations_clear) struct observations observations = {0};

    (void)state;
    process_difference(before, after, &change);
    assert_int_equal(change.library_count, 0);
    assert_int_equal(change.opening_count, 0);
    process_observe(tables, &change, &observations);
    assert_int_equal(observations.count, 0);
    process_change_clear(&change);
    process_difference(NULL, after, &change);
    assert_int_equal(change.library_count, 0);
}

static void a_library_that_is_replaced_while_it_runs_is_a_contradiction(void **state)
{
    CLEANUP(process_snapshot_free) struct process_snapshot *before = process_snapshot_take();
    CLEANUP(process_snapshot_free) struct process_snapshot *after = NULL;
    CLEANUP_VALUE(process_change_clear) struct process_change change = {0};
    CLEANUP_VALUE(observations_clear) struct observations observations = {0};
    CLEANUP_VALUE(bytes_clear) struct bytes content = {0};
    CLEANUP_VALUE(failure_clear) struct failure failure = {0};
    CLEANUP(text_free) char *copy = path_in(*state, "libmine.so");
    void *module;

    assert_done(file_read(SOFTHSM_MODULE, 64 << 20, &content, &failure), &failure);
    put_file(copy, content.data, content.size, 0755);
    module = dlopen(copy, RTLD_NOW | RTLD_LOCAL);
    assert_non_null(module);
    assert_int_equal(unlink(copy), 0);
    after = process_snapshot_take();
    process_difference(before, after, &change);
    process_observe(tables, &change, &observations);
    assert_int_equal(seen(&observations, "process.library.replaced", "libmine.so")->meaning,
                     MEANS_CONTRADICTION);
}

/* A listener of either family and a connection to it. */
static int connect_to(const struct sockaddr *address, socklen_t size, int *ret_listener)
{
    struct sockaddr_storage bound = {0};
    socklen_t bound_size = sizeof bound;
    int client = socket(address->sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);

    *ret_listener = socket(address->sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(*ret_listener, address, size), 0);
    assert_int_equal(listen(*ret_listener, 1), 0);
    assert_int_equal(getsockname(*ret_listener, (struct sockaddr *)&bound, &bound_size), 0);
    assert_int_equal(connect(client, (const struct sockaddr *)&bound, bound_size), 0);
    return client;
}

static void sockets_are_told_by_their_peers(void **state)
{
    struct sockaddr_in inet = {.sin_family = AF_INET,
                               .sin_addr = {.s_addr = htonl(INADDR_LOOPBACK)}};
    struct sockaddr_un local = {.sun_family = AF_UNIX};
    CLEANUP(text_free) char *path = path_in(*state, "pcscd.comm");
    CLEANUP(process_snapshot_free) struct process_snapshot *before = process_snapshot_take();
    CLEANUP(process_snapshot_free) struct process_snapshot *after = NULL;
    CLEANUP_VALUE(process_change_clear) struct process_change change = {0};
    CLEANUP_VALUE(observations_clear) struct observations observations = {0};
    int sockets[4];

    memcpy(local.sun_path, path, strlen(path));
    sockets[0] = connect_to((const struct sockaddr *)&local, sizeof local, &sockets[1]);
    sockets[2] = connect_to((const struct sockaddr *)&inet, sizeof inet, &sockets[3]);
    after = process_snapshot_take();
    process_difference(before, after, &change);
    for (size_t i = 0; i < COUNT_OF(sockets); i++) {
        assert_int_equal(close(sockets[i]), 0);
    }
    assert_int_equal(change.opening_count, 4);
    assert_string_equal(opened(&change, OPENING_UNIX), path);
    assert_ptr_equal(strstr(opened(&change, OPENING_TCP), "127.0.0.1:"),
                     opened(&change, OPENING_TCP));
    process_observe(tables, &change, &observations);
    assert_int_equal(seen(&observations, "process.tcp", "127.0.0.1:")->meaning, MEANS_REMOTE);
    assert_non_null(
        strstr(seen(&observations, "process.unix", "pcscd.comm")->sentence, "smart cards"));
}

static void peers_of_ipv6_are_told_in_brackets_and_mapped_ones_as_ipv4(void **state)
{
    static const struct {
        struct in6_addr address;
        const char *peer;
    } cases[] = {{IN6ADDR_LOOPBACK_INIT, "[::1]:"},
                 {{{{[10] = 0xFF, [11] = 0xFF, [12] = 127, [15] = 1}}}, "127.0.0.1:"}};
    CLEANUP(process_snapshot_free) struct process_snapshot *before = process_snapshot_take();
    size_t ran = 0;

    (void)state;
    if (access("/proc/net/if_inet6", R_OK) != 0) {
        skip(); /* a kernel without IPv6 */
    }
    for (size_t i = 0; i < COUNT_OF(cases); i++, ran++) {
        struct sockaddr_in6 address = {.sin6_family = AF_INET6, .sin6_addr = cases[i].address};
        CLEANUP(process_snapshot_free) struct process_snapshot *after = NULL;
        CLEANUP_VALUE(process_change_clear) struct process_change change = {0};
        int listener = -1;
        int client = connect_to((const struct sockaddr *)&address, sizeof address, &listener);

        after = process_snapshot_take();
        process_difference(before, after, &change);
        assert_ptr_equal(strstr(opened(&change, OPENING_TCP), cases[i].peer),
                         opened(&change, OPENING_TCP));
        assert_int_equal(close(client), 0);
        assert_int_equal(close(listener), 0);
    }
    assert_int_equal(ran, 2);
}

static void files_and_devices_are_told_and_known_ones_named(void **state)
{
    CLEANUP(process_snapshot_free) struct process_snapshot *before = process_snapshot_take();
    CLEANUP(process_snapshot_free) struct process_snapshot *after = NULL;
    CLEANUP_VALUE(process_change_clear) struct process_change change = {0};
    CLEANUP_VALUE(observations_clear) struct observations observations = {0};
    CLEANUP(text_free) char *path = path_in(*state, "keys.sqlite3");
    int file, device, pipes[2];

    put_file(path, "x", 1, 0600);
    file = open(path, O_RDONLY | O_CLOEXEC);
    device = open("/dev/null", O_RDONLY | O_CLOEXEC);
    assert_int_equal(pipe2(pipes, O_CLOEXEC), 0);
    after = process_snapshot_take();
    process_difference(before, after, &change);
    (void)close(file);
    (void)close(device);
    (void)close(pipes[0]);
    (void)close(pipes[1]);
    assert_int_equal(change.opening_count, 4);
    process_observe(tables, &change, &observations);
    assert_int_equal(observations.count, 2); /* a pipe says nothing */
    assert_string_equal(seen(&observations, "process.file", "keys.sqlite3")->value, path);
    assert_string_equal(seen(&observations, "process.device", "null")->value, "/dev/null");
}

static void known_peers_mean_what_the_table_says(void **state)
{
    static const struct {
        enum process_opening_kind kind;
        const char *name;
        const char *id;
        enum observation_meaning meaning;
    } cases[] = {{OPENING_TCP, "127.0.0.1:3001", "process.tcp", MEANS_EMULATED},
                 {OPENING_TCP, "[::1]:3001", "process.tcp", MEANS_EMULATED},
                 {OPENING_TCP, "10.1.2.3:3001", "process.tcp", MEANS_REMOTE},
                 {OPENING_TCP, "127.0.0.1:2321", "process.tcp", MEANS_EMULATED},
                 {OPENING_TCP, "127.0.0.1:23210", "process.tcp", MEANS_REMOTE},
                 {OPENING_TCP, "127.0.0.1:12345", "process.tcp", MEANS_REMOTE},
                 {OPENING_DEVICE, "/dev/tpmrm0", "process.device", MEANS_CONTEXT},
                 {OPENING_UNIX, "/tmp/swtpm-sock", "process.unix", MEANS_EMULATED},
                 {OPENING_FILE, "/dev/tpmrm0", "process.file", MEANS_CONTEXT}};
    size_t ran = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++, ran++) {
        CLEANUP(text_free) char *name = memory_copy_text(cases[i].name);
        struct process_opening opening = {cases[i].kind, name};
        struct process_change change = {.openings = &opening, .opening_count = 1};
        CLEANUP_VALUE(observations_clear) struct observations observations = {0};

        process_observe(tables, &change, &observations);
        assert_int_equal(observations.count, 1);
        assert_int_equal(seen(&observations, cases[i].id, name)->meaning, cases[i].meaning);
    }
    assert_int_equal(ran, 9);
}

static void steering_variables_are_told_with_their_values(void **state)
{
    static const struct {
        const char *variable;
        const char *value;
        enum observation_meaning meaning;
    } cases[] = {{"SOFTHSM2_CONF", "/tmp/softhsm2.conf", MEANS_CONTEXT},
                 {"CS_PKCS11_R3_CFG", "/etc/utimaco.cfg", MEANS_CONTEXT},
                 {"TPM2_PKCS11_TCTI", "swtpm:port=2321", MEANS_EMULATED},
                 {"TPM2_PKCS11_TCTI", "mssim:host=x", MEANS_EMULATED},
                 {"TPM2_PKCS11_TCTI", "device:/dev/tpmrm0", MEANS_CONTEXT},
                 {"KRYOPTIC_CONF", "k.toml", MEANS_CONTEXT},
                 {"NSS_LIB_PARAMS", "manufacturerID=Thales", MEANS_CONTEXT},
                 {"LD_PRELOAD", "", MEANS_CONTEXT},
                 {"P11_KIT_SERVER_ADDRESS", "unix:path=/x", MEANS_CONTEXT}};
    size_t ran = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++, ran++) {
        CLEANUP_VALUE(observations_clear) struct observations observations = {0};
        CLEANUP(text_free) char *line = text_format("%s=%s", cases[i].variable, cases[i].value);

        assert_int_equal(setenv(cases[i].variable, cases[i].value, 1), 0);
        environment_observe(tables, &observations);
        assert_int_equal(unsetenv(cases[i].variable), 0);
        assert_int_equal(seen(&observations, "process.environment", line)->meaning,
                         cases[i].meaning);
    }
    assert_int_equal(ran, 9);
}

static void other_variables_are_nobodys_business(void **state)
{
    CLEANUP_VALUE(observations_clear) struct observations observations = {0};

    (void)state;
    assert_int_equal(setenv("MY_SECRET", "hunter2", 1), 0);
    environment_observe(tables, &observations);
    for (size_t i = 0; i < observations.count; i++) {
        assert_null(strstr(observations.items[i].value, "hunter2"));
    }
    assert_int_equal(unsetenv("MY_SECRET"), 0);
}

static void a_module_is_told_with_real_path_and_package(void **state)
{
    CLEANUP(text_free) char *lists = path_in(*state, "info");
    CLEANUP(text_free) char *list = path_in(*state, "info/libmine:amd64.list");
    CLEANUP(text_free) char *other = path_in(*state, "info/other.md5sums");
    CLEANUP(text_free) char *library = path_in(*state, "libmine.so.1");
    CLEANUP(text_free) char *link = path_in(*state, "libmine.so");
    CLEANUP(text_free) char *lines = text_format("/.\n/usr/lib\n%s\n/usr/share\n", library);
    CLEANUP_VALUE(module_file_clear) struct module_file file = {0};
    CLEANUP_VALUE(observations_clear) struct observations observations = {0};

    assert_int_equal(mkdir(lists, 0755), 0);
    put_file(list, lines, strlen(lines), 0644);
    put_file(other, lines, strlen(lines), 0644);
    put_file(library, "x", 1, 0644);
    assert_int_equal(symlink("libmine.so.1", link), 0);
    module_file_read(link, lists, &file);
    assert_string_equal(file.real_path, library);
    assert_string_equal(file.package, "libmine");
    assert_false(file.others_can_write);
    module_file_observe(&file, &observations);
    assert_int_equal(observations.count, 2);
    assert_string_equal(seen(&observations, "module.package", "libmine")->value, "libmine");
}

static void a_module_of_no_package_that_others_may_write_is_told(void **state)
{
    CLEANUP(text_free) char *lists = path_in(*state, "info");
    CLEANUP(text_free) char *list = path_in(*state, "info/other.list");
    CLEANUP(text_free) char *library = path_in(*state, "libmine.so");
    CLEANUP_VALUE(module_file_clear) struct module_file file = {0};
    CLEANUP_VALUE(observations_clear) struct observations observations = {0};

    assert_int_equal(mkdir(lists, 0755), 0);
    put_file(library, "x", 1, 0666);
    module_file_read(library, lists, &file);
    assert_null(file.package);
    assert_false(file.packages_known);
    module_file_clear(&file);
    put_file(list, "/usr/lib/libmine.so\n", 20, 0644);
    module_file_read(library, lists, &file);
    assert_true(file.packages_known);
    assert_true(file.others_can_write);
    module_file_observe(&file, &observations);
    assert_non_null(observations_find(&observations, "module.unpackaged"));
    assert_non_null(observations_find(&observations, "module.writable"));
}

static void a_module_that_is_not_there_is_no_file(void **state)
{
    CLEANUP(text_free) char *library = path_in(*state, "none.so");
    CLEANUP_VALUE(module_file_clear) struct module_file file = {0};
    CLEANUP_VALUE(observations_clear) struct observations observations = {0};

    module_file_read(library, NULL, &file);
    assert_null(file.real_path);
    module_file_observe(&file, &observations);
    assert_int_equal(observations.count, 0);
}

static void a_tpm_is_told_by_its_driver(void **state)
{
    struct kernel_view view = tree_view(*state);
    CLEANUP_VALUE(observations_clear) struct observations observations = {0};

    tpm_observe(tables, &view, &observations);
    assert_int_equal(observations.count, 0);
    tree_link(*state, "sys/class/tpm/tpm0/device/driver", "sys/tpm_vtpm_proxy");
    tpm_observe(tables, &view, &observations);
    assert_int_equal(seen(&observations, "tpm.driver", "tpm_vtpm_proxy")->meaning, MEANS_EMULATED);
}

#define FOLDER(name) cmocka_unit_test_setup_teardown(name, folder_setup, folder_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_changed_is_nothing_seen),
        cmocka_unit_test(a_module_is_seen_with_the_libraries_it_brought),
        FOLDER(a_library_that_is_replaced_while_it_runs_is_a_contradiction),
        FOLDER(sockets_are_told_by_their_peers),
        cmocka_unit_test(peers_of_ipv6_are_told_in_brackets_and_mapped_ones_as_ipv4),
        FOLDER(files_and_devices_are_told_and_known_ones_named),
        cmocka_unit_test(known_peers_mean_what_the_table_says),
        cmocka_unit_test(steering_variables_are_told_with_their_values),
        cmocka_unit_test(other_variables_are_nobodys_business),
        FOLDER(a_module_is_told_with_real_path_and_package),
        FOLDER(a_module_of_no_package_that_others_may_write_is_told),
        FOLDER(a_module_that_is_not_there_is_no_file),
        FOLDER(a_tpm_is_told_by_its_driver),
    };

    return cmocka_run_group_tests_name("cards_process", tests, load, unload);
}
