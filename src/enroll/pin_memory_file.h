/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "base/failure.h"
#include "base/must_use.h"
#include "x509/digest.h"

#define REFUSAL_SALT_SIZE 16

/* One PIN one token refused. */
struct refusal {
    uint8_t token[SHA256_SIZE]; /* of the token's identity and the kind of PIN */
    uint32_t rounds;
    uint8_t salt[REFUSAL_SALT_SIZE];
    uint8_t digest[SHA256_SIZE];
    timestamp time;
};

struct refusal_list {
    struct refusal *items;
    size_t count;
};

/* The file in FOLDER; no file is an empty list, a line nobody understands is left out. */
bool refusals_read(const char *folder, struct refusal_list *ret_list,
                   struct failure *failure) MUST_USE;

/* Writes the newest of them in one step, and makes the folder where it is missing. */
bool refusals_write(const char *folder, const struct refusal_list *list,
                    struct failure *failure) MUST_USE;

void refusal_list_add(struct refusal_list *list, const struct refusal *refusal);
void refusal_list_clear(struct refusal_list *list);
