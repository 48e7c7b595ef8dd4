#include "freed_memory.h"
#include "kaibiao/codec/text.h"
#include "kaibiao/panel/member_secrets.h"
#include "panel/panel_builder.h"
#include "record.h"

#include <doctest/doctest.h>

using namespace kaibiao;
using namespace kaibiao::panel;
using namespace kaibiao::panel::test;

namespace {

std::string text_of(const SecretBytes& file) { return std::string(as_text(file.view())); }

/// The first occurrence of `from` replaced.
std::string changed(std::string text, std::string_view from, std::string_view to) {
    const std::size_t at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

std::string quoted(ByteView bytes) { return "\"" + codec::encode_base64(bytes) + "\""; }

/// As bytes and in base64.
void add_scalar(std::vector<std::string>& needles, const crypto::Scalar& secret) {
    kaibiao::test::add_needles(needles, as_text(secret.bytes()));
    kaibiao::test::add_needles(needles, codec::encode_base64(secret.bytes()));
}

std::string seat_outcome(const std::string& text) { return outcome(decode_seat(as_bytes(text))); }

} // namespace

TEST_CASE("panel secrets: a run that is stored and loaded after every round gives the same seats") {
    const Members members = members_of(2, 3);
    const AfterJoin joined = after_join(members);
    std::vector<Certifying> states;
    for (std::size_t i = 0; i < 3; ++i) {
        const Joining loaded = decode_joining(encode(joined.states[i]).view()).value();
        CHECK(text_of(encode(loaded)) == text_of(encode(joined.states[i])));
        const Certifying state = certify(receive(loaded, joined.views[i]).value(), as_bytes("extension")).value();
        states.push_back(decode_certifying(encode(state).view()).value());
        CHECK(states.back().signature == state.signature);
        CHECK(text_of(encode(states.back())) == text_of(encode(state)));
    }
    const Bytes signatures = signatures_of(states);
    const Seat seat = complete(std::move(states[1]), signatures).value();
    const SecretBytes file = encode(seat);
    const Seat loaded = decode_seat(file.view()).value();
    CHECK(text_of(encode(loaded)) == text_of(file));
    CHECK(loaded.key == seat.key);
    CHECK(loaded.member == 2);
    kaibiao::test::record("seat", file.view());
    const auto again =
        recover("panel-1", loaded.static_secret, encode(loaded.certificate), encode_bundle(loaded.sealed_shares));
    CHECK(text_of(encode(again.value())) == text_of(file));
}

TEST_CASE("panel secrets: a share, static secret or number that does not fit the certificate is refused") {
    const std::vector<Seat> seats = seats_of(2, 3);
    const std::string text = text_of(encode(seats[0]));
    CHECK(seat_outcome(text) == "ok");
    const std::string share = quoted(seats[0].share.bytes());
    CHECK(seat_outcome(changed(text, share, quoted(seats[1].share.bytes()))) == "panel_share_inconsistent @ /share");
    CHECK(seat_outcome(changed(text, share, quoted(ByteArray<32>{}))) == "panel_share_inconsistent @ /share");
    const std::string secret = quoted(seats[0].static_secret.bytes());
    CHECK(seat_outcome(changed(text, secret, quoted(seats[1].static_secret.bytes()))) ==
          "panel_member_unknown @ /member");
    CHECK(seat_outcome(changed(text, secret, quoted(fixed_scalar("stranger").bytes()))) ==
          "panel_member_unknown @ /static");
    CHECK(seat_outcome(changed(text, "\"member\":1", "\"member\":2")) == "panel_member_unknown @ /member");
    CHECK(seat_outcome(changed(text, "panel-1", "panel-2")) == "panel_context_mismatch");
}

TEST_CASE("panel secrets: malformed files are refused with the place") {
    const std::vector<Seat> seats = seats_of(2, 3);
    const std::string text = text_of(encode(seats[0]));
    ByteArray<32> large{};
    large.fill(0xFF);
    CHECK(seat_outcome(changed(text, quoted(seats[0].share.bytes()), quoted(large))) ==
          "panel_secrets_malformed @ /share");
    CHECK(seat_outcome(changed(text, "seat1", "seat2")) == "panel_secrets_malformed @ /format");
    CHECK(seat_outcome(changed(text, "\"member\":1", "\"member\":0")) == "panel_secrets_malformed @ /member");
    CHECK(seat_outcome(changed(text, "\"member\":1,", "")) == "panel_secrets_malformed @ /member");
    CHECK(seat_outcome(changed(text, "\"member\":1", "\"member\":1,\"more\":1")) == "panel_secrets_malformed @ /more");
    CHECK(seat_outcome(" " + text).substr(0, 23) == "panel_secrets_malformed");
    CHECK(seat_outcome(changed(text, "\"bundle\":\"", "\"bundle\":\"AAAA")) == "panel_ciphertext_too_small @ member 1");
    CHECK(outcome(decode_joining(as_bytes(text))) == "panel_secrets_malformed @ /format");
    CHECK(outcome(decode_certifying(as_bytes(text))) == "panel_secrets_malformed @ /format");
}

TEST_CASE("panel secrets: the keys of a joining member are checked like any setup") {
    const Members members = members_of(2, 3);
    const Joined joined = members.join(1);
    const std::string text = text_of(encode(joined.state));
    const auto key = [&](int member) { return quoted(members.session.static_key(member).bytes()); };
    const auto run = [](const std::string& file) { return outcome(decode_joining(as_bytes(file))); };
    CHECK(run(text) == "ok");
    CHECK(run(changed(text, key(3), key(2))) == "panel_key_duplicate @ member 3");
    CHECK(run(changed(text, key(3), quoted(ByteArray<32>{}))) == "point_is_identity @ /keys/2");
    CHECK(run(changed(text, key(3), "\"AA\"")) == "panel_secrets_malformed @ /keys/2");
    CHECK(run(changed(text, key(3), "7")) == "panel_secrets_malformed @ /keys/2");
    CHECK(run(changed(text, "\"k\":2", "\"k\":3")) == "panel_size_wrong @ /k");
    CHECK(run(changed(text, "\"panel\":\"panel-1\"", "\"panel\":\"\"")) == "panel_id_malformed");
}

TEST_CASE("panel secrets: writing and reading the files leaves no secret in freed memory") {
    if (!kaibiao::test::FreedMemoryWatch::works()) return kaibiao::test::skip_case("the heap is not ours");
    const Members members = members_of(2, 3);
    const AfterJoin joined = after_join(members);
    std::vector<Certifying> states = certify_all(joined);
    const Bytes signatures = signatures_of(states);
    const Seat seat = complete(std::move(states[0]), signatures).value();
    const SecretBytes files[] = {encode(joined.states[0]), encode(states[1]), encode(seat)};
    std::vector<std::string> needles;
    add_scalar(needles, joined.states[0].static_secret);
    add_scalar(needles, seat.share);
    add_scalar(needles, states[1].outcome.static_secret);
    add_scalar(needles, states[1].outcome.share);
    const auto left_by = [&needles](const auto& work) {
        const kaibiao::test::FreedMemoryWatch watch(needles);
        work();
        return watch.found();
    };
    // Results are the other cases' concern: what counts here is what lies in the blocks that were freed.
    CHECK(left_by([&] { std::string copy(as_text(files[2].view())); }) == 1);
    CHECK(left_by([&] { encode(joined.states[0]); }) == 0);
    CHECK(left_by([&] { encode(states[1]); }) == 0);
    CHECK(left_by([&] { encode(seat); }) == 0);
    CHECK(left_by([&] { static_cast<void>(decode_joining(files[0].view()).value()); }) == 0);
    CHECK(left_by([&] { static_cast<void>(decode_certifying(files[1].view()).value()); }) == 0);
    CHECK(left_by([&] { static_cast<void>(decode_seat(files[2].view()).value()); }) == 0);
    CHECK(left_by([&] { static_cast<void>(decode_joining(files[2].view())); }) == 0);
    CHECK(left_by([&] { static_cast<void>(decode_seat(files[2].view().first(files[2].size() - 1))); }) == 0);
}
