/* SPDX-License-Identifier: Apache-2.0 */
/* What a module that stands before a real one needs: to load it, to complain, C_GetFunctionList. */
#pragma once

#include <p11-kit/pkcs11.h>

__attribute__((visibility("default"))) CK_RV C_GetFunctionList(CK_FUNCTION_LIST **list);

/* The module has these two. The first begins its messages. The second is called once: it returns
 * the list to give out and in ret_real that of the real module, or NULL after a message. */
extern const char module_name[];
CK_FUNCTION_LIST *module_start(const CK_FUNCTION_LIST **ret_real);

/* Loads the module at path; returns its C_GetFunctionList, or NULL after a message. */
CK_C_GetFunctionList real_load(const char *path);

/* Prints "<module_name>: <what> '<subject>': <reason>" on stderr; reason may be NULL. */
void complain(const char *what, const char *subject, const char *reason);
