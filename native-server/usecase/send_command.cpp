#include "kaibiao/sign/jws.h"
#include "kaibiao/tender/decide.h"
#include "usecase/json_text.h"
#include "usecase/lot_answer.h"
#include "usecase/signed_command.h"

namespace kaibiao::usecase {

namespace {

/// The role that may sign a purpose at all; who of them, the decision knows.
http::Role role_for(std::string_view purpose) {
    if (purpose == tender::purpose::score) return http::Role::expert;
    if (purpose == tender::purpose::release) return http::Role::officer;
    for (const std::string_view theirs : {tender::purpose::suspend, tender::purpose::resume, tender::purpose::excuse})
        if (purpose == theirs) return http::Role::supervisor;
    return http::Role::tenderer;
}

Result<tender::VerifiedCommand> verify_lot_command(Centre& centre, const Exchange& exchange, const LotId& lot) {
    TRY_ASSIGN(const std::int64_t grace, crl_grace_of(centre, lot));
    TRY_ASSIGN(const sign::Jws jws, sign::parse_jws(exchange.request.body));
    if (!tender::is_lot_purpose(jws.purpose)) return Error(ErrorCode::command_malformed, "typ", jws.purpose);
    if (!may_command(exchange.caller.role, jws.purpose))
        return Error(ErrorCode::role_refused, "typ", std::string(http::name_of(exchange.caller.role)));
    return verify_for(centre, exchange, jws.purpose, &lot, grace);
}

Result<tender::DecidedEvent> decide_inside(const writer::LotRecord& record, const tender::VerifiedCommand& command,
                                           const tender::Context& context) {
    if (command.purpose() == tender::purpose::release)
        return tender::decide_officer_release(record.lot, record.all_bids(), command, context);
    return tender::decide(record.lot, command, context);
}

} // namespace

bool may_command(http::Role role, std::string_view purpose) {
    // A tenderer may sit on the committee as well. BL 37.
    const bool member = purpose == tender::purpose::score && role == http::Role::tenderer;
    // The tenderer and the supervisor may hold seats of a panel as well.
    const bool seated =
        purpose == tender::purpose::release && (role == http::Role::tenderer || role == http::Role::supervisor);
    return role == role_for(purpose) || member || seated;
}

void send_command(Centre& centre, Exchange exchange, Responder respond) {
    const auto lot = lot_parameter(exchange.parameters[0]);
    if (!lot.ok()) return respond(lot.error());
    auto verified = verify_lot_command(centre, exchange, *lot);
    if (!verified.ok()) return respond(verified.error());
    const auto command = std::make_shared<const tender::VerifiedCommand>(std::move(*verified));
    const tender::Context context = centre.context(exchange.arrival->at());
    PendingAct act;
    act.decide = [=, lot = *lot](writer::Batch& batch) {
        const Decision decide = [&](writer::Batch& inside,
                                    const tender::Context& when) -> Result<tender::DecidedEvent> {
            const writer::LotRecord* record = inside.lot(lot);
            if (record == nullptr) return Error(ErrorCode::lot_unknown, lot.text());
            return decide_inside(*record, *command, when);
        };
        return decide_once(batch, lot, *command, context, decide);
    };
    act.answer = [&centre](const store::EventPlace& place) -> Result<Response> {
        TRY_ASSIGN(const Digest hash, event_hash_at(centre, place));
        TRY_ASSIGN(codec::Json receipt, receipt_json(centre, place));
        codec::Json events = codec::Json::array();
        events.push(hex(hash));
        codec::Json receipts = codec::Json::array();
        receipts.push(std::move(receipt));
        return Response::json(
            codec::Json::object().set("events", std::move(events)).set("receipts", std::move(receipts)));
    };
    act_and_answer(centre, std::move(act), std::move(exchange.arrival), std::move(respond));
}

} // namespace kaibiao::usecase
