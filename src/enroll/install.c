/* SPDX-License-Identifier: Apache-2.0 */
#include "enroll/install.h"

#include <string.h>

#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "enroll/gate.h"
#include "install_place.h"
#include "install_write.h"

/* The certificates of an order, sorted into those that want a key and those that only issued. */
struct install_plan {
    const struct certificate **leaves;
    struct placement *placements; /* one a leaf */
    size_t leaf_count;
    const struct certificate **issuers;
    size_t issuer_count;
};

static void plan_clear(struct install_plan *plan)
{
    for (size_t i = 0; i < plan->leaf_count; i++) {
        placement_clear(&plan->placements[i]);
    }
    memory_free(plan->leaves);
    memory_free(plan->placements);
    memory_free(plan->issuers);
    *plan = (struct install_plan){0};
}

static bool any_end_entity(const struct certificate_list *certificates)
{
    for (size_t i = 0; i < certificates->count; i++) {
        if (!certificate_is_ca(certificates->items[i])) {
            return true;
        }
    }
    return false;
}

/* CA certificates beside an end entity's are its chain; alone, they are what is to be installed. */
static void sort_certificates(const struct install_order *order, struct install_plan *plan)
{
    const struct certificate_list *certificates = order->certificates;
    bool split = any_end_entity(certificates);
    size_t most = certificates->count + order->chain->count;

    plan->leaves = memory_new(most, sizeof(struct certificate *));
    plan->placements = memory_new(most, sizeof *plan->placements);
    plan->issuers = memory_new(most, sizeof(struct certificate *));
    for (size_t i = 0; i < certificates->count; i++) {
        if (split && certificate_is_ca(certificates->items[i])) {
            plan->issuers[plan->issuer_count++] = certificates->items[i];
        } else {
            plan->leaves[plan->leaf_count++] = certificates->items[i];
        }
    }
    for (size_t i = 0; i < order->chain->count; i++) {
        plan->issuers[plan->issuer_count++] = order->chain->items[i];
    }
}

static bool refuse_date(const struct certificate *certificate, const char *format, timestamp when,
                        struct failure *failure)
{
    CLEANUP(text_free) char *subject = certificate_subject(certificate);
    CLEANUP(text_free) char *date = timestamp_text(when);

    (void)failure_set(failure, FAILURE_NO, _("certificate '%s' is not installed"), subject);
    (void)failure_cause(failure, format, date);
    return failure_hint(failure, _("check the clock of this computer; add --ignore-dates to "
                                   "install it all the same"));
}

static bool check_dates(const struct install_plan *plan, struct failure *failure)
{
    timestamp now = clock_now();

    for (size_t i = 0; i < plan->leaf_count; i++) {
        const struct certificate_outline *outline = certificate_outline(plan->leaves[i]);

        if (outline->not_after < now) {
            return refuse_date(plan->leaves[i], _("it expired on %s"), outline->not_after, failure);
        }
        if (outline->not_before > now) {
            return refuse_date(plan->leaves[i], _("it is not valid before %s"), outline->not_before,
                               failure);
        }
    }
    return true;
}

/* Which keys were looked at: label and id of every private key that could be seen. */
static char *keys_looked_at(struct place_list *places)
{
    const struct object_filter filter = {.type = OBJECT_PRIVATE_KEY};
    struct text text = {0};

    for (size_t i = 0; i < places->count; i++) {
        CLEANUP_VALUE(object_list_clear) struct object_list keys = {0};
        CLEANUP_VALUE(failure_clear) struct failure ignored = {0};
        struct open_token *place = &places->items[i];

        text_addf(&text, "%s", text.size > 0 ? "; " : "");
        if (place->session == NULL || !objects_find(place->session, &filter, &keys, &ignored)) {
            text_addf(&text, _("token '%s': its public keys"), place->token.label);
            continue;
        }
        text_addf(&text, _("token '%s': "), place->token.label);
        for (size_t k = 0; k < keys.count && k < 8; k++) {
            CLEANUP(text_free) char *id = hex_encode(slice_of_bytes(&keys.items[k].id));

            text_addf(&text, _("%s'%s' (id %s)"), k > 0 ? ", " : "", keys.items[k].label, id);
        }
        if (keys.count == 0) {
            text_add(&text, _("no private key"));
        } else if (keys.count > 8) {
            text_addf(&text, _(" and %zu more"), keys.count - 8);
        }
    }
    return text_take(&text);
}

static bool refuse_without_key(const struct certificate *certificate, struct place_list *places,
                               struct failure *failure)
{
    CLEANUP(text_free) char *subject = certificate_subject(certificate);
    CLEANUP(text_free) char *keys = keys_looked_at(places);

