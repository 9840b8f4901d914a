// Fields that are marked deprecated in csi.proto are read like all others.
#define PROTOBUF_C__NO_DEPRECATED
#include "csi.pb-c.h"
