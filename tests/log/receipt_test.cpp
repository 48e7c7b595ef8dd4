#include "log/log_builder.h"

#include "record.h"

#include <doctest/doctest.h>

using namespace kaibiao;
using namespace kaibiao::log;
using namespace kaibiao::log::test;

namespace {

Result<VerifiedReceipt> verify_text(std::string_view text) {
    TRY_ASSIGN(const Receipt decoded, decode_receipt(as_bytes(text)));
    return verify_receipt(decoded, trust());
}

ErrorCode decode_error(const std::string& text) {
    const Result<Receipt> decoded = decode_receipt(as_bytes(text));
    REQUIRE_MESSAGE(!decoded.ok(), "accepted: ", text);
    return decoded.error().code;
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    REQUIRE(text.find(from) != std::string::npos);
    return text.replace(text.find(from), from.size(), to);
}

} // namespace

TEST_CASE("log: a receipt verifies offline and says what and when") {
    const std::string text = encode_receipt(receipt());
    const auto verified = verify_text(text);
    REQUIRE(verified.ok());
    CHECK(verified->header.stream == stream(7));
    CHECK(verified->header.position == 3);
    CHECK(verified->index == 14);
    CHECK(verified->checkpoint.checkpoint.size == 16);
    CHECK(verified->checkpoint.cosignatures.front().time == at("2026-11-23T01:00:30.000Z"));
    CHECK(encode_receipt(*decode_receipt(as_bytes(text))) == text);
    CHECK(*decode_receipt(as_bytes(text)) == receipt());
    kaibiao::test::record("receipt", text);
}

TEST_CASE("log: the example of the format's document is still what is written") {
    CHECK(encode_receipt(receipt()) == kaibiao::test::vector_text("log/receipt.json"));
}

TEST_CASE("log: every single-bit flip of a receipt is refused") {
    const std::string text = encode_receipt(receipt());
    int accepted = 0;
    for (std::size_t bit = 0; bit < text.size() * 8; ++bit) {
        std::string changed = text;
        changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ 1 << bit % 8);
        accepted += verify_text(changed).ok() ? 1 : 0;
    }
    CHECK(accepted == 0);
}

TEST_CASE("log: a receipt cut short anywhere is refused") {
    const std::string text = encode_receipt(receipt());
    int accepted = 0;
    for (std::size_t length = 0; length < text.size(); ++length)
        accepted += decode_receipt(as_bytes(text.substr(0, length))).ok() ? 1 : 0;
    CHECK(accepted == 0);
    CHECK(decode_error(text + "\n") == ErrorCode::json_not_canonical);
}

TEST_CASE("log: a receipt with another payload, event, log or without witness is refused by name") {
    Receipt other = receipt();
    other.event.payload->bytes.push_back(' ');
    CHECK(verify_receipt(other, trust()).error().code == ErrorCode::event_payload_mismatch);
    other = receipt();
    other.event = events(stream(7), 5)[2];
    CHECK(verify_receipt(other, trust()).error().code == ErrorCode::proof_wrong);
    LogTrust stranger = trust();
    stranger.log_keys = {signer(origin, NoteKeyType::ed25519, 99).verifier()};
    CHECK(verify_receipt(receipt(), stranger).error().code == ErrorCode::note_signature_missing);
    LogTrust renamed = trust();
    renamed.origin = "other.example/log";
    CHECK(verify_receipt(receipt(), renamed).error().code == ErrorCode::checkpoint_origin_wrong);
    LogTrust strict = trust();
    strict.quorum = at_least(2, 2);
    CHECK(verify_receipt(receipt(), strict).error().code == ErrorCode::witness_quorum_missing);
}

TEST_CASE("log: a receipt of another form is refused") {
    const std::string text = encode_receipt(receipt());
    CHECK(decode_error(replaced(text, "kaibiao/receipt/v1", "kaibiao/receipt/v2")) == ErrorCode::receipt_malformed);
    CHECK(decode_error(replaced(text, "tlog-proof@v1", "tlog-proof@v2")) == ErrorCode::proof_malformed);
    CHECK(decode_error(replaced(text, "\"format\":", "\"formats\":")) == ErrorCode::json_member_missing);
    CHECK(decode_error(replaced(text, "\"format\":", "\"extra\":1,\"format\":")) == ErrorCode::json_member_unknown);
    CHECK(decode_error("{}") == ErrorCode::json_member_missing);
    CHECK(decode_error("[]") == ErrorCode::json_member_type);
}

TEST_CASE("log: a receipt whose payload was erased is refused") {
    const codec::Json json = codec::parse_canonical(as_bytes(encode_receipt(receipt()))).value();
    StoredEvent erased = receipt().event;
    erased.payload.reset();
    codec::Json changed = json;
    changed.set("event", event_to_json(erased));
    CHECK(decode_error(codec::dump_canonical(changed)) == ErrorCode::receipt_malformed);
}
