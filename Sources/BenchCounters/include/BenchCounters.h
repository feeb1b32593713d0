#ifndef BENCH_COUNTERS_H
#define BENCH_COUNTERS_H

/// How often memory was asked for since the process began: malloc, calloc, realloc and the aligned ones.
long bench_allocations(void);

/// How often fsync or fdatasync was called since the process began.
long bench_syncs(void);

/// Makes every sync take this much longer, as an honest disk would; 0 at first.
void bench_set_sync_delay_microseconds(long microseconds);

#endif
