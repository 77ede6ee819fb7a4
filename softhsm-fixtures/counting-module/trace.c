/* SPDX-License-Identifier: Apache-2.0 */
#include "trace.h"

#include "names.h"
#include "real.h"
#include "settings.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A caller's count may be nonsense; a longer template is cut in the trace. */
#define ATTRIBUTES_SHOWN_MAX 200

static void print_attribute(FILE *stream, const CK_ATTRIBUTE *attribute)
{
    const char *name = cka_name(attribute->type);

    if (name != NULL) {
        (void)fprintf(stream, " %s", name);
    } else {
        (void)fprintf(stream, " 0x%lx", attribute->type);
    }
    if (attribute->ulValueLen == CK_UNAVAILABLE_INFORMATION) {
        (void)fputs("=unavailable", stream);
    } else {
        (void)fprintf(stream, "=%lu", attribute->ulValueLen);
    }
    (void)fputs(attribute->pValue == NULL ? "/NULL" : "", stream);
}

static void print_attributes(FILE *stream, const struct attributes *attributes)
{
    if (attributes->list == NULL) {
        return;
    }
    (void)fputs(" {", stream);
    for (CK_ULONG i = 0; i < attributes->count && i < ATTRIBUTES_SHOWN_MAX; i++) {
        print_attribute(stream, &attributes->list[i]);
    }
    (void)fputs(attributes->count > ATTRIBUTES_SHOWN_MAX ? " ... }" : " }", stream);
}

static void print_details(FILE *stream, const struct call *call)
{
    if (call->session != 0) {
        (void)fprintf(stream, " session=%lu", call->session);
    }
    if (call->object != 0) {
        (void)fprintf(stream, " object=%lu", call->object);
    }
    if (call->has_mechanism) {
        (void)fprintf(stream, " mechanism=0x%lx", call->mechanism_type);
    }
    if (call->function == FUNCTION_C_OpenSession) {
        (void)fprintf(stream, " flags=0x%lx", call->session_flags);
    }
    if (call->function == FUNCTION_C_Login) {
        (void)fprintf(stream, " user=%lu", call->user_type);
    }
}

void trace_call(const struct call *call, CK_RV rv)
{
    if (settings_get()->trace == NULL) {
        return;
    }
    char *text = NULL;
    size_t length = 0;
    FILE *stream = open_memstream(&text, &length);
    if (stream == NULL) {
        complain("cannot write trace to", settings_get()->trace, strerror(errno));
        return;
    }
    char name[CKR_NAME_MAX];
    ckr_name(rv, name);
    (void)fprintf(stream, "%ld %s %s %lldus", (long)getpid(), function_name(call->function), name,
                  (long long)(call->module_ns / 1000));
    print_details(stream, call);
    print_attributes(stream, &call->attributes[0]);
    print_attributes(stream, &call->attributes[1]);
    (void)fputc('\n', stream);
    if (fclose(stream) == 0) {
        append_to_file(settings_get()->trace, text, length);
    } else {
        complain("cannot write trace to", settings_get()->trace, strerror(errno));
    }
    free(text);
}
