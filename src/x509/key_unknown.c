/* SPDX-License-Identifier: Apache-2.0 */

/* What a file is that holds no key we can read: people give the wrong one. */

#include <ctype.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "content.h"
#include "key_file_internal.h"

static const struct {
    const char *begin;
    size_t size;
    const char *what;
} beginnings[] = {
    {"\xfe\xed\xfe\xed", 4, N_("a Java key store (JKS); 'keytool' turns it into PKCS#12")},
    {"\xce\xce\xce\xce", 4, N_("a Java key store (JCEKS); 'keytool' turns it into PKCS#12")},
    {"PuTTY-User-Key-File-", 20,
     N_("a private key of PuTTY; 'puttygen' turns it into OpenSSH's form")},
    {"-----BEGIN PGP ", 15, N_("an OpenPGP key")},
    {"SQLite format 3", 15, N_("a database, perhaps the key store of NSS")},
    {"ssh-", 4, N_("a public key of OpenSSH")},
    {"ecdsa-sha2-", 11, N_("a public key of OpenSSH")},
    {"pkcs11:", 7, N_("the bare text of a PKCS#11 URI: give that itself, not the file")},
    {"\xff\xfe", 2, N_("text in UTF-16; save it as UTF-8")},
    {"\xfe\xff", 2, N_("text in UTF-16; save it as UTF-8")},
    {"PK\x03\x04", 4, N_("a ZIP archive; unpack it first")},
    {"%PDF-", 5, N_("a PDF document")},
    {"\x7f"
     "ELF",
     4, N_("a program or a library; a module is named with --module")},
    {"<", 1, N_("HTML or XML")},
    {"{", 1, N_("JSON")},
    {"MII", 3, N_("base64 without a BEGIN line in front of it")},
};

const char *key_file_looks_like(struct slice content)
{
    size_t skipped = 0;

    while (skipped < content.size && isspace(content.data[skipped])) {
        skipped++;
    }
    for (size_t i = 0; i < sizeof beginnings / sizeof *beginnings; i++) {
        if (content.size - skipped >= beginnings[i].size &&
            memcmp(content.data + skipped, beginnings[i].begin, beginnings[i].size) == 0) {
            return _(beginnings[i].what);
        }
    }
    if (content.size > 0 && content.data[0] == 0x30) {
        return _("DER of another kind, or with something behind it");
    }
    if (content.size > 0 && text_is_utf8(content) &&
        memchr(content.data, 0, content.size) == NULL) {
        return _("other text");
    }
    return NULL;
}
