/* SPDX-License-Identifier: Apache-2.0 */

/* PIN and PUK: VERIFY, CHANGE REFERENCE DATA, RESET RETRY COUNTER. */

#include <openssl/crypto.h>

#include <string.h>

#include "instructions.h"

static enum status_word tries_left(const struct reference *reference)
{
    if (reference->tries == 0) {
        return SW_BLOCKED;
    }
    return (enum status_word)(SW_TRIES_LEFT | reference->tries);
}

static void forget_pin(struct card *card)
{
    card->session.pin_verified = false;
    card->session.pin_fresh = false;
}

/* Compares and counts. */
static enum status_word check(struct card *card, struct reference *reference, const uint8_t *value)
{
    if (reference->tries == 0) {
        return SW_BLOCKED;
    }
    card->changed = true;
    if (CRYPTO_memcmp(reference->value, value, REFERENCE_SIZE) != 0) {
        reference->tries--;
        return (enum status_word)(SW_TRIES_LEFT | reference->tries); /* 63C0 when it locks */
    }
    reference->tries = TRIES_MAX;
    return SW_OK;
}

/* A new PIN has six to eight digits and then FF. */
static bool is_pin(const uint8_t *value)
{
    size_t digits = 0;

    while (digits < REFERENCE_SIZE && value[digits] >= '0' && value[digits] <= '9') {
        digits++;
    }
    for (size_t i = digits; i < REFERENCE_SIZE; i++) {
        if (value[i] != 0xFF) {
            return false;
        }
    }
    return digits >= 6;
}

/* Without data VERIFY asks for the state; with P1 = FF it ends the verified state. */
enum status_word verify(struct card *card, const struct command *command, struct answer *answer)
{
    enum status_word status;

    (void)answer;
    if (command->p2 != KEY_PIN) {
        return SW_NO_REFERENCE;
    }
    if (command->p1 == 0xFF && command->size == 0) {
        forget_pin(card);
        return SW_OK;
    }
    if (command->p1 != 0) {
        return SW_WRONG_P1_P2;
    }
    if (command->size == 0) {
        return card->session.pin_verified ? SW_OK : tries_left(&card->pin);
    }
    if (command->size != REFERENCE_SIZE) {
        return SW_WRONG_DATA;
    }
    status = check(card, &card->pin, command->data);
    card->session.pin_verified = status == SW_OK;
    card->session.pin_fresh = status == SW_OK;
    return status;
}

/* The old value, then the new one. */
enum status_word change_reference_data(struct card *card, const struct command *command,
                                       struct answer *answer)
{
    struct reference *reference = command->p2 == KEY_PUK ? &card->puk : &card->pin;
    enum status_word status;

    (void)answer;
    if (command->p2 != KEY_PIN && command->p2 != KEY_PUK) {
        return SW_NO_REFERENCE;
    }
    if (command->size != 2 * REFERENCE_SIZE ||
        (reference == &card->pin && !is_pin(command->data + REFERENCE_SIZE))) {
        return SW_WRONG_DATA;
    }
    status = check(card, reference, command->data);
    if (status == SW_OK) {
        memcpy(reference->value, command->data + REFERENCE_SIZE, REFERENCE_SIZE);
    } else if (reference == &card->pin) {
        forget_pin(card);
    }
    return status;
}

/* The PUK, then the new PIN. */
enum status_word reset_retry_counter(struct card *card, const struct command *command,
                                     struct answer *answer)
{
    enum status_word status;

    (void)answer;
    if (command->p2 != KEY_PIN) {
        return SW_NO_REFERENCE;
    }
    if (command->size != 2 * REFERENCE_SIZE || !is_pin(command->data + REFERENCE_SIZE)) {
        return SW_WRONG_DATA;
    }
    status = check(card, &card->puk, command->data);
    if (status == SW_OK) {
        memcpy(card->pin.value, command->data + REFERENCE_SIZE, REFERENCE_SIZE);
        card->pin.tries = TRIES_MAX;
        forget_pin(card);
    }
    return status;
}
