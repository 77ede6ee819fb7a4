/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "doctor.h"
#include "render.h"

static const char *member(const json_t *object, const char *name)
{
    const char *value = json_string_value(json_object_get(object, name));

    return value == NULL ? "" : value;
}

static json_int_t number(const json_t *object, const char *name)
{
    return json_integer_value(json_object_get(object, name));
}

/* Lines under one name, each of them an item of a JSON array of texts. */
static void print_lines(const char *name, const json_t *lines)
{
    for (size_t i = 0; i < json_array_size(lines); i++) {
        const char *line = json_string_value(json_array_get(lines, i));

        print_field(i == 0 ? name : "", line);
    }
}

static void print_verdict(const json_t *report)
{
    const json_t *remarks = json_object_get(report, "remarks");
    const char *verdict = member(report, "verdict");

    if (strcmp(verdict, "works") == 0) {
        print_field(_("  verdict"), _("works"));
    } else if (strcmp(verdict, "works-with-remarks") == 0) {
        print_field(_("  verdict"), _("works with remarks"));
    } else {
        print_field(_("  verdict"), _("does not work"));
    }
    for (size_t i = 0; i < json_array_size(remarks); i++) {
        const json_t *remark = json_array_get(remarks, i);

        print_field(doctor_works(report) ? _("  remark") : _("  reason"), member(remark, "text"));
        print_field(_("  next step"), member(remark, "hint"));
    }
}

static const char *initialize_text(const char *start)
{
    static const struct {
        const char *start;
        const char *text;
    } texts[] = {{"os-locking", N_("with locking by the system")},
                 {"no-arguments", N_("without arguments")},
                 {"no-threads", N_("with locking by the system and no threads of its own")},
                 {"no-flags", N_("without flags")},
                 {"by-others", N_("had been called by somebody else")}};

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        if (strcmp(texts[i].start, start) == 0) {
            return _(texts[i].text);
        }
    }
    return "";
}

static void print_library(const json_t *report)
{
    const json_t *library = json_object_get(report, "library");

    if (library == NULL) {
        return;
    }
    print_field_format(_("  library"), _("%s, version %s, by %s"), member(library, "description"),
                       member(library, "version"), member(library, "manufacturer"));
    print_field_format(_("  Cryptoki"),
                       json_flag(report, "interface_list") ? _("%s, and C_GetInterfaceList of 3.0")
                                                           : _("%s, without C_GetInterfaceList"),
                       member(report, "cryptoki"));
    print_field(_("  C_Initialize"), initialize_text(member(report, "initialize")));
}

/* "RSA, 1024 to 4096 bits: generate, sign (PKCS#1, PSS)"; nothing when it can do neither. */
static void print_ability(const char **name, const char *kind, const json_t *ability)
{
    CLEANUP(text_free) char *line = NULL;
    struct text text = {0};

    if (!json_flag(ability, "generate") && !json_flag(ability, "sign")) {
        return;
    }
    text_add(&text, kind);
    if (number(ability, "most_bits") > 0) {
        text_addf(&text, _(", %" PRId64 " to %" PRId64 " bits"),
                  (int64_t)number(ability, "least_bits"), (int64_t)number(ability, "most_bits"));
    }
    text_add(&text,
             json_flag(ability, "generate") ? _(": generate key pairs") : _(": no key pairs"));
    text_add(&text, json_flag(ability, "sign") ? _(", sign") : _(", no signatures"));
    if (json_flag(ability, "pkcs1") || json_flag(ability, "pss")) {
        text_addf(&text, " (%s%s%s)", json_flag(ability, "pkcs1") ? "PKCS#1" : "",
                  json_flag(ability, "pkcs1") && json_flag(ability, "pss") ? ", " : "",
                  json_flag(ability, "pss") ? "PSS" : "");
    }
    line = text_take(&text);
    print_field(*name, line);
    *name = "";
}

static void print_abilities(const json_t *abilities)
{
    const char *name = _("    can do");

    print_ability(&name, "RSA", json_object_get(abilities, "rsa"));
    print_ability(&name, "EC", json_object_get(abilities, "ec"));
    print_ability(&name, "EdDSA", json_object_get(abilities, "eddsa"));
    if (*name != '\0' && json_is_object(abilities)) {
        print_field(name, _("no key pairs and no signatures"));
    }
}

