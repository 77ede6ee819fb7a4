/* SPDX-License-Identifier: Apache-2.0 */
#include "base/memory.h"
#include "tables.h"

static void free_families(struct card_family *families, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        memory_free(families[i].id);
        memory_free(families[i].name);
        memory_free(families[i].atr);
        memory_free(families[i].usb);
        memory_free(families[i].imitations);
        memory_free(families[i].source);
    }
    memory_free(families);
}

static void free_readers(struct known_reader *readers, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        memory_free(readers[i].id);
        memory_free(readers[i].about);
        memory_free(readers[i].name);
        memory_free(readers[i].usb);
        memory_free(readers[i].source);
    }
    memory_free(readers);
}

static void free_buses(struct known_bus *buses, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        memory_free(buses[i].id);
        memory_free(buses[i].about);
        memory_free(buses[i].driver);
        memory_free(buses[i].pci);
        memory_free(buses[i].pci_subsystem);
        memory_free(buses[i].source);
    }
    memory_free(buses);
}

static void free_machines(struct known_machine *machines, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        memory_free(machines[i].id);
        memory_free(machines[i].about);
        memory_free(machines[i].vendor);
        memory_free(machines[i].product);
        memory_free(machines[i].source);
    }
    memory_free(machines);
}

static void free_traces(struct known_trace *traces, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        memory_free(traces[i].id);
        memory_free(traces[i].about);
        memory_free(traces[i].name);
        memory_free(traces[i].value);
        memory_free(traces[i].source);
    }
    memory_free(traces);
}

void card_tables_free(struct card_tables *tables)
{
    if (tables == NULL) {
        return;
    }
    free_families(tables->families, tables->family_count);
    free_readers(tables->readers, tables->reader_count);
    free_buses(tables->buses, tables->bus_count);
    free_machines(tables->machines, tables->machine_count);
    free_traces(tables->traces, tables->trace_count);
    memory_free(tables);
}
