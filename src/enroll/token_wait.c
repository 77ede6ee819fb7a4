/* SPDX-License-Identifier: Apache-2.0 */
#include "enroll/token_wait.h"

#include <inttypes.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "base/notices.h"
#include "pkcs11/card_service.h"

#define POLL_MS 250
/* Some modules look for tokens only in C_Initialize (SoftHSM, p11-kit-client): every 2 seconds. */
#define POLLS_BETWEEN_RESTARTS 8

/* The same text once, however often it was polled. */
static void keep_last(struct notices *kept, struct notices *latest)
{
    notices_clear(kept);
    *kept = *latest;
    *latest = (struct notices){0};
}

/*
 * One look; true when what is waited for has happened, or cannot be told for want of choice. FRESH:
 * all modules have just been started. Else a token that cannot be read may only have moved.
 */
static bool look(struct workplace *workplace, const struct token_wait_order *order, bool fresh,
                 struct notices *notices, struct token *seen, struct failure *failure)
{
    CLEANUP_VALUE(token_list_clear) struct token_list tokens = {0};
    CLEANUP_VALUE(notices_clear) struct notices latest = {0};
    CLEANUP_VALUE(failure_clear) struct failure unreadable = {0};

    modules_refresh_slots(workplace->modules);
    if (!tokens_read(workplace->modules, order->selector, TOKEN_AND_SLOT_INFO, &latest, &tokens,
                     &unreadable)) {
        /* It may become readable again: a card half in its reader. */
        notices_add(&latest, _("%s: %s returned %s (0x%lx)"), unreadable.action,
                    unreadable.function, unreadable.rv_name, unreadable.rv);
        keep_last(notices, &latest);
        return false;
    }
    fresh = fresh || latest.count == 0;
    keep_last(notices, &latest);
    if (token_list_keep_initialized(&tokens) == 0) {
        return order->event == TOKEN_REMOVED && fresh;
    }
    if (tokens.count > 1 && order->event == TOKEN_INSERTED) {
        (void)failure_set(failure, FAILURE_NOT_FOUND,
                          P_("%zu token could be meant", "%zu tokens could be meant", tokens.count),
                          tokens.count);
        return !failure_hint(failure, _("'hardtoken token list' prints URIs; choose one with "
                                        "--token"));
    }
    token_clear(seen);
    *seen = tokens.items[0];
    tokens.items[0] = (struct token){0};
    return order->event == TOKEN_INSERTED;
}

static bool not_gone(const char *name, struct failure *failure)
{
    return name == NULL
               ? failure_set(failure, FAILURE_NOT_FOUND, _("a token is still there"))
               : failure_set(failure, FAILURE_NOT_FOUND, _("token '%s' is still there"), name);
}

static bool not_come(const char *name, int64_t timeout, struct failure *failure)
{
    if (timeout == 0) {
        return name == NULL
                   ? failure_set(failure, FAILURE_NOT_FOUND, _("there is no initialized token"))
                   : failure_set(failure, FAILURE_NOT_FOUND, _("there is no token '%s'"), name);
    }
    return name == NULL
               ? failure_set(failure, FAILURE_NOT_FOUND, _("no token came within %" PRId64 " s"),
                             timeout)
               : failure_set(failure, FAILURE_NOT_FOUND,
                             _("token '%s' did not come within %" PRId64 " s"), name, timeout);
}

static bool time_over(const struct token_wait_order *order, struct failure *failure)
{
    const char *name = order->selector == NULL ? NULL : token_selector_text(order->selector);

    if (order->event == TOKEN_REMOVED) {
        (void)not_gone(name, failure);
    } else {
        (void)not_come(name, order->timeout, failure);
    }
    if (card_service_is_used() && !card_service_answers()) {
        (void)failure_cause(failure, _("the card service (pcscd) is not running"));
    }
    return failure_hint(failure, _("'hardtoken token list' shows what the modules see"));
}

/* True when every module started again. */
static bool restart(struct workplace *workplace, struct notices *notices)
{
    CLEANUP_VALUE(notices_clear) struct notices latest = {0};
    bool all = false;

    modules_restart(workplace->modules, &latest);
    all = latest.count == 0;
    keep_last(notices, &latest);
    return all;
}

static bool wait_for(struct workplace *workplace, const struct token_wait_order *order,
                     struct notices *notices, struct token *seen, struct failure *failure)
{
    uint64_t end = clock_monotonic() + (uint64_t)order->timeout * UINT64_C(1000000);
    bool over = order->timeout == 0;
    bool fresh = true;

    for (unsigned polls = 1; !look(workplace, order, fresh, notices, seen, failure); polls++) {
        if (over) {
            return time_over(order, failure);
        }
        clock_sleep(POLL_MS);
        if (!workplace_may_go_on(workplace, failure)) {
            return false;
        }
        fresh = polls % POLLS_BETWEEN_RESTARTS == 0 && restart(workplace, notices);
        over = clock_monotonic() >= end; /* one last look at the end of the time */
    }
    return !failure_is_set(failure);
}

bool token_wait(struct workplace *workplace, const struct token_wait_order *order,
                struct token *ret_token, struct failure *failure)
{
    CLEANUP_VALUE(token_clear) struct token seen = {0};
    CLEANUP_VALUE(notices_clear) struct notices notices = {0};

    workplace_progress(workplace, order->event == TOKEN_INSERTED
                                      ? _("waiting for the token")
                                      : _("waiting until the token is gone"));
    if (!wait_for(workplace, order, &notices, &seen, failure)) {
        for (size_t i = 0; i < notices.count; i++) {
            notices_add(workplace->notices, "%s", notices.texts[i]);
        }
        return false;
    }
    *ret_token = seen;
    seen = (struct token){0};
    return true;
}
