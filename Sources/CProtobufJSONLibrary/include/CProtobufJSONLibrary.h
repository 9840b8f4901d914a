// Nothing is called by name: see CProtobufJSON.h.
