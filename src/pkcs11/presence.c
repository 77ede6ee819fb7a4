/* SPDX-License-Identifier: Apache-2.0 */
#include "presence.h"

#include <string.h>

#include "base/clock.h"
#include "base/memory.h"
#include "base/text.h"
#include "token_info.h"

/* pcscd looks every 400 ms whether a card is in a reader that does not tell by itself. */
#define PAUSE_MS 250
#define LOOKS 3

bool may_mean_gone(CK_RV rv)
{
    switch (rv) {
    case CKR_GENERAL_ERROR:
    case CKR_FUNCTION_FAILED:
    case CKR_DEVICE_ERROR:
    case CKR_DEVICE_REMOVED:
    case CKR_KEY_HANDLE_INVALID:
    case CKR_OBJECT_HANDLE_INVALID:
    case CKR_SESSION_CLOSED:
    case CKR_SESSION_HANDLE_INVALID:
    case CKR_SLOT_ID_INVALID:
    case CKR_TOKEN_NOT_RECOGNIZED:
    case CKR_USER_NOT_LOGGED_IN:
        return true;
    default:
        return false;
    }
}

static bool field_is(const unsigned char *field, size_t width, const char *text)
{
    CLEANUP(text_free) char *found = fixed_text(field, width);

    return strcmp(found, text) == 0;
}

bool token_is_same(const struct token *token, const CK_TOKEN_INFO *info)
{
    return field_is(info->serialNumber, sizeof info->serialNumber, token->serial) &&
           field_is(info->manufacturerID, sizeof info->manufacturerID, token->manufacturer) &&
           field_is(info->model, sizeof info->model, token->model);
}

/* Modules that keep what they read of a token look again only for this call (ykcs11). */
static bool slot_is_listed(const struct token *token)
{
    CK_SLOT_ID *slots = NULL;
    CK_ULONG count = 0;
    bool listed = slots_list(token->module, CK_TRUE, &slots, &count) != CKR_OK;

    for (CK_ULONG i = 0; i < count && !listed; i++) {
        listed = slots[i] == token->slot;
    }
    memory_free(slots);
    return listed;
}

static enum presence look(const struct token *token)
{
    CK_TOKEN_INFO info = {0};
    CK_RV rv;

    if (!slot_is_listed(token)) {
        return PRESENCE_GONE;
    }
    rv = CRYPTOKI(token->module, C_GetTokenInfo, token->slot, &info);
    if (rv == CKR_OK) {
        return token_is_same(token, &info) ? PRESENCE_THERE : PRESENCE_ANOTHER;
    }
    return rv == CKR_TOKEN_NOT_PRESENT || rv == CKR_DEVICE_REMOVED || rv == CKR_SLOT_ID_INVALID
               ? PRESENCE_GONE
               : PRESENCE_THERE;
}

static bool is_reader(const struct token *token)
{
    CK_SLOT_INFO info = {0};

    return CRYPTOKI(token->module, C_GetSlotInfo, token->slot, &info) == CKR_OK &&
           (info.flags & CKF_REMOVABLE_DEVICE) != 0;
}

enum presence token_presence(const struct token *token)
{
    enum presence presence = look(token);

    if (presence != PRESENCE_THERE || !is_reader(token)) {
        return presence;
    }
    for (unsigned i = 0; i < LOOKS && presence == PRESENCE_THERE; i++) {
        clock_sleep(PAUSE_MS);
        presence = look(token);
    }
    return presence;
}
