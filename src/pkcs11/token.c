/* SPDX-License-Identifier: Apache-2.0 */
#include "pkcs11/token.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "cryptoki.h"
#include "pkcs11/ckr.h"
#include "presence.h"
#include "quirks_internal.h"
#include "raise.h"
#include "token_info.h"

#define SLOTS_AT_ONCE 256
#define SLOTS_LIMIT 65536

char *fixed_text(const unsigned char *field, size_t width)
{
    const unsigned char *terminator = memchr(field, '\0', width);

    if (terminator != NULL) {
        width = (size_t)(terminator - field); /* some modules leave garbage behind it */
    }
    while (width > 0 && field[width - 1] == ' ') {
        width--;
    }
    return memory_copy_text_n((const char *)field, width);
}

static void pad_text(unsigned char *field, size_t width, const char *text)
{
    size_t size = strlen(text);

    memset(field, ' ', width);
    memcpy(field, text, size < width ? size : width);
}

void token_info_restore(const struct token *token, CK_TOKEN_INFO *info)
{
    pad_text(info->label, sizeof info->label, token->label);
    pad_text(info->manufacturerID, sizeof info->manufacturerID, token->manufacturer);
    pad_text(info->model, sizeof info->model, token->model);
    pad_text(info->serialNumber, sizeof info->serialNumber, token->serial);
}

static int64_t number_or_unknown(CK_ULONG value)
{
    return value == UNAVAILABLE || value > INT64_MAX ? -1 : (int64_t)value;
}

/* Counts of sessions; the standard has 0 for "no limit", CK_EFFECTIVELY_INFINITE. */
static struct token_sessions sessions_of(CK_ULONG open, CK_ULONG most)
{
    return (struct token_sessions){.open = number_or_unknown(open),
                                   .most = number_or_unknown(most)};
}

static unsigned long pin_length(const struct token *token, enum quirk_number number, CK_ULONG value)
{
    unsigned long known = quirks_number(&token->quirks, number);

    if (known != 0) {
        return known;
    }
    return value == UNAVAILABLE ? 0 : value;
}

static const char *describe_module(void *context)
{
    return module_description(context);
}

static struct quirk_set find_quirks(const struct token *token)
{
    const struct quirk_subject subject = {
        .path = token->module_path,
        .manufacturer = token->manufacturer,
        .model = token->model,
        .firmware = {token->firmware_version[0], token->firmware_version[1]},
        .library = describe_module,
        .context = token->module};

    return quirks_for(token->module->table, &subject);
}

/* As the token says it, where no quirk knows better. */
static void token_set_flags(struct token *token, CK_FLAGS flags)
{
    token->initialized = (flags & CKF_TOKEN_INITIALIZED) != 0 ||
                         quirks_flag(&token->quirks, QUIRK_IS_INITIALIZED) != NULL;
    token->write_protected = (flags & CKF_WRITE_PROTECTED) != 0;
    token->login_required = (flags & CKF_LOGIN_REQUIRED) != 0;
    token->pin_pad = (flags & CKF_PROTECTED_AUTHENTICATION_PATH) != 0 &&
                     quirks_flag(&token->quirks, QUIRK_NO_PIN_PAD) == NULL;
    token->user_pin_set = (flags & CKF_USER_PIN_INITIALIZED) != 0 ||
                          quirks_flag(&token->quirks, QUIRK_PIN_IS_INITIALIZED) != NULL;
    token->user_pin_count_low = (flags & CKF_USER_PIN_COUNT_LOW) != 0;
    token->user_pin_final_try = (flags & CKF_USER_PIN_FINAL_TRY) != 0;
    token->user_pin_locked = (flags & CKF_USER_PIN_LOCKED) != 0;
    token->user_pin_to_be_changed = (flags & CKF_USER_PIN_TO_BE_CHANGED) != 0;
    token->so_pin_count_low = (flags & CKF_SO_PIN_COUNT_LOW) != 0;
    token->so_pin_final_try = (flags & CKF_SO_PIN_FINAL_TRY) != 0;
    token->so_pin_locked = (flags & CKF_SO_PIN_LOCKED) != 0;
    token->so_pin_to_be_changed = (flags & CKF_SO_PIN_TO_BE_CHANGED) != 0;
}

