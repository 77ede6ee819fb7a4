/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/failure.h"
#include "base/must_use.h"
#include "base/notices.h"
#include "pkcs11/modules.h"
#include "pkcs11/quirks.h"
#include "pkcs11/uri.h"

struct module;

/* How much room a token says it has; bytes, or -1 where it does not say. */
struct token_memory {
    int64_t total;
    int64_t available;
};

/* Sessions of this program on a token; -1 where it does not say. */
struct token_sessions {
    int64_t open;
    int64_t most; /* 0: no limit */
};

/*
 * What a token said of itself when it was read (CK_TOKEN_INFO, PKCS#11 v2.40, 3.2), trailing blanks
 * and NULs removed. The texts are the module's bytes: escape them before printing.
 */
struct token {
    struct module *module; /* borrowed; lives as long as the modules */
    const char *module_path;
    unsigned long slot; /* never kept beyond this process: modules renumber their slots */
    char *label;
    char *manufacturer;
    char *model;
    char *serial;
    bool initialized;
    bool write_protected;
    bool login_required;
    bool pin_pad; /* CKF_PROTECTED_AUTHENTICATION_PATH */
    bool user_pin_set;
    bool user_pin_count_low;
    bool user_pin_final_try;
    bool user_pin_locked;
    bool user_pin_to_be_changed;
    bool so_pin_count_low;
    bool so_pin_final_try;
    bool so_pin_locked;
    bool so_pin_to_be_changed;
    unsigned long pin_min; /* bytes; 0 when not known */
    unsigned long pin_max; /* bytes; 0 when not known */
    struct token_memory public_memory;
    struct token_memory private_memory;
    struct token_sessions sessions; /* of both kinds */
    struct token_sessions rw_sessions;
    unsigned hardware_version[2];
    unsigned firmware_version[2];
    /* From CK_SLOT_INFO, only when asked for; else NULL and false. */
    char *slot_description;
    char *slot_manufacturer;
    bool slot_hardware; /* CKF_HW_SLOT: a claim */
    bool slot_removable;
    struct quirk_set quirks; /* the rules about it; what they say of its flags is in them */
};

struct token_list {
    struct token *items;
    size_t count;
};

enum token_detail { TOKEN_INFO, TOKEN_AND_SLOT_INFO };

/*
 * Reads the tokens present in all modules: one C_GetSlotList a module, one C_GetTokenInfo a slot
 * (and one C_GetSlotInfo if asked). A module or slot that fails is a notice. With SELECTOR, only
 * the tokens it names; when it names one token exactly the rest is not read.
 */
bool tokens_read(struct modules *modules, const struct token_selector *selector,
                 enum token_detail detail, struct notices *notices, struct token_list *ret_tokens,
                 struct failure *failure) MUST_USE;

/*
 * The one token SELECTOR names; where it names none (NULL, or a URI of only an object), the only
 * initialized one. None, or more than one, is class not-found and lists URIs to choose from.
 */
bool token_choose(struct modules *modules, const struct token_selector *selector,
                  enum token_detail detail, struct notices *notices, struct token *ret_token,
                  struct failure *failure) MUST_USE;

/* With a selector that names a slot by number, a notice with the URI of the token it stands for. */
void token_note_slot_number(const struct token_selector *selector, const struct token *token,
                            struct notices *notices);

/*
 * Reads the token in the same slot again, to see its flags as they are now. False when it cannot be
 * read, or another one is in the slot.
 */
bool token_refresh(struct token *token) MUST_USE;

/* RFC 7512 URI with model, manufacturer, serial and label; the caller frees it. */
char *token_uri(const struct token *token);

/* Drops the tokens that are not initialized; returns how many are left. */
size_t token_list_keep_initialized(struct token_list *tokens);

/* The caller clears it. */
struct token token_copy(const struct token *token);

void token_clear(struct token *token);
void token_list_clear(struct token_list *tokens);
