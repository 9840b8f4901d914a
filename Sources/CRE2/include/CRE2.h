// Regular expressions in RE2's syntax, matched in time linear in the text, from libre2.
#ifndef CRE2_H
#define CRE2_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// A regular expression, or why it is none. Any number of threads may use one at the same time.
typedef struct cre2_pattern cre2_pattern;

// What is wrong with a pattern: the reason, and the piece of the pattern that it is about. The reason is NULL where
// nothing is wrong. Both belong to the pattern; the piece has no terminating null.
typedef struct {
    const char *reason;
    const char *piece;
    size_t count;
} cre2_error;

// The pattern, which takes about `maximum_memory` bytes at most; NULL where there was no memory.
cre2_pattern *cre2_pattern_create(const uint8_t *bytes, size_t count, int64_t maximum_memory);
void cre2_pattern_destroy(cre2_pattern *pattern);

cre2_error cre2_pattern_error(const cre2_pattern *pattern);

// Whether the pattern, which has no error, matches somewhere in a text.
bool cre2_pattern_matches(const cre2_pattern *pattern, const uint8_t *text, size_t count);

// Whether a part stands somewhere in a text, byte by byte, found in linear time too: glibc's memmem.
bool cre2_contains(const uint8_t *text, size_t count, const uint8_t *part, size_t part_count);

#ifdef __cplusplus
}
#endif

#endif
