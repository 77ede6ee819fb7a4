/* SPDX-License-Identifier: Apache-2.0 */
#include "cards/reader_verdict.h"

#include <pcsclite.h>

#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "environment.h"
#include "judging.h"
#include "observe.h"
#include "tables.h"

static void say_unavailable(struct judging *judging)
{
    const struct readers *readers = judging->question->readers;
    static const struct {
        const char *value;
        const char *sentence;
    } answers[] = {
        [READERS_LISTED] = {"", ""},
        [READERS_NO_LIBRARY] = {"no-library",
                                N_("PC/SC is not available: libpcsclite is not installed")},
        [READERS_NO_SERVICE] = {"no-service", N_("PC/SC is not available: pcscd does not run")},
        [READERS_DENIED] = {"denied",
                            N_("PC/SC is not available: pcscd does not talk to this user")},
        [READERS_TIMED_OUT] = {"timed-out",
                               N_("PC/SC is not available: pcscd did not answer in time")},
        [READERS_FAILED] = {"failed", N_("PC/SC is not available: pcscd failed")},
    };

    observe(&judging->verdict->observations, OBSERVE_PCSC_UNAVAILABLE, MEANS_CONTEXT,
            readers->answer == READERS_FAILED
                ? text_format("%s 0x%08x", answers[readers->answer].value, readers->code)
                : memory_copy_text(answers[readers->answer].value),
            memory_copy_text(_(answers[readers->answer].sentence)));
}

static void find_reader(struct judging *judging)
{
    const struct reader_question *question = judging->question;
    struct observations *observations = &judging->verdict->observations;
    enum reader_match match = READER_NO_MATCH;
    const struct reader *reader =
        readers_for_slot(question->readers, question->slot_description, &match);
    CLEANUP(text_free)
    char *slot = text_format("%.*s", (int)question->slot_description.size,
                             (const char *)question->slot_description.data);

    judging->verdict->reader = reader;
    if (reader != NULL) {
        observe(observations, OBSERVE_PCSC_SLOT_READER, MEANS_CONTEXT,
                memory_copy_text(reader->name),
                text_format(_("the slot has the name of the reader '%s'"), reader->name));
    } else if (match == READER_AMBIGUOUS) {
        observe(observations, OBSERVE_PCSC_SLOT_AMBIGUOUS, MEANS_CONTEXT, TAKE(slot),
                memory_copy_text(_("more than one reader fits the name of the slot")));
    } else {
        observe(observations, OBSERVE_PCSC_SLOT_UNLISTED, MEANS_CONTEXT, TAKE(slot),
                memory_copy_text(_("no reader in PC/SC has the name of the slot")));
    }
}

static void judge_name(struct judging *judging)
{
    static const enum observation_meaning meanings[] = {
        [READER_KIND_GENUINE] = MEANS_CONTEXT,
        [READER_KIND_VIRTUAL] = MEANS_VIRTUAL,
        [READER_KIND_EMULATED] = MEANS_EMULATED,
    };
    const struct reader *reader = judging->verdict->reader;
    struct observations *observations = &judging->verdict->observations;
    const struct known_reader *known =
        known_reader_by_name(judging->question->tables, reader->name);

    if (known == NULL) {
        return;
    }
    observe(observations, OBSERVE_READER_NAME_KNOWN, meanings[known->kind],
            memory_copy_text(known->id),
            text_format(_("the name '%s' is that of: %s"), reader->name, known->about));
    if (known->kind == READER_KIND_GENUINE && reader->connected && !reader_tells_anything(reader)) {
        observe(observations, OBSERVE_READER_NAME_UNBACKED, MEANS_VIRTUAL,
                memory_copy_text(reader->name),
                text_format(_("the driver of a genuine '%s' tells of the reader; this one tells "
                              "nothing: it is a virtual reader with that name"),
                            reader->name));
    }
}

static char *list_answered(const struct reader *reader)
{
    struct text list = {0};

    for (size_t i = 0; i < READER_ATTRIBUTES; i++) {
        if (reader->attributes[i].state == READER_ANSWERED) {
            text_addf(&list, "%s%s", list.size == 0 ? "" : ", ",
                      reader_attribute_name((enum reader_attribute_id)i));
        }
    }
    return text_take(&list);
}

