/* SPDX-License-Identifier: Apache-2.0 */
#include "support.h"

#include "base/memory.h"
#include "cards/usb.h"
#include "tree.h"

static void the_device_at_a_bus_and_address_is_found(void **state)
{
    struct kernel_view view = tree_view(*state);
    struct usb_device device = {0};

    tree_reader(*state, &tree_xhci, "1050", "0407");
    assert_true(usb_device_find(&view, 1, 5, &device));
    assert_string_equal(device.path, "/devices/pci0000:00/0000:00:14.0/usb1/1-2");
    assert_int_equal(device.vendor, 0x1050);
    assert_int_equal(device.product, 0x0407);
    assert_string_equal(device.manufacturer, "Yubico");
    assert_string_equal(device.product_name, "YubiKey OTP+FIDO+CCID");
    assert_null(device.serial);
    assert_true(device.ccid);
    usb_device_clear(&device);
}

static void the_way_up_is_told_with_drivers_and_pci_ids(void **state)
{
    struct kernel_view view = tree_view(*state);
    struct usb_device device = {0};

    tree_reader(*state, &tree_xhci, "1050", "0407");
    assert_true(usb_device_find(&view, 1, 5, &device));
    assert_int_equal(device.parent_count, 3);
    assert_string_equal(device.parents[0].name, "usb1");
    assert_null(device.parents[0].driver);
    assert_string_equal(device.parents[1].name, "0000:00:14.0");
    assert_string_equal(device.parents[1].driver, "xhci_hcd");
    assert_true(device.parents[1].has_pci_id);
    assert_int_equal(device.parents[1].pci_id, 0x8086A36D);
    assert_int_equal(device.parents[1].pci_subsystem_vendor, 0x1028);
    assert_string_equal(device.parents[2].name, "pci0000:00");
    assert_false(device.parents[2].has_pci_id);
    usb_device_clear(&device);
}

static void a_place_without_device_is_not_found(void **state)
{
    struct kernel_view view = tree_view(*state);
    struct usb_device device = {0};

    assert_false(usb_is_shown(&view));
    assert_false(usb_device_find(&view, 1, 5, &device));
    tree_reader(*state, &tree_xhci, "1050", "0407");
    assert_true(usb_is_shown(&view));
    assert_false(usb_device_find(&view, 1, 6, &device));
    assert_false(usb_device_find(&view, 2, 5, &device));
    assert_null(device.path);
}

static void a_link_out_of_the_device_tree_is_no_device(void **state)
{
    struct kernel_view view = tree_view(*state);
    struct usb_device device = {0};

    tree_file(*state, "elsewhere/busnum", "1\n");
    tree_file(*state, "elsewhere/devnum", "5\n");
    tree_link(*state, "sys/bus/usb/devices/1-2", "elsewhere");
    tree_file(*state, "sys/devices/uevent", "");
    assert_false(usb_device_find(&view, 1, 5, &device));
}

static void numbers_that_are_none_are_no_device(void **state)
{
    struct kernel_view view = tree_view(*state);
    struct usb_device device = {0};

    tree_reader(*state, &tree_xhci, "1050", "0407");
    tree_file(*state, "sys/devices/pci0000:00/0000:00:14.0/usb1/1-2/devnum", "5x\n");
    assert_false(usb_device_find(&view, 1, 5, &device));
}

static void the_machine_is_told_as_firmware_and_processor_have_it(void **state)
{
    struct kernel_view view = tree_view(*state);
    struct machine machine = {0};

    machine_read(&view, &machine);
    assert_false(machine.hypervisor);
    assert_null(machine.vendor);
    machine_clear(&machine);

    tree_machine(*state, "Dell Inc.", "OptiPlex 7060", false);
    machine_read(&view, &machine);
    assert_false(machine.hypervisor);
    assert_string_equal(machine.vendor, "Dell Inc.");
    assert_string_equal(machine.product, "OptiPlex 7060");
    machine_clear(&machine);

    tree_machine(*state, "QEMU", "Standard PC", true);
    machine_read(&view, &machine);
    assert_true(machine.hypervisor);
    machine_clear(&machine);
}

static void the_driver_of_the_tpm_is_told(void **state)
{
    struct kernel_view view = tree_view(*state);
    CLEANUP(text_free) char *none = tpm_driver(&view);
    CLEANUP(text_free) char *driver = NULL;

    assert_null(none);
    tree_link(*state, "sys/class/tpm/tpm0/device/driver", "sys/tpm_crb");
    driver = tpm_driver(&view);
    assert_string_equal(driver, "tpm_crb");
}

#define TREE(name) cmocka_unit_test_setup_teardown(name, tree_setup, tree_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TREE(the_device_at_a_bus_and_address_is_found),
        TREE(the_way_up_is_told_with_drivers_and_pci_ids),
        TREE(a_place_without_device_is_not_found),
        TREE(a_link_out_of_the_device_tree_is_no_device),
        TREE(numbers_that_are_none_are_no_device),
        TREE(the_machine_is_told_as_firmware_and_processor_have_it),
        TREE(the_driver_of_the_tpm_is_told),
    };

    return cmocka_run_group_tests_name("cards_usb", tests, NULL, NULL);
}
