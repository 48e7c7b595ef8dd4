#include "kaibiao/tender/submission.h"
#include "usecase/lot_answer.h"
#include "usecase/signed_command.h"
#include "work/entropy.h"
#include "writer/crash_point.h"

namespace kaibiao::usecase {

namespace {

/// Everything about a submission that does not depend on the lot's state at the moment of decision.
struct Submission {
    tender::VerifiedCommand command;
    seal::Manifest manifest;
    std::vector<tender::InspectedPart> parts;
    StreamId fresh_stream;
};

Result<Submission> verify_submission(Centre& centre, const Exchange& exchange, const LotId& lot) {
    TRY_ASSIGN(const std::int64_t grace, crl_grace_of(centre, lot));
    TRY_ASSIGN(tender::VerifiedCommand command, verify_for(centre, exchange, tender::purpose::submit, &lot, grace));
    TRY_ASSIGN(seal::Manifest manifest, tender::read_submission(command.payload()));
    std::vector<tender::InspectedPart> parts;
    for (const seal::PartRecord& record : manifest.parts) {
        auto part = centre.parts().inspect(record.root);
        if (part.ok()) parts.push_back(std::move(*part)); // the decision names what is missing
    }
    return Submission{std::move(command), std::move(manifest), std::move(parts), work::random_id<StreamId>()};
}

/// The parts that were uploaded for this lot: by that a part is handed out later (fetch_part). One uploaded for another
/// lot would count here, and nobody could ever fetch it to open it.
std::vector<tender::InspectedPart> uploaded_for(store::WriteTx& tx, const LotId& lot,
                                                const std::vector<tender::InspectedPart>& parts) {
    std::vector<tender::InspectedPart> found;
    for (const tender::InspectedPart& part : parts) {
        store::Statement row = tx.prepare("SELECT 1 FROM blobs WHERE root=? AND lot=?");
        row.bind(part.root).bind(lot);
        if (row.step()) found.push_back(part);
    }
    return found;
}

/// Every submission stays in the lot's bundle, whose size is bounded: nobody may fill it alone.
Status check_share(const Centre& centre, writer::Batch& batch, const writer::LotRecord& record,
                   const std::string& bidder) {
    std::int64_t bytes = 0;
    for (const StreamId& stream : record.all_streams_of(bidder)) bytes += store::payload_bytes_of(batch.tx(), stream);
    return bytes < centre.config().submission_bytes
               ? ok()
               : Status(Error(ErrorCode::too_many_bids, {}, "limits.submission_bytes"));
}

Result<tender::DecidedEvent> decide(const Centre& centre, writer::Batch& batch, const LotId& lot,
                                    const Submission& submission, const tender::Context& context) {
    const writer::LotRecord* found = batch.lot(lot);
    if (found == nullptr) return Error(ErrorCode::lot_unknown, lot.text());
    const writer::LotRecord& record = *found;
    const std::string& bidder = submission.command.signer().id;
    const int envelope = submission.manifest.envelope;
    TRY(check_share(centre, batch, record, bidder));
    const tender::BidState* latest = record.newest_of(bidder, envelope);
    const auto parts = uploaded_for(batch.tx(), lot, submission.parts);
    const tender::SubmissionFacts facts{parts, submission.fresh_stream, record.streams_of(bidder, envelope),
                                        record.bids.size()};
    return tender::decide_submit(record.lot, latest, submission.command, facts, context);
}

} // namespace

/// The final submission command: from here on the bid counts. EB 27.
void submit_bid(Centre& centre, Exchange exchange, Responder respond) {
    const auto lot = lot_parameter(exchange.parameters[0]);
    if (!lot.ok()) return respond(lot.error());
    auto verified = verify_submission(centre, exchange, *lot);
    if (!verified.ok()) return respond(verified.error());
    writer::crash_point("submission_verified");
    const auto submission = std::make_shared<const Submission>(std::move(*verified));
    const tender::Context context = centre.context(exchange.arrival->at());
    PendingAct act;
    act.decide = [=, &centre, lot = *lot](writer::Batch& batch) {
        return decide_once(batch, lot, submission->command, context,
                           [&](writer::Batch& inside, const tender::Context& when) {
                               return decide(centre, inside, lot, *submission, when);
                           });
    };
    act.answer = [=, &centre](const store::EventPlace& place) -> Result<Response> {
        writer::crash_point("before_answer");
        TRY_ASSIGN(codec::Json receipt, receipt_json(centre, place));
        return Response::json(codec::Json::object()
                                  .set("receipt", std::move(receipt))
                                  .set("bid", BidId(place.stream.bytes()).text())
                                  .set("number", submission->manifest.number));
    };
    act_and_answer(centre, std::move(act), std::move(exchange.arrival), std::move(respond));
}

} // namespace kaibiao::usecase