static void token_set_info(struct token *token, const CK_TOKEN_INFO *info)
{
    token->label = fixed_text(info->label, sizeof info->label);
    token->manufacturer = fixed_text(info->manufacturerID, sizeof info->manufacturerID);
    token->model = fixed_text(info->model, sizeof info->model);
    token->serial = fixed_text(info->serialNumber, sizeof info->serialNumber);
    token->public_memory.total = number_or_unknown(info->ulTotalPublicMemory);
    token->public_memory.available = number_or_unknown(info->ulFreePublicMemory);
    token->private_memory.total = number_or_unknown(info->ulTotalPrivateMemory);
    token->private_memory.available = number_or_unknown(info->ulFreePrivateMemory);
    token->sessions = sessions_of(info->ulSessionCount, info->ulMaxSessionCount);
    token->rw_sessions = sessions_of(info->ulRwSessionCount, info->ulMaxRwSessionCount);
    token->hardware_version[0] = info->hardwareVersion.major;
    token->hardware_version[1] = info->hardwareVersion.minor;
    token->firmware_version[0] = info->firmwareVersion.major;
    token->firmware_version[1] = info->firmwareVersion.minor;
    token->quirks = find_quirks(token);
    token_set_flags(token, info->flags);
    token->pin_min = pin_length(token, QUIRK_PIN_MIN, info->ulMinPinLen);
    token->pin_max = pin_length(token, QUIRK_PIN_MAX, info->ulMaxPinLen);
}

static void token_set_slot(struct token *token, const CK_SLOT_INFO *info)
{
    token->slot_description = fixed_text(info->slotDescription, sizeof info->slotDescription);
    token->slot_manufacturer = fixed_text(info->manufacturerID, sizeof info->manufacturerID);
    token->slot_hardware = (info->flags & CKF_HW_SLOT) != 0;
    token->slot_removable = (info->flags & CKF_REMOVABLE_DEVICE) != 0;
}

bool token_read(struct module *module, CK_SLOT_ID slot, enum token_detail detail,
                struct notices *notices, struct token *ret_token)
{
    struct token token = {.module = module, .module_path = module->path, .slot = slot};
    CK_TOKEN_INFO info = {0};
    CK_SLOT_INFO slot_info = {0};
    CK_RV rv = CRYPTOKI(module, C_GetTokenInfo, slot, &info);

    if (rv == CKR_TOKEN_NOT_PRESENT) {
        return false;
    }
    if (rv != CKR_OK) {
        notices_add(notices, _("slot %lu of '%s' is left out: C_GetTokenInfo returned %s (0x%lx)"),
                    slot, module->path, ckr_name(rv), rv);
        return false;
    }
    token_set_info(&token, &info);
    if (detail == TOKEN_AND_SLOT_INFO &&
        CRYPTOKI(module, C_GetSlotInfo, slot, &slot_info) == CKR_OK) {
        token_set_slot(&token, &slot_info);
    }
    *ret_token = token;
    return true;
}

CK_RV slots_list(struct module *module, CK_BBOOL present, CK_SLOT_ID **ret_slots,
                 CK_ULONG *ret_count)
{
    CK_ULONG room = SLOTS_AT_ONCE;
    CK_ULONG count = room;
    CK_SLOT_ID *slots = memory_new(room, sizeof *slots);
    CK_RV rv = CRYPTOKI(module, C_GetSlotList, present, slots, &count);

    if (rv == CKR_BUFFER_TOO_SMALL && count > room && count <= SLOTS_LIMIT) {
        room = count;
        slots = memory_resize(slots, room, sizeof *slots);
        rv = CRYPTOKI(module, C_GetSlotList, present, slots, &count);
    }
    *ret_slots = slots;
    *ret_count = rv == CKR_OK && count <= room ? count : 0;
    return rv == CKR_OK && count > room ? CKR_BUFFER_TOO_SMALL : rv;
}

