/* SPDX-License-Identifier: Apache-2.0 */
#include "library_file.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/i18n.h"

#if __ELF_NATIVE_CLASS == 64
#define NATIVE_CLASS ELFCLASS64
#else
#define NATIVE_CLASS ELFCLASS32
#endif

#define SEGMENTS_LIMIT 512 /* no library has that many */

static bool read_at(int descriptor, void *buffer, size_t size, off_t offset)
{
    return pread(descriptor, buffer, size, offset) == (ssize_t)size;
}

/* Two libraries fit together when header class, byte order and machine are the same. */
static bool read_own_header(ElfW(Ehdr) * ret_header)
{
    CLEANUP(descriptor_close) int descriptor = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);

    return descriptor >= 0 && read_at(descriptor, ret_header, sizeof *ret_header, 0);
}

static const char *machine_name(unsigned machine)
{
    static const struct {
        unsigned machine;
        const char *name;
    } names[] = {{EM_386, "x86"},       {EM_X86_64, "x86-64"}, {EM_ARM, "ARM"},
                 {EM_AARCH64, "ARM64"}, {EM_PPC64, "POWER"},   {EM_S390, "s390"},
                 {EM_RISCV, "RISC-V"},  {EM_MIPS, "MIPS"},     {EM_SPARCV9, "SPARC"}};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (names[i].machine == machine) {
            return names[i].name;
        }
    }
    return _("unknown");
}

static bool check_kind(const ElfW(Ehdr) * header, const ElfW(Ehdr) * own, struct failure *failure)
{
    if (header->e_ident[EI_CLASS] != NATIVE_CLASS) {
        (void)failure_cause(failure,
                            NATIVE_CLASS == ELFCLASS64
                                ? _("it is built for 32-bit programs, and this is a 64-bit one")
                                : _("it is built for 64-bit programs, and this is a 32-bit one"));
        return failure_hint(failure, _("install the module for %s"), machine_name(own->e_machine));
    }
    if (header->e_ident[EI_DATA] != own->e_ident[EI_DATA] || header->e_machine != own->e_machine) {
        (void)failure_cause(failure, _("it is built for another processor: %s, and this is %s"),
                            machine_name(header->e_machine), machine_name(own->e_machine));
        return failure_hint(failure, _("install the module for %s"), machine_name(own->e_machine));
    }
    if (header->e_type != ET_DYN) {
        return failure_cause(failure, _("it is a program or an object file, not a shared library"));
    }
    return true;
}

/* The loader maps what the headers promise, and gets SIGBUS where the file ends before that. */
static bool check_complete(int descriptor, const ElfW(Ehdr) * header, uint64_t size,
                           struct failure *failure)
{
    bool complete = header->e_phentsize == sizeof(ElfW(Phdr)) && header->e_phnum < SEGMENTS_LIMIT;

    for (unsigned i = 0; complete && i < header->e_phnum; i++) {
        ElfW(Phdr) segment = {0};
        uint64_t offset = header->e_phoff + i * sizeof segment;

        complete = offset < size && read_at(descriptor, &segment, sizeof segment, (off_t)offset) &&
                   (segment.p_type != PT_LOAD ||
                    (segment.p_offset <= size && segment.p_filesz <= size - segment.p_offset));
    }
    if (complete) {
        return true;
    }
    (void)failure_cause(failure, _("the file is damaged: it ends too early"));
    return failure_hint(failure, _("install the module again"));
}

static bool open_file(const char *path, int *descriptor, struct stat *status,
                      struct failure *failure)
{
    *descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (*descriptor < 0 && errno == ENOENT) {
        (void)failure_cause(failure, _("there is no such file"));
        return failure_hint(failure, _("look for the module with: p11-kit list-modules"));
    }
    if (*descriptor < 0 || fstat(*descriptor, status) != 0) {
        return failure_cause(failure, "%s", strerror(errno));
    }
    if (!S_ISREG(status->st_mode)) {
        return failure_cause(failure, _("it is not a file"));
    }
    return true;
}

static bool check_file(const char *path, struct failure *failure)
{
    CLEANUP(descriptor_close) int descriptor = -1;
    struct stat status = {0};
    ElfW(Ehdr) header = {0};
    ElfW(Ehdr) own = {0};

    if (!open_file(path, &descriptor, &status, failure)) {
        return false;
    }
    if (!read_at(descriptor, &header, sizeof header, 0) ||
        memcmp(header.e_ident, ELFMAG, SELFMAG) != 0) {
        return failure_cause(failure, _("it is not a shared library"));
    }
    if (!read_own_header(&own)) {
        return true; /* no /proc: the loader has to say what is wrong */
    }
    return check_kind(&header, &own, failure) &&
           check_complete(descriptor, &header, (uint64_t)status.st_size, failure);
}

bool library_file_check(const char *path, struct failure *failure)
{
    if (check_file(path, failure)) {
        return true;
    }
    return failure_set(failure, FAILURE_MODULE, _("cannot load module '%s'"), path);
}
