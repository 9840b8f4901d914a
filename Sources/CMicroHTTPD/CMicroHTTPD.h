// First, as in CGRPC.h.
#include <features.h>

#include <microhttpd.h>