    (void)failure_set(failure, FAILURE_NO, _("certificate '%s' fits no key"), subject);
    (void)failure_cause(failure, _("its public key (%s) is none of these: %s"),
                        public_key_name(certificate_key(certificate)), keys);
    return failure_hint(failure, _("nothing was written; is it the certificate for this token and "
                                   "the request you sent?"));
}

static bool place_leaves(struct workplace *workplace, struct place_list *places,
                         struct install_plan *plan, struct failure *failure)
{
    for (size_t i = 0; i < plan->leaf_count; i++) {
        struct placement *placement = &plan->placements[i];

        if (!placement_find(workplace, places, plan->leaves[i], placement, failure)) {
            return false;
        }
        if (!placement->found) {
            return refuse_without_key(plan->leaves[i], places, failure);
        }
        if (!certificate_can_be_stored(&places->items[placement->place].token, failure)) {
            return false;
        }
        if (placement->private_key.extractable == YES || placement->private_key.sensitive == NO) {
            notices_add(workplace->notices,
                        _("the key '%s' can be read out of token '%s': it was not made by "
                          "hardtoken, or the token did not keep to what was asked"),
                        placement->private_key.label, places->items[placement->place].token.label);
        }
    }
    return true;
}

static bool pass_gate(const struct install_order *order, const struct place_list *places,
                      const struct install_plan *plan, struct failure *failure)
{
    for (size_t i = 0; i < plan->leaf_count; i++) {
        const struct placement *placement = &plan->placements[i];

        if (!gate_pass(order->requirement, &places->items[placement->place].token,
                       &placement->private_key, failure)) {
            return false;
        }
    }
    return true;
}

static void add_result(struct install_result *result, const struct open_token *place,
                       const struct certificate *certificate, const struct object *key,
                       const char *label, enum install_outcome outcome)
{
    struct slice id = key == NULL ? (struct slice){0} : slice_of_bytes(&key->id);
    const struct certificate_spec spec = certificate_spec_of(certificate, id, label);
    struct installed *item;

    result->items = memory_resize(result->items, result->count + 1, sizeof *result->items);
    item = &result->items[result->count++];
    *item = (struct installed){
        .outcome = outcome,
        .chain = key == NULL,
        .token_label = memory_copy_text(place->token.label),
        .uri = object_uri(&place->token, OBJECT_CERTIFICATE, id, label),
        .label = memory_copy_text(label),
        .id = hex_encode(id),
        .subject = certificate_subject(certificate),
        .issuer = certificate_issuer(certificate),
        .serial = certificate_outline_serial(certificate_outline(certificate)),
        .not_after = certificate_outline(certificate)->not_after,
        .template = certificate_describe(&place->token, &spec),
        .quirks = quirk_set_copy(&place->token.quirks),
    };
}

/* A dry run neither writes nor records. */
static bool deal_with_leaf(struct workplace *workplace, struct open_token *place,
                           const struct certificate *leaf, const struct object *key,
                           enum install_outcome outcome, bool dry_run, struct failure *failure)
{
    switch (outcome) {
    case INSTALL_WRITTEN:
        return leaf_write(workplace, place, leaf, key, failure);
    case INSTALL_PRESENT:
        return dry_run || leaf_is_present(workplace, place, leaf, key, failure);
    case INSTALL_PLANNED:
        break;
    }
    return true;
}

static bool write_leaves(struct workplace *workplace, struct place_list *places,
                         const struct install_order *order, const struct install_plan *plan,
                         struct install_result *result, struct failure *failure)
{
    for (size_t i = 0; i < plan->leaf_count; i++) {
        const struct placement *placement = &plan->placements[i];
        const struct object *key = &placement->private_key;
        struct open_token *place = &places->items[placement->place];
        enum install_outcome outcome = placement->present ? INSTALL_PRESENT
                                       : order->dry_run   ? INSTALL_PLANNED
                                                          : INSTALL_WRITTEN;

        if (key->id.size == 0) {
            notices_add(workplace->notices,
                        _("the key '%s' has no id (CKA_ID): programs that pair keys and "
                          "certificates by id will not find the certificate"),
                        key->label);
        }
        if (!deal_with_leaf(workplace, place, plan->leaves[i], key, outcome, order->dry_run,
                            failure)) {
            return false;
        }
        add_result(result, place, plan->leaves[i], key, key->label, outcome);
    }
    return true;
}

