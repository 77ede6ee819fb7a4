/* SPDX-License-Identifier: Apache-2.0 */

/* Data objects: GET DATA, PUT DATA. */

#include "instructions.h"
#include "tlv.h"

#define TAG_LIST 0x5C

/* The tag list at the front of the data names one object. REST is what follows it. */
static bool read_tag_list(const struct command *command, uint32_t *ret_tag,
                          const uint8_t **ret_rest, size_t *ret_size)
{
    struct tlv list;

    *ret_rest = command->data;
    *ret_size = command->size;
    *ret_tag = 0;
    if (!tlv_next(ret_rest, ret_size, &list) || list.tag != TAG_LIST || list.size == 0 ||
        list.size > 3) {
        return false;
    }
    for (size_t i = 0; i < list.size; i++) {
        *ret_tag = *ret_tag << 8 | list.value[i];
    }
    return true;
}

static bool is_for_objects(const struct command *command)
{
    return command->p1 == 0x3F && command->p2 == 0xFF;
}

enum status_word get_data(struct card *card, const struct command *command, struct answer *answer)
{
    const struct object *object;
    const uint8_t *rest;
    size_t size;
    uint32_t tag;

    if (!is_for_objects(command)) {
        return SW_WRONG_P1_P2;
    }
    if (!read_tag_list(command, &tag, &rest, &size)) {
        return SW_WRONG_DATA;
    }
    object = card_find_object(card, tag);
    if (object == NULL) {
        return SW_NOT_FOUND;
    }
    answer_add(answer, object->data, object->size);
    return SW_OK;
}

/* An empty object (53 00) deletes. */
enum status_word put_data(struct card *card, const struct command *command, struct answer *answer)
{
    const uint8_t *rest;
    size_t size;
    uint32_t tag;

    (void)answer;
    if (!is_for_objects(command)) {
        return SW_WRONG_P1_P2;
    }
    if (!card->session.management_authenticated) {
        return SW_SECURITY_STATUS;
    }
    if (!read_tag_list(command, &tag, &rest, &size)) {
        return SW_WRONG_DATA;
    }
    return card_set_object(card, tag, rest, size <= 2 ? 0 : size) ? SW_OK : SW_NO_SPACE;
}
