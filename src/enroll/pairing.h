/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "enroll/inventory.h"

/* The objects of one token, as found. */
struct token_objects {
    struct object_list private_keys;
    struct object_list public_keys;
    struct object_list certificates;
};

/*
 * Adds the objects of the token with INDEX to the inventory, which takes their contents over, and
 * pairs them: private with public key by public key where the private one shows it, else by id and
 * type where that leaves no doubt; certificate with key by public key.
 */
void pair_objects(struct inventory *inventory, size_t index, struct token_objects *objects);
void token_objects_clear(struct token_objects *objects);
