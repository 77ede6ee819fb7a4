/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "cards/reader_verdict.h"
#include "cards/usb.h"

/* A verdict on a reader while it is made. */
struct judging {
    const struct reader_question *question;
    struct reader_verdict *verdict;
    bool has_usb;
    struct usb_device usb;    /* when has_usb */
    bool physical_controller; /* all known of the way up is physical */
    bool virtual_machine;
    bool replaced; /* the environment puts something in place of PC/SC */
};

/* The USB ids, from the kernel or else from the driver; false when neither tells them. */
bool judging_usb_id(const struct judging *judging, uint16_t *ret_vendor, uint16_t *ret_product);

/* From CHANNEL_ID to the device, and up from there to the controller. */
void judge_usb(struct judging *judging);
/* Is this a virtual machine? */
void judge_machine(struct judging *judging);
/* The answer to reset of the card in the reader. */
void judge_card(struct judging *judging);
