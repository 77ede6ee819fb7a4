/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "base/failure.h"
#include "base/must_use.h"
#include "session_internal.h"

struct handle_list {
    CK_OBJECT_HANDLE *items;
    size_t count;
};

/*
 * The handles of all objects that match the template (PKCS#11 v2.40, 5.7), in pages; the search is
 * ended before it returns, so that objects may be changed. COUNT 0 finds everything visible.
 */
bool search(struct session *session, CK_ATTRIBUTE *template, size_t count,
            struct handle_list *ret_handles, struct failure *failure) MUST_USE;
void handle_list_clear(struct handle_list *handles);
