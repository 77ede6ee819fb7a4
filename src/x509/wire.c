/* SPDX-License-Identifier: Apache-2.0 */
#include "wire.h"

bool wire_number(struct slice *rest, unsigned size, uint32_t *ret_number)
{
    uint32_t number = 0;

    if (rest->size < size) {
        return false;
    }
    for (unsigned i = 0; i < size; i++) {
        number = number << 8 | rest->data[i];
    }
    *rest = slice_of(rest->data + size, rest->size - size);
    *ret_number = number;
    return true;
}

bool wire_string(struct slice *rest, unsigned length_size, struct slice *ret_string)
{
    uint32_t size = 0;

    if (!wire_number(rest, length_size, &size) || size > rest->size) {
        return false;
    }
    *ret_string = slice_of(rest->data, size);
    *rest = slice_of(rest->data + size, rest->size - size);
    return true;
}
