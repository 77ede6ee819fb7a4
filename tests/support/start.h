/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/* What every test program starts from; cmocka.h needs the four headers in front of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))
