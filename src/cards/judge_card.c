/* SPDX-License-Identifier: Apache-2.0 */
#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "judging.h"
#include "observe.h"
#include "tables.h"

static bool fits_reader(const struct judging *judging, const struct card_family *family)
{
    uint16_t vendor = 0, product = 0;
    CLEANUP(text_free) char *digits = NULL;

    if (!judging_usb_id(judging, &vendor, &product)) {
        return false;
    }
    digits = text_format("%04x:%04x", vendor, product);
    return digits_fit(family->usb, digits);
}

/* A token with a reader of its own answers nowhere else. */
static void compare_reader(struct judging *judging, const struct card_family *family)
{
    struct observations *observations = &judging->verdict->observations;
    const struct reader *reader = judging->verdict->reader;
    uint16_t vendor = 0, product = 0;

    if (family->usb == NULL || fits_reader(judging, family)) {
        return;
    }
    if (judging_usb_id(judging, &vendor, &product)) {
        observe(observations, OBSERVE_CARD_ATR_READER, MEANS_CONTRADICTION,
                text_format("%04x:%04x", vendor, product),
                text_format(_("'%s' is a USB token with ids %s, and the reader has %04x:%04x"),
                            family->name, family->usb, vendor, product));
    } else if (reader->connected && !reader_tells_anything(reader)) {
        observe(observations, OBSERVE_CARD_ATR_READER, MEANS_VIRTUAL, memory_copy_text(""),
                text_format(_("'%s' is a USB token, whose driver tells of its reader; the driver "
                              "of this one tells nothing: it is a virtual reader"),
                            family->name));
    }
}

static void judge_genuine(struct judging *judging, const struct card_family *family)
{
    observe(&judging->verdict->observations, OBSERVE_CARD_ATR_FAMILY, MEANS_CONTEXT,
            memory_copy_text(family->id),
            family->imitations == NULL
                ? text_format(_("the answer to reset is that of '%s'"), family->name)
                : text_format(_("the answer to reset is that of '%s', and of %s"), family->name,
                              family->imitations));
    compare_reader(judging, family);
}

void judge_card(struct judging *judging)
{
    struct reader_verdict *verdict = judging->verdict;
    const struct bytes *atr = &verdict->reader->atr;
    const struct card_family *family;
    CLEANUP(text_free) char *digits = hex_encode(slice_of_bytes(atr));

    if (atr->size == 0) {
        return;
    }
    observe(&verdict->observations, OBSERVE_CARD_ATR, MEANS_CONTEXT, memory_copy_text(digits),
            text_format(_("the card answers to reset with %s"), digits));
    family = card_family_of(judging->question->tables, slice_of_bytes(atr));
    verdict->family = family;
    if (family == NULL) {
        return;
    }
    if (family->kind == CARD_GENUINE) {
        judge_genuine(judging, family);
        return;
    }
    observe(&verdict->observations, OBSERVE_CARD_ATR_EMULATOR, MEANS_EMULATED,
            memory_copy_text(family->id),
            text_format(_("the answer to reset is that of '%s', a program that plays a card"),
                        family->name));
}
