/* SPDX-License-Identifier: Apache-2.0 */
#include "card.h"

#include <stdlib.h>
#include <string.h>

#include "attest.h"
#include "instructions.h"

#define PIECE 256 /* bytes of data in one answer; the rest waits for GET RESPONSE */

#define INSTRUCTION_SELECT 0xA4
#define INSTRUCTION_GET_RESPONSE 0xC0
#define INSTRUCTION_VERIFY 0x20

static const uint8_t rid[] = {0xA0, 0x00, 0x00, 0x03, 0x08}; /* NIST */

/* Application property template: application identifier and tag allocation authority. */
static const uint8_t property_template[] = {0x61, 0x11, 0x4F, 0x06, 0x00, 0x00, 0x10,
                                            0x00, 0x01, 0x00, 0x79, 0x07, 0x4F, 0x05,
                                            0xA0, 0x00, 0x00, 0x03, 0x08};

static enum status_word select_application(struct card *card, const struct command *command,
                                           struct answer *answer)
{
    if (command->p1 != 0x04 || command->size < sizeof rid ||
        memcmp(command->data, rid, sizeof rid) != 0) {
        return SW_NOT_FOUND; /* what was selected stays so */
    }
    card->session.selected = true; /* and the PIN stays verified, SP 800-73-4 part 2, 3.1.1 */
    answer_add(answer, property_template, sizeof property_template);
    return SW_OK;
}

static enum status_word yubico_version(struct card *card, const struct command *command,
                                       struct answer *answer)
{
    (void)card;
    (void)command;
    answer_add(answer, card_version, sizeof card_version);
    return SW_OK;
}

static enum status_word yubico_serial(struct card *card, const struct command *command,
                                      struct answer *answer)
{
    (void)command;
    for (unsigned shift = 32; shift > 0; shift -= 8) {
        answer_add_byte(answer, (uint8_t)(card->serial >> (shift - 8)));
    }
    return SW_OK;
}

static const struct {
    uint8_t instruction;
    instruction_function *run;
} instructions[] = {
    {INSTRUCTION_SELECT, select_application},
    {INSTRUCTION_VERIFY, verify},
    {0x24, change_reference_data},
    {0x2C, reset_retry_counter},
    {0x47, generate_key_pair},
    {0x87, general_authenticate},
    {0xCB, get_data},
    {0xDB, put_data},
    {0xF8, yubico_serial},
    {0xF9, attest},
    {0xFD, yubico_version},
};

static enum status_word run(struct card *card, const struct command *command, struct answer *answer)
{
    for (size_t i = 0; i < sizeof instructions / sizeof instructions[0]; i++) {
        if (instructions[i].instruction == command->instruction) {
            return instructions[i].run(card, command, answer);
        }
    }
    return SW_UNKNOWN_INSTRUCTION;
}

/* Moves the next piece of the pending answer into ANSWER. */
static enum status_word send_piece(struct card_session *session, struct answer *answer)
{
    size_t left = session->pending.size - session->pending_sent;
    size_t size = left > PIECE ? PIECE : left;

    answer_add(answer, session->pending.data + session->pending_sent, size);
    session->pending_sent += size;
    left -= size;
    if (left == 0) {
        return SW_OK;
    }
    return (enum status_word)(0x6100 | (left > 0xFF ? 0 : left));
}

static enum status_word get_response(struct card_session *session, struct answer *answer)
{
    if (session->pending_sent == session->pending.size) {
        return SW_CONDITIONS;
    }
    return send_piece(session, answer);
}

static enum status_word add_to_chain(struct card_session *session, const struct command *command)
{
    if (command->size > sizeof session->chain - session->chain_size) {
        session->chain_size = 0;
        return SW_WRONG_LENGTH;
    }
    if (command->size > 0) {
        memcpy(session->chain + session->chain_size, command->data, command->size);
    }
    session->chain_size += command->size;
    return SW_OK;
}

/* Carries out a command whose parts are all there. */
static enum status_word run_whole(struct card *card, struct command *command, struct answer *answer)
{
    struct card_session *session = &card->session;
    bool was_fresh = session->pin_fresh;
    enum status_word status;

