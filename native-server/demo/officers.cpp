#include "demo/officers.h"

#include "blob/file.h"
#include "cli/files.h"
#include "kaibiao/codec/text.h"
#include "kaibiao/panel/member_secrets.h"

#include <algorithm>
#include <chrono>
#include <thread>

namespace kaibiao::demo {

namespace {

using codec::Json;

constexpr std::uint64_t largest_file = 1 << 20;
constexpr auto witness_patience = std::chrono::minutes(2);

struct Joined {
    std::vector<panel::Joining> states;
    std::vector<Bytes> messages;
};

Result<Joined> join_all(const panel::Session& session, const std::vector<crypto::Scalar>& secrets) {
    Joined joined;
    for (const crypto::Scalar& secret : secrets) {
        SecretBytes entropy(panel::join_entropy_size(session));
        cli::fill_random(entropy.data());
        TRY_ASSIGN(panel::Joined one, panel::join(session, secret, entropy));
        joined.messages.push_back(std::move(one.message));
        joined.states.push_back(std::move(one.state));
    }
    return joined;
}

Result<std::vector<panel::Seat>> run_rounds(const panel::Session& session, const std::vector<crypto::Scalar>& secrets) {
    TRY_ASSIGN(const Joined joined, join_all(session, secrets));
    TRY_ASSIGN(const std::vector<Bytes> views, panel::distribute(session, joined.messages));
    std::vector<panel::Certifying> certifying;
    std::vector<panel::Signature> signatures;
    for (std::size_t i = 0; i < views.size(); ++i) {
        TRY_ASSIGN(panel::Received received, panel::receive(joined.states[i], views[i]));
        TRY_ASSIGN(panel::Certifying state, panel::certify(std::move(received)));
        signatures.push_back(state.signature);
        certifying.push_back(std::move(state));
    }
    const Bytes all = panel::encode(signatures);
    std::vector<panel::Seat> seats;
    for (panel::Certifying& state : certifying) {
        TRY_ASSIGN(panel::Seat seat, panel::complete(std::move(state), all));
        seats.push_back(std::move(seat));
    }
    return seats;
}

ByteArray<32> copy_of(const crypto::Point& point) {
    ByteArray<32> out{};
    std::copy(point.bytes().begin(), point.bytes().end(), out.begin());
    return out;
}

Result<std::string> text_in(const Json& json, std::string_view key) {
    const Json* member = json.find(key);
    if (member == nullptr || member->as_string() == nullptr)
        return Error(ErrorCode::json_member_missing, "/" + std::string(key));
    return *member->as_string();
}

SecretBytes encode_panel(const PanelSeats& panel) {
    Json seats = Json::array();
    for (const panel::Seat& seat : panel.seats) seats.push(Json(codec::encode_base64(panel::encode(seat).view())));
    Json nonces = Json::array();
    for (const ByteArray<32>& nonce : panel.nonces) nonces.push(Json(codec::encode_base64(nonce)));
    const std::string text =
        codec::dump_canonical(Json::object().set("nonces", std::move(nonces)).set("seats", std::move(seats)));
    return SecretBytes::copy_of(as_bytes(text));
}

Result<Bytes> bytes_of(const Json& json) {
    if (json.as_string() == nullptr) return Error(ErrorCode::json_member_type);
    return codec::decode_base64(*json.as_string());
}

Result<std::shared_ptr<const PanelSeats>> read_panel(const std::filesystem::path& file) {
    TRY_ASSIGN(const Bytes text, blob::read_whole(file, largest_file));
    TRY_ASSIGN(const Json json, codec::parse_canonical(text));
    codec::ObjectReader reader(json, "");
    TRY_ASSIGN(const Json::Array* nonces, reader.array("nonces", panel::max_members));
    TRY_ASSIGN(const Json::Array* seats, reader.array("seats", panel::max_members));
    TRY(reader.finish());
    if (seats->size() != demo::officers().size() || nonces->size() != seats->size())
        return Error(ErrorCode::panel_size_wrong, file.string());
    const auto panel = std::make_shared<PanelSeats>();
    for (const Json& nonce : *nonces) {
        TRY_ASSIGN(const Bytes bytes, bytes_of(nonce));
        if (bytes.size() != 32) return Error(ErrorCode::length_wrong, "/nonces");
        std::copy(bytes.begin(), bytes.end(), panel->nonces.emplace_back().begin());
    }
    for (const Json& seat : *seats) {
        TRY_ASSIGN(const Bytes bytes, bytes_of(seat));
        TRY_ASSIGN(panel::Seat one, panel::decode_seat(bytes));
        panel->seats.push_back(std::move(one));
    }
    return std::shared_ptr<const PanelSeats>(panel);
}

} // namespace

Result<std::shared_ptr<const PanelSeats>> make_panel_seats() {
    const auto panel = std::make_shared<PanelSeats>();
    std::vector<crypto::Scalar> secrets;
    std::vector<crypto::Point> keys;
    for (std::size_t i = 0; i < demo::officers().size(); ++i) {
        SecretArray<64> random;
        cli::fill_random(random.data());
        TRY_ASSIGN(crypto::Scalar secret, panel::make_static_secret(random.view()));
        TRY_ASSIGN(const crypto::Point key, panel::static_key_of(secret));
        secrets.push_back(std::move(secret));
        keys.push_back(key);
        panel->nonces.push_back(cli::random_bytes<32>());
    }
    const std::string id = "demo-" + codec::encode_hex(cli::random_bytes<8>());
    TRY_ASSIGN(const panel::Session session,
               panel::Session::create(id, static_cast<int>(Officers::threshold), std::move(keys)));
    TRY_ASSIGN(panel->seats, run_rounds(session, secrets));
    return std::shared_ptr<const PanelSeats>(panel);
}

Result<std::shared_ptr<const PanelSeats>> keep_panel_seats(const std::filesystem::path& file) {
    auto kept = read_panel(file);
    if (kept.ok()) return kept;
    TRY_ASSIGN(std::shared_ptr<const PanelSeats> made, make_panel_seats());
    std::error_code failed;
    std::filesystem::create_directories(file.parent_path(), failed);
    if (failed) return Error(ErrorCode::file_unwritable, file.string(), failed.message());
    TRY(blob::replace_file(file, encode_panel(*made).view(), blob::Durability::later));
    return made;
}

Result<Officers> Officers::enter(const std::string& base_url, std::shared_ptr<const PanelSeats> panel) {
    Officers made;
    made.panel_ = std::move(panel);
    for (const Company& officer : demo::officers()) {
        TRY_ASSIGN(Actor actor, Actor::enter(base_url, officer.id, officer.name, "officer"));
        made.officers_.push_back(std::move(actor));
    }
    client::ApiClient& api = made.officers_.front().api();
    TRY_ASSIGN(const Json centre, api.get("/api/centre"));
    TRY_ASSIGN(made.log_.origin, text_in(centre, "origin"));
    TRY_ASSIGN(const std::string key, text_in(centre, "log_key"));
    TRY_ASSIGN(log::VerifierKey verifier, log::VerifierKey::parse(key));
    made.log_.log_keys.push_back(std::move(verifier));
    TRY_ASSIGN(const Json ca, api.get("/api/ca"));
    TRY_ASSIGN(const std::string pem, text_in(ca, "root_pem"));
    TRY_ASSIGN(const auto blocks, codec::decode_pem(pem));
    for (const codec::PemBlock& block : blocks) {
        TRY_ASSIGN(sign::TrustRoot root, sign::make_trust_root(block.der, "demo"));
        made.roots_.push_back(std::move(root));
    }
    return made;
}

Status Officers::pin(tender::Notice& notice) const {
    const std::vector<panel::Seat>& seats = panel_->seats;
    const std::vector<ByteArray<32>>& nonces = panel_->nonces;
    const panel::Seat& first = seats.front();
    const panel::PanelIdentity identity{first.panel(), first.key.y};
    TRY_ASSIGN(const panel::Target target, panel::rehearsal_target(identity, first.key.n(), nonces));
    notice.policy = seal::LockPolicy::dual;
    notice.panel = seal::Panel{identity.id, identity.y, first.key.k, first.key.n()};
    notice.papers = tender::PanelPapers{panel::encode(first.certificate), {}};
    for (std::size_t i = 0; i < seats.size(); ++i) {
        const panel::Session& session = seats[i].certificate.transcript.session;
        tender::SeatStatement statement{identity.id,         seats[i].member, copy_of(session.static_keys()[i]),
                                        copy_of(identity.y), nonces[i],       {}};
        TRY_ASSIGN(statement.rehearsal, panel::release_for(seats[i], target, cli::random_bytes<32>()));
        LotReference none;
        sign::CommandEnvelope envelope = officers_[i].envelope(tender::purpose::seat, none);
        envelope.lot.reset();
        TRY_ASSIGN(const std::string jws,
                   officers_[i].sign(tender::write_seat(envelope, statement), tender::purpose::seat));
        TRY_ASSIGN(Json seat, codec::parse_canonical(as_bytes(jws)));
        notice.papers->seats.push_back(std::move(seat));
    }
    return ok();
}

/// Witnesses come a moment after the event, and their clocks show whole seconds.
Result<tender::ReviewedOpening> Officers::look(Actor& officer, const LotId& lot, seal::PartClass part_class) {
    const auto give_up = std::chrono::steady_clock::now() + witness_patience;
    for (;;) {
        auto opening =
            client::look_before_officer_release(officer.api(), {log_, roots_, lot, part_class, {}, cli::clock_now()});
        const bool soon = !opening.ok() && (opening.error().code == ErrorCode::witness_quorum_missing ||
                                            opening.error().code == ErrorCode::deadline_not_reached);
        if (!soon || std::chrono::steady_clock::now() > give_up) return opening;
        std::this_thread::sleep_for(std::chrono::milliseconds(500));
    }
}

Result<Json> Officers::release(std::size_t officer, const LotId& lot, seal::PartClass part_class) {
    Actor& actor = officers_[officer];
    TRY_ASSIGN(const tender::ReviewedOpening opening, look(actor, lot, part_class));
    LotReference reference;
    reference.lot = lot;
    reference.notice = opening.lot.publication->in_force;
    reference.head = opening.lot.head.hash;
    const sign::CommandEnvelope envelope = actor.envelope(tender::purpose::release, reference);
    TRY_ASSIGN(const Json payload, client::officer_release(opening, part_class, panel_->seats[officer], envelope));
    TRY_ASSIGN(const std::string jws, actor.sign(payload, tender::purpose::release));
    auto answer = actor.api().post("/api/lots/" + lot.text() + "/commands", jws);
    if (!answer.ok() && answer.error().code == ErrorCode::release_twice) return Json();
    return answer;
}

} // namespace kaibiao::demo
