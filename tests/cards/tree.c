/* SPDX-License-Identifier: Apache-2.0 */
#include "tree.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/text.h"
#include "support.h"

const struct tree_controller tree_xhci = {"pci0000:00/0000:00:14.0", "xhci_hcd", "0x8086", "0xa36d",
                                          "0x1028"};
const struct tree_controller tree_usbip = {"platform/vhci_hcd.0", "vhci_hcd", NULL, NULL, NULL};
const struct tree_controller tree_dummy = {"platform/dummy_hcd.0", "dummy_hcd", NULL, NULL, NULL};
const struct tree_controller tree_qemu = {"pci0000:00/0000:00:04.0", "xhci_hcd", "0x1033", "0x0194",
                                          "0x1af4"};

/* The view points to them. */
static char sys_root[256], proc_root[256];

int tree_setup(void **state)
{
    return folder_setup(state);
}

int tree_teardown(void **state)
{
    return folder_teardown(state);
}

struct kernel_view tree_view(const char *tree)
{
    (void)snprintf(sys_root, sizeof sys_root, "%s/sys", tree);
    (void)snprintf(proc_root, sizeof proc_root, "%s/proc", tree);
    return (struct kernel_view){.sys = sys_root, .proc = proc_root};
}

static void make_folders(const char *path)
{
    CLEANUP(text_free) char *folder = memory_copy_text(path);

    for (char *slash = strchr(folder + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        (void)mkdir(folder, 0755);
        *slash = '/';
    }
}

void tree_file(const char *tree, const char *path, const char *content)
{
    CLEANUP(text_free) char *full = path_in(tree, path);

    make_folders(full);
    put_file(full, content, strlen(content), 0644);
}

void tree_link(const char *tree, const char *path, const char *target)
{
    CLEANUP(text_free) char *full = path_in(tree, path);
    CLEANUP(text_free) char *full_target = path_in(tree, target);

    make_folders(full);
    (void)mkdir(full_target, 0755);
    assert_int_equal(symlink(full_target, full), 0);
}

static void device_file(const char *tree, const char *device, const char *name, const char *content)
{
    CLEANUP(text_free) char *path = text_format("sys/devices/%s/%s", device, name);
    CLEANUP(text_free) char *line = text_format("%s\n", content);

    tree_file(tree, path, line);
}

static void add_controller(const char *tree, const struct tree_controller *controller)
{
    CLEANUP(text_free) char *link = text_format("sys/devices/%s/driver", controller->folder);
    CLEANUP(text_free) char *driver = text_format("sys/%s", controller->driver);
    CLEANUP(text_free) char *bus = text_format("sys/devices/%s/subsystem", controller->folder);

    device_file(tree, controller->folder, "uevent", "");
    tree_link(tree, link, driver);
    if (controller->pci_vendor == NULL) {
        tree_link(tree, bus, "sys/platform");
        return;
    }
    tree_link(tree, bus, "sys/pci");
    device_file(tree, controller->folder, "vendor", controller->pci_vendor);
    device_file(tree, controller->folder, "device", controller->pci_device);
    device_file(tree, controller->folder, "subsystem_vendor", controller->pci_subsystem);
}

/* A root hub and, on its second port, the reader with a keyboard and a smart card interface. */
void tree_reader(const char *tree, const struct tree_controller *controller, const char *vendor,
                 const char *product)
{
    CLEANUP(text_free) char *hub = text_format("%s/usb1", controller->folder);
    CLEANUP(text_free) char *device = text_format("%s/1-2", hub);
    CLEANUP(text_free) char *hub_target = text_format("sys/devices/%s", hub);
    CLEANUP(text_free) char *device_target = text_format("sys/devices/%s", device);

    add_controller(tree, controller);
    device_file(tree, hub, "busnum", "1");
    device_file(tree, hub, "devnum", "1");
    device_file(tree, device, "busnum", "1");
    device_file(tree, device, "devnum", "5");
    device_file(tree, device, "idVendor", vendor);
    device_file(tree, device, "idProduct", product);
    device_file(tree, device, "manufacturer", "Yubico");
    device_file(tree, device, "product", "YubiKey OTP+FIDO+CCID");
    device_file(tree, device, "1-2:1.0/bInterfaceClass", "03");
    device_file(tree, device, "1-2:1.1/bInterfaceClass", "0b");
    tree_link(tree, "sys/bus/usb/devices/usb1", hub_target);
    tree_link(tree, "sys/bus/usb/devices/1-2", device_target);
}

void tree_machine(const char *tree, const char *vendor, const char *product, bool hypervisor)
{
    CLEANUP(text_free) char *vendor_line = text_format("%s\n", vendor);
    CLEANUP(text_free) char *product_line = text_format("%s\n", product);

    tree_file(tree, "sys/class/dmi/id/sys_vendor", vendor_line);
    tree_file(tree, "sys/class/dmi/id/product_name", product_line);
    tree_file(tree, "proc/cpuinfo",
              hypervisor ? "processor\t: 0\nflags\t\t: fpu vme hypervisor lahf_lm\nbugs\t\t: none\n"
                         : "processor\t: 0\nflags\t\t: fpu vme de hypervisors lahf_lm\n"
                           "bugs\t\t: hypervisor\n");
}
