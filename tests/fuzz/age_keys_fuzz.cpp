/// Files of age recipients and identities. What is read has one text, and reading that gives the same keys.
#include "kaibiao/seal/age_recipient.h"

#include <cstdlib>

using namespace kaibiao;
using namespace kaibiao::seal;

namespace {

void require(bool condition) {
    if (!condition) std::abort();
}

void check_recipients(std::string_view text) {
    const auto recipients = parse_recipients(text);
    if (!recipients.ok()) return;
    require(!recipients->empty());
    std::string again;
    for (const X25519Recipient& recipient : *recipients) {
        require(text.find(recipient.text()) != std::string_view::npos);
        again += recipient.text() + "\n";
    }
    require(*parse_recipients(again) == *recipients);
}

void check_identities(std::string_view text) {
    const auto identities = parse_identities(text);
    if (!identities.ok()) return;
    require(!identities->empty());
    for (const X25519Identity& identity : *identities) {
        const auto again = X25519Identity::parse(as_text(identity.text().view()));
        require(again.ok() && again->recipient() == identity.recipient());
    }
}

} // namespace

/// The second half of what is tried is a key of the input's bytes, which no fuzzer would find by its checksum.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(as_text({data, size}));
    check_recipients(text);
    check_identities(text);
    if (size < 32) return 0;
    X25519Recipient recipient;
    for (std::size_t i = 0; i < 32; ++i) recipient.public_key[i] = data[i];
    check_recipients(recipient.text() + "\n" + text.substr(32));
    const X25519Identity identity(SecretArray<32>::copy_of(recipient.public_key));
    check_identities(std::string(as_text(identity.text().view())) + "\n" + text.substr(32));
    return 0;
}
