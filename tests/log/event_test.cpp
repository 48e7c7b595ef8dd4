#include "log/log_builder.h"

#include "kaibiao/codec/text.h"
#include "kaibiao/crypto/hash.h"
#include "record.h"

#include <doctest/doctest.h>

using namespace kaibiao;
using namespace kaibiao::log;
using namespace kaibiao::log::test;

namespace {

const std::string header_text =
    R"({"payload":"5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a","position":3,)"
    R"("previous":"a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5","stamp":"2026-11-23T01:00:00.000Z",)"
    R"("stream":"07070707070707070707070707070707","type":"bid.submitted","version":2})";

std::string with(std::string_view from, std::string_view to) {
    std::string text = header_text;
    text.replace(text.find(from), from.size(), to);
    return text;
}

ErrorCode decode_error(const std::string& text) {
    const Result<EventHeader> header = decode_event_header(as_bytes(text));
    REQUIRE_MESSAGE(!header.ok(), "accepted: ", text);
    return header.error().code;
}

ErrorCode chain_error(const std::vector<StoredEvent>& list) {
    const auto headers = verify_stream(stream(7), list);
    REQUIRE_FALSE(headers.ok());
    return headers.error().code;
}

} // namespace

TEST_CASE("log: an event header decodes and encodes to the same bytes") {
    const EventHeader header = decode_event_header(as_bytes(header_text)).value();
    CHECK(header.stream == stream(7));
    CHECK(header.position == 3);
    CHECK(header.type == "bid.submitted");
    CHECK(header.version == 2);
    CHECK(header.stamp == at("2026-11-23T01:00:00.000Z"));
    CHECK(header.payload[0] == 0x5a);
    CHECK(header.previous[31] == 0xa5);
    CHECK(as_text(encode_event_header(header)) == header_text);
}

TEST_CASE("log: a header with any other form is refused") {
    CHECK(decode_error(with("\"position\":3", "\"position\": 3")) == ErrorCode::json_not_canonical);
    CHECK(decode_error(with("\"position\":3", "\"position\":-1")) == ErrorCode::json_member_range);
    CHECK(decode_error(with("\"position\":3", "\"position\":\"3\"")) == ErrorCode::json_member_type);
    CHECK(decode_error(with("\"position\":3,", "")) == ErrorCode::json_member_missing);
    CHECK(decode_error(with("\"version\":2", "\"version\":0")) == ErrorCode::json_member_range);
    CHECK(decode_error(with("\"version\":2", "\"version\":65536")) == ErrorCode::json_member_range);
    CHECK(decode_error(with("\"version\":2", "\"version\":2,\"x\":1")) == ErrorCode::json_member_unknown);
    CHECK(decode_error(with("bid.submitted", "")) == ErrorCode::event_malformed);
    CHECK(decode_error(with("bid.submitted", "Bid")) == ErrorCode::event_malformed);
    CHECK(decode_error(with("bid.submitted", "标")) == ErrorCode::event_malformed);
    CHECK(decode_error(with("bid.submitted", std::string(65, 'a'))) == ErrorCode::length_wrong);
    CHECK(decode_error(with("01:00:00.000Z", "01:00:00Z")) == ErrorCode::event_malformed);
    CHECK(decode_error(with("2026-11", "2026-13")) == ErrorCode::event_malformed);
    CHECK(decode_error(with("0707", "07")) == ErrorCode::event_malformed);
    CHECK(decode_error(with("5a5a", "5A5a")) == ErrorCode::hex_malformed);
    CHECK(decode_error(with("a5a5", "a5")) == ErrorCode::length_wrong);
    CHECK(decode_error("[]") == ErrorCode::json_member_type);
    CHECK(decode_error(with("bid.submitted", std::string(2000, 'a'))) == ErrorCode::json_too_large);
}

TEST_CASE("log: hashes of events carry their labels") {
    const Bytes payload{1, 2, 3};
    PayloadSalt salt{};
    salt.fill(9);
    CHECK(event_hash(as_bytes(header_text)) == crypto::sha256(as_bytes("kaibiao/event/v1" + header_text)));
    Bytes salted = to_bytes(as_bytes("kaibiao/payload/v1"));
    append(salted, salt);
    append(salted, payload);
    CHECK(payload_commitment(salt, payload) == crypto::sha256(salted));
    const Digest entry = event_hash(as_bytes(header_text));
    CHECK(event_leaf_hash(as_bytes(header_text)) == crypto::sha256({Bytes{0}, entry}));
    kaibiao::test::record("entry", entry);
}

