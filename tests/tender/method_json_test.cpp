#include "kaibiao/tender/method_json.h"

#include "record.h"

#include <doctest/doctest.h>

using namespace kaibiao;
using namespace kaibiao::score;
using codec::Json;
using kaibiao::test::record;

namespace {

// Every kind of everything, in canonical form.
constexpr std::string_view full_method =
    R"({"adjustments":[{"clause":"3.2","direction":"deduct","effect":{"kind":"percent_per_unit","percent":"10.0"},)"
    R"("key":"small","quantity":{"maximum":"1","minimum":"0","step":"1"},"title":{"en":"Small enterprise","zh":"小微企业"}},)"
    R"({"clause":"","direction":"add","effect":{"amount":"1000.00","kind":"amount_per_unit"},"key":"late",)"
    R"("quantity":{"maximum":"30","minimum":"0","step":"1"},"title":{"en":"","zh":""}}],)"
    R"("aggregation":{"kind":"trimmed_mean","trim_from":5},"candidates":3,"ceiling":"2000000.00",)"
    R"("label":"kaibiao/method/v1","points":"100","price":{"kind":"low_price","points":"30"},)"
    R"("ranking":["total","price","technical","draw"],"rounding":{"criterion":{"mode":"half_up","places":2},)"
    R"("evaluated_price":{"mode":"half_even","places":2},"price_score":{"mode":"down","places":2},"section":null,)"
    R"("total":{"mode":"up","places":2}},"sections":[{"criteria":[{"clause":"1.1","guidance":{"en":"","zh":"签字盖章"},)"
    R"("judgement":"objective","key":"form","rule":{"kind":"gate"},"title":{"en":"Form","zh":"形式"}}],"key":"review",)"
    R"("kind":"preliminary","points":"0","title":{"en":"Review","zh":"初步评审"}},{"criteria":[{"clause":"2.1",)"
    R"("guidance":{"en":"","zh":""},"judgement":"subjective","key":"plan","rule":{"kind":"free","maximum":"40","minimum":"0",)"
    R"("step":"0.5"},"title":{"en":"Plan","zh":"方案"}},{"clause":"2.2","guidance":{"en":"","zh":""},"judgement":"subjective",)"
    R"("key":"team","rule":{"bands":[{"maximum":"30","minimum":"25","title":{"en":"good","zh":"优"}},{"maximum":"20",)"
    R"("minimum":"10","title":{"en":"fair","zh":"中"}}],"kind":"banded","step":"1"},"title":{"en":"Team","zh":"团队"}}],)"
    R"("key":"technical","kind":"technical","points":"70","title":{"en":"Technical","zh":"技术"}}]})";

constexpr std::string_view price_method =
    R"({"adjustments":[],"aggregation":{"kind":"mean","trim_from":null},"candidates":1,"ceiling":null,)"
    R"("label":"kaibiao/method/v1","points":"0","price":{"kind":"lowest_evaluated","minimum_price":"80.00"},)"
    R"("ranking":["evaluated_price","price","draw"],"rounding":{"criterion":null,"evaluated_price":null,)"
    R"("price_score":null,"section":null,"total":null},"sections":[]})";

constexpr std::string_view first_bid =
    R"({"adjustments":[{"quantity":"1","rule":"small"}],"bid":"000102030405060708090a0b0c0d0e0f","price":"1000000.00",)"
    R"("standing":"admitted"})";
constexpr std::string_view second_bid =
    R"({"adjustments":[],"bid":"ffffffffffffffffffffffffffffffff","price":"0.00","standing":"revoked"})";
constexpr std::string_view full_sheet =
    R"({"cells":[{"bid":"000102030405060708090a0b0c0d0e0f","criterion":"form","value":"pass"},)"
    R"({"bid":"000102030405060708090a0b0c0d0e0f","criterion":"plan","value":"35.5"},)"
    R"({"bid":"000102030405060708090a0b0c0d0e0f","criterion":"team","value":"28"}],"expert":"110101199003070011"})";

Json json(std::string_view text) { return codec::parse_canonical(as_bytes(text)).value(); }

std::string replaced(std::string_view text, std::string_view what, std::string_view with) {
    std::string out(text);
    const std::size_t at = out.find(what);
    REQUIRE(at != std::string::npos);
    return out.replace(at, what.size(), with);
}

/// full_method with one place changed is refused with this error at this place.
void refused(std::string_view what, std::string_view with, ErrorCode code, std::string_view place) {
    const auto method = tender::decode_method(json(replaced(full_method, what, with)));
    CAPTURE(with);
    REQUIRE_FALSE(method.ok());
    CHECK(method.error().code == code);
    CHECK(method.error().place == place);
}

} // namespace

