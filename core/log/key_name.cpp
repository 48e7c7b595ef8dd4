#include "key_name.h"

#include "kaibiao/codec/text.h"

#include <algorithm>

namespace kaibiao::log {

namespace {

/// The characters above U+007F with the Unicode property White_Space, in UTF-8.
constexpr std::string_view wide_spaces[] = {"\u0085", "\u00A0", "\u1680", "\u2000", "\u2001", "\u2002", "\u2003",
                                            "\u2004", "\u2005", "\u2006", "\u2007", "\u2008", "\u2009", "\u200A",
                                            "\u2028", "\u2029", "\u202F", "\u205F", "\u3000"};

bool has_wide_space(std::string_view text) {
    return std::any_of(std::begin(wide_spaces), std::end(wide_spaces),
                       [text](std::string_view space) { return text.find(space) != std::string_view::npos; });
}

} // namespace

bool is_key_name(std::string_view name) {
    return !name.empty() && is_note_text(name) && name.find_first_of(" +\n") == std::string_view::npos &&
           !has_wide_space(name);
}

bool is_note_text(std::string_view text) {
    return codec::is_utf8(as_bytes(text)) && std::none_of(text.begin(), text.end(), [](char c) {
               return static_cast<unsigned char>(c) < 0x20 && c != '\n';
           });
}

} // namespace kaibiao::log
