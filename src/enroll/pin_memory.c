/* SPDX-License-Identifier: Apache-2.0 */
#include "enroll/pin_memory.h"

#include <string.h>

#include "base/bytes.h"
#include "base/clock.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "pin_memory_file.h"
#include "pkcs11/pin.h"
#include "x509/digest.h"

/* About 50 ms: nothing beside a token, much beside a million guesses. */
#define ROUNDS 100000

/* What a token is known by in the file. Each part with its NUL, so that parts do not run together.
 */
static void identify(const struct token *token, enum pin_kind kind, uint8_t ret_id[SHA256_SIZE])
{
    const char *parts[] = {token->manufacturer, token->model, token->serial, token->label};
    CLEANUP_VALUE(bytes_clear) struct bytes identity = {0};
    uint8_t number = (uint8_t)kind;

    bytes_append(&identity, &number, sizeof number);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        bytes_append(&identity, parts[i], strlen(parts[i]) + 1);
    }
    sha256(slice_of_bytes(&identity), ret_id);
}

/* A list that cannot be read is told once a run: by the check that comes first. */
enum telling { TELL, SILENT };

static bool read_list(const struct workplace *workplace, enum telling telling,
                      struct refusal_list *list)
{
    CLEANUP_VALUE(failure_clear) struct failure failure = {0};

    if (refusals_read(workplace->state_folder, list, &failure)) {
        return true;
    }
    if (telling == TELL) {
        notices_add(workplace->notices, _("the list of refused PINs is not used: %s (%s)"),
                    failure.action, failure.cause == NULL ? "" : failure.cause);
    }
    return false;
}

static void write_list(const struct workplace *workplace, const struct refusal_list *list)
{
    CLEANUP_VALUE(failure_clear) struct failure failure = {0};

    if (!refusals_write(workplace->state_folder, list, &failure)) {
        notices_add(workplace->notices, _("the list of refused PINs was not written: %s (%s)"),
                    failure.action, failure.cause == NULL ? "" : failure.cause);
    }
}

/* The salt is bound to the token: the same PIN looks different for each of them. */
static void digest_pin(const struct refusal *with, const struct secret *pin,
                       uint8_t ret_digest[SHA256_SIZE])
{
    uint8_t salt[REFUSAL_SALT_SIZE + SHA256_SIZE];

    memcpy(salt, with->salt, REFUSAL_SALT_SIZE);
    memcpy(salt + REFUSAL_SALT_SIZE, with->token, SHA256_SIZE);
    pbkdf2_sha256(slice_of(secret_data(pin), secret_size(pin)), slice_of(salt, sizeof salt),
                  with->rounds, ret_digest);
}

/* The next line of TOKEN from index FROM on, or NULL. */
static const struct refusal *next_of(const struct refusal_list *list, const uint8_t *token,
                                     size_t from)
{
    for (size_t i = from; i < list->count; i++) {
        if (memcmp(list->items[i].token, token, SHA256_SIZE) == 0) {
            return &list->items[i];
        }
    }
    return NULL;
}

/* The line of this PIN, or NULL. All lines of a token share one salt, so this costs one digest. */
static const struct refusal *find(const struct refusal_list *list, const uint8_t *token,
                                  const struct secret *pin)
{
    const struct refusal *before = NULL;
    uint8_t digest[SHA256_SIZE];

    for (const struct refusal *line = next_of(list, token, 0); line != NULL;
         line = next_of(list, token, (size_t)(line - list->items) + 1)) {
        if (before == NULL || before->rounds != line->rounds ||
            memcmp(before->salt, line->salt, sizeof line->salt) != 0) {
            digest_pin(line, pin, digest);
        }
        if (memcmp(digest, line->digest, sizeof digest) == 0) {
            return line;
        }
        before = line;
    }
    return NULL;
}

