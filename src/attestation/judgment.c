/* SPDX-License-Identifier: Apache-2.0 */
#include "judgment.h"

#include <string.h>
#include <strings.h>

#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"

enum attestation_reason judgment_reject(struct judgment *judgment, enum attestation_reason reason,
                                        char *detail)
{
    memory_free(judgment->answer->detail);
    judgment->answer->detail = detail;
    return reason;
}

enum attestation_reason judgment_reject_subject(struct judgment *judgment,
                                                enum attestation_reason reason, const char *format,
                                                const struct certificate *certificate)
{
    CLEANUP(text_free) char *subject = certificate_subject(certificate);

    return judgment_reject(judgment, reason, text_format(format, subject));
}

void judgment_add_link(struct judgment *judgment, struct slice link, timestamp not_before,
                       timestamp not_after)
{
    struct attestation *answer = judgment->answer;
    timestamp now = judgment->question->now;

    answer->chain = memory_resize(answer->chain, answer->chain_count + 1, sizeof *answer->chain);
    answer->chain[answer->chain_count++] = bytes_copy(link.data, link.size);
    answer->advisories[ATTESTATION_ADVISORY_EXPIRED] |= now != 0 && not_after < now;
    answer->advisories[ATTESTATION_ADVISORY_NOT_YET] |= now != 0 && not_before > now;
}

void judgment_set_anchor(struct judgment *judgment, const struct anchor *anchor)
{
    judgment->answer->anchor_name = memory_copy_text(anchor->name);
    judgment->answer->anchor_sha256 = memory_copy_text(anchor->sha256);
    judgment->answer->anchor_given = anchor->given;
}

static const struct certificate *
find_attested(const struct chain *chain, bool (*attested)(const struct certificate *certificate))
{
    for (size_t i = 1; attested != NULL && i < chain->count; i++) {
        if (attested(chain->links[i])) {
            return chain->links[i];
        }
    }
    return NULL;
}

enum attestation_reason judgment_chain(struct judgment *judgment, enum attestation_product product,
                                       bool (*attested)(const struct certificate *certificate),
                                       struct chain *ret_chain)
{
    char *detail = NULL;
    enum attestation_reason reason = chain_follow(judgment->certificate, judgment->material,
                                                  judgment->anchors, product, ret_chain, &detail);
    const struct certificate *issuer = find_attested(ret_chain, attested);

    for (size_t i = 0; i < ret_chain->count; i++) {
        const struct certificate_outline *outline = certificate_outline(ret_chain->links[i]);

        judgment_add_link(judgment, certificate_der(ret_chain->links[i]), outline->not_before,
                          outline->not_after);
    }
    if (issuer != NULL) {
        memory_free(detail);
        return judgment_reject_subject(judgment, ATTESTATION_REASON_ATTESTED_ISSUER,
                                       _("'%s', whose key is in its chain, is itself an attested "
                                         "key"),
                                       issuer);
    }
    if (reason == ATTESTATION_REASON_NONE) {
        judgment_set_anchor(judgment, ret_chain->anchor);
        reason = chain_check(ret_chain, product, &detail);
    }
    return judgment_reject(judgment, reason, detail);
}

/* Without blanks around it and zeros in front. */
static struct slice plain_serial(const char *serial)
{
    size_t size;

    while (*serial == ' ') {
        serial++;
    }
    size = strlen(serial);
    while (size > 0 && serial[size - 1] == ' ') {
        size--;
    }
    while (size > 1 && *serial == '0') {
        serial++;
        size--;
    }
    return slice_of(serial, size);
}

enum attestation_reason judgment_check_serial(struct judgment *judgment)
{
    struct attestation *answer = judgment->answer;
    struct slice asked;
    struct slice stated;

    if (judgment->question->serial == NULL) {
        return ATTESTATION_REASON_NONE;
    }
    if (answer->serial == NULL) {
        answer->serial_check = ATTESTATION_SERIAL_NOT_STATED;
        answer->advisories[ATTESTATION_ADVISORY_SERIAL] = true;
        return ATTESTATION_REASON_NONE;
    }
    asked = plain_serial(judgment->question->serial);
    stated = plain_serial(answer->serial);
    if (asked.size != stated.size ||
        strncasecmp((const char *)asked.data, (const char *)stated.data, asked.size) != 0) {
        return judgment_reject(judgment, ATTESTATION_REASON_SERIAL,
                               text_format(_("it is about %s, the token is %s"), answer->serial,
                                           judgment->question->serial));
    }
    answer->serial_check = ATTESTATION_SERIAL_EQUAL;
    return ATTESTATION_REASON_NONE;
}
