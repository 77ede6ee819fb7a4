/* SPDX-License-Identifier: Apache-2.0 */
#include "record.h"

#include "names.h"
#include "real.h"
#include "settings.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Pairs of function and CKR; a process that has more than these puts the rest into one number. */
#define FAILURES_MAX 128

struct failure {
    enum function function;
    CK_RV rv;
    unsigned long count;
};

struct counters {
    unsigned long calls[FUNCTION_COUNT];
    int64_t module_ns[FUNCTION_COUNT];
    unsigned long total;
    struct failure failures[FAILURES_MAX];
    size_t failure_count;
    unsigned long other_failures;
    unsigned long attributes, size_probes, handles;
    unsigned long sessions_rw, sessions_ro;
    unsigned long logins_so, logins_user, logins_context_specific, logins_other;
    unsigned long inside, most_inside;
    int64_t delay_ns, generate_key_pair_cpu_ns;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct counters counters;

void record_reset_in_child(void)
{
    (void)pthread_mutex_init(&lock, NULL);
    counters = (struct counters){0};
}

void record_enter(void)
{
    (void)pthread_mutex_lock(&lock);
    counters.inside++;
    if (counters.inside > counters.most_inside) {
        counters.most_inside = counters.inside;
    }
    (void)pthread_mutex_unlock(&lock);
}

static void count_failure(enum function function, CK_RV rv)
{
    for (size_t i = 0; i < counters.failure_count; i++) {
        if (counters.failures[i].function == function && counters.failures[i].rv == rv) {
            counters.failures[i].count++;
            return;
        }
    }
    if (counters.failure_count == FAILURES_MAX) {
        counters.other_failures++;
        return;
    }
    counters.failures[counters.failure_count++] = (struct failure){function, rv, 1};
}

static void count_login(CK_USER_TYPE user_type)
{
    switch (user_type) {
    case CKU_SO:
        counters.logins_so++;
        break;
    case CKU_USER:
        counters.logins_user++;
        break;
    case CKU_CONTEXT_SPECIFIC:
        counters.logins_context_specific++;
        break;
    default:
        counters.logins_other++;
        break;
    }
}

static void count_read(const struct attributes *attributes)
{
    bool only_sizes = attributes->list != NULL && attributes->count > 0;

    for (CK_ULONG i = 0; only_sizes && i < attributes->count; i++) {
        only_sizes = attributes->list[i].pValue == NULL;
    }
    counters.attributes += attributes->count;
    counters.size_probes += only_sizes ? 1 : 0;
}

static void count_session(CK_FLAGS flags)
{
    if ((flags & CKF_RW_SESSION) != 0) {
        counters.sessions_rw++;
    } else {
        counters.sessions_ro++;
    }
}

static void count_details(const struct call *call, CK_RV rv)
{
    if (call->function == FUNCTION_C_Login) {
        count_login(call->user_type);
    } else if (call->function == FUNCTION_C_GetAttributeValue) {
        count_read(&call->attributes[0]);
    } else if (call->function == FUNCTION_C_OpenSession && rv == CKR_OK) {
        count_session(call->session_flags);
    } else if (call->function == FUNCTION_C_FindObjects && rv == CKR_OK && call->found != NULL) {
        counters.handles += *call->found;
    } else if (call->function == FUNCTION_C_GenerateKeyPair) {
        counters.generate_key_pair_cpu_ns += call->cpu_ns;
    }
}

void record_call(const struct call *call, CK_RV rv)
{
    (void)pthread_mutex_lock(&lock);
    counters.inside -= counters.inside > 0 ? 1 : 0; /* 0 when another thread wrote the record */
    counters.total++;
    counters.calls[call->function]++;
    counters.module_ns[call->function] += call->module_ns;
    counters.delay_ns += call->delay_ns;
    if (rv != CKR_OK) {
        count_failure(call->function, rv);
    }
    count_details(call, rv);
    (void)pthread_mutex_unlock(&lock);
}

static void print_program(FILE *stream)
{
    (void)fputs(",\"program\":\"", stream);
    for (const char *c = program_invocation_short_name; *c != '\0'; c++) {
        bool plain = *c >= ' ' && *c < 127 && *c != '"' && *c != '\\';
        (void)fputc(plain ? *c : '?', stream);
    }
    (void)fputc('"', stream);
}

static void print_calls(FILE *stream, const struct counters *c)
{
    const char *separator = "";

    (void)fprintf(stream, ",\"total\":%lu,\"calls\":{", c->total);
    for (unsigned function = 0; function < FUNCTION_COUNT; function++) {
        if (c->calls[function] > 0) {
            (void)fprintf(stream, "%s\"%s\":%lu", separator, function_name(function),
                          c->calls[function]);
            separator = ",";
        }
    }
    (void)fputs("}", stream);
}

/* An object per function; a pair of function and CKR occurs once in the table. */
static void print_failures(FILE *stream, const struct counters *c)
{
    const char *between_functions = "";

    (void)fputs(",\"failures\":{", stream);
    for (unsigned function = 0; function < FUNCTION_COUNT; function++) {
        const char *separator = "";
        for (size_t i = 0; i < c->failure_count; i++) {
            if (c->failures[i].function != function) {
                continue;
            }
            if (separator[0] == '\0') {
                (void)fprintf(stream, "%s\"%s\":{", between_functions, function_name(function));
                between_functions = ",";
            }
            char name[CKR_NAME_MAX];
            ckr_name(c->failures[i].rv, name);
            (void)fprintf(stream, "%s\"%s\":%lu", separator, name, c->failures[i].count);
            separator = ",";
        }
        (void)fputs(separator[0] != '\0' ? "}" : "", stream);
    }
    (void)fprintf(stream, "},\"other_failures\":%lu", c->other_failures);
}

static void print_details(FILE *stream, const struct counters *c)
{
    (void)fprintf(stream, ",\"attributes\":%lu,\"size_probes\":%lu,\"handles\":%lu", c->attributes,
                  c->size_probes, c->handles);
    (void)fprintf(stream, ",\"sessions\":{\"rw\":%lu,\"ro\":%lu}", c->sessions_rw, c->sessions_ro);
    (void)fprintf(stream, ",\"logins\":{\"so\":%lu,\"user\":%lu,\"context_specific\":%lu,",
                  c->logins_so, c->logins_user, c->logins_context_specific);
    (void)fprintf(stream, "\"other\":%lu},\"most_at_one_time\":%lu", c->logins_other,
                  c->most_inside);
}

static void print_times(FILE *stream, const struct counters *c)
{
    const char *separator = "";

    (void)fprintf(stream, ",\"delay_us\":%lld,\"generate_key_pair_cpu_us\":%lld,\"module_us\":{",
                  (long long)(c->delay_ns / 1000), (long long)(c->generate_key_pair_cpu_ns / 1000));
    for (unsigned function = 0; function < FUNCTION_COUNT; function++) {
        if (c->calls[function] > 0) {
            (void)fprintf(stream, "%s\"%s\":%lld", separator, function_name(function),
                          (long long)(c->module_ns[function] / 1000));
            separator = ",";
        }
    }
    (void)fputs("}", stream);
}

static void print_record(const char *written_by, const struct counters *c)
{
    char *text = NULL;
    size_t length = 0;
    FILE *stream = open_memstream(&text, &length);
    if (stream == NULL) {
        complain("cannot write record to", settings_get()->output, strerror(errno));
        return;
    }
    (void)fprintf(stream, "{\"written_by\":\"%s\",\"pid\":%ld", written_by, (long)getpid());
    print_program(stream);
    print_calls(stream, c);
    print_failures(stream, c);
    print_details(stream, c);
    print_times(stream, c);
    (void)fputs("}\n", stream);
    if (fclose(stream) == 0) {
        append_to_file(settings_get()->output, text, length);
    } else {
        complain("cannot write record to", settings_get()->output, strerror(errno));
    }
    free(text);
}

void record_write(const char *written_by)
{
    (void)pthread_mutex_lock(&lock);
    struct counters finished = counters;
    counters = (struct counters){.inside = finished.inside};
    (void)pthread_mutex_unlock(&lock);

    if (finished.total > 0 && settings_get()->output != NULL) {
        print_record(written_by, &finished);
    }
}