static void judge_attributes(struct judging *judging)
{
    const struct reader *reader = judging->verdict->reader;
    struct observations *observations = &judging->verdict->observations;

    if (!reader->connected) {
        const char *why = _("the reader could not be asked");

        if (reader->connect_code == (uint32_t)SCARD_E_SHARING_VIOLATION) {
            why = _("another program has the reader for itself: it could not be asked");
        } else if (reader->connect_code == (uint32_t)SCARD_E_TIMEOUT) {
            why = _("the reader did not answer in time");
        }
        observe(observations, OBSERVE_READER_BUSY, MEANS_CONTEXT,
                text_format("0x%08x", reader->connect_code), memory_copy_text(why));
    } else if (reader_tells_anything(reader)) {
        char *answered = list_answered(reader);

        observe(observations, OBSERVE_READER_ATTRIBUTES, MEANS_CONTEXT, answered,
                text_format(_("the driver of the reader answers %s"), answered));
    } else {
        observe(observations, OBSERVE_READER_ATTRIBUTES_NONE, MEANS_CONTEXT, memory_copy_text(""),
                memory_copy_text(_("the driver of the reader answers none of the questions about "
                                   "it: the reader is not identified")));
    }
}

static bool is_physical(const struct judging *judging)
{
    const struct observations *observations = &judging->verdict->observations;

    return judging->has_usb && judging->usb.ccid && judging->physical_controller &&
           !judging->virtual_machine && !judging->replaced &&
           !observations_mean(observations, MEANS_CONTRADICTION);
}

static enum reader_place place_of(const struct judging *judging)
{
    const struct observations *observations = &judging->verdict->observations;

    if (observations_mean(observations, MEANS_EMULATED)) {
        return PLACE_EMULATED;
    }
    if (observations_mean(observations, MEANS_VIRTUAL)) {
        return PLACE_VIRTUAL;
    }
    return is_physical(judging) ? PLACE_PHYSICAL_USB : PLACE_NOT_IDENTIFIED;
}

static void judge_reader(struct judging *judging)
{
    struct reader_verdict *verdict = judging->verdict;
    const struct card_family *family;

    judge_name(judging);
    judge_attributes(judging);
    judge_machine(judging);
    judge_usb(judging);
    judge_card(judging);
    verdict->place = place_of(judging);
    family = verdict->family;
    verdict->family_counts = verdict->place == PLACE_PHYSICAL_USB && family != NULL &&
                             family->kind == CARD_GENUINE && family->imitations == NULL;
}

void reader_judge(const struct reader_question *question, struct reader_verdict *ret_verdict)
{
    struct judging judging = {.question = question, .verdict = ret_verdict};

    *ret_verdict = (struct reader_verdict){.place = PLACE_NO_PCSC};
    judging.replaced = observe_variables(question->tables, TRACE_PCSC, OBSERVE_PCSC_ENVIRONMENT,
                                         &ret_verdict->observations) > 0;
    if (question->readers->answer != READERS_LISTED) {
        say_unavailable(&judging);
        return;
    }
    find_reader(&judging);
    if (ret_verdict->reader == NULL) {
        ret_verdict->place = PLACE_NO_READER;
        return;
    }
    judge_reader(&judging);
    if (judging.has_usb) {
        usb_device_clear(&judging.usb);
    }
}

void reader_verdict_clear(struct reader_verdict *verdict)
{
    observations_clear(&verdict->observations);
    *verdict = (struct reader_verdict){0};
}

const char *reader_place_name(enum reader_place place)
{
    static const char *const names[] = {
        [PLACE_NO_PCSC] = "no-pcsc",
        [PLACE_NO_READER] = "no-reader",
        [PLACE_NOT_IDENTIFIED] = "not-identified",
        [PLACE_VIRTUAL] = "virtual",
        [PLACE_EMULATED] = "emulated",
        [PLACE_PHYSICAL_USB] = "physical-usb",
    };

    return names[place];
}
