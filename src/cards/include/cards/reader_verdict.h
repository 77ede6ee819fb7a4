/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdbool.h>

#include "base/bytes.h"
#include "cards/family.h"
#include "cards/observation.h"
#include "cards/readers.h"
#include "cards/usb.h"

/* What kind of place PC/SC and the kernel show. */
enum reader_place {
    PLACE_NO_PCSC,        /* PC/SC could not be asked */
    PLACE_NO_READER,      /* none of the readers belongs to the slot */
    PLACE_NOT_IDENTIFIED, /* a reader of which nothing is proven either way */
    PLACE_VIRTUAL,        /* a reader made by software */
    PLACE_EMULATED,       /* a program or a device that imitates a card */
    PLACE_PHYSICAL_USB,   /* CHANNEL_ID leads to a USB device behind a physical controller */
};

struct reader_question {
    const struct card_tables *tables;
    const struct readers *readers;
    struct slice slot_description; /* of the slot, padded or not */
    struct kernel_view kernel;
};

struct reader_verdict {
    enum reader_place place;
    const struct reader *reader;      /* one of the readers of the question; NULL without */
    const struct card_family *family; /* of its card, one of the tables; NULL when not known */
    bool family_counts; /* the answer to reset was sent through an identified physical reader that
                           fits it: only then may it raise confidence */
    struct observations observations;
};

/*
 * Puts together what readers, sysfs and the environment tell. Nothing is asked of a card, nothing
 * can fail. PLACE_PHYSICAL_USB needs all of: CHANNEL_ID answered by the driver, a USB device with
 * a smart card interface there, a host controller that is known as physical, ids that agree, no
 * sign of a virtual machine, no environment that puts something in place of PC/SC, and no
 * observation that means virtual, emulated or a contradiction.
 */
void reader_judge(const struct reader_question *question, struct reader_verdict *ret_verdict);
void reader_verdict_clear(struct reader_verdict *verdict);

/* "no-pcsc", "no-reader", "not-identified", "virtual", "emulated", "physical-usb". */
const char *reader_place_name(enum reader_place place);
