#include "kaibiao/tender/officers.h"

#include "kaibiao/codec/text.h"
#include "kaibiao/tender/notice.h"

#include <algorithm>
#include <map>
#include <set>

namespace kaibiao::tender {

namespace {

std::string place_of_seat(std::size_t index) { return numbered("/panel/seats/", index); }

/// The statement against the certificate, all but its rehearsal.
bool fits(const SeatStatement& seat, const panel::Session& session, const panel::PanelKey& key, std::size_t index) {
    return seat.panel == session.id() && seat.officer == static_cast<int>(index) + 1 &&
           equal_public(seat.key, session.static_keys()[index].bytes()) && equal_public(seat.y, key.y.bytes());
}

Result<std::vector<SeatStatement>> read_seats(std::span<const VerifiedCommand> seats, const panel::Session& session,
                                              const panel::PanelKey& key) {
    if (seats.size() != static_cast<std::size_t>(session.n()))
        return Error(ErrorCode::panel_seat_wrong, "/panel/seats", "not one for each officer");
    std::vector<SeatStatement> statements;
    std::set<std::string> people;
    for (std::size_t i = 0; i < seats.size(); ++i) {
        const Result<SeatStatement> statement = read_seat(seats[i].payload());
        if (!statement.ok()) return Error(statement.error().code, place_of_seat(i) + statement.error().place);
        if (!fits(*statement, session, key, i) || !people.insert(seats[i].signer().id).second)
            return Error(ErrorCode::panel_seat_wrong, place_of_seat(i));
        statements.push_back(*statement);
    }
    return statements;
}

Status check_rehearsal(const panel::PanelIdentity& panel, const panel::PanelKey& key,
                       const std::vector<SeatStatement>& seats) {
    std::vector<ByteArray<32>> nonces;
    nonces.reserve(seats.size());
    for (const SeatStatement& seat : seats) nonces.push_back(seat.nonce);
    TRY_ASSIGN(const panel::Target target, panel::rehearsal_target(panel, key.n(), nonces));
    for (std::size_t i = 0; i < seats.size(); ++i) {
        const auto checked = panel::check_release(target, key, seats[i].officer, seats[i].rehearsal);
        if (!checked.ok()) return Error(checked.error().code, place_of_seat(i) + "/rehearsal");
    }
    return ok();
}

/// No organisation opens a bid by itself. Certificates that name none may all be of the same.
Status check_organisations(std::span<const VerifiedCommand> seats, int k) {
    std::map<std::string, int> members;
    for (const VerifiedCommand& seat : seats)
        if (++members[seat.signer().organisation] >= k)
            return Error(ErrorCode::panel_organisation_too_strong, "/panel/seats", seat.signer().organisation);
    return ok();
}

} // namespace

Result<SeatStatement> read_seat(const codec::Json& payload) {
    codec::ObjectReader reader(payload, {});
    TRY(sign::read_envelope(reader));
    SeatStatement seat;
    TRY_ASSIGN(seat.panel, reader.string("panel", panel::max_id));
    TRY_ASSIGN(const std::int64_t officer, reader.integer("officer", 1, panel::max_members));
    seat.officer = static_cast<int>(officer);
    TRY_ASSIGN(seat.key, reader.bytes<32>("key"));
    TRY_ASSIGN(seat.y, reader.bytes<32>("y"));
    TRY_ASSIGN(seat.nonce, reader.bytes<32>("nonce"));
    TRY_ASSIGN(const auto release, reader.bytes<panel::release_size>("rehearsal"));
    TRY(reader.finish());
    const Result<panel::Release> rehearsal = panel::decode_release(release);
    if (!rehearsal.ok()) return Error(rehearsal.error().code, "/rehearsal");
    seat.rehearsal = *rehearsal;
    return seat;
}

codec::Json write_seat(const sign::CommandEnvelope& envelope, const SeatStatement& statement) {
    return sign::write_envelope(envelope)
        .set("key", codec::encode_base64(statement.key))
        .set("nonce", codec::encode_base64(statement.nonce))
        .set("officer", statement.officer)
        .set("panel", statement.panel)
        .set("rehearsal", codec::encode_base64(panel::encode(statement.rehearsal)))
        .set("y", codec::encode_base64(statement.y));
}

Result<std::vector<VerifiedCommand>> verify_seats(const Notice& notice, const Context& context,
                                                  const ChainJudge& judge) {
    std::vector<VerifiedCommand> seats;
    if (!notice.papers) return seats;
    for (std::size_t i = 0; i < notice.papers->seats.size(); ++i) {
        const std::string jws = codec::dump_canonical(notice.papers->seats[i]);
        Result<VerifiedCommand> seat = verify_seat(as_bytes(jws), context, judge);
        if (!seat.ok()) return Error(seat.error().code, place_of_seat(i), seat.error().detail);
        seats.push_back(std::move(seat).value());
    }
    return seats;
}

Result<panel::PanelKey> panel_key_of(const Notice& notice) {
    TRY_ASSIGN(const panel::Certificate certificate,
               panel::decode_certificate(notice.papers->certificate, notice.panel->id));
    return panel::key_of(certificate.transcript);
}

Status check_officers(const Notice& notice, std::span<const VerifiedCommand> seats, CentreMode mode) {
    if (!notice.panel) return ok();
    const auto at_certificate = [](const Error& error) {
        return Error(error.code, "/panel/certificate", error.detail.empty() ? error.place : error.detail);
    };
    const auto certificate = panel::decode_certificate(notice.papers->certificate, notice.panel->id);
    if (!certificate.ok()) return at_certificate(certificate.error());
    const Status holds = panel::check_certificate(*certificate);
    if (!holds.ok()) return at_certificate(holds.error());
    TRY_ASSIGN(const panel::PanelKey key, panel::key_of(certificate->transcript));
    const seal::Panel& panel = *notice.panel;
    if (!(key.y == panel.y) || key.k != panel.k || key.n() != panel.n)
        return Error(ErrorCode::panel_certificate_malformed, "/panel", "the certificate is of other numbers or keys");
    if (key.n() == 1 && mode != CentreMode::trial) return Error(ErrorCode::panel_size_wrong, "/panel/n");
    TRY_ASSIGN(const auto statements, read_seats(seats, certificate->transcript.session, key));
    if (key.n() > 1) TRY(check_organisations(seats, key.k));
    return check_rehearsal({panel.id, panel.y}, key, statements);
}

} // namespace kaibiao::tender
