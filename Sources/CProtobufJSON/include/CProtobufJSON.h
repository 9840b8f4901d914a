// protobuf's JSON mapping of messages whose types are known at run time, from libprotobuf.
#ifndef CPROTOBUFJSON_H
#define CPROTOBUFJSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// Message types. Any number of threads may use one at the same time.
typedef struct cprotobuf_json_types cprotobuf_json_types;

// What a function made, or, where `failed`, why it made nothing. The bytes are the caller's, who frees them with
// `cprotobuf_json_result_free`; they are NULL where there was no memory.
typedef struct {
    char *bytes;
    size_t count;
    bool failed;
} cprotobuf_json_result;

// The most bytes of a message or a JSON text that are taken.
enum { cprotobuf_json_maximum_bytes = 64 << 20 };

// What the library does.
typedef struct {
    // The types of a serialized FileDescriptorSet, imports before importers; NULL where it can't be used.
    // A field is secret where its option number `secret_option` is true.
    cprotobuf_json_types *(*types_create)(const uint8_t *descriptor_set, size_t count, int32_t secret_option);
    void (*types_destroy)(cprotobuf_json_types *types);

    // The JSON text of a serialized message, map entries sorted. Fields that the type lacks are left out.
    cprotobuf_json_result (*print)(
        const cprotobuf_json_types *types, const char *type, const uint8_t *message, size_t count, bool redacts_secrets,
        bool is_indented);

    // The serialized message that a JSON text stands for. Errors never quote a value, which may be a secret.
    cprotobuf_json_result (*parse)(
        const cprotobuf_json_types *types, const char *type, const uint8_t *json, size_t count);

    // The names of the secret fields that are filled in a serialized message and the messages in it, one a line.
    cprotobuf_json_result (*filled_secrets)(
        const cprotobuf_json_types *types, const char *type, const uint8_t *message, size_t count);

    void (*result_free)(cprotobuf_json_result result);
} cprotobuf_json_functions;

// The library, which is loaded with the first call and lies beside the program: few commands need libprotobuf, and it takes
// megabytes and milliseconds. Where it can't be loaded this is NULL, and `reason` says why until the next call.
const cprotobuf_json_functions *cprotobuf_json_load(const char **reason);

#ifdef __cplusplus
}
#endif

#endif
