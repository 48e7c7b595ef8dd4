#pragma once
/// Names inside certificates, opened for those who compare them: relative distinguished names, alternative names and
/// name constraints (RFC 5280 §4.1.2.4, §4.2.1.6, §4.2.1.10). Reading judges nothing.

#include "kaibiao/base/bytes.h"
#include "kaibiao/base/result.h"

#include <optional>
#include <string>
#include <vector>

namespace kaibiao::crypto {

struct NameAttribute {
    std::string type; ///< dotted
    Bytes value;      ///< DER, with its string type
    /// UTF-8; none when the string type cannot be read as Unicode, or the text has control characters.
    std::optional<std::string> text;
};
using RelativeName = std::vector<NameAttribute>;

inline constexpr std::string_view email_attribute = "1.2.840.113549.1.9.1";

/// A Name in DER, outermost part first. Errors: certificate_malformed.
Result<std::vector<RelativeName>> read_relative_names(ByteView name);

/// The numbers are the tags of GeneralName.
enum class GeneralNameKind : std::uint8_t {
    other = 0,
    email = 1,
    dns = 2,
    x400 = 3,
    directory = 4,
    edi_party = 5,
    uri = 6,
    ip = 7,
    registered_id = 8,
};
struct GeneralName {
    GeneralNameKind kind{};
    Bytes value; ///< contents; of a directory name the whole Name
};

inline constexpr std::size_t most_general_names = 256;

/// The value of a subjectAltName extension. Errors: certificate_malformed, also for more than 256 names.
Result<std::vector<GeneralName>> read_alternative_names(ByteView extension);

struct NameConstraints {
    std::vector<GeneralName> permitted;
    std::vector<GeneralName> excluded;
};
/// The value of a nameConstraints extension. Errors: certificate_malformed for more than 256 subtrees, none, or a
/// minimum or maximum, which RFC 5280 does not use.
Result<NameConstraints> read_name_constraints(ByteView extension);

/// The policies of a certificatePolicies extension, dotted. Errors: certificate_malformed.
Result<std::vector<std::string>> read_policies(ByteView extension);
inline constexpr std::string_view any_policy = "2.5.29.32.0";

} // namespace kaibiao::crypto
