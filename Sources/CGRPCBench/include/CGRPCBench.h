// The yardstick: plain C over gRPC core, doing what the Swift client and server do.
#ifndef CGRPC_BENCH_H
#define CGRPC_BENCH_H

#include <stddef.h>
#include <stdint.h>

// Serves every method of `address` (such as `unix:/path`) with a small answer, on this thread, for as long as the
// process lives. Returns only where the address can't be bound.
void cgrpc_bench_serve(const char *address);

// In both: a tuned client has the settings of the Swift channel, one that is not has gRPC's own.

// Calls `method` `count` times, one call after the other, and stores how long each took, in nanoseconds.
// Returns how many calls failed.
size_t cgrpc_bench_unary(const char *target, const char *method, int is_tuned, size_t count, uint64_t *nanoseconds);

// Calls `method` `count` times with `in_flight` calls under way, all on one completion queue and one thread.
// Stores how long each call took, and returns how many failed.
size_t cgrpc_bench_in_flight(const char *target, const char *method, int is_tuned, size_t in_flight, size_t count,
                             uint64_t *nanoseconds);

// Keeps this process, and what it starts, on one processor; nothing changes where there is none of that number.
void cgrpc_bench_pin(int processor);

#endif
