#include "kaibiao/tender/method_json.h"
#include "kaibiao/tender/score_input.h"

#include "record.h"

#include <doctest/doctest.h>

using namespace kaibiao;
using namespace kaibiao::score;
using codec::Json;
using kaibiao::test::record;

namespace {

// Every member and kind that came later, in canonical form.
constexpr std::string_view later_method =
    R"({"abnormally_low":{"percent_of_next":null,"percent_of_others":"80"},"adjustments":[],)"
    R"("aggregation":{"kind":"weighted_mean","level":"section","trim_from":null,)"
    R"("weights":[{"group":"expert","weight":4},{"group":"buyer","weight":1}]},"candidates":3,"ceiling":"2000000.00",)"
    R"("gate_tie":"chair","label":"kaibiao/method/v1","parameters":[{"key":"k","title":{"en":"K","zh":"下浮率"},)"
    R"("values":["2","2.5","3"]}],"points":"100","price":{"above":"1","below":"0.5","ceiling_weight":"0",)"
    R"("kind":"benchmark","points":"64","reduction":{"parameter":"k"},"second":"of_lower",)"
    R"("trim":{"from":5,"highest":1,"lowest":1,"outside":"20"}},"ranking":["total","price","draw"],)"
    R"("rounding":{"benchmark":{"mode":"half_up","places":2},"criterion":null,"deviation":{"mode":"half_up","places":4},)"
    R"("evaluated_price":null,"price_score":{"mode":"half_up","places":2},"section":null,"total":null},)"
    R"("sections":[{"criteria":[{"clause":"","guidance":{"en":"","zh":""},"judgement":"objective","key":"awards",)"
    R"("rule":{"base":"0","items":[{"key":"city","most":3,"points":"2","title":{"en":"","zh":""}}],"kind":"additive",)"
    R"("maximum":"6"},"title":{"en":"","zh":"奖项"}},{"clause":"","guidance":{"en":"","zh":""},"judgement":"objective",)"
    R"("key":"defects","rule":{"items":[{"key":"gap","most":10,"points":"1","title":{"en":"","zh":""}}],)"
    R"("kind":"deduction","maximum":"10","minimum":"0"},"title":{"en":"","zh":""}},{"clause":"","guidance":{"en":"",)"
    R"("zh":""},"judgement":"objective","key":"years","rule":{"kind":"table","number":{"maximum":"20","minimum":"0",)"
    R"("step":"1"},"rows":[{"from":"0","score":"0"},{"from":"5","score":"10"}]},"title":{"en":"","zh":""}},)"
    R"({"clause":"","guidance":{"en":"","zh":""},"judgement":"objective","key":"days","rule":{)"
    R"("expression":"points * lowest / x","kind":"formula","maximum":"10","minimum":"0","number":{"maximum":"900",)"
    R"("minimum":"1","step":"1"},"rounding":{"mode":"half_up","places":2}},"title":{"en":"","zh":"工期"}}],)"
    R"("key":"technical","kind":"technical","points":"36","title":{"en":"","zh":""}}],)"
    R"("technical_stage":{"minimum":"20","most":null}})";

constexpr std::string_view input =
    R"({"bids":[{"adjustments":[],"bid":"000102030405060708090a0b0c0d0e0f","price":"1000000.00","standing":"admitted"}],)"
    R"("draws":[{"index":1,"parameter":"k"}],"label":"kaibiao/score-input/v1","sheets":[{"cells":[)"
    R"({"bid":"000102030405060708090a0b0c0d0e0f","criterion":"awards","value":[{"count":2,"item":"city"}]},)"
    R"({"bid":"000102030405060708090a0b0c0d0e0f","criterion":"defects","value":[]},)"
    R"({"bid":"000102030405060708090a0b0c0d0e0f","criterion":"years","value":"7"},)"
    R"({"bid":"000102030405060708090a0b0c0d0e0f","criterion":"days","value":"90"}],"expert":"E1","group":"buyer",)"
    R"("role":"chair"}],"tie_order":["000102030405060708090a0b0c0d0e0f"]})";

Json json(std::string_view text) { return codec::parse_canonical(as_bytes(text)).value(); }

std::string replaced(std::string_view text, std::string_view what, std::string_view with) {
    std::string out(text);
    const std::size_t at = out.find(what);
    REQUIRE(at != std::string::npos);
    return out.replace(at, what.size(), with);
}

void refused(std::string_view what, std::string_view with, ErrorCode code, std::string_view place) {
    const auto method = tender::decode_method(json(replaced(later_method, what, with)));
    CAPTURE(with);
    REQUIRE_FALSE(method.ok());
    CHECK(method.error().code == code);
    CHECK(method.error().place == place);
}

} // namespace

TEST_CASE("method json: members and kinds that came later decode and encode to the same bytes") {
    const auto method = tender::decode_method(json(later_method));
    REQUIRE(method.ok());
    CHECK(check_method(*method).ok());
    CHECK(codec::dump_canonical(tender::encode_method(*method)) == later_method);
}

