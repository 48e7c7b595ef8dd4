#pragma once
/// The files that officers exchange while they make a panel, and those that each keeps (docs/formats/panel.md, "Files
/// of the ceremony"). Public ones are canonical JSON; secret ones are age files.

#include "cli/age_keys.h"
#include "kaibiao/codec/json.h"
#include "kaibiao/draw/message.h"
#include "kaibiao/panel/key_generation.h"

#include <string>
#include <vector>

namespace kaibiao::cli {

/// What an officer publishes first.
struct OfficerKey {
    std::string panel;
    crypto::Point key; ///< P_i
    ByteArray<32> nonce{};
    std::string file; ///< where it was read from
};
codec::Json write_officer_key(const OfficerKey& key);
/// panel_context_mismatch at the file, with both ids.
Error other_panel(const std::string& file, const std::string& found, const std::string& wanted);

/// All of `panel`, which is that of the file `secret`, in the order of their members: ascending by key, so that
/// everybody numbers alike. Errors: file_unreadable, panel_message_malformed with the file; panel_context_mismatch for
/// the key of another panel, or for the secret when all keys are of one other.
Result<std::vector<OfficerKey>> read_officer_keys(const std::vector<std::string>& files, const std::string& panel,
                                                  const std::string& secret);

/// Bytes of one round from one member.
enum class RoundFile : std::uint8_t { message, signature };
codec::Json write_round_file(RoundFile kind, const std::string& panel, int member, ByteView bytes);
/// One of each member, by number.
struct RoundInputs {
    std::vector<Bytes> parts;
    std::vector<std::string> files;
    /// An error that is one member's, with that member's file.
    Error blamed(const Error& error) const;
};
/// Whatever the order of the files. Errors: as above; panel_member_missing, panel_message_malformed for two files of
/// one member.
Result<RoundInputs> read_round_files(RoundFile kind, const panel::Session& session,
                                     const std::vector<std::string>& files);

struct CertificateFile {
    std::string panel;
    Bytes certificate;
    panel::PanelKey key; ///< as the certificate proves it
};
codec::Json write_certificate_file(const panel::Certificate& certificate, const panel::PanelKey& key);
/// Errors: as above; those of panel::panel_key_from.
Result<CertificateFile> read_certificate_file(const std::string& file);
/// Either that file or a notice's member `panel`, whose statements are not looked at. Errors: the same.
Result<CertificateFile> read_panel_file(const std::string& file);

inline constexpr std::size_t most_served_draws = 4096;
/// The messages m for which a seat has released, kept beside it.
struct ServedDraws {
    std::vector<std::string> messages;
    draw::FirstMessages first;
};
/// None where there is no such file. Errors: panel_secrets_malformed.
Result<ServedDraws> read_served_draws(const std::string& file);
codec::Json write_served_draws(const ServedDraws& served);

/// The static secret between init and round 1.
struct MemberSecret {
    std::string panel;
    crypto::Scalar static_secret;
};
SecretBytes encode_member_secret(const MemberSecret& secret);
/// Errors: panel_secrets_malformed.
Result<MemberSecret> decode_member_secret(ByteView text);

} // namespace kaibiao::cli