TEST_CASE("method json: every kind of rule decodes and encodes to the same bytes") {
    for (const std::string_view text : {full_method, price_method}) {
        const auto method = tender::decode_method(json(text));
        REQUIRE(method.ok());
        CHECK(check_method(*method).ok());
        CHECK(codec::dump_canonical(tender::encode_method(*method)) == text);
        record("method", codec::dump_canonical(tender::encode_method(*method)));
    }
}

TEST_CASE("method json: what is decoded is what was written") {
    const Method method = tender::decode_method(json(full_method)).value();
    CHECK(method.ceiling->fen() == 200'000'000);
    CHECK(method.adjustments[0].direction == Direction::deduct);
    CHECK(std::get_if<PercentPerUnit>(&method.adjustments[0].effect)->percent.text() == "10.0");
    CHECK(method.aggregation.kind == AggregationKind::trimmed_mean);
    CHECK(method.aggregation.trim_from == 5);
    CHECK(method.rounding.total->mode == RoundingMode::up);
    CHECK_FALSE(method.rounding.section.has_value());
    CHECK(method.ranking.size() == 4);
    CHECK(method.sections[1].criteria[0].title.zh == "方案");
    CHECK(std::get_if<BandedScore>(&method.sections[1].criteria[1].rule)->bands[1].minimum.text() == "10");
    CHECK(std::get_if<LowestEvaluated>(&tender::decode_method(json(price_method))->price)->minimum_price->fen() ==
          8000);
}

TEST_CASE("method json: names that are not known are refused where they stand") {
    using enum ErrorCode;
    refused(R"("low_price")", R"("high_price")", method_kind_unknown, "/price/kind");
    refused(R"("kind":"free")", R"("kind":"lookup")", method_kind_unknown, "/sections/1/criteria/0/rule/kind");
    refused(R"("percent_per_unit")", R"("per_mille")", method_kind_unknown, "/adjustments/0/effect/kind");
    refused(R"("trimmed_mean")", R"("mode")", method_kind_unknown, "/aggregation/kind");
    refused(R"("half_up")", R"("nearest")", method_kind_unknown, "/rounding/criterion/mode");
    refused(R"("ranking":["total")", R"("ranking":["sum")", method_kind_unknown, "/ranking/0");
    refused(R"("kind":"preliminary")", R"("kind":"first")", method_kind_unknown, "/sections/0/kind");
    refused(R"("judgement":"objective")", R"("judgement":"both")", method_kind_unknown,
            "/sections/0/criteria/0/judgement");
    refused("kaibiao/method/v1", "kaibiao/method/v2", method_malformed, "/label");
    refused(R"("key":"plan")", R"("key":"Plan")", method_malformed, "/sections/1/criteria/0/key");
}

TEST_CASE("method json: numbers and amounts have one way of writing") {
    using enum ErrorCode;
    refused(R"("ceiling":"2000000.00")", R"("ceiling":"2000000.0")", money_malformed, "/ceiling");
    refused(R"("ceiling":"2000000.00")", R"("ceiling":"2000000")", money_malformed, "/ceiling");
    refused(R"("ceiling":"2000000.00")", R"("ceiling":2000000)", json_member_type, "/ceiling");
    refused(R"("ceiling":"2000000.00")", R"("ceiling":"90000000000000.01")", money_out_of_range, "/ceiling");
    refused(R"("step":"0.5")", R"("step":".5")", decimal_malformed, "/sections/1/criteria/0/rule/step");
    refused(R"("step":"0.5")", R"("step":"00.5")", decimal_malformed, "/sections/1/criteria/0/rule/step");
    refused(R"("trim_from":5)", R"("trim_from":null)", json_member_type, "/aggregation/trim_from");
    refused(R"("candidates":3)", R"("candidates":4)", json_member_range, "/candidates");
}

TEST_CASE("method json: members that are missing or not known are refused") {
    using enum ErrorCode;
    refused(R"("section":null,)", "", json_member_missing, "/rounding/section");
    refused(R"("clause":"1.1",)", "", json_member_missing, "/sections/0/criteria/0/clause");
    refused(R"("kind":"gate")", R"("kind":"gate","step":"1")", json_member_unknown, "/sections/0/criteria/0/rule/step");
    refused(R"({"adjustments")", R"({"a":1,"adjustments")", json_member_unknown, "/a");
}

