#define _GNU_SOURCE
#include "CGRPCBench.h"

#include <grpc/byte_buffer.h>
#include <grpc/grpc.h>
#include <grpc/grpc_security.h>
#include <grpc/slice.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char payload[] = "0123456789abcdef";

static uint64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

static grpc_byte_buffer *make_payload(void) {
    grpc_slice slice = grpc_slice_from_static_buffer(payload, sizeof(payload) - 1);
    return grpc_raw_byte_buffer_create(&slice, 1);
}

// --- client

typedef struct client_call {
    grpc_call *call;
    grpc_metadata_array initial_metadata;
    grpc_metadata_array trailing_metadata;
    grpc_byte_buffer *response;
    grpc_status_code status;
    grpc_slice details;
    uint64_t started;
} client_call;

static void start_call(client_call *state, grpc_channel *channel, grpc_completion_queue *queue, grpc_slice method) {
    memset(state, 0, sizeof(*state));
    grpc_metadata_array_init(&state->initial_metadata);
    grpc_metadata_array_init(&state->trailing_metadata);
    state->started = now();
    gpr_timespec deadline = gpr_time_add(gpr_now(GPR_CLOCK_MONOTONIC), gpr_time_from_seconds(30, GPR_TIMESPAN));
    state->call = grpc_channel_create_call(channel, NULL, 0, queue, method, NULL, deadline, NULL);
    grpc_byte_buffer *request = make_payload();
    grpc_op ops[6];
    memset(ops, 0, sizeof(ops));
    ops[0].op = GRPC_OP_SEND_INITIAL_METADATA;
    ops[1].op = GRPC_OP_SEND_MESSAGE;
    ops[1].data.send_message.send_message = request;
    ops[2].op = GRPC_OP_SEND_CLOSE_FROM_CLIENT;
    ops[3].op = GRPC_OP_RECV_INITIAL_METADATA;
    ops[3].data.recv_initial_metadata.recv_initial_metadata = &state->initial_metadata;
    ops[4].op = GRPC_OP_RECV_MESSAGE;
    ops[4].data.recv_message.recv_message = &state->response;
    ops[5].op = GRPC_OP_RECV_STATUS_ON_CLIENT;
    ops[5].data.recv_status_on_client.trailing_metadata = &state->trailing_metadata;
    ops[5].data.recv_status_on_client.status = &state->status;
    ops[5].data.recv_status_on_client.status_details = &state->details;
    grpc_call_start_batch(state->call, ops, 6, state, NULL);
    grpc_byte_buffer_destroy(request);
}

// Ends a call, and returns 1 where it failed.
static size_t end_call(client_call *state, uint64_t *nanoseconds) {
    size_t failed = state->status != GRPC_STATUS_OK || state->response == NULL;
    if (state->response != NULL) grpc_byte_buffer_destroy(state->response);
    grpc_metadata_array_destroy(&state->initial_metadata);
    grpc_metadata_array_destroy(&state->trailing_metadata);
    grpc_slice_unref(state->details);
    grpc_call_unref(state->call);
    *nanoseconds = now() - state->started;
    return failed;
}

static grpc_channel *open_channel(const char *target, int is_tuned) {
    grpc_arg arguments[] = {
        {GRPC_ARG_INTEGER, "grpc.enable_retries", {.integer = 0}},
        {GRPC_ARG_INTEGER, "grpc.http2.bdp_probe", {.integer = 0}},
        {GRPC_ARG_INTEGER, "grpc.use_local_subchannel_pool", {.integer = 1}},
    };
    grpc_channel_args list = {sizeof(arguments) / sizeof(arguments[0]), arguments};
    grpc_channel_credentials *credentials = grpc_insecure_credentials_create();
    grpc_channel *channel = grpc_channel_create(target, credentials, is_tuned ? &list : NULL);
    grpc_channel_credentials_release(credentials);
    return channel;
}

static void close_queue(grpc_completion_queue *queue) {
    grpc_completion_queue_shutdown(queue);
    grpc_completion_queue_destroy(queue);
}

size_t cgrpc_bench_unary(const char *target, const char *method, int is_tuned, size_t count,
                         uint64_t *nanoseconds) {
    grpc_init();
    grpc_channel *channel = open_channel(target, is_tuned);
    grpc_completion_queue *queue = grpc_completion_queue_create_for_pluck(NULL);
    grpc_slice path = grpc_slice_from_static_string(method);
    size_t failed = 0;
    for (size_t i = 0; i < count; i++) {
        client_call state;
        start_call(&state, channel, queue, path);
        grpc_completion_queue_pluck(queue, &state, gpr_inf_future(GPR_CLOCK_MONOTONIC), NULL);
        failed += end_call(&state, &nanoseconds[i]);
    }
    close_queue(queue);
    grpc_channel_destroy(channel);
    return failed;
}

