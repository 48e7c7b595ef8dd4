#pragma once
/// The officers' panel as a notice pins it: the certificate of its key generation, and from each officer a signed
/// statement that the seat is his and that his share works. docs/formats/process.md "The panel in the notice".

#include "kaibiao/panel/release.h"
#include "kaibiao/tender/signed_command.h"

namespace kaibiao::tender {

struct Notice;

struct PanelPapers {
    Bytes certificate;              ///< of the key generation
    std::vector<codec::Json> seats; ///< flattened JWS of purpose `seat`, officer 1 first
};

/// What an officer signs once for a panel, after everybody's share was tried on the rehearsal's point.
struct SeatStatement {
    std::string panel;
    int officer = 0;       ///< from 1
    ByteArray<32> key{};   ///< P_i, the static key
    ByteArray<32> y{};     ///< the panel's public key
    ByteArray<32> nonce{}; ///< the officer's part of the rehearsal's point
    panel::Release rehearsal;
};
/// Errors: those of ObjectReader, panel::decode_release with the place.
Result<SeatStatement> read_seat(const codec::Json& payload);
/// `envelope`: of purpose `seat`, with neither lot nor notice nor event seen.
codec::Json write_seat(const sign::CommandEnvelope& envelope, const SeatStatement& statement);

/// Verifies the signatures under a notice's statements, in order; nothing for a notice without a panel. Errors: those
/// of verify_command with the place `/panel/seats/N`.
Result<std::vector<VerifiedCommand>> verify_seats(const Notice& notice, const Context& context,
                                                  const ChainJudge& judge);

/// The public keys of a notice's panel; nothing is checked but the form. Errors: those of panel::decode_certificate.
Result<panel::PanelKey> panel_key_of(const Notice& notice);

/// Whether the papers prove the panel: the certificate is of this panel and holds, every seat is claimed by somebody
/// else with the key that the certificate names, everybody's rehearsal is right, no organisation has k seats, and 1 of
/// 1 is a trial. `seats`: as verify_seats gave them. Errors: those of panel::check_certificate, panel_seat_wrong,
/// panel_organisation_too_strong, panel_size_wrong; places below `/panel`.
Status check_officers(const Notice& notice, std::span<const VerifiedCommand> seats, CentreMode mode);

} // namespace kaibiao::tender
