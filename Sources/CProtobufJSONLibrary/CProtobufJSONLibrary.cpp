// The library behind CProtobufJSON.h, which is built on its own and loaded where it is needed.
#include "CProtobufJSON.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/dynamic_message.h>
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/stubs/logging.h>
#include <google/protobuf/util/json_util.h>
#include <google/protobuf/util/type_resolver_util.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace protobuf = google::protobuf;

struct cprotobuf_json_types {
    protobuf::DescriptorPool pool;
    mutable protobuf::DynamicMessageFactory factory;
    std::unique_ptr<protobuf::util::TypeResolver> resolver;
    int32_t secret_option;
};

namespace {

const std::string type_url_prefix = "type.googleapis.com";
const std::string stripped = "***stripped***";

cprotobuf_json_result make_result(const std::string &contents, bool failed) {
    char *bytes = static_cast<char *>(malloc(contents.size() + 1));
    if (!bytes) return {nullptr, 0, true};
    memcpy(bytes, contents.c_str(), contents.size() + 1);
    return {bytes, contents.size(), failed};
}

// Runs `body`, which returns a result's contents and throws why there is none. Nothing is thrown from here.
template <typename Body>
cprotobuf_json_result result_of(Body body) noexcept {
    try {
        return make_result(body(), false);
    } catch (const std::exception &error) {
        return make_result(error.what(), true);
    } catch (...) {
        return make_result("libprotobuf failed", true);
    }
}

void check_size(size_t count) {
    if (count > cprotobuf_json_maximum_bytes) {
        throw std::length_error("larger than " + std::to_string(cprotobuf_json_maximum_bytes) + " bytes");
    }
}

const protobuf::Descriptor *find(const cprotobuf_json_types *types, const std::string &name) {
    if (!types) throw std::invalid_argument("no message types");
    const protobuf::Descriptor *descriptor = types->pool.FindMessageTypeByName(name);
    if (!descriptor) throw std::invalid_argument("no message type " + name);
    return descriptor;
}

std::unique_ptr<protobuf::Message> decode(
    const cprotobuf_json_types *types, const char *type, const uint8_t *bytes, size_t count) {
    check_size(count);
    const protobuf::Descriptor *descriptor = find(types, type);
    std::unique_ptr<protobuf::Message> message(types->factory.GetPrototype(descriptor)->New());
    if (!message->ParseFromArray(bytes, static_cast<int>(count))) {
        throw std::invalid_argument("not a " + descriptor->full_name());
    }
    return message;
}

// The bytes of a message, always the same for equal ones.
std::string encode(const protobuf::Message &message) {
    std::string bytes;
    protobuf::io::StringOutputStream output(&bytes);
    protobuf::io::CodedOutputStream coded(&output);
    coded.SetSerializationDeterministic(true);
    message.SerializeToCodedStream(&coded);
    coded.Trim();
    return bytes;
}

// libprotobuf knows the option's number only, so it stands among the unknown fields.
bool is_secret(const protobuf::FieldDescriptor *field, int32_t option) {
    const protobuf::UnknownFieldSet &options = field->options().unknown_fields();
    bool value = false;
    for (int i = 0; i < options.field_count(); i++) {
        const protobuf::UnknownField &candidate = options.field(i);
        if (candidate.number() == option && candidate.type() == protobuf::UnknownField::TYPE_VARINT) {
            value = candidate.varint() != 0;
        }
    }
    return value;
}

// Calls `body` with each secret field that is filled, in the message and those in it, and the message that has it.
template <typename Body>
void for_each_secret(protobuf::Message &message, int32_t option, const Body &body) {
    const protobuf::Reflection *reflection = message.GetReflection();
    std::vector<const protobuf::FieldDescriptor *> fields;
    reflection->ListFields(message, &fields);
    for (const protobuf::FieldDescriptor *field : fields) {
        if (is_secret(field, option)) {
            body(message, field);
        } else if (field->cpp_type() == protobuf::FieldDescriptor::CPPTYPE_MESSAGE) {
            if (field->is_repeated()) {
                for (int i = 0; i < reflection->FieldSize(message, field); i++) {
                    for_each_secret(*reflection->MutableRepeatedMessage(&message, field, i), option, body);
                }
            } else {
                for_each_secret(*reflection->MutableMessage(&message, field), option, body);
            }
        }
    }
}

void redact(protobuf::Message &message, const protobuf::FieldDescriptor *field) {
    const protobuf::Reflection *reflection = message.GetReflection();
    if (field->is_map()) {
        const protobuf::FieldDescriptor *value = field->message_type()->map_value();
        for (int i = 0; i < reflection->FieldSize(message, field); i++) {
            redact(*reflection->MutableRepeatedMessage(&message, field, i), value);
        }
    } else if (field->cpp_type() != protobuf::FieldDescriptor::CPPTYPE_STRING) {
        reflection->ClearField(&message, field);
    } else if (field->is_repeated()) {
        for (int i = 0; i < reflection->FieldSize(message, field); i++) {
            reflection->SetRepeatedString(&message, field, i, stripped);
        }
    } else {
        reflection->SetString(&message, field, stripped);
    }
}

// The library's text for JSON that is none, without the piece of the input that it quotes after the first line.
std::string describe_syntax_error(const std::string &text, const std::string &json) {
    const size_t first_end = text.find('\n');
    const std::string problem = text.substr(0, first_end);
    const size_t caret = text.rfind('^');
    const size_t quote_end = caret == std::string::npos ? caret : text.rfind('\n', caret);
    if (quote_end == std::string::npos || quote_end <= first_end) return problem;
    const std::string quote = text.substr(first_end + 1, quote_end - first_end - 1);
    const size_t quote_start = json.find(quote);
    if (quote_start == std::string::npos || json.find(quote, quote_start + 1) != std::string::npos) return problem;
    const size_t offset = std::min(quote_start + (caret - quote_end - 1), json.size());
    const size_t line = static_cast<size_t>(std::count(json.begin(), json.begin() + offset, '\n')) + 1;
    const size_t line_start = offset == 0 ? std::string::npos : json.rfind('\n', offset - 1);
    const size_t column = line_start == std::string::npos ? offset + 1 : offset - line_start;
    return problem + " (line " + std::to_string(line) + ", column " + std::to_string(column) + ")";
}

// The library's text for JSON that does not fit, which is "PLACE: invalid value VALUE for type TYPE" or quotes nothing.
std::string describe_parse_error(const std::string &text, const std::string &json) {
    const std::string before_value = ": invalid value ";
    const std::string before_type = " for type ";
    const size_t value = text.find(before_value);
    const size_t type = text.rfind(before_type);
    if (value == std::string::npos || type == std::string::npos || type < value) {
        return text.compare(0, 2, ": ") == 0 ? text.substr(2) : describe_syntax_error(text, json);
    }
    const std::string place = value == 0 ? "" : text.substr(0, value) + ": ";
    std::string type_name = text.substr(type + before_type.size());
    if (type_name == "oneof") return place + "a second member of a oneof";
    const std::string url_start = type_url_prefix + "/";
    if (type_name.compare(0, url_start.size(), url_start) == 0) type_name.erase(0, url_start.size());
    return place + "not a valid " + type_name;
}

cprotobuf_json_types *types_create(
    const uint8_t *descriptor_set, size_t count, int32_t secret_option) {
    try {
        // It would write to standard error, values included, what the results tell anyway.
        protobuf::SetLogHandler(nullptr);
        protobuf::FileDescriptorSet files;
        if (count > cprotobuf_json_maximum_bytes) return nullptr;
        if (!files.ParseFromArray(descriptor_set, static_cast<int>(count))) return nullptr;
        auto types = std::make_unique<cprotobuf_json_types>();
        for (const protobuf::FileDescriptorProto &file : files.file()) {
            if (!types->pool.BuildFile(file)) return nullptr;
        }
        types->resolver.reset(protobuf::util::NewTypeResolverForDescriptorPool(type_url_prefix, &types->pool));
        types->secret_option = secret_option;
        return types.release();
    } catch (...) {
        return nullptr;
    }
}

void types_destroy(cprotobuf_json_types *types) { delete types; }

cprotobuf_json_result print(
    const cprotobuf_json_types *types, const char *type, const uint8_t *bytes, size_t count, bool redacts_secrets,
    bool is_indented) {
    return result_of([&] {
        const std::unique_ptr<protobuf::Message> message = decode(types, type, bytes, count);
        if (redacts_secrets) for_each_secret(*message, types->secret_option, redact);
        protobuf::util::JsonPrintOptions options;
        options.add_whitespace = is_indented;
        std::string json;
        const auto status = protobuf::util::BinaryToJsonString(
            types->resolver.get(), type_url_prefix + "/" + type, encode(*message), &json, options);
        if (!status.ok()) throw std::invalid_argument(status.message().ToString());
        return json;
    });
}

cprotobuf_json_result parse(
    const cprotobuf_json_types *types, const char *type, const uint8_t *json, size_t count) {
    return result_of([&] {
        check_size(count);
        find(types, type);
        const std::string text(reinterpret_cast<const char *>(json), count);
        std::string bytes;
        const auto status =
            protobuf::util::JsonToBinaryString(types->resolver.get(), type_url_prefix + "/" + type, text, &bytes);
        if (!status.ok()) throw std::invalid_argument(describe_parse_error(status.message().ToString(), text));
        return bytes;
    });
}

cprotobuf_json_result filled_secrets(
    const cprotobuf_json_types *types, const char *type, const uint8_t *bytes, size_t count) {
    return result_of([&] {
        std::string names;
        const std::unique_ptr<protobuf::Message> message = decode(types, type, bytes, count);
        for_each_secret(
            *message, types->secret_option,
            [&](protobuf::Message &, const protobuf::FieldDescriptor *field) { names += field->name() + "\n"; });
        return names;
    });
}

void result_free(cprotobuf_json_result result) { free(result.bytes); }

}  // namespace

// Without C++ linkage a constant would not be seen from outside.
extern "C" __attribute__((visibility("default"))) const cprotobuf_json_functions cprotobuf_json_library;
const cprotobuf_json_functions cprotobuf_json_library = {
    types_create, types_destroy, print, parse, filled_secrets, result_free};
