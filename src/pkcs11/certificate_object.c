/* SPDX-License-Identifier: Apache-2.0 */
#include "pkcs11/certificate_object.h"

#include <string.h>

#include "base/i18n.h"
#include "object_internal.h"
#include "raise.h"
#include "template.h"

static CK_RV create(struct session *session, const struct certificate_spec *spec,
                    CK_OBJECT_HANDLE *ret_handle, struct failure *failure)
{
    static const CK_OBJECT_CLASS class = CKO_CERTIFICATE;
    static const CK_CERTIFICATE_TYPE type = CKC_X_509;
    struct attribute_template template = {0};

    template_add(&template, CKA_CLASS, &class, sizeof class);
    template_add(&template, CKA_CERTIFICATE_TYPE, &type, sizeof type);
    template_add_bool(&template, CKA_TOKEN, true);
    template_add_bool(&template, CKA_PRIVATE, false);
    template_add(&template, CKA_LABEL, spec->label, strlen(spec->label));
    template_add(&template, CKA_SUBJECT, spec->subject.data, spec->subject.size);
    template_add(&template, CKA_ISSUER, spec->issuer.data, spec->issuer.size);
    template_add(&template, CKA_SERIAL_NUMBER, spec->serial_number.data, spec->serial_number.size);
    template_add(&template, CKA_VALUE, spec->value.data, spec->value.size);
    if (spec->id.size > 0) {
        template_add(&template, CKA_ID, spec->id.data, spec->id.size);
    }
    return SESSION_CALL(session, failure, C_CreateObject, template.items, template.count,
                        ret_handle);
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

bool certificate_store(struct session *session, const struct certificate_spec *spec,
                       struct failure *failure)
{
    CLEANUP_VALUE(object_clear) struct object object = {0};
    CK_OBJECT_HANDLE handle = CK_INVALID_HANDLE;
    CK_RV rv = create(session, spec, &handle, failure);

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
