// The parts of libmicrohttpd's API that Swift can't call: variadic functions. And the one call of GnuTLS that a server
// needs beside it. Its headers bring epoll along, which Swift's Glibc module lacks.
#ifndef CMICROHTTPD_SHIMS_H
#define CMICROHTTPD_SHIMS_H

// First, as in CGRPC.h.
#include <features.h>

#include <microhttpd.h>
#include <stddef.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>

typedef struct cmhd_options {
    // A bound socket that listens. The daemon closes it.
    int listener;
    // Each with its share of the connections.
    unsigned int threads;
    unsigned int connection_limit;
    unsigned int idle_seconds;
    size_t connection_memory;
    // PEM; no key means no TLS. They need not outlive the start.
    const char *key;
    const char *certificates;
    const char *trust_roots;

    // Every callback gets `context`.
    void *context;
    MHD_NotifyConnectionCallback on_connection;
    void *(*on_target)(void *context, const char *target, struct MHD_Connection *connection);
    MHD_AccessHandlerCallback on_request;
    MHD_RequestCompletedCallback on_end;
} cmhd_options;

// Starts a daemon with threads of its own; NULL where it can't be.
struct MHD_Daemon *cmhd_start(const cmhd_options *options);

// The connection's socket.
int cmhd_descriptor(struct MHD_Connection *connection);

// What `on_connection` has left for the connection.
void *cmhd_connection_context(struct MHD_Connection *connection);

// Has the end of a response's body be that of the connection, rather than a last chunk.
void cmhd_delimit_by_close(struct MHD_Response *response);

// Ends the handshake of a connection that has just begun, where the client shows no certificate that leads to the
// daemon's roots.
void cmhd_require_client_certificate(struct MHD_Connection *connection);

#endif