size_t cgrpc_bench_in_flight(const char *target, const char *method, int is_tuned, size_t in_flight, size_t count,
                             uint64_t *nanoseconds) {
    grpc_init();
    grpc_channel *channel = open_channel(target, is_tuned);
    grpc_completion_queue *queue = grpc_completion_queue_create_for_next(NULL);
    grpc_slice path = grpc_slice_from_static_string(method);
    client_call *states = calloc(in_flight, sizeof(client_call));
    size_t started = 0;
    size_t failed = 0;
    for (; started < in_flight && started < count; started++) start_call(&states[started], channel, queue, path);
    for (size_t ended = 0; ended < count; ended++) {
        grpc_event event = grpc_completion_queue_next(queue, gpr_inf_future(GPR_CLOCK_MONOTONIC), NULL);
        failed += end_call(event.tag, &nanoseconds[ended]);
        if (started < count) {
            start_call(event.tag, channel, queue, path);
            started++;
        }
    }
    free(states);
    close_queue(queue);
    grpc_channel_destroy(channel);
    return failed;
}

// --- server

typedef enum { ACCEPTED, RECEIVED, SENT } server_step;

typedef struct server_call {
    server_step step;
    grpc_call *call;
    grpc_call_details details;
    grpc_metadata_array metadata;
    grpc_byte_buffer *request;
    int cancelled;
} server_call;

static void accept_call(grpc_server *server, grpc_completion_queue *queue) {
    server_call *state = calloc(1, sizeof(*state));
    grpc_call_details_init(&state->details);
    grpc_metadata_array_init(&state->metadata);
    grpc_server_request_call(server, &state->call, &state->details, &state->metadata, queue, queue, state);
}

static void receive(server_call *state) {
    grpc_op op;
    memset(&op, 0, sizeof(op));
    op.op = GRPC_OP_RECV_MESSAGE;
    op.data.recv_message.recv_message = &state->request;
    state->step = RECEIVED;
    grpc_call_start_batch(state->call, &op, 1, state, NULL);
}

static void answer(server_call *state) {
    grpc_byte_buffer *response = make_payload();
    grpc_op ops[4];
    memset(ops, 0, sizeof(ops));
    ops[0].op = GRPC_OP_SEND_INITIAL_METADATA;
    ops[1].op = GRPC_OP_SEND_MESSAGE;
    ops[1].data.send_message.send_message = response;
    ops[2].op = GRPC_OP_SEND_STATUS_FROM_SERVER;
    ops[2].data.send_status_from_server.status = GRPC_STATUS_OK;
    ops[3].op = GRPC_OP_RECV_CLOSE_ON_SERVER;
    ops[3].data.recv_close_on_server.cancelled = &state->cancelled;
    state->step = SENT;
    grpc_call_start_batch(state->call, ops, 4, state, NULL);
    grpc_byte_buffer_destroy(response);
}

static void end_server_call(server_call *state) {
    if (state->request != NULL) grpc_byte_buffer_destroy(state->request);
    grpc_call_details_destroy(&state->details);
    grpc_metadata_array_destroy(&state->metadata);
    grpc_call_unref(state->call);
    free(state);
}

void cgrpc_bench_serve(const char *address) {
    grpc_init();
    grpc_arg argument = {GRPC_ARG_INTEGER, "grpc.http2.bdp_probe", {.integer = 0}};
    grpc_channel_args list = {1, &argument};
    grpc_server *server = grpc_server_create(&list, NULL);
    grpc_completion_queue *queue = grpc_completion_queue_create_for_next(NULL);
    grpc_server_register_completion_queue(server, queue, NULL);
    grpc_server_credentials *credentials = grpc_insecure_server_credentials_create();
    int port = grpc_server_add_http2_port(server, address, credentials);
    grpc_server_credentials_release(credentials);
    if (port == 0) return;
    grpc_server_start(server);
    for (int i = 0; i < 32; i++) accept_call(server, queue);
    for (;;) {
        grpc_event event = grpc_completion_queue_next(queue, gpr_inf_future(GPR_CLOCK_MONOTONIC), NULL);
        server_call *state = event.tag;
        switch (state->step) {
            case ACCEPTED:
                accept_call(server, queue);
                receive(state);
                break;
            case RECEIVED:
                answer(state);
                break;
            case SENT:
                end_server_call(state);
                break;
        }
    }
}

void cgrpc_bench_pin(int processor) {
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(processor, &set);
    sched_setaffinity(0, sizeof(set), &set);
}
