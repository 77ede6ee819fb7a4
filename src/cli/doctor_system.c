/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "base/i18n.h"
#include "doctor.h"
#include "json.h"
#include "pkcs11/card_service.h"
#include "pkcs11/registry_files.h"
#include "render.h"

/* Variables that decide which module is loaded, where it looks and what it does. */
static const char *const variables[] = {
    "HARDTOKEN_MODULE",
    "PKCS11_MODULE_PATH",
    "P11_KIT_SERVER_ADDRESS",
    "P11_KIT_SERVER_PID",
    "P11_KIT_DEBUG",
    "P11_KIT_STRICT",
    "SOFTHSM2_CONF",
    "OPENSC_CONF",
    "OPENSC_DRIVER",
    "OPENSC_DEBUG",
    "PCSCLITE_CSOCK_NAME",
    "PKCS11SPY",
    "TPM2_PKCS11_STORE",
    "TPM2_PKCS11_TCTI",
    "TPM2_PKCS11_BACKEND",
    "TPM2_PKCS11_LOG_LEVEL",
    "YUBIHSM_PKCS11_CONF",
    "YKCS11_DBG",
    "KRYOPTIC_CONF",
    "CS_PKCS11_R3_CFG",
    "CS_PKCS11_R2_CFG",
    "CKNFAST_LOADSHARING",
    "ChrystokiConfigurationPath",
    "LD_LIBRARY_PATH",
    "LD_PRELOAD",
};

static json_t *environment_json(void)
{
    json_t *object = json_object();

    for (size_t i = 0; i < sizeof variables / sizeof *variables; i++) {
        const char *value = secure_getenv(variables[i]);

        if (value != NULL) {
            json_put(object, variables[i], json_text(value));
        }
    }
    return object;
}

static const char *use_name(enum registry_use use)
{
    switch (use) {
    case REGISTRY_TRUST_STORE:
        return "trust-store";
    case REGISTRY_REMOTE:
        return "remote";
    case REGISTRY_NOT_FOR_US:
        return "disabled";
    case REGISTRY_USED:
    default:
        return "used";
    }
}

static void put_configuration(json_t *document, const struct registry_files *files)
{
    json_t *modules = json_array();

    json_put(document, "configuration_read", json_texts(files->read, files->read_count));
    for (size_t i = 0; i < files->entry_count; i++) {
        const struct registry_entry *entry = &files->entries[i];
        json_t *object = json_object();

        json_put(object, "file", json_text(entry->file));
        json_put(object, "module", json_text(entry->module));
        json_put(object, "remote", json_text(entry->remote));
        json_put(object, "use", json_string(use_name(registry_entry_use(entry))));
        (void)json_array_append_new(modules, object);
    }
    json_put(document, "configuration", modules);
}

void doctor_put_system(json_t *document, const struct registry_files *files)
{
    json_t *service = json_object();

    json_put(service, "socket", json_text(card_service_socket()));
    json_put(service, "answers", json_boolean(card_service_answers()));
    json_put(document, "card_service", service);
    put_configuration(document, files);
    json_put(document, "environment", environment_json());
}
