/* SPDX-License-Identifier: Apache-2.0 */
#include "cards/usb.h"

#include <dirent.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "kernel_file.h"

#define PARENTS_LIMIT 64 /* USB allows seven hubs; PCI bridges come on top */
#define SMART_CARD_CLASS 0x0B

/* realpath as text of ours; NULL when there is no such folder. */
static char *resolve(const char *folder)
{
    char path[PATH_MAX];

    return realpath(folder, path) == NULL ? NULL : memory_copy_text(path);
}

/* "usb1" and "1-2.3" are devices, "1-2.3:1.0" is an interface of one. */
static bool is_device(const struct dirent *entry)
{
    return entry->d_name[0] != '.' && strchr(entry->d_name, ':') == NULL;
}

static bool has_place(const char *folder, unsigned bus, unsigned address)
{
    unsigned long found_bus = 0, found_address = 0;

    return kernel_read_number(folder, "busnum", 10, &found_bus) && found_bus == bus &&
           kernel_read_number(folder, "devnum", 10, &found_address) && found_address == address;
}

/* The folder of the device, links resolved; NULL when there is none. */
static char *find_folder(const char *root, unsigned bus, unsigned address)
{
    CLEANUP(text_free) char *devices = text_format("%s/bus/usb/devices", root);
    DIR *list = opendir(devices);
    char *found = NULL;

    if (list == NULL) {
        return NULL;
    }
    for (const struct dirent *entry = readdir(list); entry != NULL && found == NULL;
         entry = readdir(list)) {
        CLEANUP(text_free) char *folder = text_format("%s/%s", devices, entry->d_name);

        if (is_device(entry) && has_place(folder, bus, address)) {
            found = resolve(folder);
        }
    }
    (void)closedir(list);
    return found;
}

/* Interfaces are folders within that of the device: "1-2:1.0" in "1-2". */
static bool has_card_interface(const char *folder)
{
    DIR *list = opendir(folder);
    bool found = false;

    if (list == NULL) {
        return false;
    }
    for (const struct dirent *entry = readdir(list); entry != NULL && !found;
         entry = readdir(list)) {
        if (strchr(entry->d_name, ':') != NULL) {
            CLEANUP(text_free) char *interface = text_format("%s/%s", folder, entry->d_name);
            unsigned long class = 0;

            found = kernel_read_number(interface, "bInterfaceClass", 16, &class) &&
                    class == SMART_CARD_CLASS;
        }
    }
    (void)closedir(list);
    return found;
}

static uint16_t read_id(const char *folder, const char *name)
{
    unsigned long id = 0;

    return kernel_read_number(folder, name, 16, &id) && id <= UINT16_MAX ? (uint16_t)id : 0;
}

/* PCI devices have a class as well, which tells them from USB devices and others with a vendor. */
static void read_pci_id(const char *folder, struct usb_parent *parent)
{
    CLEANUP(text_free) char *bus = kernel_link_name(folder, "subsystem");

    if (bus == NULL || strcmp(bus, "pci") != 0) {
        return;
    }
    parent->has_pci_id = true;
    parent->pci_id = (uint32_t)read_id(folder, "vendor") << 16 | read_id(folder, "device");
    parent->pci_subsystem_vendor = read_id(folder, "subsystem_vendor");
}

static void add_parent(struct usb_device *device, const char *folder)
{
    struct usb_parent *parent;

    device->parents =
        memory_resize(device->parents, device->parent_count + 1, sizeof *device->parents);
    parent = &device->parents[device->parent_count++];
    *parent = (struct usb_parent){.name = memory_copy_text(strrchr(folder, '/') + 1),
                                  .driver = kernel_link_name(folder, "driver")};
    read_pci_id(folder, parent);
}

/* Upwards from FOLDER, which is below ROOT, to the root of the device tree. */
static void read_parents(const char *root, const char *folder, struct usb_device *device)
{
    CLEANUP(text_free) char *devices = text_format("%s/devices", root);
    CLEANUP(text_free) char *path = memory_copy_text(folder);

    for (;;) {
        *strrchr(path, '/') = '\0';
        if (strlen(path) <= strlen(devices) || device->parent_count == PARENTS_LIMIT) {
            return;
        }
        add_parent(device, path);
    }
}

static void read_device(const char *root, const char *folder, struct usb_device *device)
{
    device->path = memory_copy_text(folder + strlen(root));
    device->vendor = read_id(folder, "idVendor");
    device->product = read_id(folder, "idProduct");
    device->manufacturer = kernel_read(folder, "manufacturer");
    device->product_name = kernel_read(folder, "product");
    device->serial = kernel_read(folder, "serial");
    device->ccid = has_card_interface(folder);
    read_parents(root, folder, device);
}

bool usb_device_find(const struct kernel_view *view, unsigned bus, unsigned address,
                     struct usb_device *ret_device)
{
    CLEANUP(text_free) char *root = resolve(kernel_sys(view));
    CLEANUP(text_free) char *folder = root == NULL ? NULL : find_folder(root, bus, address);
    CLEANUP(text_free) char *inside = root == NULL ? NULL : text_format("%s/devices/", root);

    /* A link that leads out of the device tree is none the kernel made. */
    if (folder == NULL || strncmp(folder, inside, strlen(inside)) != 0) {
        return false;
    }
    *ret_device = (struct usb_device){.bus = bus, .address = address};
    read_device(root, folder, ret_device);
    return true;
}

bool usb_is_shown(const struct kernel_view *view)
{
    CLEANUP(text_free) char *devices = text_format("%s/bus/usb/devices", kernel_sys(view));
    CLEANUP(text_free) char *found = resolve(devices);

    return found != NULL;
}

void usb_device_clear(struct usb_device *device)
{
    for (size_t i = 0; i < device->parent_count; i++) {
        memory_free(device->parents[i].name);
        memory_free(device->parents[i].driver);
    }
    memory_free(device->parents);
    memory_free(device->path);
    memory_free(device->manufacturer);
    memory_free(device->product_name);
    memory_free(device->serial);
    *device = (struct usb_device){0};
}
