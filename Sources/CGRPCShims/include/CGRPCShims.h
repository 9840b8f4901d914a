// The parts of gRPC core's C API that Swift can't reach well: macros, and the unions inside `grpc_op`.
#ifndef CGRPC_SHIMS_H
#define CGRPC_SHIMS_H

// First, as in CGRPC.h.
#include <features.h>

#include <grpc/byte_buffer.h>
#include <grpc/byte_buffer_reader.h>
#include <grpc/grpc.h>
#include <grpc/slice.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// What a client's call receives. It stays in place while a batch is under way.
typedef struct cgrpc_reception {
    grpc_metadata_array initial_metadata;
    grpc_metadata_array trailing_metadata;
    grpc_byte_buffer *message;
    grpc_status_code status;
    grpc_slice details;
} cgrpc_reception;

void cgrpc_reception_init(cgrpc_reception *reception);
void cgrpc_reception_destroy(cgrpc_reception *reception);

// A call that a server accepts.
typedef struct cgrpc_acceptance {
    grpc_call *call;
    grpc_call_details details;
    grpc_metadata_array metadata;
    grpc_byte_buffer *message;
    int cancelled;
} cgrpc_acceptance;

void cgrpc_acceptance_init(cgrpc_acceptance *acceptance);
void cgrpc_acceptance_destroy(cgrpc_acceptance *acceptance);

const uint8_t *cgrpc_slice_start(const grpc_slice *slice);
size_t cgrpc_slice_length(const grpc_slice *slice);

// A byte buffer that owns a copy of the bytes.
grpc_byte_buffer *cgrpc_byte_buffer_create(const uint8_t *bytes, size_t count);
// The length of a buffer's contents in bytes.
size_t cgrpc_byte_buffer_length(grpc_byte_buffer *buffer);
// Copies a buffer's contents, all `length` bytes of them; false where they are compressed.
bool cgrpc_byte_buffer_copy(grpc_byte_buffer *buffer, uint8_t *destination, size_t length);

// Client batches. All of them copy what they send. A call with one response begins with `cgrpc_start_unary`, and then
// `cgrpc_receive_status`: a batch that receives a status never fails, so that the message has one of its own.
grpc_call_error cgrpc_start_unary(grpc_call *call, cgrpc_reception *reception, grpc_metadata *metadata,
                                  size_t metadata_count, grpc_byte_buffer *request, void *tag);
grpc_call_error cgrpc_start_stream(grpc_call *call, cgrpc_reception *reception, grpc_metadata *metadata,
                                   size_t metadata_count, grpc_byte_buffer *request, void *tag);
grpc_call_error cgrpc_receive_message(grpc_call *call, grpc_byte_buffer **message, void *tag);
grpc_call_error cgrpc_receive_status(grpc_call *call, cgrpc_reception *reception, void *tag);

// Server batches.
grpc_call_error cgrpc_receive_close(grpc_call *call, int *cancelled, void *tag);
grpc_call_error cgrpc_send_initial_metadata(grpc_call *call, void *tag);
grpc_call_error cgrpc_send_message(grpc_call *call, grpc_byte_buffer *message, void *tag);
// Ends a call. `sends_initial_metadata` says whether that is still to be sent; `message` may be NULL.
grpc_call_error cgrpc_send_status(grpc_call *call, int sends_initial_metadata, grpc_byte_buffer *message,
                                  grpc_metadata *metadata, size_t metadata_count, grpc_status_code status,
                                  grpc_slice details, void *tag);

#endif
