/* SPDX-License-Identifier: Apache-2.0 */
#include "token_lock.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "journal/lock.h"

#define LOOK_MILLISECONDS 50

static bool refuse_busy(const struct token *token, long holder, struct failure *failure)
{
    (void)failure_set(failure, FAILURE_HOST, _("token '%s' is in use"), token->label);
    if (holder > 0) {
        (void)failure_cause(failure, _("process %ld writes to it"), holder);
    } else {
        (void)failure_cause(failure, _("another process writes to it"));
    }
    (void)failure_hint(failure, _("nothing was done; run the command again when that process has "
                                  "ended"));
    failure_set_token(failure, token->label, token->serial, token->module_path, token->slot);
    return false;
}

static void tell_of_wait(struct workplace *workplace, const struct token *token, long holder)
{
    if (holder > 0) {
        workplace_progress(workplace, _("waiting for process %ld, which writes to token '%s'"),
                           holder, token->label);
    } else {
        workplace_progress(workplace, _("waiting for another process, which writes to token '%s'"),
                           token->label);
    }
}

static bool refuse_lost(const struct token *token, struct failure *failure)
{
    (void)failure_set(failure, FAILURE_TOKEN_LOST, _("token '%s' is gone"), token->label);
    (void)failure_cause(failure, _("while another process wrote to it, it was taken out, or "
                                   "another one put in its place"));
    failure_set_token(failure, token->label, token->serial, token->module_path, token->slot);
    return false;
}

/* Another process has it: looks again until it is free. */
static bool wait_for_lock(struct workplace *workplace, struct open_token *open, long holder,
                          struct failure *failure)
{
    uint64_t end = clock_monotonic() + workplace->lock_milliseconds * UINT64_C(1000);
    bool taken = false;

    tell_of_wait(workplace, &open->token, holder);
    while (!taken) {
        if (clock_monotonic() >= end) {
            return refuse_busy(&open->token, holder, failure);
        }
        clock_sleep(LOOK_MILLISECONDS);
        if (!workplace_may_go_on(workplace, failure) ||
            !journal_lock(workplace->journal, open->lock, &taken, &holder, failure)) {
            return false;
        }
    }
    if (!token_refresh(&open->token)) {
        journal_unlock(workplace->journal, open->lock);
        return refuse_lost(&open->token, failure);
    }
    return true;
}

bool token_lock(struct workplace *workplace, struct open_token *open, struct failure *failure)
{
    const struct token *token = &open->token;
    CLEANUP(text_free) char *identity = NULL;
    bool taken = false;
    long holder = 0;

    if (workplace->journal == NULL) {
        return true;
    }
    identity = text_format("%s\n%s\n%s\n%s", token->manufacturer, token->model, token->serial,
                           token->label);
    open->lock = identity;
    if (!journal_lock(workplace->journal, identity, &taken, &holder, failure) ||
        (!taken && !wait_for_lock(workplace, open, holder, failure))) {
        open->lock = NULL;
        return false;
    }
    identity = NULL;
    return true;
}

void token_unlock(struct open_token *open)
{
    if (open->lock != NULL) {
        journal_unlock(open->workplace->journal, open->lock);
        memory_free(open->lock);
        open->lock = NULL;
    }
}
