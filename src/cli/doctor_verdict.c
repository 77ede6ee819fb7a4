/* SPDX-License-Identifier: Apache-2.0 */
#include <signal.h>
#include <string.h>

#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "doctor.h"
#include "json.h"
#include "pkcs11/card_service.h"
#include "render.h"

#define MESSAGES_SHOWN 6

static void remark(json_t *report, const char *text, const char *hint)
{
    json_t *object = json_object();

    json_put(object, "text", json_text(text));
    json_put(object, "hint", json_text(hint));
    (void)json_array_append_new(json_object_get(report, "remarks"), object);
}

static const char *member(const json_t *object, const char *name)
{
    return json_string_value(json_object_get(object, name));
}

/* Takes the lines of the helper apart: the last step it began, and its report if it got there. */
static json_t *read_result(const struct helper *helper, char **ret_step)
{
    CLEANUP(text_free)
    char *text = memory_copy_text_n((const char *)helper->result.data, helper->result.size);
    json_t *report = NULL;
    char *rest = text;

    for (char *line = rest; line != NULL && *line != '\0'; line = rest) {
        json_t *value;

        rest = strchr(line, '\n');
        if (rest != NULL) {
            *rest++ = '\0';
        }
        value = json_loads(line, 0, NULL);
        if (member(value, "step") != NULL) {
            memory_free(*ret_step);
            *ret_step = memory_copy_text(member(value, "step"));
        }
        if (json_is_object(json_object_get(value, "report")) && report == NULL) {
            report = json_incref(json_object_get(value, "report"));
        }
        json_decref(value);
    }
    return report;
}

/* "while it is loaded", "in C_Initialize"; the caller frees it. */
static char *step_text(const char *step)
{
    if (step == NULL || strcmp(step, "load") == 0) {
        return memory_copy_text(_("while it is loaded"));
    }
    return text_format(_("in %s"), step);
}

/* How the helper ended when not in the ordinary way, and what to do; the caller frees the text. */
static char *end_text(const struct helper *helper, const char *step, unsigned limit,
                      const char **ret_hint)
{
    CLEANUP(text_free) char *where = step_text(step);
    const char *signal_name = NULL;

    *ret_hint = _("ask the token's vendor for a newer module, and leave this one out");
    switch (helper->end) {
    case HELPER_CRASHED:
        signal_name = sigabbrev_np(helper->code);
        return text_format(_("it crashes %s (SIG%s)"), where,
                           signal_name == NULL ? "?" : signal_name);
    case HELPER_TIMED_OUT:
        *ret_hint = _("see that its device or server can be reached; --timeout gives it longer");
        return text_format(P_("it does not answer within %u second, %s",
                              "it does not answer within %u seconds, %s", limit),
                           limit, where);
    case HELPER_NOT_STARTED:
        *ret_hint = _("look at the limits of this system: processes, memory, open files");
        return text_format(_("no process could be started for it: %s"), strerror(helper->code));
    case HELPER_EXITED:
    default:
        return text_format(_("it ends the program %s, with exit status %d"), where, helper->code);
    }
}

/* The failure the helper reports: what the module returned, and the cause. */
static void remark_failure(json_t *report, const json_t *error)
{
    const json_t *module = json_object_get(error, "module");
    const char *cause = member(error, "cause");
    CLEANUP(text_free) char *text = NULL;

    if (module != NULL) {
        text =
            text_format(_("%s returned %s%s%s"), member(module, "function"), member(module, "name"),
                        cause == NULL ? "" : ": ", cause == NULL ? "" : cause);
    } else {
        text = memory_copy_text(cause != NULL ? cause : member(error, "error"));
    }
    remark(report, text, member(error, "hint"));
}

static void remark_start(json_t *report)
{
    const char *start = member(report, "initialize");

    if (start != NULL && strcmp(start, "os-locking") != 0) {
        remark(report, _("it does not take the usual arguments of C_Initialize"),
               _("other programs may fail to start it, or must use it from one thread"));
    }
}

static void remark_token(json_t *report, const json_t *slot)
{
    const json_t *token = json_object_get(slot, "token");
    const json_t *abilities = json_object_get(slot, "abilities");
    const json_t *rsa = json_object_get(abilities, "rsa");
    const json_t *ec = json_object_get(abilities, "ec");
    const json_t *eddsa = json_object_get(abilities, "eddsa");
    const char *label = member(token, "label");
    CLEANUP(text_free) char *text = NULL;

    if (json_flag(token, "user_pin_locked")) {
        text = text_format(_("the user PIN of token '%s' is locked"), label);
        remark(report, text, _("unblock it with the PUK or SO PIN"));
    } else if (json_flag(token, "user_pin_final_try")) {
        text = text_format(_("one try of the user PIN is left on token '%s'"), label);
        remark(report, text, _("make sure of the PIN before it is used"));
    } else if (json_flag(token, "login_required") && !json_flag(token, "user_pin_set")) {
        text = text_format(_("the user PIN of token '%s' was never set"), label);
        remark(report, text, _("set it with the SO PIN"));
    } else if (json_is_object(abilities) && !json_flag(rsa, "generate") &&
               !json_flag(ec, "generate") && !json_flag(eddsa, "generate")) {
        text = text_format(_("token '%s' makes no key pairs"), label);
        remark(report, text, _("it can be used for the keys it has"));
    }
}

