#include "draw/draw_builder.h"
#include "kaibiao/panel/target.h"

#include <doctest/doctest.h>

using namespace kaibiao;
using namespace kaibiao::draw;
using namespace kaibiao::draw::test;

TEST_CASE("draw: the message is canonical and decodes to what was encoded") {
    const DrawMessage message = message_for("a list");
    const std::string text = encode_message(message);
    CHECK(text.substr(0, 43) == R"({"draw":"33440000000000000000000000000000",)");
    const auto decoded = decode_message(as_bytes(text));
    REQUIRE(decoded.ok());
    CHECK(*decoded == message);
}

TEST_CASE("draw: the message is the text that the panel turns into a point") {
    const DrawMessage message = message_for("a list");
    const auto request = panel::decode_draw_message(as_bytes(encode_message(message)));
    REQUIRE(request.ok());
    CHECK(request->lot == message.lot);
    CHECK(request->draw == message.draw.text());
    CHECK(request->list == message.list);
    CHECK(request->freezing == message.freezing);
    CHECK(as_text(panel::draw_message(*request).value()) == encode_message(message));
}

TEST_CASE("draw: a message for another purpose or method is refused") {
    const std::string text = encode_message(message_for("a list"));
    const auto replaced = [&text](const std::string& from, const std::string& to) {
        std::string changed = text;
        return code_of(decode_message(as_bytes(changed.replace(changed.find(from), from.size(), to))));
    };
    CHECK(replaced(R"("purpose":"draw")", R"("purpose":"open")") == ErrorCode::draw_message_malformed);
    CHECK(replaced("kaibiao/draw/v1", "kaibiao/draw/v2") == ErrorCode::draw_message_malformed);
    CHECK(replaced(R"("lot":"1)", R"("lot":"g)") == ErrorCode::draw_message_malformed);
    CHECK(replaced(R"("lot":)", R"("lou":)") == ErrorCode::draw_message_malformed);
    CHECK(replaced("33440000000000000000000000000000", "K") == ErrorCode::draw_message_malformed);
    CHECK(code_of(decode_message(as_bytes(text + std::string(1024, ' ')))) == ErrorCode::draw_message_malformed);
}

TEST_CASE("draw: only the first message of a draw is served") {
    FirstMessages log;
    const DrawMessage first = message_for("a list");
    CHECK(log.admit(first).ok());
    CHECK(log.admit(first).ok()); // the same again
    CHECK(code_of(log.admit(message_for("another list"))) == ErrorCode::draw_message_not_first);
    DrawMessage later = first;
    later.freezing[0] ^= 1;
    CHECK(code_of(log.admit(later)) == ErrorCode::draw_message_not_first);
    later.draw = DrawId(ByteArray<16>{9});
    CHECK(log.admit(later).ok());
    later.lot = LotId(ByteArray<16>{9});
    CHECK(log.admit(later).ok());
    CHECK(log.admit(first).ok());
}
