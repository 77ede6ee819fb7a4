/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "card.h"

/* One function an instruction. Each fills the answer, without the status word, and returns that. */
typedef enum status_word instruction_function(struct card *card, const struct command *command,
                                              struct answer *answer);

/* references.c */
instruction_function verify;
instruction_function change_reference_data;
instruction_function reset_retry_counter;

/* data.c */
instruction_function get_data;
instruction_function put_data;

/* keys.c */
instruction_function generate_key_pair;

/* authenticate.c */
instruction_function general_authenticate;

/* attest.c */
instruction_function attest;
