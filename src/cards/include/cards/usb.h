/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Where the kernel tells of devices. NULL for the real ones, "/sys" and "/proc". */
struct kernel_view {
    const char *sys;
    const char *proc;
};

/* A device on the way from the USB device up to the root of the device tree. */
struct usb_parent {
    char *name;      /* folder: "usb1", "0000:00:14.0", "vhci_hcd.0" */
    char *driver;    /* "xhci_hcd"; NULL without one */
    bool has_pci_id; /* both below are from the PCI bus */
    uint32_t pci_id; /* vendor << 16 | device */
    uint16_t pci_subsystem_vendor;
};

/* A USB device as sysfs has it. Strings are the device's own words: hostile. */
struct usb_device {
    char *path; /* below the root of sysfs: "/devices/pci0000:00/0000:00:14.0/usb1/1-2" */
    unsigned bus;
    unsigned address;
    uint16_t vendor;
    uint16_t product;
    char *manufacturer; /* NULL when the device has no such string */
    char *product_name;
    char *serial;
    bool ccid;                  /* one of its interfaces is a smart card reader (class 0b) */
    struct usb_parent *parents; /* from the nearest on */
    size_t parent_count;
};

/*
 * The device with that bus and address below bus/usb/devices. False when there is none; then
 * *ret_device is untouched. Otherwise the caller clears it.
 */
bool usb_device_find(const struct kernel_view *view, unsigned bus, unsigned address,
                     struct usb_device *ret_device);
void usb_device_clear(struct usb_device *device);

/* Does the kernel show USB devices at all? Containers often do not see them. */
bool usb_is_shown(const struct kernel_view *view);

/* What the kernel says about the machine. */
struct machine {
    bool hypervisor; /* the processor has the flag that hypervisors set */
    char *vendor;    /* DMI sys_vendor and product_name; NULL when not told */
    char *product;
};

void machine_read(const struct kernel_view *view, struct machine *ret_machine);
void machine_clear(struct machine *machine);

/* Driver of the first TPM: "tpm_crb"; NULL without TPM. The caller frees it. */
char *tpm_driver(const struct kernel_view *view);
