#pragma once
/// The tender notice: what the tenderer signs to publish a lot, and what every bid is locked, judged and opened under.
/// docs/formats/process.md "The notice".

#include "kaibiao/base/money.h"
#include "kaibiao/score/method.h"
#include "kaibiao/seal/lock_policy.h"
#include "kaibiao/sign/envelope.h"
#include "kaibiao/tender/officers.h"
#include "kaibiao/tender/rule_profile.h"

#include <optional>

namespace kaibiao::tender {

struct Project {
    std::string code;
    BilingualText name;
    bool operator==(const Project&) const = default;
};

struct TenderDocument {
    std::string name;
    Digest digest{}; ///< SHA-256
    std::uint64_t bytes = 0;
    std::string media_type;
    bool operator==(const TenderDocument&) const = default;
};

/// Whether bids that cannot be decrypted may be delivered again under the same commitments. EB 31.
enum class Fallback : std::uint8_t { refused, allowed };

/// Announced together (EB 30), the only form so far; with a technical stage in two envelopes (双信封), else in one.
struct Notice {
    Project project;
    BilingualText title;
    Party tenderer;
    Party supervisor;
    TenderKind kind = TenderKind::works;
    std::string region;
    std::string industry;
    Instant issue_from; ///< first issue of the documents
    Instant deadline;   ///< exclusive
    std::int64_t release_window_milliseconds = 0;
    std::optional<Money> ceiling;
    seal::LockPolicy policy = seal::LockPolicy::bidder;
    std::optional<seal::Panel> panel;
    std::optional<PanelPapers> papers; ///< with the panel
    std::string log_key;               ///< verifier key of the centre's log
    std::string log_policy;            ///< tlog-policy whose quorum must have cosigned what is released; may be empty
    ProfileReference profile;
    score::Method method;
    std::vector<TenderDocument> documents;
    Fallback fallback = Fallback::refused;
};

/// Two where the method has a technical stage, else one.
int envelopes_of(const Notice& notice);

/// Reads a whole `publish` payload, envelope included, and refuses unknown members; a floor price is refused by name.
/// Errors: those of ObjectReader and decode_method, price_limit_forbidden (IR 27), command_malformed.
Result<Notice> read_notice(const codec::Json& payload);
/// The member `panel`: null without one.
codec::Json write_panel(const Notice& notice);
/// The payload of a `publish` command.
codec::Json write_notice(const sign::CommandEnvelope& envelope, const Notice& notice);

/// Whether the notice makes sense by itself and under its profile: method, ceiling, panel, log key, kind, candidates.
/// The panel's papers are for check_officers.
/// Errors: those of score::check_method (place below `/method`), method_malformed, price_limit_forbidden,
/// rule_profile_unknown, command_malformed with the member's place.
Status check_notice(const Notice& notice, const RuleProfile& profile, std::string_view origin);

} // namespace kaibiao::tender
