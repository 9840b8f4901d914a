/* Generated from csi.proto; do not edit. */

/* Fields that csi.proto marks as deprecated are read like all others. */
#define PROTOBUF_C__NO_DEPRECATED
#include "csi.pb-c.h"