TEST_CASE("log: a stream's chain verifies, with or without its payloads") {
    std::vector<StoredEvent> list = events(stream(7), 6);
    const auto headers = verify_stream(stream(7), list);
    REQUIRE(headers.ok());
    CHECK(headers->size() == 6);
    CHECK(headers->front().previous == Digest{});
    CHECK(headers->back().previous == event_hash(list[4].header));
    for (StoredEvent& event : list) event.payload.reset();
    CHECK(verify_stream(stream(7), list).ok());
    CHECK(verify_stream(stream(7), {}).ok());
    kaibiao::test::record("last header", list.back().header);
}

TEST_CASE("log: a chain with an event missing, doubled, swapped or from elsewhere is refused") {
    const std::vector<StoredEvent> list = events(stream(7), 5);
    for (std::size_t i = 0; i + 1 < list.size(); ++i) {
        std::vector<StoredEvent> missing = list, doubled = list, swapped = list;
        missing.erase(missing.begin() + static_cast<std::ptrdiff_t>(i));
        CHECK(chain_error(missing) == ErrorCode::event_chain_broken);
        doubled.insert(doubled.begin() + static_cast<std::ptrdiff_t>(i), list[i]);
        CHECK(chain_error(doubled) == ErrorCode::event_chain_broken);
        std::swap(swapped[i], swapped[i + 1]);
        CHECK(chain_error(swapped) == ErrorCode::event_chain_broken);
    }
    CHECK(chain_error(events(stream(8), 1)) == ErrorCode::event_chain_broken);
}

TEST_CASE("log: a chain whose earlier event was rewritten is refused where it joins") {
    std::vector<StoredEvent> list = events(stream(7), 4);
    EventHeader rewritten = *decode_event_header(list[1].header);
    rewritten.stamp = rewritten.stamp.plus_milliseconds(1);
    list[1] = make_event(rewritten, *list[1].payload);
    const auto headers = verify_stream(stream(7), list);
    REQUIRE_FALSE(headers.ok());
    CHECK(headers.error().code == ErrorCode::event_chain_broken);
    CHECK(headers.error().place == "07070707070707070707070707070707@2");
}

TEST_CASE("log: a payload or salt with one flipped bit is refused") {
    const StoredEvent event = events(stream(7), 1).front();
    REQUIRE(check_event(event).ok());
    for (std::size_t bit = 0; bit < 8 * (32 + event.payload->bytes.size()); ++bit) {
        StoredEvent changed = event;
        std::uint8_t& byte = bit < 256 ? changed.payload->salt[bit / 8] : changed.payload->bytes[bit / 8 - 32];
        byte ^= static_cast<std::uint8_t>(1 << bit % 8);
        CHECK(check_event(changed).error().code == ErrorCode::event_payload_mismatch);
    }
}

TEST_CASE("log: a verifier of a stream stays where it was after an error") {
    const std::vector<StoredEvent> list = events(stream(7), 2);
    StreamVerifier verifier(stream(7));
    CHECK_FALSE(verifier.next(list[1]).ok());
    CHECK(verifier.count() == 0);
    CHECK(verifier.head() == Digest{});
    CHECK(verifier.next(list[0]).ok());
    CHECK(verifier.next(list[1]).ok());
    CHECK(verifier.count() == 2);
    CHECK(verifier.head() == event_hash(list[1].header));
}

TEST_CASE("log: events round trip as JSON, erased ones too") {
    StoredEvent event = events(stream(7), 1).front();
    CHECK(*event_from_json(event_to_json(event), "") == event);
    event.payload.reset();
    const codec::Json erased = event_to_json(event);
    CHECK(erased.find("payload")->is_null());
    CHECK(*event_from_json(erased, "") == event);
}

TEST_CASE("log: an event in JSON with half an erasure is refused") {
    codec::Json json = event_to_json(events(stream(7), 1).front());
    json.set("salt", codec::Json());
    CHECK(event_from_json(json, "/event").error().place == "/event/salt");
    json = event_to_json(events(stream(7), 1).front());
    json.set("payload", codec::Json());
    CHECK_FALSE(event_from_json(json, "").ok());
    json.set("more", 1);
    CHECK_FALSE(event_from_json(json, "").ok());
}
