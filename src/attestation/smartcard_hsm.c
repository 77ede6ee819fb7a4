/* SPDX-License-Identifier: Apache-2.0 */

/*
 * SmartCard-HSM and Nitrokey HSM 2: when the device generates a key it makes a request for a
 * card-verifiable certificate, signs it with the new key and then with its own device key. The
 * device key was certified by a device issuer, and that by the scheme's root.
 * https://github.com/OpenSC/OpenSC (etc/DESRCACC100001, src/libopensc/card-sc-hsm.c)
 */

#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "judgment.h"

/* The holder reference of a device is its serial number and five digits. */
#define SEQUENCE_DIGITS 5

/* The way from a request to the root, and how far it was good. */
struct path {
    const struct cv *device;
    const struct cv *issuer;
    const struct anchor *anchor;
};

/* The next certificate from *POSITION on whose holder is REFERENCE; NULL when there is none. */
static const struct cv *next_holder(const struct attestation_material *material,
                                    struct slice reference, size_t *position)
{
    while (*position < material->cv_count) {
        const struct cv *cv = &material->cvs[(*position)++];

        if (!cv->authenticated && slice_equal(cv->holder, reference)) {
            return cv;
        }
    }
    return NULL;
}

static const struct anchor *next_anchor(const struct attestation_anchors *anchors,
                                        struct slice reference, size_t *position)
{
    while (*position < anchors->count) {
        const struct anchor *anchor = anchors->items[(*position)++];

        if (anchor->layouts[ATTESTATION_SMARTCARD_HSM].count > 0 &&
            slice_equal(slice_of_text(anchor->name), reference)) {
            return anchor;
        }
    }
    return NULL;
}

static enum attestation_reason reason_of(enum cv_check check)
{
    return check == CV_GOOD   ? ATTESTATION_REASON_NONE
           : check == CV_WEAK ? ATTESTATION_REASON_WEAK_SIGNATURE
                              : ATTESTATION_REASON_SIGNATURE;
}

/* A certificate signed by a key, and the key in it: what it can sign in turn. */
static enum attestation_reason step(const struct cv *cv, const struct cv_algorithm *algorithm,
                                    const struct public_key *signer,
                                    struct cv_algorithm *ret_algorithm, struct public_key **ret_key)
{
    enum attestation_reason reason =
        reason_of(cv_signed_by(cv->body, cv->signature, algorithm, signer));

    if (reason != ATTESTATION_REASON_NONE) {
        return reason;
    }
    *ret_key = cv_public_key(cv, signer);
    return *ret_key != NULL && cv_algorithm(cv, ret_algorithm) ? ATTESTATION_REASON_NONE
                                                               : ATTESTATION_REASON_MALFORMED;
}

static bool roles_fit(const struct path *path)
{
    return cv_role(path->issuer) == CV_ROLE_DOCUMENT_VERIFIER &&
           cv_role(path->device) == CV_ROLE_TERMINAL;
}

/* Root, issuer, device, request: each signature from the top. */
static enum attestation_reason check_path(const struct cv *request, const struct path *path)
{
    CLEANUP(public_key_free) struct public_key *issuer = NULL;
    CLEANUP(public_key_free) struct public_key *device = NULL;
    struct cv_algorithm of_issuer = {0};
    struct cv_algorithm of_device = {0};
    enum attestation_reason reason =
        step(path->issuer, &path->anchor->algorithm, path->anchor->key, &of_issuer, &issuer);

    if (reason == ATTESTATION_REASON_NONE) {
        reason = step(path->device, &of_issuer, issuer, &of_device, &device);
    }
    if (reason == ATTESTATION_REASON_NONE) {
        reason = reason_of(
            cv_signed_by(request->outer_signed, request->outer_signature, &of_device, device));
    }
    return reason;
}

/* Why there is no anchor above the issuer. */
static enum attestation_reason explain_end(const struct attestation_material *material,
                                           const struct path *path)
{
    size_t position = 0;
    const struct cv *cv;

    if (!roles_fit(path)) {
        return ATTESTATION_REASON_USAGE;
    }
    while ((cv = next_holder(material, path->issuer->authority, &position)) != NULL) {
        if (slice_equal(cv->authority, cv->holder)) {
            return ATTESTATION_REASON_ROOT;
        }
    }
    return ATTESTATION_REASON_NO_ISSUER;
}

static enum attestation_reason try_anchors(const struct judgment *judgment, struct path *path)
{
    enum attestation_reason reason = explain_end(judgment->material, path);
    size_t position = 0;

