#include "CProtobufJSON.h"

#include <dlfcn.h>

const cprotobuf_json_functions *cprotobuf_json_load(const char **reason) {
    // Never unloaded: libprotobuf has threads' storage and destructors of its own.
    void *library = dlopen("libcsi-bridge-json.so", RTLD_NOW | RTLD_LOCAL);
    const cprotobuf_json_functions *functions = library ? dlsym(library, "cprotobuf_json_library") : NULL;
    *reason = functions ? NULL : dlerror();
    return functions;
}
