/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/*
 * Prints the words that can follow the ones typed so far, one a line, for the completion of a
 * shell. The last word may be unfinished; the shell filters.
 */
void completion_print(int argc, char **argv);
