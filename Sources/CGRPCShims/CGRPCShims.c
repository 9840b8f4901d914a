#include "CGRPCShims.h"

#include <grpc/support/alloc.h>
#include <string.h>

void cgrpc_reception_init(cgrpc_reception *reception) {
    memset(reception, 0, sizeof(*reception));
    grpc_metadata_array_init(&reception->initial_metadata);
    grpc_metadata_array_init(&reception->trailing_metadata);
    // Until a status has arrived, the call did not succeed.
    reception->status = GRPC_STATUS_UNKNOWN;
    reception->details = grpc_empty_slice();
}

void cgrpc_reception_destroy(cgrpc_reception *reception) {
    grpc_metadata_array_destroy(&reception->initial_metadata);
    grpc_metadata_array_destroy(&reception->trailing_metadata);
    if (reception->message != NULL) grpc_byte_buffer_destroy(reception->message);
    grpc_slice_unref(reception->details);
}

void cgrpc_acceptance_init(cgrpc_acceptance *acceptance) {
    memset(acceptance, 0, sizeof(*acceptance));
    grpc_call_details_init(&acceptance->details);
    grpc_metadata_array_init(&acceptance->metadata);
}

void cgrpc_acceptance_destroy(cgrpc_acceptance *acceptance) {
    grpc_call_details_destroy(&acceptance->details);
    grpc_metadata_array_destroy(&acceptance->metadata);
    if (acceptance->message != NULL) grpc_byte_buffer_destroy(acceptance->message);
    if (acceptance->call != NULL) grpc_call_unref(acceptance->call);
}

const uint8_t *cgrpc_slice_start(const grpc_slice *slice) { return GRPC_SLICE_START_PTR(*slice); }

size_t cgrpc_slice_length(const grpc_slice *slice) { return GRPC_SLICE_LENGTH(*slice); }

grpc_byte_buffer *cgrpc_byte_buffer_create(const uint8_t *bytes, size_t count) {
    grpc_slice slice = grpc_slice_from_copied_buffer((const char *)bytes, count);
    grpc_byte_buffer *buffer = grpc_raw_byte_buffer_create(&slice, 1);
    grpc_slice_unref(slice);
    return buffer;
}

size_t cgrpc_byte_buffer_length(grpc_byte_buffer *buffer) { return grpc_byte_buffer_length(buffer); }

bool cgrpc_byte_buffer_copy(grpc_byte_buffer *buffer, uint8_t *destination, size_t length) {
    if (buffer->type != GRPC_BB_RAW || buffer->data.raw.compression != GRPC_COMPRESS_NONE) return false;
    grpc_byte_buffer_reader reader;
    if (!grpc_byte_buffer_reader_init(&reader, buffer)) return false;
    size_t count = 0;
    grpc_slice *slice;
    while (count < length && grpc_byte_buffer_reader_peek(&reader, &slice)) {
        size_t part = GRPC_SLICE_LENGTH(*slice);
        if (part > length - count) part = length - count;
        memcpy(destination + count, GRPC_SLICE_START_PTR(*slice), part);
        count += part;
    }
    grpc_byte_buffer_reader_destroy(&reader);
    return count == length;
}

static void send_metadata(grpc_op *op, grpc_metadata *metadata, size_t count) {
    op->op = GRPC_OP_SEND_INITIAL_METADATA;
    op->data.send_initial_metadata.metadata = metadata;
    op->data.send_initial_metadata.count = count;
}

static void receive_status(grpc_op *op, cgrpc_reception *reception) {
    op->op = GRPC_OP_RECV_STATUS_ON_CLIENT;
    op->data.recv_status_on_client.trailing_metadata = &reception->trailing_metadata;
    op->data.recv_status_on_client.status = &reception->status;
    op->data.recv_status_on_client.status_details = &reception->details;
}

