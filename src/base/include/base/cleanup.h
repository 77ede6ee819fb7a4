/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/*
 * Handles are released when they go out of scope:
 *
 *     CLEANUP(session_close) struct session *session = NULL;
 *     ...
 *     *ret_session = TAKE(session);    the caller owns it now
 *
 * DEFINE_CLEANUP goes below the declaration of a free function `void x_free(struct x *)`, which
 * must accept NULL. For values (`void x_clear(struct x *)`) use CLEANUP_VALUE directly.
 */
#define CLEANUP(function) __attribute__((cleanup(function##_at_exit)))
#define CLEANUP_VALUE(function) __attribute__((cleanup(function)))

#define DEFINE_CLEANUP(type, function)                                                             \
    static inline void function##_at_exit(type *handle)                                            \
    {                                                                                              \
        function(*handle);                                                                         \
    }                                                                                              \
    _Static_assert(1, "")

#define TAKE(pointer)                                                                              \
    __extension__({                                                                                \
        __typeof__(pointer) taken_ = (pointer);                                                    \
        (pointer) = NULL;                                                                          \
        taken_;                                                                                    \
    })
