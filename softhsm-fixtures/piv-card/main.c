/* SPDX-License-Identifier: Apache-2.0 */

/*
 * A PIV card in software, for tests. It connects to the virtual reader vpcd of vsmartcard; the card
 * is inserted while this program runs.
 */

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "card.h"
#include "log.h"
#include "options.h"
#include "reader.h"
#include "state.h"

static bool control(struct card *card, const struct options *options, int reader, uint8_t what)
{
    if (what == READER_GET_ATR) {
        return reader_send(reader, options->atr, options->atr_size);
    }
    log_word(what == READER_POWER_OFF  ? "power off"
             : what == READER_POWER_ON ? "power on"
                                       : "reset");
    card_reset(card);
    return true;
}

/* Is the card pulled now, before the answer to this command? */
static bool is_cut(const struct options *options, unsigned long answered, const uint8_t *message,
                   size_t size)
{
    return (options->cut && answered == options->cut_after) ||
           (options->cut_at_instruction && size > 1 && message[1] == options->instruction);
}

/* Returns when the reader is gone or the card is to be pulled. */
static bool serve(struct card *card, const struct options *options, int reader)
{
    static uint8_t message[READER_MESSAGE_LIMIT];
    static struct answer answer;
    unsigned long answered = 0;
    size_t size;

    while (reader_receive(reader, message, &size)) {
        if (size == 1) {
            if (!control(card, options, reader, message[0])) {
                return true;
            }
            continue;
        }
        log_bytes('>', message, size);
        card_answer(card, message, size, &answer);
        if (card->changed && options->state_file != NULL &&
            !state_save(card, options->state_file)) {
            return false;
        }
        if (is_cut(options, answered, message, size)) {
            log_word("pulled");
            return true;
        }
        log_bytes('<', answer.data, answer.size);
        if (!reader_send(reader, answer.data, answer.size)) {
            return true;
        }
        answered++;
    }
    return true;
}

static bool run(struct card *card, const struct options *options)
{
    bool served;
    int reader;

    if (options->state_file != NULL &&
        (!state_load(card, options->state_file) || !state_save(card, options->state_file))) {
        return false;
    }
    reader = reader_connect(options->port);
    if (reader < 0) {
        (void)fprintf(stderr, "piv-card: no reader on port %u: %s\n", options->port,
                      strerror(errno));
        return false;
    }
    served = serve(card, options, reader);
    (void)close(reader);
    return served;
}

int main(int argc, char **argv)
{
    struct options options;
    struct card *card;
    bool done;

    if (!options_parse(argc, argv, &options)) {
        return 2;
    }
    if (!log_open(options.log_file)) {
        (void)fprintf(stderr, "piv-card: cannot open '%s': %s\n", options.log_file,
                      strerror(errno));
        return 1;
    }
    card = card_new(options.serial);
    done = run(card, &options);
    card_free(card);
    return done ? 0 : 1;
}
