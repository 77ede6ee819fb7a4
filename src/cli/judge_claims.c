/* SPDX-License-Identifier: Apache-2.0 */
#include "base/memory.h"
#include "base/text.h"
#include "json.h"
#include "judge_view.h"

/*
 * The names of the claims are those of draft-ietf-rats-pkix-key-attestation, which takes them from
 * PKCS#11 and RFC 9711. Here they are what the module says: its word, not evidence of a device.
 */
static json_t *platform_json(const struct token_claims *claims)
{
    json_t *object = json_object();

    json_put(object, "vendor", json_text(claims->token_manufacturer));
    json_put(object, "hwmodel", json_text(claims->token_model));
    json_put(object, "hwversion", json_version(claims->token_hardware_version));
    json_put(object, "hwserial", json_text(claims->token_serial));
    json_put(object, "swname", json_text(claims->library_description));
    json_put(object, "swversion", json_version(claims->token_firmware_version));
    return object;
}

static json_t *purposes_json(const struct key_claims *key)
{
    const struct {
        enum tristate value;
        const char *name;
    } uses[] = {
        {key->sign, "sign"},
        {key->decrypt, "decrypt"},
        {key->unwrap, "unwrap"},
        {key->derive, "derive"},
    };
    json_t *array = json_array();

    for (size_t i = 0; i < sizeof uses / sizeof *uses; i++) {
        if (uses[i].value == YES) {
            (void)json_array_append_new(array, json_string(uses[i].name));
        }
    }
    return array;
}

static json_t *key_json(const struct judgement *judgement)
{
    const struct key_claims *key = &judgement->key_claims;
    json_t *object = json_object();

    json_put(object, "identifier", json_text(judgement->key_uri));
    json_put(object, "spki", judgement->spki.size > 0 ? json_hex(&judgement->spki) : json_null());
    json_put(object, "extractable", json_tristate(key->extractable));
    json_put(object, "sensitive", json_tristate(key->sensitive));
    json_put(object, "never-extractable", json_tristate(key->never_extractable));
    json_put(object, "local", json_tristate(key->local));
    json_put(object, "purpose", purposes_json(key));
    return object;
}

static json_t *transaction_json(const struct judged *judged)
{
    const struct bytes *nonce = &judged->judgement->possession.nonce;
    json_t *object = json_object();

    json_put(object, "nonce", nonce->size > 0 ? json_hex(nonce) : json_null());
    json_put(object, "timestamp", json_time(judged->time));
    return object;
}

json_t *judge_claims_json(const struct judged *judged)
{
    const struct judgement *judgement = judged->judgement;
    json_t *object = json_object();

    json_put(object, "said_by", json_string("module"));
    json_put(object, "platform", platform_json(&judgement->claims));
    json_put(object, "key", judgement->key_uri == NULL ? json_null() : key_json(judgement));
    json_put(object, "transaction", transaction_json(judged));
    return object;
}

static json_t *flags_json(unsigned long flags)
{
    CLEANUP(text_free) char *text = text_format("0x%lx", flags);

    return json_string(text);
}

static json_t *info_json(const struct token_claims *claims)
{
    json_t *object = json_object();

    json_put(object, "manufacturer", json_text(claims->library_manufacturer));
    json_put(object, "description", json_text(claims->library_description));
    json_put(object, "version", json_version(claims->library_version));
    return object;
}

static json_t *slot_json(const struct token_claims *claims)
{
    json_t *object = json_object();

    json_put(object, "slot", json_integer((json_int_t)claims->slot));
    json_put(object, "description", json_text(claims->slot_description));
    json_put(object, "manufacturer", json_text(claims->slot_manufacturer));
    json_put(object, "flags", flags_json(claims->slot_flags));
    json_put(object, "hardware_version", json_version(claims->slot_hardware_version));
    json_put(object, "firmware_version", json_version(claims->slot_firmware_version));
    return object;
}

static json_t *token_info_json(const struct token_claims *claims)
{
    json_t *object = json_object();

    json_put(object, "label", json_text(claims->token_label));
    json_put(object, "manufacturer", json_text(claims->token_manufacturer));
    json_put(object, "model", json_text(claims->token_model));
    json_put(object, "serial", json_text(claims->token_serial));
    json_put(object, "flags", flags_json(claims->token_flags));
    json_put(object, "hardware_version", json_version(claims->token_hardware_version));
    json_put(object, "firmware_version", json_version(claims->token_firmware_version));
    return object;
}

