/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdbool.h>

#include "cards/usb.h"

/*
 * A device tree as the kernel shows it, made up in a folder: sys and proc below *STATE. The
 * smart card reader is bus 1, address 5.
 */
int tree_setup(void **state);
int tree_teardown(void **state);

/* TREE is the folder. The view lasts as long as the test. */
struct kernel_view tree_view(const char *tree);

/* Writes CONTENT to the file PATH of the tree, with the folders it needs. */
void tree_file(const char *tree, const char *path, const char *content);
/* A link at PATH to TARGET, both below the tree. */
void tree_link(const char *tree, const char *path, const char *target);

/* What stands between the root of the device tree and the USB bus. */
struct tree_controller {
    const char *folder; /* below sys/devices: "pci0000:00/0000:00:14.0" */
    const char *driver;
    const char *pci_vendor; /* NULL: not on PCI */
    const char *pci_device;
    const char *pci_subsystem;
};

extern const struct tree_controller tree_xhci;  /* of a real computer */
extern const struct tree_controller tree_usbip; /* vhci_hcd */
extern const struct tree_controller tree_dummy; /* dummy_hcd */
extern const struct tree_controller tree_qemu;

/* A USB reader of that vendor and product behind the controller. */
void tree_reader(const char *tree, const struct tree_controller *controller, const char *vendor,
                 const char *product);
/* A computer: DMI and processor. */
void tree_machine(const char *tree, const char *vendor, const char *product, bool hypervisor);