// The four operations that every client call begins with.
static size_t begin_call(grpc_op *ops, cgrpc_reception *reception, grpc_metadata *metadata, size_t count,
                         grpc_byte_buffer *request) {
    send_metadata(&ops[0], metadata, count);
    ops[1].op = GRPC_OP_SEND_MESSAGE;
    ops[1].data.send_message.send_message = request;
    ops[2].op = GRPC_OP_SEND_CLOSE_FROM_CLIENT;
    ops[3].op = GRPC_OP_RECV_INITIAL_METADATA;
    ops[3].data.recv_initial_metadata.recv_initial_metadata = &reception->initial_metadata;
    return 4;
}

grpc_call_error cgrpc_start_unary(grpc_call *call, cgrpc_reception *reception, grpc_metadata *metadata,
                                  size_t metadata_count, grpc_byte_buffer *request, void *tag) {
    grpc_op ops[5];
    memset(ops, 0, sizeof(ops));
    size_t count = begin_call(ops, reception, metadata, metadata_count, request);
    ops[count].op = GRPC_OP_RECV_MESSAGE;
    ops[count++].data.recv_message.recv_message = &reception->message;
    return grpc_call_start_batch(call, ops, count, tag, NULL);
}

grpc_call_error cgrpc_start_stream(grpc_call *call, cgrpc_reception *reception, grpc_metadata *metadata,
                                   size_t metadata_count, grpc_byte_buffer *request, void *tag) {
    grpc_op ops[4];
    memset(ops, 0, sizeof(ops));
    size_t count = begin_call(ops, reception, metadata, metadata_count, request);
    return grpc_call_start_batch(call, ops, count, tag, NULL);
}

grpc_call_error cgrpc_receive_message(grpc_call *call, grpc_byte_buffer **message, void *tag) {
    grpc_op op;
    memset(&op, 0, sizeof(op));
    op.op = GRPC_OP_RECV_MESSAGE;
    op.data.recv_message.recv_message = message;
    return grpc_call_start_batch(call, &op, 1, tag, NULL);
}

grpc_call_error cgrpc_receive_status(grpc_call *call, cgrpc_reception *reception, void *tag) {
    grpc_op op;
    memset(&op, 0, sizeof(op));
    receive_status(&op, reception);
    return grpc_call_start_batch(call, &op, 1, tag, NULL);
}

grpc_call_error cgrpc_receive_close(grpc_call *call, int *cancelled, void *tag) {
    grpc_op op;
    memset(&op, 0, sizeof(op));
    op.op = GRPC_OP_RECV_CLOSE_ON_SERVER;
    op.data.recv_close_on_server.cancelled = cancelled;
    return grpc_call_start_batch(call, &op, 1, tag, NULL);
}

grpc_call_error cgrpc_send_initial_metadata(grpc_call *call, void *tag) {
    grpc_op op;
    memset(&op, 0, sizeof(op));
    send_metadata(&op, NULL, 0);
    return grpc_call_start_batch(call, &op, 1, tag, NULL);
}

grpc_call_error cgrpc_send_message(grpc_call *call, grpc_byte_buffer *message, void *tag) {
    grpc_op op;
    memset(&op, 0, sizeof(op));
    op.op = GRPC_OP_SEND_MESSAGE;
    op.data.send_message.send_message = message;
    return grpc_call_start_batch(call, &op, 1, tag, NULL);
}

grpc_call_error cgrpc_send_status(grpc_call *call, int sends_initial_metadata, grpc_byte_buffer *message,
                                  grpc_metadata *metadata, size_t metadata_count, grpc_status_code status,
                                  grpc_slice details, void *tag) {
    grpc_op ops[3];
    memset(ops, 0, sizeof(ops));
    size_t count = 0;
    if (sends_initial_metadata) send_metadata(&ops[count++], NULL, 0);
    if (message != NULL) {
        ops[count].op = GRPC_OP_SEND_MESSAGE;
        ops[count++].data.send_message.send_message = message;
    }
    ops[count].op = GRPC_OP_SEND_STATUS_FROM_SERVER;
    ops[count].data.send_status_from_server.trailing_metadata = metadata;
    ops[count].data.send_status_from_server.trailing_metadata_count = metadata_count;
    ops[count].data.send_status_from_server.status = status;
    ops[count++].data.send_status_from_server.status_details = &details;
    return grpc_call_start_batch(call, ops, count, tag, NULL);
}