    while ((path->anchor = next_anchor(judgment->anchors, path->issuer->authority, &position)) !=
           NULL) {
        reason = check_path(judgment->request, path);
        if (reason == ATTESTATION_REASON_NONE) {
            return roles_fit(path) ? ATTESTATION_REASON_NONE : ATTESTATION_REASON_USAGE;
        }
    }
    return reason;
}

static enum attestation_reason try_issuers(const struct judgment *judgment, struct path *path)
{
    enum attestation_reason reason = ATTESTATION_REASON_NO_ISSUER;
    size_t position = 0;

    if (slice_equal(path->device->authority, path->device->holder)) {
        return ATTESTATION_REASON_ROOT; /* the device certified itself */
    }
    while ((path->issuer = next_holder(judgment->material, path->device->authority, &position)) !=
           NULL) {
        reason = try_anchors(judgment, path);
        if (reason == ATTESTATION_REASON_NONE) {
            break;
        }
    }
    return reason;
}

/* Names may be there more than once: the first path that holds, or why the last did not. */
static enum attestation_reason find_path(const struct judgment *judgment, struct path *path)
{
    enum attestation_reason reason = ATTESTATION_REASON_NO_ISSUER;
    size_t position = 0;

    while ((path->device = next_holder(judgment->material, judgment->request->outer_authority,
                                       &position)) != NULL) {
        reason = try_issuers(judgment, path);
        if (reason == ATTESTATION_REASON_NONE) {
            break;
        }
    }
    return reason;
}

/* The new key signed its own request. SHA-1 does no harm there: the device's signature counts. */
static enum attestation_reason check_own_signature(struct judgment *judgment)
{
    const struct cv *request = judgment->request;
    CLEANUP(public_key_free) struct public_key *key = cv_public_key(request, NULL);
    struct cv_algorithm algorithm = {0};

    if (key == NULL || !cv_algorithm(request, &algorithm)) {
        return judgment_reject(judgment, ATTESTATION_REASON_MALFORMED,
                               memory_copy_text(_("its key is not on a curve with a name")));
    }
    if (cv_signed_by(request->body, request->signature, &algorithm, key) == CV_WRONG) {
        return judgment_reject(judgment, ATTESTATION_REASON_SIGNATURE,
                               memory_copy_text(_("the key did not sign its own request")));
    }
    return ATTESTATION_REASON_NONE;
}

static void add_link(struct judgment *judgment, const struct cv *cv)
{
    timestamp from;
    timestamp until;

    if (!cv_date(cv->from, false, &from)) {
        from = INT64_MIN; /* requests have no dates */
    }
    if (!cv_date(cv->until, true, &until)) {
        until = INT64_MAX;
    }
    judgment_add_link(judgment, cv->whole, from, until);
}

static void fill_answer(struct judgment *judgment, const struct path *path)
{
    struct attestation *answer = judgment->answer;
    const struct slice holder = path->device->holder;

    add_link(judgment, judgment->request);
    add_link(judgment, path->device);
    add_link(judgment, path->issuer);
    judgment_set_anchor(judgment, path->anchor);
    answer->serial = memory_copy_text_n(
        (const char *)holder.data,
        holder.size > SEQUENCE_DIGITS ? holder.size - SEQUENCE_DIGITS : holder.size);
    answer->origin = ATTESTATION_ORIGIN_GENERATED;
    /* Whether keys can be wrapped is a matter of the key domain, of which it says nothing. */
    answer->export = ATTESTATION_EXPORT_UNKNOWN;
}

/* NULL where the reason says it all. */
static char *explain(const struct cv *request, enum attestation_reason reason)
{
    CLEANUP(text_free) char *device = cv_text(request->outer_authority);

    return reason == ATTESTATION_REASON_NO_ISSUER
               ? text_format(_("the certificate of the device '%s', or of its issuer, is not among "
                               "what was given"),
                             device)
               : NULL;
}

enum attestation_reason smartcard_hsm_judge(struct judgment *judgment)
{
    struct path path = {0};
    enum attestation_reason reason = find_path(judgment, &path);

    judgment->answer->model = memory_copy_text("SmartCard-HSM");
    if (reason != ATTESTATION_REASON_NONE) {
        return judgment_reject(judgment, reason, explain(judgment->request, reason));
    }
    reason = check_own_signature(judgment);
    if (reason != ATTESTATION_REASON_NONE) {
        return reason;
    }
    fill_answer(judgment, &path);
    return judgment_check_serial(judgment);
}
