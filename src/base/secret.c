/* SPDX-License-Identifier: Apache-2.0 */
#include "base/secret.h"

#include <iconv.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/memory.h"

struct secret {
    uint8_t *pages;
    size_t mapped;
    size_t capacity;
    size_t size;
};

struct secret *secret_new(size_t capacity)
{
    struct secret *secret = memory_new(1, sizeof *secret);
    size_t page = (size_t)sysconf(_SC_PAGESIZE);

    secret->capacity = capacity;
    secret->mapped = (capacity / page + 1) * page;
    secret->pages =
        mmap(NULL, secret->mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (secret->pages == MAP_FAILED) {
        memory_free(secret);
        return memory_new(SIZE_MAX, SIZE_MAX); /* ends the process: out of memory */
    }
    /* Best effort: an unprivileged user may not be allowed to lock pages. */
    (void)mlock(secret->pages, secret->mapped);
    (void)madvise(secret->pages, secret->mapped, MADV_DONTDUMP);
    return secret;
}

void secret_free(struct secret *secret)
{
    if (secret == NULL) {
        return;
    }
    explicit_bzero(secret->pages, secret->mapped);
    (void)munmap(secret->pages, secret->mapped); /* cannot fail on our own mapping */
    memory_free(secret);
}

bool secret_append(struct secret *secret, const void *data, size_t size)
{
    if (size > secret->capacity - secret->size) {
        return false;
    }
    memcpy(secret->pages + secret->size, data, size);
    secret->size += size;
    return true;
}

bool secret_drop_last(struct secret *secret)
{
    if (secret->size == 0) {
        return false;
    }
    secret->size--;
    explicit_bzero(secret->pages + secret->size, 1);
    return true;
}

void secret_trim_newline(struct secret *secret)
{
    if (secret->size > 0 && secret->pages[secret->size - 1] == '\n') {
        (void)secret_drop_last(secret);
        if (secret->size > 0 && secret->pages[secret->size - 1] == '\r') {
            (void)secret_drop_last(secret);
        }
    }
}

static bool is_ascii(const struct secret *secret)
{
    for (size_t i = 0; i < secret->size; i++) {
        if (secret->pages[i] > 0x7f) {
            return false;
        }
    }
    return true;
}

static bool recode_with(iconv_t converter, struct secret *secret)
{
    CLEANUP(secret_free) struct secret *recoded = secret_new(secret->capacity);
    char *from = (char *)secret->pages;
    char *to = (char *)recoded->pages;
    size_t left = secret->size;
    size_t room = recoded->capacity;
    uint8_t *pages = secret->pages;

    if (iconv(converter, &from, &left, &to, &room) == (size_t)-1) {
        return false;
    }
    secret->pages = recoded->pages;
    secret->size = recoded->capacity - room;
    recoded->pages = pages; /* wiped with its new owner */
    return true;
}

bool secret_recode(struct secret *secret, const char *codeset)
{
    iconv_t converter;
    bool good;

    /* In the C locale nobody knows what the bytes mean. */
    if (is_ascii(secret) || strcmp(codeset, "UTF-8") == 0 ||
        strcmp(codeset, "ANSI_X3.4-1968") == 0) {
        return true;
    }
    converter = iconv_open("UTF-8", codeset);
    if (converter == (iconv_t)-1) {
        return true;
    }
    good = recode_with(converter, secret);
    (void)iconv_close(converter); /* holds nothing that could be lost */
    return good;
}

bool secret_equal(const struct secret *a, const struct secret *b)
{
    uint8_t difference = 0;

    if (a->size != b->size) {
        return false;
    }
    for (size_t i = 0; i < a->size; i++) {
        difference |= (uint8_t)(a->pages[i] ^ b->pages[i]);
    }
    return difference == 0;
}

const uint8_t *secret_data(const struct secret *secret)
{
    return secret->pages;
}

size_t secret_size(const struct secret *secret)
{
    return secret->size;
}