static void token_list_add(struct token_list *tokens, const struct token *token)
{
    tokens->items = memory_resize(tokens->items, tokens->count + 1, sizeof *tokens->items);
    tokens->items[tokens->count++] = *token;
}

/* Adds the tokens of one module; true when an exact selector found its token. */
static bool read_slots(struct module *module, const CK_SLOT_ID *slots, CK_ULONG count,
                       const struct token_selector *selector, enum token_detail detail,
                       struct notices *notices, struct token_list *tokens)
{
    for (CK_ULONG i = 0; i < count; i++) {
        struct token token = {0};

        if (!token_read(module, slots[i], detail, notices, &token)) {
            continue;
        }
        if (selector != NULL && !token_selector_matches(selector, &token)) {
            token_clear(&token);
            continue;
        }
        token_list_add(tokens, &token);
        if (selector != NULL && token_selector_is_exact(selector)) {
            return true;
        }
    }
    return false;
}

/* Those in use first, by label and serial number: modules number and order their slots as they
 * like. */
static int compare_tokens(const void *a, const void *b)
{
    const struct token *left = a;
    const struct token *right = b;
    int order = (int)right->initialized - (int)left->initialized;

    if (order == 0) {
        order = strcmp(left->label, right->label);
    }
    if (order == 0) {
        order = strcmp(left->serial, right->serial);
    }
    return order != 0 ? order : (left->slot > right->slot) - (left->slot < right->slot);
}

bool tokens_read(struct modules *modules, const struct token_selector *selector,
                 enum token_detail detail, struct notices *notices, struct token_list *ret_tokens,
                 struct failure *failure)
{
    CLEANUP_VALUE(token_list_clear) struct token_list tokens = {0};
    bool found = false;

    for (size_t i = 0; i < modules->count && !found; i++) {
        struct module *module = modules->items[i];
        CK_SLOT_ID *slots = NULL;
        CK_ULONG count = 0;
        CK_RV rv = slots_list(module, CK_TRUE, &slots, &count);

        if (rv == CKR_OK) {
            found = read_slots(module, slots, count, selector, detail, notices, &tokens);
        } else if (modules->count == 1) {
            (void)raise_cryptoki(failure, NULL, "C_GetSlotList", rv,
                                 _("cannot list the slots of module '%s'"), module->path);
        } else {
            notices_add(notices, _("module '%s' is left out: C_GetSlotList returned %s (0x%lx)"),
                        module->path, ckr_name(rv), rv);
        }
        memory_free(slots);
    }
    if (failure_is_set(failure)) {
        return false;
    }
    if (tokens.count > 1) {
        qsort(tokens.items, tokens.count, sizeof *tokens.items, compare_tokens);
    }
    *ret_tokens = tokens;
    tokens = (struct token_list){0};
    return true;
}

bool token_refresh(struct token *token)
{
    CK_TOKEN_INFO info = {0};

    if (CRYPTOKI(token->module, C_GetTokenInfo, token->slot, &info) != CKR_OK ||
        !token_is_same(token, &info)) {
        return false;
    }
    token_set_flags(token, info.flags);
    return true;
}

struct token token_copy(const struct token *token)
{
    struct token copy = *token;

    copy.label = memory_copy_text(token->label);
    copy.manufacturer = memory_copy_text(token->manufacturer);
    copy.model = memory_copy_text(token->model);
    copy.serial = memory_copy_text(token->serial);
    copy.slot_description = memory_copy_text(token->slot_description);
    copy.slot_manufacturer = memory_copy_text(token->slot_manufacturer);
    copy.quirks = quirk_set_copy(&token->quirks);
    return copy;
}

void token_clear(struct token *token)
{
    memory_free(token->label);
    memory_free(token->manufacturer);
    memory_free(token->model);
    memory_free(token->serial);
    memory_free(token->slot_description);
    memory_free(token->slot_manufacturer);
    quirk_set_clear(&token->quirks);
    *token = (struct token){0};
}

void token_list_clear(struct token_list *tokens)
{
    for (size_t i = 0; i < tokens->count; i++) {
        token_clear(&tokens->items[i]);
    }
    memory_free(tokens->items);
    *tokens = (struct token_list){0};
}
