/* SPDX-License-Identifier: Apache-2.0 */
/* The words of a scenario that concern the library, slots and tokens. REST is the line behind the
 * word. */
#pragma once

#include "scenario.h"
#include "words.h"

/* For a new scenario. */
void token_words_reset(void);

bool parse_only_token(char **rest);
bool parse_token_flags(char **rest);
bool parse_slot_flags(char **rest);
bool parse_token_field(char **rest);
bool parse_slot_field(char **rest);
bool parse_library_field(char **rest);
bool parse_mechanism_flags(char **rest);
bool parse_version(char **rest);
bool parse_pad(char **rest);
bool parse_pin_length(char **rest);
bool parse_token_memory(char **rest);
bool parse_sessions(char **rest);

/*
 * A text of at most WIDTH bytes: the rest of the line, blanks inside included; none at all makes an
 * empty field.
 */
bool read_field(char **rest, size_t width, struct field *field);

/* What scenario.c lends: the scenario to be filled in, a name or number, a number. */
struct scenario *scenario_edit(void);
bool read_word(enum word_kind kind, char **rest, CK_ULONG *ret_number);
bool read_count(char **rest, CK_ULONG *ret_number);
