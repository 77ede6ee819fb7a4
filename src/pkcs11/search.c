/* SPDX-License-Identifier: Apache-2.0 */
#include "search.h"

#include <string.h>

#include "base/i18n.h"
#include "base/memory.h"
#include "raise.h"

#define PAGE 256
#define HANDLES_LIMIT 1000000

static bool raise_search(struct session *session, const char *function, CK_RV rv,
                         struct failure *failure)
{
    return raise_cryptoki(failure, session->token, function, rv, _("cannot search token '%s'"),
                          session->token->label);
}

/* Pages until a short one: that saves a call, and C_FindObjects fills a page when it can. */
static CK_RV read_pages(struct session *session, struct handle_list *handles)
{
    CK_ULONG found = PAGE;

    while (found == PAGE && handles->count < HANDLES_LIMIT) {
        CK_RV rv;

        handles->items =
            memory_resize(handles->items, handles->count + PAGE, sizeof *handles->items);
        found = 0;
        rv = CRYPTOKI(session->token->module, C_FindObjects, session->handle,
                      handles->items + handles->count, PAGE, &found);
        if (rv != CKR_OK) {
            return rv;
        }
        if (found > PAGE) {
            return CKR_GENERAL_ERROR; /* says it wrote behind the buffer */
        }
        handles->count += found;
    }
    return CKR_OK;
}

bool search(struct session *session, CK_ATTRIBUTE *template, size_t count,
            struct handle_list *ret_handles, struct failure *failure)
{
    CLEANUP_VALUE(handle_list_clear) struct handle_list handles = {0};
    CK_RV rv = SESSION_CALL(session, failure, C_FindObjectsInit, template, count);
    CK_RV end;

    if (rv != CKR_OK) {
        return raise_search(session, "C_FindObjectsInit", rv, failure);
    }
    rv = read_pages(session, &handles);
    end = CRYPTOKI(session->token->module, C_FindObjectsFinal, session->handle);
    if (rv != CKR_OK) {
        return raise_search(session, "C_FindObjects", rv, failure);
    }
    if (end != CKR_OK) {
        return raise_search(session, "C_FindObjectsFinal", end, failure);
    }
    *ret_handles = handles;
    handles = (struct handle_list){0};
    return true;
}

void handle_list_clear(struct handle_list *handles)
{
    memory_free(handles->items);
    *handles = (struct handle_list){0};
}
