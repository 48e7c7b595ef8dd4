#include "kaibiao/sign/envelope.h"

#include "record.h"

#include <doctest/doctest.h>

using namespace kaibiao;
using namespace kaibiao::sign;
using codec::Json;

namespace {

CommandEnvelope sample() {
    CommandEnvelope envelope;
    envelope.purpose = "submit";
    envelope.centre = "demo-city";
    envelope.origin = "demo-city.example/log";
    envelope.lot = LotId::parse("000102030405060708090a0b0c0d0e0f").value();
    envelope.command = CommandId::parse("ffeeddccbbaa99887766554433221100").value();
    envelope.notice = Digest{1, 2, 3};
    envelope.time = Instant::parse("2026-11-23T01:00:00.123Z").value();
    return envelope;
}

EnvelopeContext context_of(const CommandEnvelope& envelope) {
    return {envelope.purpose, envelope.centre, envelope.origin, envelope.lot};
}

} // namespace

TEST_CASE("envelope: written members are read back, absent ones are null") {
    const CommandEnvelope envelope = sample();
    const Json json = write_envelope(envelope);
    test::record("envelope", codec::dump_canonical(json));
    CHECK(json.find("seen")->is_null());
    const CommandEnvelope back = read_envelope(json).value();
    CHECK(back.purpose == envelope.purpose);
    CHECK(back.centre == envelope.centre);
    CHECK(back.origin == envelope.origin);
    CHECK(back.lot == envelope.lot);
    CHECK(back.command == envelope.command);
    CHECK(back.notice == envelope.notice);
    CHECK_FALSE(back.seen.has_value());
    CHECK(back.time == envelope.time);
}

TEST_CASE("envelope: a member left out is refused, null or not") {
    for (const char* name : {"purpose", "centre", "origin", "lot", "command", "notice", "seen", "time"}) {
        Json json = write_envelope(sample());
        json.as_object()->erase(name);
        const auto read = read_envelope(json);
        REQUIRE_FALSE(read.ok());
        CHECK(read.error().code == ErrorCode::json_member_missing);
        CHECK(read.error().place == std::string("/") + name);
    }
}

TEST_CASE("envelope: malformed members are refused at their place") {
    const auto refused_at = [](const char* name, Json value) {
        const auto read = read_envelope(write_envelope(sample()).set(name, std::move(value)));
        return read.ok() ? std::string("accepted") : read.error().place;
    };
    CHECK(refused_at("lot", Json("0001")) == "/lot");
    CHECK(refused_at("lot", Json(7)) == "/lot");
    CHECK(refused_at("command", Json()) == "/command");
    CHECK(refused_at("command", Json("FFEEDDCCBBAA99887766554433221100")) == "/command");
    CHECK(refused_at("notice", Json("00")) == "/notice");
    CHECK(refused_at("time", Json("2026-11-23T01:00:00Z")) == "/time");
    CHECK(refused_at("purpose", Json()) == "/purpose");
}

TEST_CASE("envelope: the reader goes on with the members of the purpose and refuses what nobody read") {
    const Json json = write_envelope(sample()).set("bid", Json("x"));
    codec::ObjectReader reader(json, "");
    REQUIRE(read_envelope(reader).ok());
    CHECK(reader.finish().error().code == ErrorCode::json_member_unknown);
    CHECK(reader.string("bid").value() == "x");
    CHECK(reader.finish().ok());
}

TEST_CASE("envelope: another centre's, log's or lot's command is refused, and one for another purpose") {
    const CommandEnvelope envelope = sample();
    CHECK(check_envelope(envelope, context_of(envelope)).ok());
    EnvelopeContext other = context_of(envelope);
    other.purpose = "withdraw";
    CHECK(check_envelope(envelope, other).error().code == ErrorCode::jws_type_wrong);
    other = context_of(envelope);
    other.centre = "demo-town";
    CHECK(check_envelope(envelope, other).error().code == ErrorCode::jws_payload_wrong_context);
    other = context_of(envelope);
    other.origin = "demo-city.example/log2";
    CHECK(check_envelope(envelope, other).error().place == "/origin");
    other = context_of(envelope);
    other.lot = LotId();
    CHECK(check_envelope(envelope, other).error().place == "/lot");
    other.lot.reset();
    CHECK(check_envelope(envelope, other).error().place == "/lot");
}
