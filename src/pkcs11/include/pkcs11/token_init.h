/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "base/failure.h"
#include "base/must_use.h"
#include "base/secret.h"
#include "pkcs11/modules.h"
#include "pkcs11/session.h"
#include "pkcs11/token.h"

/* Which slot to set up. */
struct slot_choice {
    bool by_id; /* else the first slot with an uninitialized token */
    unsigned long id;
    const struct token_selector *selector; /* a token, or NULL */
};

struct token_setup {
    const char *label; /* UTF-8, 1 to 32 bytes */
    const struct secret *so_pin;
    const struct secret *pin;
    bool replace; /* erase a token that is initialized already */
    enum last_try last_try;
    /*
     * Called (unless NULL) when the token is chosen and nothing was sent to it yet, with a copy of
     * this setup: may fill in the PINs, and set replace when a person agreed.
     */
    bool (*prepare)(void *context, const struct token *token, struct token_setup *setup,
                    struct failure *failure);
    void *context;
};

/* Is LABEL valid UTF-8 of 1 to 32 bytes? Class usage. */
bool token_label_check(const char *label, struct failure *failure) MUST_USE;

/*
 * Initializes a token (PKCS#11 v2.40, 5.5: C_InitToken), then sets the user PIN as SO (C_InitPIN).
 * A token that is initialized already is refused (class policy) unless setup says replace, and also
 * when its SO PIN is locked or at its last try, as in session_check_so_pin. Returns the token as it
 * is afterwards.
 */
bool token_initialize(struct modules *modules, const struct slot_choice *choice,
                      const struct token_setup *wanted, struct notices *notices,
                      struct token *ret_token, struct failure *failure) MUST_USE;
