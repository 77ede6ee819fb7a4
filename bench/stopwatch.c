/* SPDX-License-Identifier: Apache-2.0 */
/*
 * stopwatch FILE COMMAND [ARGUMENT...]: runs the command and appends one line to FILE:
 * wall microseconds, CPU microseconds (user + system), maximum resident KB, exit status.
 * Exits with the status of the command, 128 + signal if a signal ended it.
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static long long wall_us(void)
{
    struct timespec now = {0};
    (void)clock_gettime(CLOCK_MONOTONIC, &now); /* cannot fail for this clock */
    return (long long)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static long long cpu_us(const struct rusage *usage)
{
    return (long long)(usage->ru_utime.tv_sec + usage->ru_stime.tv_sec) * 1000000 +
           usage->ru_utime.tv_usec + usage->ru_stime.tv_usec;
}

static int append(const char *path, long long wall, const struct rusage *usage, int status)
{
    char line[128];
    int length = snprintf(line, sizeof line, "%lld %lld %ld %d\n", wall, cpu_us(usage),
                          usage->ru_maxrss, status);
    int file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (file < 0 || write(file, line, (size_t)length) != length || close(file) != 0) {
        perror(path);
        return 125;
    }
    return status;
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        (void)fputs("usage: stopwatch FILE COMMAND [ARGUMENT...]\n", stderr);
        return 125;
    }
    long long started = wall_us();
    pid_t child = fork();
    if (child == 0) {
        execvp(argv[2], argv + 2);
        perror(argv[2]);
        _exit(127);
    }
    struct rusage usage;
    int wait_status = 0;
    if (child < 0 || wait4(child, &wait_status, 0, &usage) != child) {
        perror("stopwatch");
        return 125;
    }
    long long wall = wall_us() - started;
    int status = WIFEXITED(wait_status) ? WEXITSTATUS(wait_status) : 128 + WTERMSIG(wait_status);
    return append(argv[1], wall, &usage, status);
}
