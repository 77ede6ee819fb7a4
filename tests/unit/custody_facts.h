/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "custody/facts.h"

/* Facts that a test changes one at a time; everything lives in here. */
struct custody_case {
    struct token_claims token;
    struct key_claims key;
    struct module_file file;
    struct card_family family;
    struct reader_verdict reader;
    struct attestation attestation;
    struct custody_facts facts;
};

/* Texts of a module, all static. */
struct module_texts {
    const char *path;
    const char *library_manufacturer;
    const char *library_description;
    const char *slot_manufacturer;
    const char *slot_description;
    const char *token_manufacturer;
    const char *token_model;
    const char *token_serial;
};

/* Claims own their texts; those of tests are static and never freed. */
char *unowned(const char *text);

/* Puts texts into claims; nothing is copied. */
void texts_into(struct token_claims *claims, const struct module_texts *library,
                const struct module_texts *slot, const struct module_texts *token);

/* A card in a physical reader, of a known module from its package: "identified". */
void custody_case_identified(struct custody_case *test);
/* The same with a valid attestation of its key, and possession shown: "attested". */
void custody_case_attested(struct custody_case *test);
