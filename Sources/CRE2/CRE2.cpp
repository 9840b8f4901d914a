#include "CRE2.h"

#include <re2/re2.h>

#include <cstring>

struct cre2_pattern {
    RE2 expression;
};

namespace {

re2::StringPiece piece(const uint8_t *bytes, size_t count) {
    return re2::StringPiece(reinterpret_cast<const char *>(bytes), count);
}

// What Go's regexp calls the same errors.
const char *reason(RE2::ErrorCode code) {
    switch (code) {
        case RE2::NoError: return nullptr;
        case RE2::ErrorBadEscape: return "invalid escape sequence";
        case RE2::ErrorBadCharClass: return "invalid character class";
        case RE2::ErrorBadCharRange: return "invalid character class range";
        case RE2::ErrorMissingBracket: return "missing closing ]";
        case RE2::ErrorMissingParen: return "missing closing )";
        case RE2::ErrorUnexpectedParen: return "unexpected )";
        case RE2::ErrorTrailingBackslash: return "trailing backslash at end of expression";
        case RE2::ErrorRepeatArgument: return "missing argument to repetition operator";
        case RE2::ErrorRepeatSize: return "invalid repeat count";
        case RE2::ErrorRepeatOp: return "invalid nested repetition operator";
        case RE2::ErrorBadPerlOp: return "invalid or unsupported Perl syntax";
        case RE2::ErrorBadUTF8: return "invalid UTF-8";
        case RE2::ErrorBadNamedCapture: return "invalid named capture";
        case RE2::ErrorPatternTooLarge: return "expression too large";
        case RE2::ErrorInternal: break;
    }
    return "regexp/syntax: internal error";
}

}  // namespace

extern "C" cre2_pattern *cre2_pattern_create(const uint8_t *bytes, size_t count, int64_t maximum_memory) {
    try {
        RE2::Options options;
        options.set_log_errors(false);
        options.set_never_capture(true);
        options.set_max_mem(maximum_memory);
        return new cre2_pattern{RE2(piece(bytes, count), options)};
    } catch (...) {
        return nullptr;
    }
}

extern "C" void cre2_pattern_destroy(cre2_pattern *pattern) { delete pattern; }

extern "C" cre2_error cre2_pattern_error(const cre2_pattern *pattern) {
    const std::string &about = pattern->expression.error_arg();
    return {reason(pattern->expression.error_code()), about.data(), about.size()};
}

extern "C" bool cre2_pattern_matches(const cre2_pattern *pattern, const uint8_t *text, size_t count) {
    try {
        return RE2::PartialMatch(piece(text, count), pattern->expression);
    } catch (...) {
        return false;
    }
}

extern "C" bool cre2_contains(const uint8_t *text, size_t count, const uint8_t *part, size_t part_count) {
    return part_count == 0 || (part_count <= count && memmem(text, count, part, part_count));
}