static void print_room(const char *name, const json_t *memory)
{
    if (json_is_integer(json_object_get(memory, "free"))) {
        print_field_format(name, _("%" PRId64 " bytes free"), (int64_t)number(memory, "free"));
    }
}

/* Which file and section; what it does is in --json and in the file. */
static void print_quirk_names(const char *name, const json_t *quirks)
{
    for (size_t i = 0; i < json_array_size(quirks); i++) {
        const json_t *quirk = json_array_get(quirks, i);

        print_field_format(i == 0 ? name : "", _("%s [%s]: %s"), member(quirk, "file"),
                           member(quirk, "section"), member(quirk, "why"));
    }
}

static void print_token(const json_t *slot)
{
    const json_t *token = json_object_get(slot, "token");

    if (!json_is_object(token)) {
        print_field(_("    token"),
                    json_flag(slot, "present") ? _("cannot be read") : _("none in the slot"));
        return;
    }
    if (json_flag(token, "initialized")) {
        print_field_format(_("    token"), _("%s (%s, serial %s)"), member(token, "label"),
                           member(token, "model"), member(token, "serial"));
    } else {
        print_field(_("    token"), member(token, "model"));
    }
    print_field(_("    state"), member(token, "state"));
    print_room(_("    room"), json_object_get(token, "public_memory"));
    print_room(_("    private room"), json_object_get(token, "private_memory"));
    print_abilities(json_object_get(slot, "abilities"));
    print_quirk_names(_("    quirk"), json_object_get(slot, "quirks"));
}

static void print_slot(const json_t *slot)
{
    print_field_format(_("  slot"), _("%s (slot %" PRId64 "), %s, %s"), member(slot, "description"),
                       (int64_t)number(slot, "slot"),
                       json_flag(slot, "hardware") ? _("claims to be hardware")
                                                   : _("does not claim to be hardware"),
                       json_flag(slot, "removable") ? _("removable") : _("not removable"));
    print_token(slot);
}

void doctor_print_module(const json_t *report)
{
    const json_t *slots = json_object_get(report, "slots");

    print_field(_("module"), member(report, "module"));
    print_verdict(report);
    print_library(report);
    if (json_array_size(json_object_get(report, "slots")) == 0) {
        print_quirk_names(_("  quirk"), json_object_get(report, "quirks"));
    }
    for (size_t i = 0; i < json_array_size(slots); i++) {
        print_slot(json_array_get(slots, i));
    }
    print_lines(_("  it printed"), json_object_get(report, "messages"));
    (void)printf("\n");
}

static void print_left_out(const json_t *entry)
{
    const char *use = member(entry, "use");

    if (strcmp(use, "trust-store") == 0) {
        print_field_format("", _("%s: a store of CA certificates, not looked at"),
                           member(entry, "file"));
    } else if (strcmp(use, "remote") == 0) {
        print_field_format("", _("%s: reached through '%s', not looked at"), member(entry, "file"),
                           member(entry, "remote"));
    } else if (strcmp(use, "disabled") == 0) {
        print_field_format("", _("%s: not for this program"), member(entry, "file"));
    }
}

void doctor_print_system(const json_t *document)
{
    const json_t *service = json_object_get(document, "card_service");
    const json_t *read = json_object_get(document, "configuration_read");
    const json_t *entries = json_object_get(document, "configuration");
    const char *name = _("environment");
    const char *variable;
    json_t *value;

    print_field_format(_("card service"),
                       json_flag(service, "answers") ? _("pcscd answers on %s")
                                                     : _("pcscd does not answer on %s"),
                       member(service, "socket"));
    print_lines(_("p11-kit read"), read);
    for (size_t i = 0; i < json_array_size(entries); i++) {
        print_left_out(json_array_get(entries, i));
    }
    json_object_foreach(json_object_get(document, "environment"), variable, value)
    {
        print_field_format(name, "%s=%s", variable, json_string_value(value));
        name = "";
    }
}
