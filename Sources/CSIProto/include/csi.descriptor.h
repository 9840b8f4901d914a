/* Generated from csi.proto; do not edit. */
#ifndef CSI_DESCRIPTOR_H
#define CSI_DESCRIPTOR_H

#include <stddef.h>
#include <stdint.h>

/* A serialized google.protobuf.FileDescriptorSet. */
extern const uint8_t *const csi_descriptor_set;
extern const size_t csi_descriptor_set_count;

#endif
