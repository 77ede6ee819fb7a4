/* SPDX-License-Identifier: Apache-2.0 */
#include "pkcs11/certificate_object.h"

#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "object_internal.h"
#include "quirks_internal.h"
#include "raise.h"
#include "template.h"

static void build_template(const struct token *token, const struct certificate_spec *spec,
                           struct attribute_template *template)
{
    static const CK_OBJECT_CLASS class = CKO_CERTIFICATE;
    static const CK_CERTIFICATE_TYPE type = CKC_X_509;

    template_add(template, CKA_CLASS, &class, sizeof class);
    template_add(template, CKA_CERTIFICATE_TYPE, &type, sizeof type);
    template_add_bool(template, CKA_TOKEN, true);
    template_add_bool(template, CKA_PRIVATE, false);
    template_add(template, CKA_LABEL, spec->label, strlen(spec->label));
    template_add(template, CKA_SUBJECT, spec->subject.data, spec->subject.size);
    template_add(template, CKA_ISSUER, spec->issuer.data, spec->issuer.size);
    template_add(template, CKA_SERIAL_NUMBER, spec->serial_number.data, spec->serial_number.size);
    template_add(template, CKA_VALUE, spec->value.data, spec->value.size);
    if (spec->id.size > 0) {
        template_add(template, CKA_ID, spec->id.data, spec->id.size);
    }
    template_apply(template, QUIRK_CERTIFICATE, &token->quirks, NULL, NULL);
}

static CK_RV create(struct session *session, struct attribute_template *template,
                    CK_OBJECT_HANDLE *ret_handle, struct failure *failure)
{
    return SESSION_CALL(session, failure, C_CreateObject, template->items, template->count,
                        ret_handle);
}

/*
 * What a token may refuse that the certificate says itself or that has a default: left out one
 * after the other. Never the id and the subject, by which programs find the certificate.
 */
static CK_RV create_down_the_ladder(struct session *session, struct attribute_template *template,
                                    CK_OBJECT_HANDLE *ret_handle, struct failure *failure)
{
    static const CK_ATTRIBUTE_TYPE ladder[] = {CKA_PRIVATE, CKA_SERIAL_NUMBER, CKA_ISSUER,
                                               CKA_LABEL};
    CK_RV rv = create(session, template, ret_handle, failure);
    CK_RV first = rv;

    for (size_t i = 0; ckr_blames_template(rv) && i < sizeof ladder / sizeof *ladder; i++) {
        if (template_drop(template, ladder[i])) {
            rv = create(session, template, ret_handle, failure);
        }
    }
    return rv == CKR_OK ? rv : first;
}

static bool refuse_difference(struct session *session, const struct certificate_spec *spec,
                              const struct object *object, struct failure *failure)
{
    CLEANUP_VALUE(failure_clear) struct failure removal = {0};

    (void)failure_set(failure, FAILURE_MODULE,
                      _("token '%s' did not keep the certificate '%s' as it was written"),
                      session->token->label, spec->label);
    (void)failure_cause(failure,
                        _("reading it back gave %zu bytes that differ from the %zu bytes "
                          "written"),
                        object->value.size, spec->value.size);
    (void)raise_on_token(failure, session->token);
    if (!object_delete(session, object, &removal)) {
        return failure_hint(failure,
                            _("it could not be removed again (%s); delete it with "
                              "'hardtoken certificate delete'"),
                            removal.rv_name);
    }
    return failure_hint(failure, _("it was removed again"));
}

bool certificate_can_be_stored(const struct token *token, struct failure *failure)
{
    const struct quirk *quirk = quirks_flag(&token->quirks, QUIRK_NO_CERTIFICATES);

    if (quirk == NULL) {
        return true;
    }
    (void)failure_set(failure, FAILURE_MODULE, _("token '%s' keeps no certificates"), token->label);
    (void)failure_cause(failure, "%s", quirk->why);
    (void)failure_hint(failure, _("keep the certificate in a file"));
    return raise_on_token(failure, token);
}

char *certificate_describe(const struct token *token, const struct certificate_spec *spec)
{
    struct attribute_template template = {0};
    struct text text = {0};

    build_template(token, spec, &template);
    template_describe(&template, "certificate", &text);
    return text_take(&text);
}

bool certificate_store(struct session *session, const struct certificate_spec *spec,
                       struct failure *failure)
{
    CLEANUP_VALUE(object_clear) struct object object = {0};
    CK_OBJECT_HANDLE handle = CK_INVALID_HANDLE;
    struct attribute_template template = {0};
    CK_RV rv;

    if (!certificate_can_be_stored(session->token, failure)) {
        return false;
    }
    build_template(session->token, spec, &template);
    rv = create_down_the_ladder(session, &template, &handle, failure);
    if (rv != CKR_OK) {
        return raise_cryptoki(failure, session->token, "C_CreateObject", rv,
                              _("cannot write the certificate '%s' to token '%s'"), spec->label,
                              session->token->label);
    }
    if (!object_read(session, handle, OBJECT_CERTIFICATE, &object, failure)) {
        return false;
    }
    if (!slice_equal(slice_of_bytes(&object.value), spec->value)) {
        return refuse_difference(session, spec, &object, failure);
    }
    return true;
}
