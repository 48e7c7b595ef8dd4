#include "kaibiao/panel/vrf.h"
#include "panel/panel_builder.h"

#include <doctest/doctest.h>

using namespace kaibiao;
using namespace kaibiao::panel;
using namespace kaibiao::panel::test;

namespace {

PanelIdentity fixed_panel() { return {"panel-1", crypto::multiply_generator(fixed_scalar("x")).value()}; }

/// What building and, of the text that an honest writer would have made, decoding say.
std::string both(const std::string& draw, const std::string& method) {
    DrawRequest request = fixed_draw(1, "a");
    std::string text(as_text(draw_message(request).value()));
    text.replace(text.find("\"K\""), 3, "\"" + draw + "\"");
    text.replace(text.find("\"uniform\""), 9, "\"" + method + "\"");
    request.draw = draw;
    request.method = method;
    const std::string built = outcome(draw_message(request));
    CHECK(outcome(draw_target(fixed_panel(), request)) == built);
    CHECK(outcome(decode_draw_message(as_bytes(text))) == built);
    return built;
}

std::string decode_changed(std::string_view from, std::string_view to) {
    std::string text(as_text(draw_message(fixed_draw(1, "a")).value()));
    const std::size_t at = text.find(from);
    REQUIRE(at != std::string::npos);
    return outcome(decode_draw_message(as_bytes(text.replace(at, from.size(), to))));
}

} // namespace

TEST_CASE("draw target: every member of the message changes the point, and its text is canonical") {
    const PanelIdentity panel = fixed_panel();
    const DrawRequest base{LotId(), "K", "uniform", {}, {}};
    const Bytes message = draw_message(base).value();
    CHECK(as_text(message) == "{\"draw\":\"K\",\"freezing\":\"" + std::string(64, '0') + "\",\"list\":\"" +
                                  std::string(64, '0') + "\",\"lot\":\"" + std::string(32, '0') +
                                  "\",\"method\":\"uniform\",\"purpose\":\"draw\"}");
    const auto point = [&](const DrawRequest& request) { return draw_target(panel, request).value().point(); };
    CHECK(point(base) == vrf_encode_to_curve(panel.y, message));
    DrawRequest other = base;
    other.draw = "L";
    CHECK_FALSE(point(other) == point(base));
    other = base;
    other.list[0] = 1;
    CHECK_FALSE(point(other) == point(base));
    other = base;
    other.freezing[0] = 1;
    CHECK_FALSE(point(other) == point(base));
    other = base;
    other.method = "cards";
    CHECK_FALSE(point(other) == point(base));
}

TEST_CASE("draw target: id and method of a draw are 1 to 64 printable ASCII characters, built and decoded") {
    const std::string longest(max_draw_text, 'd');
    CHECK(both("K", "kaibiao/draw/v1") == "ok");
    CHECK(both(longest, longest) == "ok");
    CHECK(both(longest + "d", "uniform") == "draw_message_malformed @ /draw");
    CHECK(both("K", longest + "d") == "draw_message_malformed @ /method");
    CHECK(both("", "uniform") == "draw_message_malformed @ /draw");
    CHECK(both("K", "") == "draw_message_malformed @ /method");
    CHECK(both("\xE6\x8A\xBD", "uniform") == "draw_message_malformed @ /draw");
    CHECK(both("K", "\x7F") == "draw_message_malformed @ /method");
    // Bytes that are no UTF-8 would be written as one replacement character each: two draws with one message.
    DrawRequest request = fixed_draw(1, "a");
    request.draw = "\xFE";
    CHECK(outcome(draw_target(fixed_panel(), request)) == "draw_message_malformed @ /draw");
    request.draw = std::string("K\0L", 3);
    CHECK(outcome(draw_target(fixed_panel(), request)) == "draw_message_malformed @ /draw");
}

TEST_CASE("draw target: a message decodes to what was asked, and no other text does") {
    const DrawRequest request = fixed_draw(1, "a");
    CHECK(decode_draw_message(draw_message(request).value()).value() == request);
    CHECK(decode_changed("\"draw\"}", "\"open\"}") == "draw_message_malformed @ /purpose");
    CHECK(decode_changed("\"lot\":\"01", "\"lot\":\"0X") == "draw_message_malformed @ /lot");
    CHECK(decode_changed("\"lot\":\"01", "\"lot\":\"") == "draw_message_malformed @ /lot");
    CHECK(decode_changed("\"list\":\"", "\"list\":\"00") == "draw_message_malformed @ /list");
    CHECK(decode_changed("\"freezing\":\"", "\"freezing\":\"00") == "draw_message_malformed @ /freezing");
    CHECK(decode_changed("\"purpose\"", "\"pur\":1,\"purpose\"") == "draw_message_malformed @ /pur");
    CHECK(decode_changed("{", " {") == "draw_message_malformed @ byte 0");
    const std::string long_id(max_draw_message, 'd');
    CHECK(decode_changed("\"K\"", "\"" + long_id + "\"") == "draw_message_malformed @ byte 1024");
}
