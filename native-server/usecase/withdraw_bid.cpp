#include "kaibiao/tender/submission.h"
#include "usecase/lot_answer.h"
#include "usecase/signed_command.h"

namespace kaibiao::usecase {

namespace {

struct VerifiedWithdrawal {
    tender::VerifiedCommand command;
    tender::Withdrawal withdrawal;
};

Result<VerifiedWithdrawal> verify_withdrawal(Centre& centre, const Exchange& exchange, const LotId& lot) {
    TRY_ASSIGN(const std::int64_t grace, crl_grace_of(centre, lot));
    TRY_ASSIGN(tender::VerifiedCommand command, verify_for(centre, exchange, tender::purpose::withdraw, &lot, grace));
    TRY_ASSIGN(const tender::Withdrawal withdrawal, tender::read_withdrawal(command.payload()));
    return VerifiedWithdrawal{std::move(command), withdrawal};
}

} // namespace

void withdraw_bid(Centre& centre, Exchange exchange, Responder respond) {
    const auto lot = lot_parameter(exchange.parameters[0]);
    if (!lot.ok()) return respond(lot.error());
    auto verified = verify_withdrawal(centre, exchange, *lot);
    if (!verified.ok()) return respond(verified.error());
    const auto act_of = std::make_shared<const VerifiedWithdrawal>(std::move(*verified));
    const tender::Context context = centre.context(exchange.arrival->at());
    PendingAct act;
    act.decide = [=, lot = *lot](writer::Batch& batch) {
        const Decision decide = [&](writer::Batch& inside,
                                    const tender::Context& when) -> Result<tender::DecidedEvent> {
            const writer::LotRecord* record = inside.lot(lot);
            if (record == nullptr) return Error(ErrorCode::lot_unknown, lot.text());
            const tender::BidState* bid = record->bid(act_of->withdrawal.bid);
            // Another's bid is as unknown as one that does not exist.
            if (bid == nullptr || bid->bidder.id != act_of->command.signer().id)
                return Error(ErrorCode::bid_unknown, "/bid");
            return tender::decide_withdraw(record->lot, *bid, act_of->command, when);
        };
        return decide_once(batch, lot, act_of->command, context, decide);
    };
    act.answer = [&centre](const store::EventPlace& place) -> Result<Response> {
        TRY_ASSIGN(codec::Json receipt, receipt_json(centre, place));
        return Response::json(codec::Json::object().set("receipt", std::move(receipt)));
    };
    act_and_answer(centre, std::move(act), std::move(exchange.arrival), std::move(respond));
}

} // namespace kaibiao::usecase
