#include "CMicroHTTPDShims.h"

#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <string.h>

// libmicrohttpd takes roots that are none, and then no client is good enough.
static int holds_certificates(const char *pem) {
    gnutls_datum_t data = {(unsigned char *)pem, (unsigned int)strlen(pem)};
    gnutls_x509_crt_t *list = NULL;
    unsigned int count = 0;
    if (gnutls_x509_crt_list_import2(&list, &count, &data, GNUTLS_X509_FMT_PEM, 0) < 0) return 0;
    for (unsigned int i = 0; i < count; i++) gnutls_x509_crt_deinit(list[i]);
    gnutls_free(list);
    return count > 0;
}

struct MHD_Daemon *cmhd_start(const cmhd_options *options) {
    unsigned int flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME;
    struct MHD_OptionItem tls[] = {
        {MHD_OPTION_HTTPS_MEM_KEY, 0, (void *)options->key},
        {MHD_OPTION_HTTPS_MEM_CERT, 0, (void *)options->certificates},
        {MHD_OPTION_HTTPS_PRIORITIES, 0, "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2"},
        {options->trust_roots ? MHD_OPTION_HTTPS_MEM_TRUST : MHD_OPTION_END, 0, (void *)options->trust_roots},
        {MHD_OPTION_END, 0, NULL},
    };
    struct MHD_OptionItem none[] = {{MHD_OPTION_END, 0, NULL}};
    if (options->trust_roots && !holds_certificates(options->trust_roots)) return NULL;
    if (options->key) flags |= MHD_USE_TLS;
    return MHD_start_daemon(flags, 0, NULL, NULL, options->on_request, options->context,
                            MHD_OPTION_LISTEN_SOCKET, options->listener,
                            MHD_OPTION_THREAD_POOL_SIZE, options->threads,
                            MHD_OPTION_CONNECTION_LIMIT, options->connection_limit,
                            MHD_OPTION_CONNECTION_TIMEOUT, options->idle_seconds,
                            MHD_OPTION_CONNECTION_MEMORY_LIMIT, options->connection_memory,
                            MHD_OPTION_STRICT_FOR_CLIENT, 1,
                            MHD_OPTION_NOTIFY_CONNECTION, options->on_connection, options->context,
                            MHD_OPTION_URI_LOG_CALLBACK, options->on_target, options->context,
                            MHD_OPTION_NOTIFY_COMPLETED, options->on_end, options->context,
                            MHD_OPTION_ARRAY, options->key ? tls : none,
                            MHD_OPTION_END);
}

int cmhd_descriptor(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    return info ? info->connect_fd : -1;
}

void *cmhd_connection_context(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info ? info->socket_context : NULL;
}

void cmhd_delimit_by_close(struct MHD_Response *response) {
    MHD_set_response_options(response, MHD_RF_HTTP_1_0_COMPATIBLE_STRICT, MHD_RO_END);
}

void cmhd_require_client_certificate(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_GNUTLS_SESSION);
    // On a daemon without TLS there is none.
    if (!info || !info->tls_session) return;
    gnutls_session_t session = info->tls_session;
    gnutls_certificate_server_set_request(session, GNUTLS_CERT_REQUIRE);
    gnutls_session_set_verify_cert(session, NULL, 0);
}
