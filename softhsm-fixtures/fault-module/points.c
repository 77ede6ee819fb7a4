/* SPDX-License-Identifier: Apache-2.0 */
#include "points.h"

#include "scenario.h"

#include <stdbool.h>
#include <string.h>

/* The length of the header when VALUE is a whole DER OCTET STRING, else 0. */
static size_t octet_string_header(const CK_BYTE *value, CK_ULONG size)
{
    if (size < 2 || value[0] != 0x04) {
        return 0;
    }
    if (value[1] < 0x80) {
        return size - 2 == value[1] ? 2 : 0;
    }
    return value[1] == 0x81 && size > 3 && size - 3 == value[2] ? 3 : 0;
}

/* Puts TAG, the length and SKIP zero bytes in front of a point. */
static CK_ULONG wrap(CK_BYTE tag, CK_ULONG skip, const CK_BYTE *point, CK_ULONG size,
                     CK_BYTE *ret_wrapped)
{
    CK_ULONG header = size + skip < 0x80 ? 2 : 3;

    ret_wrapped[0] = tag;
    ret_wrapped[1] = 0x81;
    ret_wrapped[header - 1] = (CK_BYTE)(size + skip);
    memset(ret_wrapped + header, 0, skip);
    memcpy(ret_wrapped + header + skip, point, size);
    return header + skip + size;
}

/* SEC 1, 2.3.3: the first byte tells whether y is odd. Edwards points are compressed already. */
static CK_ULONG compress(const CK_BYTE *point, CK_ULONG size, CK_BYTE *ret_compressed)
{
    CK_ULONG field = (size - 1) / 2;

    if (point[0] != 0x04 || size != 1 + 2 * field) {
        memcpy(ret_compressed, point, size);
        return size;
    }
    ret_compressed[0] = 0x02 | (point[size - 1] & 1);
    memcpy(ret_compressed + 1, point + 1, field);
    return 1 + field;
}

CK_ULONG point_encode(const CK_BYTE *value, CK_ULONG size, CK_BYTE ret_encoded[ENCODED_MAX])
{
    size_t header = octet_string_header(value, size);
    const CK_BYTE *point = value + header;
    CK_ULONG point_size = size - header;

    if (point_size == 0 || point_size > 250) {
        return 0; /* no real point is so long */
    }
    switch (scenario_get()->ec_point) {
    case POINT_COMPRESSED:
        return compress(point, point_size, ret_encoded);
    case POINT_BIT_STRING:
        return wrap(0x03, 1, point, point_size, ret_encoded);
    case POINT_OCTET_STRING:
    case POINT_RAW:
        break;
    }
    memcpy(ret_encoded, point, point_size);
    return point_size;
}

static bool is_bit_string(const CK_BYTE *value, CK_ULONG size)
{
    return size > 3 && value[0] == 0x03 && (value[1] == size - 2 || value[1] == 0x81);
}

CK_ULONG point_decode(const CK_BYTE *value, CK_ULONG size, CK_BYTE ret_kept[ENCODED_MAX])
{
    enum point_form form = scenario_get()->ec_point;
    CK_ULONG header = 0;

    ret_kept[0] = 0;
    if (form == POINT_COMPRESSED || size > 250 ||
        (form == POINT_BIT_STRING) != is_bit_string(value, size)) {
        return 1;
    }
    if (form == POINT_BIT_STRING) {
        header = value[1] == 0x81 ? 4 : 3;
    }
    return wrap(0x04, 0, value + header, size - header, ret_kept);
}

CK_ULONG params_encode(const CK_BYTE *value, CK_ULONG size, CK_BYTE ret_encoded[ENCODED_MAX])
{
    static const CK_BYTE ed25519[] = {0x06, 0x03, 0x2b, 0x65, 0x70};
    static const CK_BYTE name[] = "edwards25519";

    if (size == sizeof ed25519 && memcmp(value, ed25519, size) == 0) {
        return wrap(0x13, 0, name, sizeof name - 1, ret_encoded);
    }
    memcpy(ret_encoded, value, size);
    return size;
}
