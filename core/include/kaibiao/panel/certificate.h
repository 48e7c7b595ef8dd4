#pragma once
/// The transcript that every member signs, the success certificate, and the public keys that follow from it.

#include "kaibiao/panel/messages.h"

namespace kaibiao::panel {

/// The public outcome: Y, and Y_i of each member.
struct PanelKey {
    int k = 0;
    crypto::Point y;
    std::vector<crypto::Point> shares;

    int n() const { return static_cast<int>(shares.size()); }
    /// Aborts for numbers outside 1 to n.
    const crypto::Point& share_of(int member) const;
    bool operator==(const PanelKey&) const = default;
};

/// T of the specification.
struct Transcript {
    Session session;
    std::vector<Contribution> contributions;
    Bytes extension;
};
Bytes encode(const Transcript& transcript);
/// Errors: as decode_certificate.
Result<Transcript> decode_transcript(ByteView bytes, std::string_view id);
/// Errors: point_is_identity, which dishonest members can only reach all together.
Result<PanelKey> key_of(const Transcript& transcript);

struct Certificate {
    Transcript transcript;
    std::vector<Signature> signatures;
};
/// T ‖ sig_1 ‖ … ‖ sig_n.
Bytes encode(const Certificate& certificate);
/// `id` is the panel's, from a source that is trusted. Nothing is verified but the form and the context. Errors:
/// panel_certificate_malformed, panel_ciphersuite_unknown, panel_context_mismatch, panel_payload_too_large, and what
/// points and Session::create report.
Result<Certificate> decode_certificate(ByteView bytes, std::string_view id);

/// Every signature and every proof of possession. Errors: panel_signature_wrong, panel_possession_wrong.
Status check_certificate(const Certificate& certificate);
/// Decodes and checks.
Result<PanelKey> panel_key_from(ByteView certificate, std::string_view id);

} // namespace kaibiao::panel