TEST_CASE("method json: every price rule keeps its bytes") {
    const std::string_view benchmark = later_method.substr(later_method.find(R"({"above")"));
    const std::string_view rule = benchmark.substr(0, benchmark.find(R"(,"ranking")"));
    for (const std::string_view other :
         {R"({"financial_weight":"0.2","kind":"quality_cost","minimum_technical":"70","technical_weight":"0.8"})",
          R"({"financial_weight":"0.2","kind":"quality_cost","minimum_technical":null,"technical_weight":"0.8"})",
          R"({"kind":"price_range","points":"64"})", R"({"kind":"fixed_reference","points":"64","reference":"5.00"})",
          R"({"kind":"quality_per_price","scale":"100"})"}) {
        const std::string text = replaced(later_method, rule, other);
        const auto method = tender::decode_method(json(text));
        REQUIRE(method.ok());
        CHECK(codec::dump_canonical(tender::encode_method(*method)) == text);
    }
}

TEST_CASE("method json: the thresholds of trimming may be drawn, and keep their bytes") {
    const std::string drawn = replaced(replaced(later_method, R"("from":5)", R"("from":{"parameter":"k"})"),
                                       R"("outside":"20")", R"("outside":{"parameter":"k"})");
    const auto method = tender::decode_method(json(drawn));
    REQUIRE(method.ok());
    CHECK(codec::dump_canonical(tender::encode_method(*method)) == drawn);
    // 2.5 is no number of prices, and 2 would drop them all.
    CHECK(check_method(*method).error().place == "/price/trim/from");
    using enum ErrorCode;
    refused(R"("from":5)", R"("from":"5")", json_member_type, "/price/trim/from");
    refused(R"("from":5)", R"("from":10001)", json_member_range, "/price/trim/from");
    refused(R"("from":5)", R"("from":{"parameter":"k","value":5})", json_member_unknown, "/price/trim/from/value");
    refused(R"("outside":"20")", R"("outside":20)", json_member_type, "/price/trim/outside");
}

TEST_CASE("method json: what is absent where there is nothing may not be written as nothing") {
    using enum ErrorCode;
    refused(R"("gate_tie":"chair")", R"("gate_tie":"keep")", method_kind_unknown, "/gate_tie");
    refused(R"("gate_tie":"chair")", R"("gate_tie":null)", json_member_type, "/gate_tie");
    refused(R"("level":"section")", R"("level":"criterion")", method_kind_unknown, "/aggregation/level");
    refused(R"("benchmark":{"mode":"half_up","places":2})", R"("benchmark":null)", json_member_type,
            "/rounding/benchmark");
    refused(R"("technical_stage":{"minimum":"20","most":null})", R"("technical_stage":null)", json_member_type,
            "/technical_stage");
    refused(R"([{"key":"k","title":{"en":"K","zh":"下浮率"},"values":["2","2.5","3"]}])", "[]", length_wrong,
            "/parameters");
    refused(R"("most":10)", R"("most":0)", json_member_range, "/sections/0/criteria/1/rule/items/0/most");
    refused(R"("of_lower")", R"("third")", method_kind_unknown, "/price/second");
    refused(R"({"parameter":"k"})", "2", json_member_type, "/price/reduction");
}

TEST_CASE("score input json: decodes and encodes to the same bytes, and its result names what was drawn") {
    const auto decoded = tender::decode_score_input(json(input));
    REQUIRE(decoded.ok());
    CHECK(codec::dump_canonical(tender::encode_score_input(*decoded)) == input);
    const Method method = tender::decode_method(json(later_method)).value();
    const auto outcome = evaluate(method, decoded->bids, decoded->sheets, decoded->drawn);
    REQUIRE(outcome.ok());
    const std::string text = codec::dump_canonical(tender::encode_outcome(method, *outcome));
    CHECK(text.find(R"("parameters":[{"index":1,"parameter":"k","value":"2.5"}])") != std::string::npos);
    CHECK(text.find(R"("quality":"34")") != std::string::npos);
    record("later result", text);
    const auto first = evaluate_technical(method, decoded->bids, decoded->sheets, decoded->drawn);
    record("first envelope", codec::dump_canonical(tender::encode_technical_outcome(method, first.value())));
}

TEST_CASE("score input json: empty draws and unknown roles are refused where they stand") {
    const auto error = [](std::string_view what, std::string_view with) {
        return tender::decode_score_input(json(replaced(input, what, with))).error();
    };
    CHECK(error(R"([{"index":1,"parameter":"k"}])", "[]").place == "/draws");
    CHECK(error(R"("index":1)", R"("index":-1)").code == ErrorCode::json_member_range);
    CHECK(error(R"("role":"chair")", R"("role":"member")").code == ErrorCode::method_kind_unknown);
    CHECK(error(R"("count":2)", R"("count":1001)").place == "/sheets/0/cells/0/value/0/count");
    CHECK(error("score-input/v1", "score-input/v2").place == "/label");
}
