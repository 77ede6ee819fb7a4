/* SPDX-License-Identifier: Apache-2.0 */
#include "readers_ask.h"

#include <reader.h>
#include <string.h>

#include "base/memory.h"
#include "pcsc.h"

#define NAMES_LIMIT 65536 /* pcsc-lite has room for 16 readers with 128 bytes each */
#define TLV_WORD 2

/* Numbers of PC/SC are unsigned 32-bit values, in longs of whatever size and sign. */
static uint32_t code_of(LONG result)
{
    return (uint32_t)((unsigned long)result & UINT32_MAX);
}

static enum readers_answer answer_of(LONG result)
{
    const struct {
        LONG result;
        enum readers_answer answer;
    } answers[] = {{SCARD_E_NO_SERVICE, READERS_NO_SERVICE},
                   {SCARD_E_SERVICE_STOPPED, READERS_NO_SERVICE},
                   {SCARD_W_SECURITY_VIOLATION, READERS_DENIED},
                   {SCARD_E_NO_READERS_AVAILABLE, READERS_LISTED},
                   {SCARD_S_SUCCESS, READERS_LISTED}};

    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++) {
        if (code_of(answers[i].result) == code_of(result)) {
            return answers[i].answer;
        }
    }
    return READERS_FAILED;
}

static void add_reader(struct readers *readers, const char *name, size_t size)
{
    readers->items = memory_resize(readers->items, readers->count + 1, sizeof *readers->items);
    readers->items[readers->count++] = (struct reader){.name = memory_copy_text_n(name, size),
                                                       .connect_code = code_of(SCARD_E_TIMEOUT)};
}

/* The names stand one after the other, each with a NUL, and an empty one at the end. */
static void split_names(struct readers *readers, const char *names, size_t size)
{
    size_t at = 0;

    while (at < size && names[at] != '\0') {
        size_t length = strnlen(names + at, size - at);

        add_reader(readers, names + at, length);
        at += length + 1;
    }
}

static LONG list_names(const struct pcsc *pcsc, SCARDCONTEXT context, struct readers *readers)
{
    CLEANUP(text_free) char *names = memory_new(NAMES_LIMIT, 1);
    DWORD size = NAMES_LIMIT;
    LONG result = pcsc->list_readers(context, NULL, names, &size);

    if (result == SCARD_S_SUCCESS) {
        split_names(readers, names, size < NAMES_LIMIT ? size : NAMES_LIMIT);
    }
    return result;
}

/* From pcscd, which keeps it: no connection, the card is not touched. */
static void read_state(const struct pcsc *pcsc, SCARDCONTEXT context, struct reader *reader)
{
    SCARD_READERSTATE state = {.szReader = reader->name, .dwCurrentState = SCARD_STATE_UNAWARE};

    if (pcsc->get_status_change(context, 0, &state, 1) != SCARD_S_SUCCESS) {
        return; /* pulled out since it was listed */
    }
    reader->present = (state.dwEventState & SCARD_STATE_PRESENT) != 0;
    reader->mute = (state.dwEventState & SCARD_STATE_MUTE) != 0;
    reader->in_use = (state.dwEventState & SCARD_STATE_INUSE) != 0;
    reader->exclusive = (state.dwEventState & SCARD_STATE_EXCLUSIVE) != 0;
    if (reader->present && state.cbAtr <= sizeof state.rgbAtr) {
        reader->atr = bytes_copy(state.rgbAtr, state.cbAtr);
    }
}

static void note(struct reader_attribute *attribute, LONG result, const void *data, DWORD size)
{
    attribute->state = result == SCARD_S_SUCCESS ? READER_ANSWERED : READER_REFUSED;
    attribute->code = code_of(result);
    if (result == SCARD_S_SUCCESS) {
        attribute->value = bytes_copy(data, size < MAX_BUFFER_SIZE ? size : MAX_BUFFER_SIZE);
    }
}

static void read_attributes(const struct pcsc *pcsc, SCARDHANDLE handle, struct reader *reader)
{
    static const struct {
        enum reader_attribute_id id;
        DWORD tag;
    } attributes[] = {{READER_VENDOR_NAME, SCARD_ATTR_VENDOR_NAME},
                      {READER_VENDOR_SERIAL, SCARD_ATTR_VENDOR_IFD_SERIAL_NO},
                      {READER_VENDOR_VERSION, SCARD_ATTR_VENDOR_IFD_VERSION},
                      {READER_CHANNEL_ID, SCARD_ATTR_CHANNEL_ID},
                      {READER_MAXINPUT, SCARD_ATTR_MAXINPUT},
                      {READER_ATR_STRING, SCARD_ATTR_ATR_STRING}};

    for (size_t i = 0; i < sizeof attributes / sizeof *attributes; i++) {
        BYTE value[MAX_BUFFER_SIZE]; /* a larger one is refused, whatever the attribute */
        DWORD size = sizeof value;
        LONG result = pcsc->get_attrib(handle, attributes[i].tag, value, &size);

        note(&reader->attributes[attributes[i].id], result, value, size);
    }
}

