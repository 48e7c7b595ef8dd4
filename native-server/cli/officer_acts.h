#pragma once
/// The acts of `kaibiao officer`, each with its options.

#include "cli/draw_close.h"
#include "kaibiao/panel/key_generation.h"

#include <string>
#include <vector>

namespace kaibiao::cli {

struct OfficerOptions {
    std::string panel;
    int threshold = 0;
    std::string secret;               ///< the age file of the step before
    std::string identity;             ///< opens it, when it was locked to a key
    std::vector<std::string> keepers; ///< age recipients for the new secret file
    std::vector<std::string> members; ///< key files of all members
    std::vector<std::string> inputs;  ///< messages, signatures or statements of all members
    std::string out;                  ///< the new secret file, or the public one where there is no secret
    std::string public_out;
    std::string certificate_file; ///< of the panel
    std::string message;          ///< of a draw
    std::string list;             ///< of a draw, where it may be seen
    CloseOptions close;           ///< of a draw, where the centre is asked
    std::string key;              ///< X.509
    std::string certificate;      ///< X.509
    std::string centre;
    std::string origin;
    std::string server = "http://127.0.0.1:8080";
    std::string ca_file;
    std::string lot;
    LogTrustOptions trust;
    std::vector<std::string> roots;
    std::vector<std::string> old;
    std::vector<std::string> others; ///< ids of draws of the same lot for which the seat has released
    bool volumes = false;
    bool dry_run = false;
    bool unchecked_close = false; ///< release for a draw without asking the centre
    bool json = false;
};

Status officer_init(const OfficerOptions& options, const Output& output);
Status officer_round1(const OfficerOptions& options, const Output& output);
Status officer_round2(const OfficerOptions& options, const Output& output);
Status officer_round3(const OfficerOptions& options, const Output& output);
/// Also signs the statement that the seat is the officer's own.
Status officer_rehearse(const OfficerOptions& options, const Output& output);
/// Puts certificate and statements together as a notice's member `panel`.
Status officer_panel(const OfficerOptions& options, const Output& output);
Status officer_release(const OfficerOptions& options, const Output& output);
/// Releases for a draw, once for each lot and draw id.
Status officer_draw(const OfficerOptions& options, const Output& output);
/// Makes a lost seat anew.
Status officer_recover(const OfficerOptions& options, const Output& output);

/// The seat in `--secret`. Errors: those of unlock_secret and panel::decode_seat.
Result<panel::Seat> open_seat(const OfficerOptions& options);

} // namespace kaibiao::cli
