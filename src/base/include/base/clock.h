/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/failure.h"
#include "base/must_use.h"

/* Seconds since the epoch, UTC. All times in the program are these. */
typedef int64_t timestamp;

timestamp clock_now(void);

/* Monotonic time in microseconds, for measuring only. */
uint64_t clock_monotonic(void);

/* Sleeps; a signal that is caught ends it early. */
void clock_sleep(unsigned milliseconds);

/* "2031-04-30T12:00:00Z"; the caller frees it. */
char *timestamp_text(timestamp time);

/* "2031-04-30"; the caller frees it. */
char *timestamp_date(timestamp time);

/* From UTC calendar fields (month 1..12); false when no such day or time exists. */
bool timestamp_from_utc(int year, int month, int day, int hour, int minute, int second,
                        timestamp *ret_time) MUST_USE;

/* Whole days from NOW until THEN, rounded down; negative when past. */
long days_until(timestamp now, timestamp then);

/* "60d", "12h", "30m", "90s", "8w"; a bare number is an error. Class usage. */
bool duration_parse(const char *text, int64_t *ret_seconds, struct failure *failure) MUST_USE;
