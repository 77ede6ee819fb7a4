/* SPDX-License-Identifier: Apache-2.0 */
#include "custody_facts.h"

#include <stdint.h>

char *unowned(const char *text)
{
    return (char *)(uintptr_t)text;
}

void texts_into(struct token_claims *claims, const struct module_texts *library,
                const struct module_texts *slot, const struct module_texts *token)
{
    claims->module_path = unowned(library->path);
    claims->library_manufacturer = unowned(library->library_manufacturer);
    claims->library_description = unowned(library->library_description);
    claims->slot_manufacturer = unowned(slot->slot_manufacturer);
    claims->slot_description = unowned(slot->slot_description);
    claims->token_label = unowned("a label");
    claims->token_manufacturer = unowned(token->token_manufacturer);
    claims->token_model = unowned(token->token_model);
    claims->token_serial = unowned(token->token_serial);
}

void custody_case_identified(struct custody_case *test)
{
    static const struct module_texts texts = {
        "/usr/lib/x86_64-linux-gnu/opensc-pkcs11.so",
        "OpenSC Project",
        "OpenSC smartcard framework",
        "Aventra",
        "Some Reader 00 00",
        "Aventra Ltd.",
        "PKCS#15",
        "0106004065952228",
    };

    *test = (struct custody_case){0};
    texts_into(&test->token, &texts, &texts, &texts);
    test->token.slot_flags = 7;
    test->token.mechanisms = 20;
    test->token.mechanisms_in_hardware = 20;
    test->key = (struct key_claims){.local = YES,
                                    .generation = GENERATION_UNAVAILABLE,
                                    .sensitive = YES,
                                    .always_sensitive = YES,
                                    .extractable = NO,
                                    .never_extractable = YES,
                                    .private_object = YES};
    test->file = (struct module_file){.real_path = test->token.module_path,
                                      .package = unowned("opensc-pkcs11"),
                                      .packages_known = true};
    test->family = (struct card_family){.id = unowned("myeid"), .name = unowned("MyEID card")};
    test->reader = (struct reader_verdict){
        .place = PLACE_PHYSICAL_USB, .family = &test->family, .family_counts = true};
    test->facts = (struct custody_facts){
        .token = &test->token,
        .key = &test->key,
        .identity = {.kind = MODULE_CARD,
                     .id = "opensc",
                     .title = "a card through OpenSC",
                     .sentence = "the card keeps it",
                     .tell = "library.description",
                     .packages = "ykcs11, opensc-pkcs11",
                     .local = PROVENANCE_HOST_WRITTEN,
                     .always_sensitive = PROVENANCE_HOST_WRITTEN,
                     .never_extractable = PROVENANCE_HOST_WRITTEN},
        .file = &test->file,
        .reader = &test->reader,
    };
}

void custody_case_attested(struct custody_case *test)
{
    custody_case_identified(test);
    test->attestation = (struct attestation){.verdict = ATTESTATION_VALID,
                                             .product = ATTESTATION_YUBIKEY_PIV,
                                             .model = unowned("YubiKey 5"),
                                             .serial = unowned("12345678"),
                                             .origin = ATTESTATION_ORIGIN_GENERATED,
                                             .export = ATTESTATION_EXPORT_NEVER,
                                             .anchor_name = unowned("a root"),
                                             .anchor_sha256 = unowned("00")};
    test->facts.attestation = &test->attestation;
    test->facts.possession = POSSESSION_SHOWN;
}