/* PC/SC part 10: each property is tag, length, value with the least significant byte first. */
static void read_properties(const uint8_t *data, size_t size, struct reader *reader)
{
    bool vendor = false, product = false;

    for (size_t at = 0; at + 2 <= size && data[at + 1] <= size - at - 2; at += 2U + data[at + 1]) {
        uint16_t value =
            data[at + 1] == TLV_WORD ? (uint16_t)(data[at + 2] | (unsigned)data[at + 3] << 8) : 0;

        if (data[at] == PCSCv2_PART10_PROPERTY_wIdVendor && data[at + 1] == TLV_WORD) {
            reader->usb_vendor = value;
            vendor = true;
        } else if (data[at] == PCSCv2_PART10_PROPERTY_wIdProduct && data[at + 1] == TLV_WORD) {
            reader->usb_product = value;
            product = true;
        }
    }
    reader->has_usb_id = vendor && product;
}

/* A feature is tag, length 4, and the control code in network order. */
static bool find_feature(const struct bytes *features, uint8_t tag, DWORD *ret_code)
{
    const size_t entry = 6;

    for (size_t at = 0; at + entry <= features->size; at += entry) {
        const uint8_t *data = features->data + at;

        if (data[0] == tag && data[1] == 4) {
            *ret_code = (DWORD)data[2] << 24 | (DWORD)data[3] << 16 | (DWORD)data[4] << 8 | data[5];
            return true;
        }
    }
    return false;
}

static void read_features(const struct pcsc *pcsc, SCARDHANDLE handle, struct reader *reader)
{
    BYTE value[MAX_BUFFER_SIZE];
    DWORD size = 0, code = 0;
    LONG result =
        pcsc->control(handle, CM_IOCTL_GET_FEATURE_REQUEST, NULL, 0, value, sizeof value, &size);

    note(&reader->attributes[READER_FEATURES], result, value, size);
    if (!find_feature(&reader->attributes[READER_FEATURES].value, FEATURE_GET_TLV_PROPERTIES,
                      &code)) {
        return;
    }
    size = 0;
    if (pcsc->control(handle, code, NULL, 0, value, sizeof value, &size) == SCARD_S_SUCCESS) {
        read_properties(value, size < sizeof value ? size : sizeof value, reader);
    }
}

static void ask_driver(const struct pcsc *pcsc, SCARDCONTEXT context, const char *name,
                       struct reader *reader)
{
    SCARDHANDLE handle = 0;
    DWORD protocol = 0;
    LONG result = pcsc->connect(context, name, SCARD_SHARE_DIRECT, 0, &handle, &protocol);

    reader->connect_code = code_of(result);
    reader->connected = result == SCARD_S_SUCCESS;
    if (!reader->connected) {
        return;
    }
    read_attributes(pcsc, handle, reader);
    read_features(pcsc, handle, reader);
    (void)pcsc->disconnect(handle, SCARD_LEAVE_CARD); /* nothing depends on it any more */
}

/* Names of its own, because the list belongs to the sink once it is handed over. */
static char **copy_names(const struct readers *readers)
{
    char **names = memory_new(readers->count + 1, sizeof *names);

    for (size_t i = 0; i < readers->count; i++) {
        names[i] = memory_copy_text(readers->items[i].name);
    }
    return names;
}

static void ask_all(const struct pcsc *pcsc, SCARDCONTEXT context, char **names,
                    const struct readers_sink *sink)
{
    for (size_t i = 0; names[i] != NULL; i++) {
        struct reader reader = {0};

        ask_driver(pcsc, context, names[i], &reader);
        sink->asked(sink->context, i, &reader);
        memory_free(names[i]);
    }
    memory_free(names);
}

void readers_ask(const struct readers_sink *sink)
{
    struct pcsc pcsc = {0};
    struct readers readers = {.answer = READERS_NO_LIBRARY};
    SCARDCONTEXT context = 0;
    char **names;
    LONG result;

    if (!pcsc_load(&pcsc)) {
        sink->listed(sink->context, &readers);
        return;
    }
    result = pcsc.establish_context(SCARD_SCOPE_SYSTEM, NULL, NULL, &context);
    if (result != SCARD_S_SUCCESS) {
        readers = (struct readers){.answer = answer_of(result), .code = code_of(result)};
        sink->listed(sink->context, &readers);
        return;
    }
    result = list_names(&pcsc, context, &readers);
    readers.answer = answer_of(result);
    readers.code = code_of(result);
    for (size_t i = 0; i < readers.count; i++) {
        read_state(&pcsc, context, &readers.items[i]);
    }
    names = copy_names(&readers);
    sink->listed(sink->context, &readers);
    ask_all(&pcsc, context, names, sink);
    (void)pcsc.release_context(context); /* nothing depends on it any more */
}