/* Counts what there is to work with, and remarks what is in the way. */
static void remark_slots(json_t *report)
{
    size_t slots = json_array_size(json_object_get(report, "slots"));
    size_t tokens = 0;
    size_t ready = 0;

    for (size_t i = 0; i < slots; i++) {
        const json_t *slot = json_array_get(json_object_get(report, "slots"), i);
        const json_t *token = json_object_get(slot, "token");

        tokens += json_is_object(token) ? 1 : 0;
        if (json_flag(token, "initialized")) {
            ready++;
            remark_token(report, slot);
        }
    }
    if (slots == 0) {
        remark(report, _("it shows no slots"),
               _("plug the reader or token in; see that the server of the tokens runs"));
    } else if (tokens == 0) {
        remark(report, _("there is no token in any slot"), _("put the token in"));
    } else if (ready == 0) {
        remark(report, _("no token is set up"), _("set one up with 'hardtoken token init'"));
    }
}

/* A module that reaches its readers through a service that is not there can do nothing. */
static bool lacks_card_service(const json_t *report)
{
    return json_flag(report, "card_service_used") &&
           json_array_size(json_object_get(report, "slots")) == 0 && !card_service_answers();
}

static void remark_notices(json_t *report)
{
    const json_t *notices = json_object_get(report, "notices");

    for (size_t i = 0; i < json_array_size(notices); i++) {
        remark(report, json_string_value(json_array_get(notices, i)), NULL);
    }
}

/* The remarks of a module whose report arrived; true when it can be used. */
static bool judge_report(json_t *report)
{
    if (json_object_get(report, "error") != NULL) {
        remark_failure(report, json_object_get(report, "error"));
        return false;
    }
    if (lacks_card_service(report)) {
        remark(report, _("the card service (pcscd) is not running"),
               _("start it: systemctl start pcscd.socket"));
        return false;
    }
    remark_start(report);
    remark_slots(report);
    remark_notices(report);
    return true;
}

/* The first lines the module printed, without the many that follow. */
static json_t *messages_json(const struct bytes *messages)
{
    json_t *lines = json_array();
    const char *line = (const char *)messages->data;
    size_t left = messages->size;

    while (left > 0 && json_array_size(lines) < MESSAGES_SHOWN) {
        const char *end = memchr(line, '\n', left);
        size_t size = end == NULL ? left : (size_t)(end - line);
        CLEANUP(text_free) char *text = text_escape(slice_of(line, size), ESCAPE_PLAIN);

        if (text[strspn(text, " ")] != '\0') {
            (void)json_array_append_new(lines, json_string(text));
        }
        size += end != NULL;
        line += size;
        left -= size;
    }
    if (left > 0) {
        (void)json_array_append_new(lines, json_string("..."));
    }
    return lines;
}

json_t *doctor_judge(const char *path, const struct helper *helper, unsigned limit)
{
    CLEANUP(text_free) char *step = NULL;
    json_t *found = read_result(helper, &step);
    json_t *report = json_object();
    bool ended_well = helper->end == HELPER_EXITED && helper->code == 0;
    bool works;

    json_put(report, "module", json_text(path));
    json_put(report, "verdict", json_null());
    json_put(report, "remarks", json_array());
    if (found != NULL) {
        (void)json_object_update_missing(report, found);
        json_decref(found);
    }
    works = found != NULL && judge_report(report);
    if (!ended_well) {
        const char *hint = NULL;
        CLEANUP(text_free) char *text = end_text(helper, step, limit, &hint);

        remark(report, text, hint);
    }
    (void)json_object_del(report, "error"); /* both are told by the remarks */
    (void)json_object_del(report, "notices");
    json_put(report, "messages", messages_json(&helper->messages));
    if (!works) {
        json_put(report, "verdict", json_string("does-not-work"));
    } else if (json_array_size(json_object_get(report, "remarks")) > 0) {
        json_put(report, "verdict", json_string("works-with-remarks"));
    } else {
        json_put(report, "verdict", json_string("works"));
    }
    return report;
}

bool doctor_works(const json_t *report)
{
    return strcmp(member(report, "verdict"), "does-not-work") != 0;
}