TEST_CASE("method json: places begin where the caller says") {
    const auto method = tender::decode_method(json(replaced(full_method, "half_up", "x")), "/notice/method");
    CHECK(method.error().place == "/notice/method/rounding/criterion/mode");
}

TEST_CASE("sheet json: an unknown standing is told the known ones") {
    const auto bid = tender::decode_bid_input(json(replaced(first_bid, "admitted", "late")), "/bids/2");
    REQUIRE(!bid.ok());
    CHECK(bid.error().code == ErrorCode::method_kind_unknown);
    CHECK(bid.error().place == "/bids/2/standing");
    CHECK(bid.error().detail == "late; admitted, revoked, withdrawn or excluded");
}

TEST_CASE("sheet json: bids and sheets decode and encode to the same bytes") {
    for (const std::string_view text : {first_bid, second_bid}) {
        const auto bid = tender::decode_bid_input(json(text));
        REQUIRE(bid.ok());
        CHECK(codec::dump_canonical(tender::encode_bid_input(*bid)) == text);
    }
    const auto sheet = tender::decode_score_sheet(json(full_sheet));
    REQUIRE(sheet.ok());
    CHECK(codec::dump_canonical(tender::encode_score_sheet(*sheet)) == full_sheet);
    const auto cells = tender::decode_cells(*json(full_sheet).find("cells"), "/cells");
    CHECK(cells->size() == 3);
}

TEST_CASE("sheet json: malformed cells are refused where they stand") {
    const auto error = [](std::string_view what, std::string_view with) {
        return tender::decode_score_sheet(json(replaced(full_sheet, what, with)), "/sheets/4").error();
    };
    CHECK(error(R"("35.5")", R"("pas")").code == ErrorCode::decimal_malformed);
    CHECK(error(R"("35.5")", R"("pas")").place == "/sheets/4/cells/1/value");
    CHECK(error(R"("35.5")", R"("pas")").detail == "no number, nor pass or fail");
    CHECK(error(R"("35.5")", "35").code == ErrorCode::json_member_type);
    CHECK(error("0e0f", "0e0").code == ErrorCode::id_malformed);
    CHECK(error("\"plan\"", "\"\"").place == "/sheets/4/cells/1/criterion");
    CHECK(error("110101199003070011", "").code == ErrorCode::length_wrong);
    CHECK(tender::decode_cells(Json::object(), "/cells").error().code == ErrorCode::json_member_type);
}

TEST_CASE("result json: the canonical outcome of a small tender") {
    const Method method = tender::decode_method(json(full_method)).value();
    const std::vector<BidInput> bids{tender::decode_bid_input(json(second_bid)).value(),
                                     tender::decode_bid_input(json(first_bid)).value()};
    const std::vector<ScoreSheet> sheets{tender::decode_score_sheet(json(full_sheet)).value()};
    const Outcome outcome = evaluate(method, bids, sheets).value();
    const std::string text = codec::dump_canonical(tender::encode_outcome(method, outcome));
    CHECK(
        text ==
        R"({"bids":[{"bid":"000102030405060708090a0b0c0d0e0f","criteria":[{"criterion":"plan","exact":"71/2",)"
        R"("rounded":"35.50"},{"criterion":"team","exact":"28","rounded":"28.00"}],"evaluated_price":{"exact":"900000",)"
        R"("rounded":"900000.00"},"gates":[{"criterion":"form","fail":0,"pass":1}],"price_score":{"exact":"30",)"
        R"("rounded":"30.00"},"rank":1,"rejection":null,"sections":[{"exact":"0","rounded":null,"section":"review"},)"
        R"({"exact":"127/2","rounded":null,"section":"technical"}],"tied":false,"total":{"exact":"187/2",)"
        R"("rounded":"93.50"}},{"bid":"ffffffffffffffffffffffffffffffff","criteria":[],"evaluated_price":null,)"
        R"("gates":[],"price_score":null,"rank":null,"rejection":{"reason":"revoked","subject":null},"sections":[],)"
        R"("tied":false,"total":null}],"candidates":["000102030405060708090a0b0c0d0e0f"],)"
        R"("label":"kaibiao/result/v1","reference_price":"900000","tied":[]})");
    record("result", text);
}
