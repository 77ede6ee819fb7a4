/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "pkcs11/key_probe.h"
#include "session_internal.h"

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

/* Adds a result; its rv_name is filled in here. */
void probe_list_add(struct probe_list *results, struct probe_result result);

/* One probe under way. */
struct trial {
    struct session *session;
    const struct object *private_key;
    struct probe_list *results;
    const char *probe;
};

struct probe_flag {
    CK_ATTRIBUTE_TYPE type;
    bool value;
};

void trial_add(const struct trial *trial, const char *function, const char *subject, CK_RV rv,
               enum probe_outcome outcome);

/* Of a call that should be refused; CKR_OK is "allowed". */
enum probe_outcome probe_outcome_of(CK_RV rv);

/* An attribute of an object, or all of FLAGS; UNKNOWN, or not all, when it cannot be read. */
enum tristate trial_flag(const struct trial *trial, CK_OBJECT_HANDLE object,
                         CK_ATTRIBUTE_TYPE type);
bool trial_has_flags(const struct trial *trial, CK_OBJECT_HANDLE object,
                     const struct probe_flag *flags, size_t count);

/*
 * Destroys OBJECT, which FUNCTION left behind when it answered MADE: some modules make an object
 * and say that they did not. One that mixes up its handles must not cost the user a key, so nothing
 * goes that is not OURS. SUBJECT names the object in the result when one stays.
 */
void trial_take_away(const struct trial *trial, CK_OBJECT_HANDLE object, bool ours,
                     const char *function, const char *subject, CK_RV made);

/*
 * Makes an AES key of the session with these flags, if the module has C_GenerateKey. A handle may
 * come with an error: call scratch_take_away with both in any case.
 */
CK_RV scratch_make(const struct trial *trial, const struct probe_flag *flags, size_t count,
                   CK_OBJECT_HANDLE *ret_key);
/* Is it surely a key of scratch_make? */
bool scratch_is(const struct trial *trial, CK_OBJECT_HANDLE object);
void scratch_take_away(const struct trial *trial, CK_OBJECT_HANDLE key, CK_RV made);
