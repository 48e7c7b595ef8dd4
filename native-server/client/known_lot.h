#pragma once
/// A lot as a client knows it for itself: its public events, folded by the same core, and the notice's signature
/// checked against roots that the user chose. What the server merely says about a lot is not believed.

#include "client/api_client.h"
#include "kaibiao/sign/chain.h"
#include "kaibiao/tender/lot_review.h"

#include <filesystem>
#include <string>
#include <vector>

namespace kaibiao::client {

/// What the user trusts, and the revocation lists at hand.
struct Anchors {
    std::vector<sign::TrustRoot> roots;
    std::vector<crypto::RevocationList> crls;
};
/// PEM files. Errors: file_unreadable, file_kind_wrong, pem_malformed, certificate_malformed.
Status add_root_file(Anchors& anchors, const std::filesystem::path& file);
/// The lists that the server uses; they are signed by the CAs, so the server cannot make them up.
Status add_crls_of(Anchors& anchors, ApiClient& api);

/// A tender file: `{"centre", "crls": [base64 of DER], "events": [...], "lot", "origin"}`, for sealing without a
/// network.
Result<codec::Json> fetch_tender(ApiClient& api, const LotId& lot);

/// What a tender file holds.
struct KnownTender {
    std::string centre;
    std::string origin;
    LotId lot;
    std::vector<log::StoredEvent> events;
    /// For reviews; shows the events of this object.
    tender::LotReviewInput input(const Anchors& anchors) const {
        return {centre, origin, lot, anchors.roots, anchors.crls, events};
    }
};
/// Adds the file's revocation lists to the anchors. Errors: those of ObjectReader; trust_anchor_missing without roots.
Result<KnownTender> read_tender(const codec::Json& tender, Anchors& anchors);
/// All events of a lot that the server shows; `more`: further parameters of the query.
Result<std::vector<log::StoredEvent>> fetch_events_of(ApiClient& api, const LotId& lot, const std::string& more);

/// Verifies and folds the events. Errors: those of review_lot; trust_anchor_missing without roots.
Result<tender::LotState> know_lot(const codec::Json& tender, Anchors& anchors);

} // namespace kaibiao::client