    answer_clear(&session->pending);
    session->pending_sent = 0;
    status = run(card, command, &session->pending);
    if (was_fresh && command->instruction != INSTRUCTION_SELECT &&
        command->instruction != INSTRUCTION_VERIFY) {
        session->pin_fresh = false;
    }
    if (status != SW_OK) {
        answer_clear(&session->pending);
        return status;
    }
    return send_piece(session, answer);
}

static enum status_word dispatch(struct card *card, struct command *command, struct answer *answer)
{
    struct card_session *session = &card->session;
    enum status_word status;

    if ((command->class & ~APDU_CLASS_CHAINING) != 0) {
        return SW_UNKNOWN_CLASS;
    }
    if (!session->selected && command->instruction != INSTRUCTION_SELECT) {
        return SW_UNKNOWN_INSTRUCTION;
    }
    if (command->instruction == INSTRUCTION_GET_RESPONSE) {
        return get_response(session, answer);
    }
    if (command->class & APDU_CLASS_CHAINING) {
        return add_to_chain(session, command);
    }
    if (session->chain_size > 0) {
        status = add_to_chain(session, command);
        if (status != SW_OK) {
            return status;
        }
        command->data = session->chain;
        command->size = session->chain_size;
        session->chain_size = 0;
    }
    return run_whole(card, command, answer);
}

void card_answer(struct card *card, const uint8_t *message, size_t size, struct answer *ret_answer)
{
    struct command command;
    enum status_word status = SW_WRONG_LENGTH;

    answer_clear(ret_answer);
    if (command_parse(message, size, &command)) {
        status = dispatch(card, &command, ret_answer);
    }
    answer_add_byte(ret_answer, (uint8_t)(status >> 8));
    answer_add_byte(ret_answer, (uint8_t)status);
}

void card_reset(struct card *card)
{
    memset(&card->session, 0, sizeof card->session);
}

struct card *card_new(uint32_t serial)
{
    static const uint8_t management_key[BLOCK_SIZE] = {1, 2, 3, 4, 5, 6, 7, 8}; /* three times */
    struct card *card = calloc(1, sizeof *card);

    if (card == NULL) {
        abort();
    }
    card->serial = serial;
    card->pin = (struct reference){"123456\xFF\xFF", TRIES_MAX};
    card->puk = (struct reference){"12345678", TRIES_MAX};
    for (size_t i = 0; i < MANAGEMENT_KEY_SIZE; i += BLOCK_SIZE) {
        memcpy(card->management_key + i, management_key, BLOCK_SIZE);
    }
    attest_make_key(card);
    return card;
}

void card_free(struct card *card)
{
    if (card == NULL) {
        return;
    }
    for (size_t i = 0; i < card->key_count; i++) {
        EVP_PKEY_free(card->keys[i].pair);
    }
    for (size_t i = 0; i < card->object_count; i++) {
        free(card->objects[i].data);
    }
    free(card);
}

struct key *card_find_key(struct card *card, uint8_t reference)
{
    for (size_t i = 0; i < card->key_count; i++) {
        if (card->keys[i].reference == reference) {
            return &card->keys[i];
        }
    }
    return NULL;
}

bool card_set_key(struct card *card, uint8_t reference, EVP_PKEY *pair)
{
    struct key *key = card_find_key(card, reference);

    if (key == NULL) {
        if (card->key_count == KEYS_MAX) {
            return false;
        }
        key = &card->keys[card->key_count++];
        key->reference = reference;
    }
    EVP_PKEY_free(key->pair);
    key->pair = pair;
    card->changed = true;
    return true;
}

struct object *card_find_object(struct card *card, uint32_t tag)
{
    for (size_t i = 0; i < card->object_count; i++) {
        if (card->objects[i].tag == tag) {
            return &card->objects[i];
        }
    }
    return NULL;
}

static void delete_object(struct card *card, struct object *object)
{
    free(object->data);
    *object = card->objects[--card->object_count];
}

bool card_set_object(struct card *card, uint32_t tag, const uint8_t *data, size_t size)
{
    struct object *object = card_find_object(card, tag);

    card->changed = true;
    if (object != NULL) {
        delete_object(card, object);
    }
    if (size == 0) {
        return true;
    }
    if (card->object_count == OBJECTS_MAX) {
        return false;
    }
    object = &card->objects[card->object_count++];
    *object = (struct object){.tag = tag, .data = malloc(size), .size = size};
    if (object->data == NULL) {
        abort();
    }
    memcpy(object->data, data, size);
    return true;
}
