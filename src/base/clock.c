/* SPDX-License-Identifier: Apache-2.0 */
#include "base/clock.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"

timestamp clock_now(void)
{
    return (timestamp)time(NULL);
}

uint64_t clock_monotonic(void)
{
    struct timespec now = {0};

    (void)clock_gettime(CLOCK_MONOTONIC, &now); /* this clock always exists */
    return (uint64_t)now.tv_sec * 1000000u + (uint64_t)now.tv_nsec / 1000u;
}

void clock_sleep(unsigned milliseconds)
{
    const struct timespec time = {.tv_sec = (time_t)(milliseconds / 1000u),
                                  .tv_nsec = (long)(milliseconds % 1000u) * 1000000L};

    (void)nanosleep(&time, NULL); /* ended early is what is wanted */
}

static char *format_time(timestamp time, const char *format)
{
    char buffer[64] = "";
    struct tm fields = {0};
    time_t seconds = (time_t)time;

    if (gmtime_r(&seconds, &fields) == NULL ||
        strftime(buffer, sizeof buffer, format, &fields) == 0) {
        return text_format("@%lld", (long long)time);
    }
    return memory_copy_text(buffer);
}

char *timestamp_text(timestamp time)
{
    return format_time(time, "%Y-%m-%dT%H:%M:%SZ");
}

char *timestamp_date(timestamp time)
{
    return format_time(time, "%Y-%m-%d");
}

bool timestamp_from_utc(int year, int month, int day, int hour, int minute, int second,
                        timestamp *ret_time)
{
    struct tm fields = {.tm_year = year - 1900,
                        .tm_mon = month - 1,
                        .tm_mday = day,
                        .tm_hour = hour,
                        .tm_min = minute,
                        .tm_sec = second};
    time_t seconds = timegm(&fields);

    /* timegm carries 31 February over into March: a day that does not exist. */
    if (fields.tm_year != year - 1900 || fields.tm_mon != month - 1 || fields.tm_mday != day ||
        fields.tm_hour != hour || fields.tm_min != minute || fields.tm_sec != second) {
        return false;
    }
    *ret_time = (timestamp)seconds;
    return true;
}

long days_until(timestamp now, timestamp then)
{
    timestamp difference = then - now;
    timestamp day = 24 * 60 * 60;

    return (long)(difference >= 0 ? difference / day : -((-difference + day - 1) / day));
}

static int64_t unit_seconds(const char *unit)
{
    static const struct {
        const char *name;
        int64_t seconds;
    } units[] = {{"s", 1}, {"m", 60}, {"h", 3600}, {"d", 86400}, {"w", 604800}, {"y", 31536000}};

    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (strcmp(unit, units[i].name) == 0) {
            return units[i].seconds;
        }
    }
    return 0;
}

bool duration_parse(const char *text, int64_t *ret_seconds, struct failure *failure)
{
    char *unit = NULL;
    long value;
    int64_t seconds;

    errno = 0;
    value = strtol(text, &unit, 10);
    seconds = unit_seconds(unit);
    if (errno != 0 || text[0] < '0' || text[0] > '9' || value < 0 || value > 1000000 ||
        seconds == 0) {
        (void)failure_set(failure, FAILURE_USAGE, _("'%s' is not a length of time"), text);
        return failure_hint(failure, _("write a number and a unit: 90s, 30m, 12h, 60d, 8w, 2y"));
    }
    *ret_seconds = value * seconds;
    return true;
}
