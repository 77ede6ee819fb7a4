/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"

#define SHA1_SIZE 20
#define SHA256_SIZE 32

/* Thumbprints of a certificate or key; SHA-1 only because applications still ask for it. */
void sha1(struct slice data, uint8_t ret_digest[SHA1_SIZE]);
void sha256(struct slice data, uint8_t ret_digest[SHA256_SIZE]);

/*
 * PBKDF2 with HMAC-SHA-256 (RFC 8018, 5.2): slow on purpose, so that a short PIN is not found by
 * trying all of them. OpenSSL wipes its copy of the password.
 */
void pbkdf2_sha256(struct slice password, struct slice salt, unsigned rounds,
                   uint8_t ret_digest[SHA256_SIZE]);

/* SIZE bytes from the generator of the operating system and OpenSSL. */
void random_bytes(uint8_t *ret_bytes, size_t size);
