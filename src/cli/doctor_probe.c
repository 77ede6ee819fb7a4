/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "base/helper.h"
#include "base/memory.h"
#include "base/text.h"
#include "doctor.h"
#include "json.h"
#include "pkcs11/card_service.h"
#include "pkcs11/ckr.h"
#include "pkcs11/probe.h"
#include "quirk_print.h"
#include "render.h"
#include "report.h"

/* One value a line; when nobody reads any more, the parent has killed us or is gone. */
static void tell(const char *name, json_t *value)
{
    json_t *line = json_object();

    json_put(line, name, value);
    (void)json_dumpfd(line, HELPER_RESULT, JSON_COMPACT);
    (void)dprintf(HELPER_RESULT, "\n");
    json_decref(line);
}

static void send_step(void *context, const char *module, const char *function)
{
    (void)context;
    (void)module;
    tell("step", json_text(function));
}

static json_t *ability_json(const struct ability *ability)
{
    json_t *object = json_object();

    json_put(object, "generate", json_boolean(ability->generate));
    json_put(object, "sign", json_boolean(ability->sign));
    json_put(object, "least_bits", json_integer((json_int_t)ability->least_bits));
    json_put(object, "most_bits", json_integer((json_int_t)ability->most_bits));
    return object;
}

static json_t *abilities_json(const struct token_abilities *abilities)
{
    json_t *object = json_object();
    json_t *rsa = ability_json(&abilities->rsa);

    json_put(rsa, "pkcs1", json_boolean(abilities->rsa_pkcs1));
    json_put(rsa, "pss", json_boolean(abilities->rsa_pss));
    json_put(object, "mechanisms", json_integer((json_int_t)abilities->mechanisms));
    json_put(object, "rsa", rsa);
    json_put(object, "ec", ability_json(&abilities->ec));
    json_put(object, "eddsa", ability_json(&abilities->edwards));
    return object;
}

static json_t *slot_json(const struct probed_slot *slot)
{
    json_t *object = json_object();

    json_put(object, "slot", json_integer((json_int_t)slot->slot));
    json_put(object, "description", json_text(slot->description));
    json_put(object, "manufacturer", json_text(slot->manufacturer));
    json_put(object, "hardware", json_boolean(slot->hardware));
    json_put(object, "removable", json_boolean(slot->removable));
    json_put(object, "present", json_boolean(slot->present));
    json_put(object, "token", slot->token_read ? token_json(&slot->token) : json_null());
    json_put(object, "quirks", quirks_json(&slot->token.quirks));
    json_put(object, "abilities",
             slot->abilities_read ? abilities_json(&slot->abilities) : json_null());
    return object;
}

static const char *start_name(enum module_start start)
{
    switch (start) {
    case START_OS_LOCKING:
        return "os-locking";
    case START_NO_ARGUMENTS:
        return "no-arguments";
    case START_NO_THREADS:
        return "no-threads";
    case START_NO_FLAGS:
        return "no-flags";
    case START_BY_OTHERS:
        return "by-others";
    case START_NONE:
    default:
        return "none";
    }
}

static void put_probe(json_t *report, const struct module_probe *probe)
{
    json_t *library = json_object();
    json_t *slots = json_array();

    json_put(library, "description", json_text(probe->description));
    json_put(library, "version", json_version(probe->library_version));
    json_put(library, "manufacturer", json_text(probe->manufacturer));
    json_put(report, "library", library);
    json_put(report, "cryptoki", json_version(probe->cryptoki_version));
    json_put(report, "interface_list", json_boolean(probe->interface_list));
    json_put(report, "initialize", json_text(start_name(probe->start)));
    json_put(report, "quirks", quirks_json(probe->quirks));
    json_put(report, "card_service_used", json_boolean(card_service_is_used()));
    for (size_t i = 0; i < probe->slot_count; i++) {
        (void)json_array_append_new(slots, slot_json(&probe->slots[i]));
    }
    json_put(report, "slots", slots);
}

int doctor_probe(const char *path)
{
    CLEANUP_VALUE(failure_clear) struct failure failure = {0};
    CLEANUP_VALUE(notices_clear) struct notices notices = {0};
    CLEANUP_VALUE(module_probe_clear) struct module_probe probe = {0};
    CLEANUP(modules_close) struct modules *modules = NULL;
    const struct module_trace trace = {.begin = send_step};
    json_t *report = json_object();

    helper_begin();
    tell("step", json_string("load"));
    if (modules_open(&path, 1, trace, &notices, &modules, &failure) &&
        module_probe_read(modules, 0, &notices, &probe, &failure)) {
        put_probe(report, &probe);
    } else {
        ckr_explain(&failure);
        report_failure_json(report, &failure);
    }
    report_notices_json(report, &notices);
    tell("report", report);
    return 0;
}
