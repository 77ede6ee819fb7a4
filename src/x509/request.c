/* SPDX-License-Identifier: Apache-2.0 */
#include "x509/request.h"

#include <openssl/pem.h>

#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "crypto.h"
#include "extensions_internal.h"
#include "name_internal.h"

static X509_REQ *parse_request(struct slice content)
{
    const unsigned char *position = content.data;
    CLEANUP(X509_REQ_free) X509_REQ *request = X509_REQ_new_ex(crypto_context(), NULL);
    CLEANUP(BIO_free_all) BIO *memory = BIO_new_mem_buf(content.data, (int)content.size);

    if (content.size > 0 && content.data[0] == 0x30) {
        return d2i_X509_REQ(&request, &position, (long)content.size) != NULL &&
                       position == content.data + content.size
                   ? TAKE(request)
                   : NULL;
    }
    return PEM_read_bio_X509_REQ(memory, &request, NULL, NULL) != NULL ? TAKE(request) : NULL;
}

static char *der_text(X509_EXTENSION *extension)
{
    const ASN1_OCTET_STRING *value = X509_EXTENSION_get_data(extension);
    CLEANUP(text_free)
    char *hex =
        hex_encode(slice_of(ASN1_STRING_get0_data(value), (size_t)ASN1_STRING_length(value)));
    char oid[128] = "";

    (void)OBJ_obj2txt(oid, sizeof oid, X509_EXTENSION_get_object(extension), 1);
    return text_format("%s=%sDER:%s", oid,
                       X509_EXTENSION_get_critical(extension) == 1 ? "critical," : "", hex);
}

static void add_item(char ***items, size_t *count, char *item)
{
    *items = memory_resize(*items, *count + 1, sizeof **items);
    (*items)[(*count)++] = item;
}

static void view_names(STACK_OF(X509_EXTENSION) * extensions, struct request_view *view)
{
    CLEANUP(GENERAL_NAMES_free)
    GENERAL_NAMES *names = X509V3_get_d2i(extensions, NID_subject_alt_name, NULL, NULL);

    for (int i = 0; i < sk_GENERAL_NAME_num(names); i++) {
        add_item(&view->names, &view->name_count,
                 general_name_text(sk_GENERAL_NAME_value(names, i)));
    }
}

static void view_extensions(X509_REQ *request, struct request_view *view)
{
    STACK_OF(X509_EXTENSION) *extensions = X509_REQ_get_extensions(request);
    int usage_critical = 0;
    int purposes_critical = 0;
    ASN1_BIT_STRING *usage = X509V3_get_d2i(extensions, NID_key_usage, &usage_critical, NULL);
    EXTENDED_KEY_USAGE *purposes =
        X509V3_get_d2i(extensions, NID_ext_key_usage, &purposes_critical, NULL);

    view_names(extensions, view);
    view->key_usage = critical_text(usage_critical, key_usage_text(key_usage_of(usage)));
    view->ext_key_usage = critical_text(purposes_critical, ext_key_usage_text(purposes));
    for (int i = 0; i < sk_X509_EXTENSION_num(extensions); i++) {
        X509_EXTENSION *extension = sk_X509_EXTENSION_value(extensions, i);
        int nid = OBJ_obj2nid(X509_EXTENSION_get_object(extension));

        if (nid != NID_subject_alt_name && nid != NID_key_usage && nid != NID_ext_key_usage) {
            add_item(&view->others, &view->other_count, der_text(extension));
        }
    }
    ASN1_BIT_STRING_free(usage);
    EXTENDED_KEY_USAGE_free(purposes);
    sk_X509_EXTENSION_pop_free(extensions, X509_EXTENSION_free);
    crypto_forget_errors();
}

static bool view_key(X509_REQ *request, const char *file, struct request_view *view,
                     struct failure *failure)
{
    CLEANUP_VALUE(bytes_clear)
    struct bytes spki = CRYPTO_ENCODE(i2d_X509_PUBKEY, X509_REQ_get_X509_PUBKEY(request));
    CLEANUP(public_key_free) struct public_key *key = NULL;

    if (!public_key_from_spki(slice_of_bytes(&spki), &key, failure)) {
        return failure_hint(failure, _("it is the key inside the request '%s'"), file);
    }
    view->key = memory_copy_text(public_key_name(key));
    view->fingerprint = public_key_fingerprint(key);
    view->verified =
        X509_REQ_verify_ex(request, public_key_openssl(key), crypto_context(), NULL) == 1;
    crypto_forget_errors();
    return true;
}

bool request_read(struct slice content, const char *file, struct request_view *ret_view,
                  struct failure *failure)
{
    CLEANUP(X509_REQ_free) X509_REQ *request = parse_request(content);
    CLEANUP_VALUE(request_view_clear) struct request_view view = {0};

    if (request == NULL) {
        crypto_forget_errors();
        (void)failure_set(failure, FAILURE_INPUT, _("'%s' holds no certification request"), file);
        return failure_cause(failure, _("it is not PKCS#10 in PEM or DER"));
    }
    if (!view_key(request, file, &view, failure)) {
        return false;
    }
    view.subject = name_openssl_text(X509_REQ_get_subject_name(request));
    view.signature = memory_copy_text(OBJ_nid2ln(X509_REQ_get_signature_nid(request)));
    view_extensions(request, &view);
    *ret_view = view;
    view = (struct request_view){0};
    return true;
}

void request_view_clear(struct request_view *view)
{
    memory_free(view->subject);
    memory_free(view->key);
    memory_free(view->fingerprint);
    memory_free(view->signature);
    memory_free(view->key_usage);
    memory_free(view->ext_key_usage);
    for (size_t i = 0; i < view->name_count; i++) {
        memory_free(view->names[i]);
    }
    for (size_t i = 0; i < view->other_count; i++) {
        memory_free(view->others[i]);
    }
    memory_free(view->names);
    memory_free(view->others);
    *view = (struct request_view){0};
}
