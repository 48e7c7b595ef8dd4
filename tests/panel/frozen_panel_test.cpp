/// One panel of 2 of 3 with all its messages, secrets and releases, in tests/vectors/panel.json: the cover of this
/// format in builds that have not the public vectors. KAIBIAO_PRINT_VECTORS=1 prints what the file should hold.

#include "kaibiao/codec/json.h"
#include "kaibiao/codec/text.h"
#include "kaibiao/panel/member_secrets.h"
#include "kaibiao/panel/vrf.h"
#include "panel/panel_builder.h"
#include "record.h"

#include <doctest/doctest.h>

#include <cstdio>
#include <cstdlib>

using namespace kaibiao;
using namespace kaibiao::panel;
using namespace kaibiao::panel::test;
using codec::Json;

namespace {

Json hex(ByteView bytes) { return Json(codec::encode_hex(bytes)); }

Json hex_list(const std::vector<Bytes>& items) {
    Json list = Json::array();
    for (const Bytes& item : items) list.push(hex(item));
    return list;
}

Json secrets_json(const Members& members) {
    Json list = Json::array();
    for (const crypto::Scalar& secret : members.secrets) list.push(hex(secret.bytes()));
    return list;
}

Json seat_json(const Seat& seat) { return codec::parse_canonical(encode(seat).view(), {.max_bytes = 1 << 20}).value(); }

/// What the point of a target is derived from: the members' nonces, or the message of the draw.
Json input_json(Purpose purpose) {
    if (purpose == Purpose::rehearse) return hex(fixed_nonce());
    if (purpose == Purpose::draw) return hex(draw_message(fixed_draw(1, "a")).value());
    return Json();
}

Json target_json(const std::vector<Seat>& seats, Purpose purpose) {
    const Target target = target_for(seats[0], purpose);
    const crypto::Point combined = combine(seats[0].key, checked(seats, {1, 3}, target)).value();
    Json releases = Json::array();
    for (const Seat& seat : seats) releases.push(hex(encode(fixed_release(seat, target))));
    return Json::object()
        .set("combined", hex(combined.bytes()))
        .set("input", input_json(purpose))
        .set("lot", target.lot())
        .set("point", hex(target.point().bytes()))
        .set("purpose", name_of(purpose))
        .set("releases", std::move(releases))
        .set("vrf_hash", hex(vrf_hash(combined)));
}

Json made() {
    const Members members = members_of(2, 3);
    const AfterJoin joined = after_join(members);
    auto states = certify_all(joined);
    const Bytes signatures = signatures_of(states);
    std::vector<Seat> seats;
    Json files = Json::array();
    for (Certifying& state : states) {
        seats.push_back(complete(std::move(state), signatures).value());
        files.push(seat_json(seats.back()));
    }
    Json targets = Json::array();
    for (const Purpose purpose : {Purpose::rehearse, Purpose::draw, Purpose::open})
        targets.push(target_json(seats, purpose));
    return Json::object()
        .set("context", hex(members.session.context()))
        .set("panel", members.session.id())
        .set("panel_secret", hex(panel_secret(seats).bytes()))
        .set("round_1", hex_list(joined.messages))
        .set("round_2", hex_list(joined.views))
        .set("seats", std::move(files))
        .set("signatures", hex(signatures))
        .set("static_secrets", secrets_json(members))
        .set("targets", std::move(targets))
        .set("y", hex(seats[0].key.y.bytes()));
}

} // namespace

TEST_CASE("panel: the frozen panel is made again bit for bit") {
    const std::string text = codec::dump_pretty(made()) + "\n";
    if (std::getenv("KAIBIAO_PRINT_VECTORS") != nullptr) {
        std::fputs(text.c_str(), stdout);
        return;
    }
    CHECK(text == kaibiao::test::vector_text("panel.json"));
    kaibiao::test::record("panel.json", as_bytes(text));
}

TEST_CASE("panel: the frozen seats are read, and their releases combine as they did") {
    const Json json = codec::parse_relaxed(as_bytes(kaibiao::test::vector_text("panel.json"))).value();
    std::vector<Seat> seats;
    for (const Json& seat : *json.find("seats")->as_array())
        seats.push_back(decode_seat(as_bytes(codec::dump_canonical(seat))).value());
    for (const Json& each : *json.find("targets")->as_array()) {
        const Target target = target_for(seats[0], parse_purpose(*each.find("purpose")->as_string()).value());
        std::vector<CheckedRelease> releases;
        for (const Json& text : *each.find("releases")->as_array()) {
            const Bytes bytes = codec::decode_hex(*text.as_string()).value();
            const Release release = decode_release(ByteView(bytes).first<release_size>()).value();
            const int officer = static_cast<int>(releases.size()) + 1;
            releases.push_back(check_release(target, seats[0].key, officer, release).value());
        }
        CHECK(hex(combine(seats[0].key, releases)->bytes()) == *each.find("combined"));
        releases.erase(releases.begin());
        CHECK(hex(combine(seats[0].key, releases)->bytes()) == *each.find("combined"));
    }
}
