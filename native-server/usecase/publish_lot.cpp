#include "kaibiao/sign/jws.h"
#include "kaibiao/tender/periods.h"
#include "usecase/json_text.h"
#include "usecase/signed_command.h"

namespace kaibiao::usecase {

namespace {

struct Publication {
    tender::VerifiedCommand command;
    std::vector<tender::VerifiedCommand> seats; ///< of the panel's officers
    const tender::RuleProfile* profile;
};

/// The profile says how old a revocation list may be, so it is looked up before the signature is judged.
Result<Publication> verify_publication(Centre& centre, const Exchange& exchange) {
    TRY_ASSIGN(const sign::Jws jws, sign::parse_jws(exchange.request.body));
    if (jws.purpose != tender::purpose::publish) return Error(ErrorCode::jws_type_wrong, "/protected/typ", jws.purpose);
    TRY_ASSIGN(const codec::Json payload, codec::parse_canonical(jws.payload));
    TRY_ASSIGN(const tender::Notice notice, tender::read_notice(payload));
    const tender::RuleProfile* profile = tender::newest_profile(notice.profile.id);
    if (profile == nullptr || profile->version != notice.profile.version)
        return Error(ErrorCode::rule_profile_unknown, "/profile");
    const std::int64_t grace = tender::milliseconds_of(profile->rule(tender::RuleKey::crl_grace));
    TRY_ASSIGN(tender::VerifiedCommand command, verify_for(centre, exchange, tender::purpose::publish, nullptr, grace));
    for (const tender::TenderDocument& document : notice.documents)
        if (!centre.documents().has(document.digest)) return Error(ErrorCode::not_found, "/documents", document.name);
    TRY_ASSIGN(std::vector<tender::VerifiedCommand> seats,
               tender::verify_seats(notice, centre.context(exchange.arrival->at()), centre.trust().judge(grace)));
    return Publication{std::move(command), std::move(seats), profile};
}

/// Whoever holds a seat has to be let in as one who may release: an officer who is new here is registered as that, and
/// one whose role cannot release is named before anybody seals a bid for a panel that could never open it. A tenderer
/// or a supervisor may hold a seat as well.
Status register_officers(store::WriteTx& tx, const std::vector<tender::VerifiedCommand>& seats, Instant now) {
    std::vector<store::Account> accounts;
    for (std::size_t i = 0; i < seats.size(); ++i) {
        const tender::Signer& signer = seats[i].signer();
        const auto known = store::find_account(tx, signer.id);
        if (!known)
            accounts.push_back({signer.id, signer.name, signer.organisation, http::Role::officer, now});
        else if (!may_command(known->role, tender::purpose::release))
            return Error(ErrorCode::account_exists, "/panel/seats/" + std::to_string(i),
                         signer.id + " 已登记为 is registered as: " + std::string(http::name_of(known->role)) +
                             "; 须为见证人 an officer is needed");
    }
    for (const store::Account& account : accounts) store::insert_account(tx, account);
    return ok();
}

} // namespace

void publish_lot(Centre& centre, Exchange exchange, Responder respond) {
    auto verified = verify_publication(centre, exchange);
    if (!verified.ok()) return respond(verified.error());
    const auto publication = std::make_shared<const Publication>(std::move(*verified));
    const LotId lot = publication->command.lot();
    const tender::Context context = centre.context(exchange.arrival->at());
    PendingAct act;
    act.decide = [=](writer::Batch& batch) {
        return decide_once(batch, lot, publication->command, context,
                           [&](writer::Batch& inside, const tender::Context& when) -> Result<tender::DecidedEvent> {
                               const writer::LotRecord* known = inside.lot(lot);
                               auto event = tender::decide_publish(known != nullptr ? known->lot : tender::LotState{},
                                                                   publication->command, *publication->profile,
                                                                   publication->seats, when);
                               if (event.ok()) TRY(register_officers(inside.tx(), publication->seats, when.arrival));
                               return event;
                           });
    };
    act.answer = [=, &centre](const store::EventPlace& place) -> Result<Response> {
        TRY_ASSIGN(codec::Json receipt, receipt_json(centre, place));
        TRY_ASSIGN(const Digest hash, event_hash_at(centre, place));
        return Response::json(
            codec::Json::object().set("lot", lot.text()).set("event", hex(hash)).set("receipt", std::move(receipt)));
    };
    act_and_answer(centre, std::move(act), std::move(exchange.arrival), std::move(respond));
}

} // namespace kaibiao::usecase
