/* SPDX-License-Identifier: Apache-2.0 */
#include "support.h"

#include "yubikey.h"

#include "base/memory.h"

struct made f9_under(const struct made *issuer)
{
    return made_new(&(struct made_shape){.subject = F9_NAME,
                                         .issuer = issuer,
                                         .constraints = "critical,CA:TRUE,pathlen:0",
                                         .vendor = {FIRMWARE_5_4_3}});
}

struct made leaf_under(const struct made *issuer)
{
    return made_new(
        &(struct made_shape){.subject = LEAF_NAME, .issuer = issuer, .vendor = ALL_FACTS});
}

int yubikey_setup(void **state)
{
    struct yubikey *yubikey = memory_new(1, sizeof *yubikey);

    yubikey->root = made_new(
        &(struct made_shape){.subject = "Test PIV Root", .constraints = "CA:TRUE,pathlen:1"});
    yubikey->f9 = f9_under(&yubikey->root);
    yubikey->leaf = leaf_under(&yubikey->f9);
    *state = yubikey;
    return 0;
}

int yubikey_teardown(void **state)
{
    struct yubikey *yubikey = *state;

    made_clear(&yubikey->root);
    made_clear(&yubikey->f9);
    made_clear(&yubikey->leaf);
    memory_free(yubikey);
    return 0;
}

void court_open_with(struct court *court, const struct yubikey *yubikey, bool leaf)
{
    court_open(court);
    court_trust(court, &yubikey->root, "Test PIV Root", DIRECT);
    court_add(court, &yubikey->f9);
    if (leaf) {
        court_add(court, &yubikey->leaf);
    }
}