/* When the token refused this PIN; false when it did not, or nobody knows. */
static bool look_up(const struct workplace *workplace, const struct token *token,
                    enum pin_kind kind, const struct secret *pin, enum telling telling,
                    timestamp *ret_time)
{
    CLEANUP_VALUE(refusal_list_clear) struct refusal_list list = {0};
    const struct refusal *found;
    uint8_t id[SHA256_SIZE];

    if (pin == NULL || workplace->state_folder == NULL || workplace->same_pin ||
        !read_list(workplace, telling, &list) || list.count == 0) {
        return false;
    }
    identify(token, kind, id);
    found = find(&list, id, pin);
    if (found != NULL) {
        *ret_time = found->time;
    }
    return found != NULL;
}

bool pin_memory_knows(const struct workplace *workplace, const struct token *token,
                      enum pin_kind kind, const struct secret *pin)
{
    timestamp time;

    return look_up(workplace, token, kind, pin, SILENT, &time);
}

bool pin_memory_check(const struct workplace *workplace, const struct token *token,
                      enum pin_kind kind, const struct secret *pin, struct failure *failure)
{
    CLEANUP(text_free) char *day = NULL;
    timestamp time;

    if (!look_up(workplace, token, kind, pin, TELL, &time)) {
        return true;
    }
    day = timestamp_date(time);
    (void)failure_set(failure, FAILURE_PIN,
                      kind == PIN_SO ? _("the SO PIN is not sent to token '%s' again")
                                     : _("the PIN is not sent to token '%s' again"),
                      token->label);
    (void)failure_cause(failure, _("this token refused this very PIN on %s; no try was used"), day);
    (void)failure_hint(failure, _("give another PIN; if this one has become right since, add "
                                  "--same-pin"));
    failure_set_token(failure, token->label, token->serial, token->module_path, token->slot);
    return false;
}

/* Removes lines of TOKEN: all of them, or the one given. Returns whether there were any. */
static bool drop(struct refusal_list *list, const uint8_t *token, const struct refusal *only)
{
    size_t one = only == NULL ? list->count : (size_t)(only - list->items);
    size_t kept = 0;
    size_t count = list->count;

    for (size_t i = 0; i < count; i++) {
        bool meant =
            only == NULL ? memcmp(list->items[i].token, token, SHA256_SIZE) == 0 : i == one;

        if (!meant) {
            list->items[kept++] = list->items[i];
        }
    }
    list->count = kept;
    return kept < count;
}

void pin_memory_learn(const struct workplace *workplace, const struct token *token,
                      enum pin_kind kind, const struct secret *pin, const struct failure *failure)
{
    CLEANUP_VALUE(refusal_list_clear) struct refusal_list list = {0};
    struct refusal refusal = {.rounds = ROUNDS, .time = clock_now()};
    const struct refusal *before;

    if (pin == NULL || workplace->state_folder == NULL || !pin_was_refused(token, failure) ||
        !read_list(workplace, SILENT, &list)) {
        return;
    }
    identify(token, kind, refusal.token);
    before = next_of(&list, refusal.token, 0);
    if (before != NULL && before->rounds == ROUNDS) {
        memcpy(refusal.salt, before->salt, sizeof refusal.salt);
    } else {
        random_bytes(refusal.salt, sizeof refusal.salt);
    }
    before = find(&list, refusal.token, pin);
    if (before != NULL) {
        (void)drop(&list, refusal.token, before); /* the new line has the newer day */
    }
    digest_pin(&refusal, pin, refusal.digest);
    refusal_list_add(&list, &refusal);
    write_list(workplace, &list);
}

void pin_memory_forget(const struct workplace *workplace, const struct token *token,
                       enum pin_kind kind)
{
    CLEANUP_VALUE(refusal_list_clear) struct refusal_list list = {0};
    uint8_t id[SHA256_SIZE];

    if (workplace->state_folder == NULL || !read_list(workplace, SILENT, &list) ||
        list.count == 0) {
        return;
    }
    identify(token, kind, id);
    if (drop(&list, id, NULL)) {
        write_list(workplace, &list);
    }
}
