// Officers: the looks at an opening, and the release that may follow them. No point comes in: all are derived.

#include "entropy.h"
#include "handles.h"
#include "lot.h"

#include "kaibiao/panel/member_secrets.h"
#include "kaibiao/seal/piece_tree.h"

namespace kaibiao::wasm {

namespace {

Result<seal::PartClass> read_class(Input& in) {
    TRY_ASSIGN(const std::string_view name, in.text());
    for (const seal::PartClass part_class : {seal::PartClass::sheet, seal::PartClass::volumes})
        if (seal::name_of(part_class) == name) return part_class;
    return Error(ErrorCode::core_call_malformed, "/part_class");
}

Result<sign::CommandEnvelope> read_command(Input& in, const tender::LotState& lot) {
    TRY_ASSIGN(const codec::Json json, in.json());
    codec::ObjectReader reader(json, "/envelope");
    TRY_ASSIGN(sign::CommandEnvelope envelope, sign::read_envelope(reader));
    TRY(reader.finish());
    TRY(sign::check_envelope(envelope, {tender::purpose::release, lot.centre, lot.origin, lot.lot}));
    return envelope;
}

} // namespace

/// What the frozen bids and, once announced, their sheets say with the lot's own events: for officer_release.
Status opening_review(Input& in, Output& out) {
    TRY_ASSIGN(const ByteView page, in.bytes());
    TRY_ASSIGN(const std::vector<log::StoredEvent> events, read_stored(page));
    tender::FrozenBids frozen;
    TRY_ASSIGN(const std::vector<ByteView> bid_pages, in.list());
    for (const ByteView bid_page : bid_pages) {
        TRY_ASSIGN(auto stream, read_stored(bid_page));
        frozen.streams.push_back(std::move(stream));
    }
    TRY_ASSIGN(const std::vector<ByteView> sheets, in.list());
    for (const ByteView sheet : sheets) frozen.sheets.emplace(seal::piece_root(sheet), to_bytes(sheet));
    TRY_ASSIGN(const tender::LotReviewInput input, read_review(in, events));
    TRY_ASSIGN(tender::ReviewedOpening opening, tender::review_opening(input, frozen));
    const codec::Json state = write_state(opening.lot);
    out.u32(Handles::all().put(std::move(opening)));
    out.json(state);
    return ok();
}

/// The payload of a `release` command by the holder of `seat`, as `kaibiao officer` keeps it.
Status officer_release(Input& in, Output& out) {
    TRY_ASSIGN(const std::uint32_t handle, in.u32());
    TRY_ASSIGN(const tender::ReviewedOpening* opening, Handles::all().get<tender::ReviewedOpening>(handle));
    TRY_ASSIGN(const seal::PartClass part_class, read_class(in));
    TRY_ASSIGN(const ByteView text, in.bytes());
    TRY_ASSIGN(const panel::Seat seat, panel::decode_seat(text));
    TRY_ASSIGN(const sign::CommandEnvelope envelope, read_command(in, opening->lot));
    TRY_ASSIGN(Entropy entropy, Entropy::read(in, 32));
    TRY(in.finish());
    SecretArray<32> random;
    entropy.take(random);
    TRY_ASSIGN(const tender::OfficerRelease release,
               tender::make_officer_release(opening->lot, opening->bids, part_class, seat, random.view()));
    out.json(tender::write_officer_release(envelope, release));
    return ok();
}

} // namespace kaibiao::wasm
