// Counts that do not depend on how busy the machine is. These functions stand in front of the C library's own: a program's
// symbols come before those of the libraries it is linked with, so Swift's and SQLite's calls arrive here too.
#define _GNU_SOURCE
#include "BenchCounters.h"

#include <errno.h>
#include <stdatomic.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);

static atomic_long allocations;
static atomic_long syncs;
static atomic_long sync_delay;

long bench_allocations(void) { return atomic_load_explicit(&allocations, memory_order_relaxed); }
long bench_syncs(void) { return atomic_load_explicit(&syncs, memory_order_relaxed); }
void bench_set_sync_delay_microseconds(long microseconds) { atomic_store(&sync_delay, microseconds); }

static void count(atomic_long *counter) { atomic_fetch_add_explicit(counter, 1, memory_order_relaxed); }

void *malloc(size_t size) {
    count(&allocations);
    return __libc_malloc(size);
}

void *calloc(size_t number, size_t size) {
    count(&allocations);
    return __libc_calloc(number, size);
}

void *realloc(void *old, size_t size) {
    count(&allocations);
    return __libc_realloc(old, size);
}

void *memalign(size_t alignment, size_t size) {
    count(&allocations);
    return __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size) { return memalign(alignment, size); }

int posix_memalign(void **result, size_t alignment, size_t size) {
    void *memory = memalign(alignment, size);
    if (!memory) return ENOMEM;
    *result = memory;
    return 0;
}

static int sync_with(long call, int descriptor) {
    count(&syncs);
    long delay = atomic_load(&sync_delay);
    if (delay > 0) {
        struct timespec pause = {delay / 1000000, delay % 1000000 * 1000};
        nanosleep(&pause, NULL);
    }
    return (int)syscall(call, descriptor);
}

int fsync(int descriptor) { return sync_with(SYS_fsync, descriptor); }
int fdatasync(int descriptor) { return sync_with(SYS_fdatasync, descriptor); }
