/* SPDX-License-Identifier: Apache-2.0 */

/* Files certificates are taken from; those that are refused are in their own program. */

#include "support.h"

#include "files.h"
#include "keys.h"

#include <string.h>

#include "base/memory.h"
#include "x509/certificate_file.h"

/* Three certificates, made once. */
static struct bytes ders[3];

static int make_certificates(void **state)
{
    static const char *const subjects[] = {"leaf", "intermediate", "root"};

    (void)state;
    for (size_t i = 0; i < COUNT_OF(ders); i++) {
        ders[i] = certificate_make_der(&(struct certificate_shape){.subject = subjects[i]});
    }
    return 0;
}

static int clear_certificates(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(ders); i++) {
        bytes_clear(&ders[i]);
    }
    return 0;
}

static struct bytes pem(size_t index)
{
    return pem_of("CERTIFICATE", slice_of_bytes(&ders[index]));
}

/* CONTENT holds exactly the first COUNT certificates in their order; clears it. */
static void assert_holds(struct bytes content, size_t count)
{
    struct certificate_list list = {0};
    struct failure failure = {0};

    assert_done(certificate_file_read(slice_of_bytes(&content), "file", &list, &failure), &failure);
    assert_int_equal(list.count, count);
    for (size_t i = 0; i < count; i++) {
        assert_true(slice_equal(certificate_der(list.items[i]), slice_of_bytes(&ders[i])));
    }
    certificate_list_clear(&list);
    bytes_clear(&content);
}

static void one_certificate_is_read_from_der_and_pem(void **state)
{
    (void)state;
    assert_holds(bytes_copy(ders[0].data, ders[0].size), 1);
    assert_holds(pem(0), 1);
    assert_holds(pem_of("X509 CERTIFICATE", slice_of_bytes(&ders[0])), 1);
}

static void several_are_read_in_their_order(void **state)
{
    struct bytes parts[] = {pem(0), pem(1), pem(2)};

    (void)state;
    assert_holds(joined(parts, 3), 3);
}

static void text_around_the_blocks_is_passed_over(void **state)
{
    struct bytes parts[] = {OWNED("Dear customer,\n\nsubject=CN = leaf\n"), pem(0),
                            OWNED("\n  and its issuer -----BEGIN not at the start\n"), pem(1),
                            OWNED("\nbye\n")};

    (void)state;
    assert_holds(joined(parts, COUNT_OF(parts)), 2);
}

/* The PEM of one certificate with every line ending replaced. */
static struct bytes with_line_ends(const char *ending)
{
    struct bytes unix_form = pem(0);
    struct bytes result = {0};

    for (size_t i = 0; i < unix_form.size; i++) {
        if (unix_form.data[i] == '\n') {
            bytes_append(&result, ending, strlen(ending));
        } else {
            bytes_append(&result, unix_form.data + i, 1);
        }
    }
    bytes_clear(&unix_form);
    return result;
}

static void line_ends_of_windows_are_accepted(void **state)
{
    (void)state;
    assert_holds(with_line_ends("\r\n"), 1);
    assert_holds(with_line_ends("  \n"), 1);
}

static void a_last_line_without_its_end_is_accepted(void **state)
{
    struct bytes content = pem(0);

    (void)state;
    content.size--;
    assert_holds(content, 1);
}

/* As Windows' Notepad saves it. */
static void a_byte_order_mark_does_not_hide_the_first_certificate(void **state)
{
    struct bytes one[] = {OWNED("\xef\xbb\xbf"), pem(0)};
    struct bytes two[] = {OWNED("\xef\xbb\xbf"), pem(0), pem(1)};

    (void)state;
    assert_holds(joined(one, COUNT_OF(one)), 1);
    assert_holds(joined(two, COUNT_OF(two)), 2);
}

static void pkcs7_is_read_from_der_and_pem(void **state)
{
    static const char *const names[] = {"PKCS7", "PKCS #7 SIGNED DATA", "CMS"};
    struct bytes bundle = pkcs7_der(ders, 3);
    size_t cases = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        assert_holds(pem_of(names[i], slice_of_bytes(&bundle)), 3);
        cases++;
    }
    assert_int_equal(cases, 3);
    assert_holds(bundle, 3);
}

static void a_certificate_that_is_there_twice_is_added_once(void **state)
{
    struct bytes bundle = pkcs7_der(ders, 2);
    struct bytes parts[] = {pem(0), pem(0), pem(1), pem_of("PKCS7", slice_of_bytes(&bundle)),
                            pem(0)};

    (void)state;
    bytes_clear(&bundle);
    assert_holds(joined(parts, COUNT_OF(parts)), 2);
}

static void a_second_file_adds_to_the_list(void **state)
{
    struct certificate_list list = {0};
    struct failure failure = {0};
    size_t cases = 0;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(ders); i++) {
        assert_done(certificate_file_read(slice_of_bytes(&ders[i]), "file", &list, &failure),
                    &failure);
        assert_done(certificate_file_read(slice_of_bytes(&ders[0]), "file", &list, &failure),
                    &failure);
        assert_int_equal(list.count, i + 1);
        cases++;
    }
    assert_int_equal(cases, 3);
    certificate_list_clear(&list);
    assert_int_equal(list.count, 0);
    assert_null(list.items);
}

static void other_harmless_blocks_are_passed_over(void **state)
{
    struct bytes parts[] = {pem_of("PUBLIC KEY", LITERAL("\x30\x00")), pem(0),
                            pem_of("X509 CRL", LITERAL("\x30\x00")),
                            pem_of("DH PARAMETERS", LITERAL("\x30\x00"))};

    (void)state;
    assert_holds(joined(parts, COUNT_OF(parts)), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_certificate_is_read_from_der_and_pem),
        cmocka_unit_test(several_are_read_in_their_order),
        cmocka_unit_test(text_around_the_blocks_is_passed_over),
        cmocka_unit_test(line_ends_of_windows_are_accepted),
        cmocka_unit_test(a_last_line_without_its_end_is_accepted),
        cmocka_unit_test(a_byte_order_mark_does_not_hide_the_first_certificate),
        cmocka_unit_test(pkcs7_is_read_from_der_and_pem),
        cmocka_unit_test(a_certificate_that_is_there_twice_is_added_once),
        cmocka_unit_test(a_second_file_adds_to_the_list),
        cmocka_unit_test(other_harmless_blocks_are_passed_over),
    };

    return cmocka_run_group_tests_name("certificate_file", tests, make_certificates,
                                       clear_certificates);
}
