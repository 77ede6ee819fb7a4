/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "cli.h"

/* The run functions of the table in commands.c, one a file: cmd_NAME.c. */
bool cmd_certificate_delete(struct cli *cli, struct failure *failure);
bool cmd_certificate_show(struct cli *cli, struct failure *failure);
bool cmd_doctor(struct cli *cli, struct failure *failure);
bool cmd_enroll(struct cli *cli, struct failure *failure);
bool cmd_help(struct cli *cli, struct failure *failure);
bool cmd_install(struct cli *cli, struct failure *failure);
bool cmd_journal_abandon(struct cli *cli, struct failure *failure);
bool cmd_journal_checkpoint(struct cli *cli, struct failure *failure);
bool cmd_journal_show(struct cli *cli, struct failure *failure);
bool cmd_journal_verify(struct cli *cli, struct failure *failure);
bool cmd_judge(struct cli *cli, struct failure *failure);
bool cmd_key_delete(struct cli *cli, struct failure *failure);
bool cmd_key_list(struct cli *cli, struct failure *failure);
bool cmd_key_show(struct cli *cli, struct failure *failure);
bool cmd_list(struct cli *cli, struct failure *failure);
bool cmd_pin_change(struct cli *cli, struct failure *failure);
bool cmd_pin_init(struct cli *cli, struct failure *failure);
bool cmd_pin_unblock(struct cli *cli, struct failure *failure);
bool cmd_pin_verify(struct cli *cli, struct failure *failure);
bool cmd_request_create(struct cli *cli, struct failure *failure);
bool cmd_request_show(struct cli *cli, struct failure *failure);
bool cmd_token_init(struct cli *cli, struct failure *failure);
bool cmd_token_list(struct cli *cli, struct failure *failure);
bool cmd_token_show(struct cli *cli, struct failure *failure);
bool cmd_token_wait(struct cli *cli, struct failure *failure);
