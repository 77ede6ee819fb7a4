/* SPDX-License-Identifier: Apache-2.0 */
/* Encodings of CKA_EC_POINT and CKA_EC_PARAMS that modules use. */
#pragma once

#include "functions.h"

#define ENCODED_MAX 512

/* A point as the real module keeps it, in the form of the scenario. Returns the size. */
CK_ULONG point_encode(const CK_BYTE *value, CK_ULONG size, CK_BYTE ret_encoded[ENCODED_MAX]);

/*
 * A point searched for in the form of the scenario, as the real module keeps it. One in another
 * form becomes a value that no object has.
 */
CK_ULONG point_decode(const CK_BYTE *value, CK_ULONG size, CK_BYTE ret_kept[ENCODED_MAX]);

/* The object identifier of an Edwards curve as the name of the curve, a PrintableString. */
CK_ULONG params_encode(const CK_BYTE *value, CK_ULONG size, CK_BYTE ret_encoded[ENCODED_MAX]);
