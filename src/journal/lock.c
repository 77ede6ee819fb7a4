/* SPDX-License-Identifier: Apache-2.0 */
#include "journal/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "journal_internal.h"
#include "x509/digest.h"

/* Enough of a digest that two tokens do not share a file. */
#define NAME_BYTES 8

static char *path_of(const struct journal *journal, const char *identity)
{
    uint8_t digest[SHA256_SIZE];
    CLEANUP(text_free) char *name = NULL;

    sha256(slice_of_text(identity), digest);
    name = hex_encode(slice_of(digest, NAME_BYTES));
    return text_format("%s.%s.lock", journal->path, name);
}

static struct held_lock *find(const struct journal *journal, const char *path)
{
    for (size_t i = 0; i < journal->lock_count; i++) {
        if (strcmp(journal->locks[i].path, path) == 0) {
            return &journal->locks[i];
        }
    }
    return NULL;
}

static bool cannot_lock(const char *path, int error_number, struct failure *failure)
{
    (void)failure_errno(failure, error_number, _("cannot lock '%s'"), path);
    return failure_hint(failure, _("nothing is written to a token that another process may be "
                                   "writing to; another place is given with --journal"));
}

/* Who holds it is written for people only: a wrong or missing number does no harm. */
static void write_holder(int descriptor)
{
    CLEANUP(text_free) char *text = text_format("%ld\n", (long)getpid());

    if (ftruncate(descriptor, 0) == 0) {
        (void)!pwrite(descriptor, text, strlen(text), 0);
    }
}

static long read_holder(int descriptor)
{
    char text[24] = "";
    ssize_t size = pread(descriptor, text, sizeof text - 1, 0);
    long holder = size > 0 ? strtol(text, NULL, 10) : 0;

    return holder > 0 ? holder : 0;
}

static bool take(int descriptor, const char *path, bool *ret_taken, struct failure *failure)
{
    while (flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        if (errno == EWOULDBLOCK) {
            *ret_taken = false;
            return true;
        }
        if (errno != EINTR) {
            return cannot_lock(path, errno, failure);
        }
    }
    *ret_taken = true;
    return true;
}

bool journal_lock(struct journal *journal, const char *identity, bool *ret_taken, long *ret_holder,
                  struct failure *failure)
{
    CLEANUP(text_free) char *path = path_of(journal, identity);
    CLEANUP(descriptor_close) int descriptor = -1;
    struct held_lock *held = find(journal, path);

    if (held != NULL) {
        held->count++;
        *ret_taken = true;
        return true;
    }
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR);
    if (descriptor < 0) {
        return cannot_lock(path, errno, failure);
    }
    if (!take(descriptor, path, ret_taken, failure)) {
        return false;
    }
    if (!*ret_taken) {
        *ret_holder = read_holder(descriptor);
        return true;
    }
    write_holder(descriptor);
    journal->locks = memory_resize(journal->locks, journal->lock_count + 1, sizeof *journal->locks);
    journal->locks[journal->lock_count++] = (struct held_lock){TAKE(path), descriptor, 1};
    descriptor = -1;
    return true;
}

static void let_go(struct held_lock *lock)
{
    (void)ftruncate(lock->descriptor, 0); /* closing is what lets go */
    descriptor_close(lock->descriptor);
    memory_free(lock->path);
}

void journal_unlock(struct journal *journal, const char *identity)
{
    CLEANUP(text_free) char *path = path_of(journal, identity);
    struct held_lock *held = find(journal, path);

    if (held == NULL || --held->count > 0) {
        return;
    }
    let_go(held);
    *held = journal->locks[--journal->lock_count];
}

void journal_unlock_all(struct journal *journal)
{
    for (size_t i = 0; i < journal->lock_count; i++) {
        let_go(&journal->locks[i]);
    }
    memory_free(journal->locks);
    journal->locks = NULL;
    journal->lock_count = 0;
}