/* An attribute, and how it comes about in this module ("module-computed", "constant"...). */
static void put_attribute(json_t *object, const char *name, enum tristate value,
                          const char *provenance)
{
    json_t *attribute = json_object();

    json_put(attribute, "value", json_tristate(value));
    json_put(attribute, "provenance", json_text(provenance));
    json_put(object, name, attribute);
}

static json_t *generation_json(const struct key_claims *key)
{
    switch (key->generation) {
    case GENERATION_TOLD:
        return flags_json(key->generation_mechanism);
    case GENERATION_UNAVAILABLE:
        return json_string("CK_UNAVAILABLE_INFORMATION");
    case GENERATION_NOT_TOLD:
    default:
        return json_null();
    }
}

static json_t *attributes_json(const struct key_claims *key, const struct module_identity *identity)
{
    json_t *object = json_object();
    json_t *generation = json_object();

    put_attribute(object, "CKA_LOCAL", key->local, provenance_name(identity->local));
    json_put(generation, "value", generation_json(key));
    json_put(generation, "provenance",
             json_string(provenance_name(identity->generation_mechanism)));
    json_put(object, "CKA_KEY_GEN_MECHANISM", generation);
    put_attribute(object, "CKA_SENSITIVE", key->sensitive, NULL);
    put_attribute(object, "CKA_ALWAYS_SENSITIVE", key->always_sensitive,
                  provenance_name(identity->always_sensitive));
    put_attribute(object, "CKA_EXTRACTABLE", key->extractable, NULL);
    put_attribute(object, "CKA_NEVER_EXTRACTABLE", key->never_extractable,
                  provenance_name(identity->never_extractable));
    put_attribute(object, "CKA_PRIVATE", key->private_object, NULL);
    put_attribute(object, "CKA_MODIFIABLE", key->modifiable, NULL);
    put_attribute(object, "CKA_COPYABLE", key->copyable, NULL);
    put_attribute(object, "CKA_WRAP_WITH_TRUSTED", key->wrap_with_trusted, NULL);
    put_attribute(object, "CKA_ALWAYS_AUTHENTICATE", key->always_authenticate, NULL);
    put_attribute(object, "CKA_SIGN", key->sign, NULL);
    put_attribute(object, "CKA_DECRYPT", key->decrypt, NULL);
    put_attribute(object, "CKA_UNWRAP", key->unwrap, NULL);
    put_attribute(object, "CKA_DERIVE", key->derive, NULL);
    return object;
}

json_t *judge_dump_json(const struct judged *judged)
{
    const struct judgement *judgement = judged->judgement;
    const struct token_claims *claims = &judgement->claims;
    json_t *object = json_object();
    json_t *mechanisms = json_object();

    json_put(mechanisms, "count", json_integer((json_int_t)claims->mechanisms));
    json_put(mechanisms, "in_hardware", json_integer((json_int_t)claims->mechanisms_in_hardware));
    json_put(object, "claims", judge_claims_json(judged));
    json_put(object, "info", info_json(claims));
    json_put(object, "slot_info", slot_json(claims));
    json_put(object, "token_info", token_info_json(claims));
    json_put(object, "nul_padded", flags_json(claims->nul_padded));
    json_put(object, "mechanisms", mechanisms);
    json_put(object, "attributes",
             judgement->key_uri == NULL
                 ? json_null()
                 : attributes_json(&judgement->key_claims, &judged->identity));
    return object;
}

json_t *judge_observations_json(const struct observations *observations)
{
    json_t *array = json_array();

    for (size_t i = 0; i < observations->count; i++) {
        const struct observation *seen = &observations->items[i];
        json_t *object = json_object();

        json_put(object, "id", json_string(seen->id));
        json_put(object, "meaning", json_string(observation_meaning_name(seen->meaning)));
        json_put(object, "value", json_text(seen->value));
        json_put(object, "text", json_text(seen->sentence));
        json_put(object, "spoofable_by", json_text(seen->forger));
        (void)json_array_append_new(array, object);
    }
    return array;
}