/* Did CANDIDATE issue the leaf, directly or through others of the chain? */
static bool is_ancestor(const struct install_plan *plan, const struct certificate *candidate,
                        const struct certificate *leaf, size_t depth)
{
    if (certificate_issued_by(leaf, candidate)) {
        return true;
    }
    for (size_t i = 0; depth > 0 && i < plan->issuer_count; i++) {
        if (plan->issuers[i] != leaf && certificate_issued_by(leaf, plan->issuers[i]) &&
            is_ancestor(plan, candidate, plan->issuers[i], depth - 1)) {
            return true;
        }
    }
    return false;
}

static bool write_issuer(struct workplace *workplace, struct open_token *place,
                         const struct certificate *issuer, bool dry_run,
                         struct install_result *result, struct failure *failure)
{
    const struct object_filter filter = {.type = OBJECT_CERTIFICATE,
                                         .value = certificate_der(issuer)};
    CLEANUP(text_free) char *label = certificate_subject_short(issuer);
    enum install_outcome outcome = INSTALL_PRESENT;
    bool present = false;

    if (!objects_exist(place->session, &filter, &present, failure)) {
        return false;
    }
    if (!present) {
        outcome = dry_run ? INSTALL_PLANNED : INSTALL_WRITTEN;
    }
    if (outcome == INSTALL_WRITTEN && !issuer_write(workplace, place, issuer, label, failure)) {
        return false;
    }
    add_result(result, place, issuer, NULL, label, outcome);
    return true;
}

/* Writes ISSUER to each token that holds a leaf below it. */
static bool write_issuer_to_places(struct workplace *workplace, struct place_list *places,
                                   const struct install_plan *plan,
                                   const struct certificate *issuer, bool dry_run,
                                   struct install_result *result, bool *ret_needed,
                                   struct failure *failure)
{
    *ret_needed = false;
    for (size_t p = 0; p < places->count; p++) {
        bool needed = false;

        for (size_t i = 0; i < plan->leaf_count && !needed; i++) {
            needed = plan->placements[i].place == p &&
                     is_ancestor(plan, issuer, plan->leaves[i], plan->issuer_count);
        }
        if (needed &&
            !write_issuer(workplace, &places->items[p], issuer, dry_run, result, failure)) {
            return false;
        }
        *ret_needed = *ret_needed || needed;
    }
    return true;
}

static bool write_issuers(struct workplace *workplace, struct place_list *places,
                          const struct install_order *order, const struct install_plan *plan,
                          struct install_result *result, struct failure *failure)
{
    for (size_t i = 0; i < plan->issuer_count; i++) {
        bool needed = false;

        if (!write_issuer_to_places(workplace, places, plan, plan->issuers[i], order->dry_run,
                                    result, &needed, failure)) {
            return false;
        }
        if (!needed) {
            CLEANUP(text_free) char *subject = certificate_subject(plan->issuers[i]);

            notices_add(workplace->notices,
                        _("certificate '%s' is left out: it did not issue what is installed"),
                        subject);
        }
    }
    return true;
}

/* What a failed installation had written before it failed; doing it again leaves that alone. */
static void note_written(struct workplace *workplace, const struct install_result *result)
{
    for (size_t i = 0; i < result->count; i++) {
        if (result->items[i].outcome == INSTALL_WRITTEN) {
            notices_add(workplace->notices, _("certificate '%s' was installed before the failure"),
                        result->items[i].subject);
        }
    }
}

bool install(struct workplace *workplace, const struct install_order *order,
             struct install_result *ret_result, struct failure *failure)
{
    CLEANUP_VALUE(place_list_clear) struct place_list places = {0};
    CLEANUP_VALUE(plan_clear) struct install_plan plan = {0};
    CLEANUP_VALUE(install_result_clear) struct install_result result = {0};

    sort_certificates(order, &plan);
    if (!gate_check(order->requirement, failure) ||
        (!order->ignore_dates && !check_dates(&plan, failure)) ||
        !places_find(workplace, order->token, &places, failure) ||
        !place_leaves(workplace, &places, &plan, failure) ||
        !pass_gate(order, &places, &plan, failure) || !workplace_may_go_on(workplace, failure)) {
        return false;
    }
    if (!write_leaves(workplace, &places, order, &plan, &result, failure) ||
        !write_issuers(workplace, &places, order, &plan, &result, failure)) {
        note_written(workplace, &result);
        return false;
    }
    *ret_result = result;
    result = (struct install_result){0};
    return true;
}

void install_result_clear(struct install_result *result)
{
    for (size_t i = 0; i < result->count; i++) {
        struct installed *item = &result->items[i];

        memory_free(item->token_label);
        memory_free(item->uri);
        memory_free(item->label);
        memory_free(item->id);
        memory_free(item->subject);
        memory_free(item->issuer);
        memory_free(item->serial);
        memory_free(item->template);
        quirk_set_clear(&item->quirks);
    }
    memory_free(result->items);
    *result = (struct install_result){0};
}
