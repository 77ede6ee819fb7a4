/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "start.h"

#include <p11-kit/pkcs11.h>

#include "base/failure.h"
#include "base/notices.h"
#include "base/text.h"
#include "enroll/workplace.h"

#define TOKEN_LABEL "flow"
#define USER_PIN "1234"
#define SO_PIN "12345678"

/* A call the program made to the module. */
struct bed_call {
    const char *function;
    CK_RV rv;
};

/*
 * A token directory of the test's own with one token (TOKEN_LABEL) in it, and a workplace on it
 * that keeps a journal.
 * The modules are loaded by bed_open, through the fault module when there is a scenario.
 */
struct bed {
    char *folder;
    struct modules *modules;
    struct workplace workplace;
    struct notices notices;
    struct failure failure;
    const char *pin;     /* what the callback answers; NULL: nothing */
    unsigned pins_asked; /* how often it was asked */
    unsigned go_on;      /* how often "has the person asked to stop" is answered no; 0: always */
    struct bed_call *calls;
    size_t call_count;
    const char *after_call;        /* once this function was called… */
    void (*then)(struct bed *bed); /* …this happens, once */
};

/* cmocka fixtures: *STATE is the bed. */
int bed_setup(void **state);
int bed_teardown(void **state);

/* A test with a bed of its own. */
#define FLOW(name) cmocka_unit_test_setup_teardown(name, bed_setup, bed_teardown)

/* Another token; no module may be open. */
void bed_add_token(struct bed *bed, const char *label);

/* Begins anew and loads SoftHSM, or with SCENARIO (its text) the fault module over it. */
void bed_open(struct bed *bed, const char *scenario);
/* The same when it may fail. */
bool bed_try_open(struct bed *bed, const char *scenario);
void bed_close(struct bed *bed);

/* Begins a new journal. */
void bed_forget_journal(struct bed *bed);

/* Forgets calls, notices, the failure, and how often the PIN was asked for. */
void bed_rewind(struct bed *bed);

size_t bed_calls(const struct bed *bed, const char *function);
/* Position of the INDEX-th call of FUNCTION; fails the test when it was not made. */
size_t bed_call_position(const struct bed *bed, const char *function, size_t index);
bool bed_noticed(const struct bed *bed, const char *fragment);

/* A file of quirks of the person's own; read by the next bed_open. */
void bed_put_quirks(const struct bed *bed, const char *text);

/* A path in the folder; the caller frees it. */
char *bed_path(const struct bed *bed, const char *name);
bool bed_has_file(const struct bed *bed, const char *name);
struct bytes bed_read_file(const struct bed *bed, const char *name);
void bed_remove_file(const struct bed *bed, const char *name);

const char *softhsm_path(void);
const char *fault_module_path(void);

/* RESULT is true and no failure is recorded; else the failure is shown. */
#define assert_done(result, bed) check_done(result, bed, __FILE__, __LINE__)
void check_done(bool result, const struct bed *bed, const char *file, int line);

/* RESULT is false, and the failure has CLASS, was not the module's, and says FRAGMENT somewhere. */
#define assert_refused(result, bed, class, fragment)                                               \
    check_refused(result, bed, class, fragment, __FILE__, __LINE__)
void check_refused(bool result, const struct bed *bed, enum failure_class class,
                   const char *fragment, const char *file, int line);

/* RESULT is false, and the failure has CLASS because FUNCTION returned RV. */
#define assert_module_failed(result, bed, class, function, rv)                                     \
    check_module_failed(result, bed, class, function, rv, __FILE__, __LINE__)
void check_module_failed(bool result, const struct bed *bed, enum failure_class class,
                         const char *function, CK_RV rv, const char *file, int line);
