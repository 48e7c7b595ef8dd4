#include "draw/draw_builder.h"

#include "kaibiao/codec/json.h"

#include <doctest/doctest.h>

#include <algorithm>

using namespace kaibiao;
using namespace kaibiao::draw;
using namespace kaibiao::draw::test;

namespace {

std::string refusal(const ExpertList& list) {
    const auto checked = check_list(list);
    return std::string(info(code_of(checked)).name) + " " + place_of(checked);
}
std::string refusal(const ValueList& list) {
    const auto checked = check_list(list);
    return std::string(info(code_of(checked)).name) + " " + place_of(checked);
}

} // namespace

TEST_CASE("draw: a list decodes to what was encoded, and its hash covers every byte") {
    for (const DrawList& list : {DrawList(two_strata()), DrawList(values())}) {
        const std::string text = text_of(list);
        const auto decoded = decode_list(as_bytes(text));
        REQUIRE(decoded.ok());
        CHECK(*decoded == list);
        std::string changed = text;
        changed[text.size() / 2] = static_cast<char>(changed[text.size() / 2] ^ 1);
        CHECK(list_hash(as_bytes(changed)) != list_hash(as_bytes(text)));
    }
}

TEST_CASE("draw: those who may be drawn are the experts of a stratum without the excluded") {
    const ExpertList list = two_strata();
    const auto eligible = check_list(list);
    REQUIRE(eligible.ok());
    REQUIRE(eligible->size() == 2);
    CHECK((*eligible)[0].size() == 39);
    CHECK((*eligible)[1].size() == 24);
    for (const std::uint32_t position : (*eligible)[0]) CHECK(list.strata[0].experts[position] != "structuresE00007");
}

TEST_CASE("draw: an empty list is refused") {
    ExpertList list = two_strata();
    list.strata.clear();
    CHECK(refusal(list) == "draw_list_empty /strata");
    list = two_strata();
    list.strata[1].experts.clear();
    CHECK(refusal(list) == "draw_list_empty /strata/1/experts");
    CHECK(refusal(ValueList{"K", {}}) == "draw_list_empty /values");
}

TEST_CASE("draw: a stratum that is too small is refused") {
    CHECK(refusal(one_stratum(4, 5, 0)) == "draw_stratum_too_small /strata/0");
    CHECK(refusal(one_stratum(6, 5, 0, 2)) == "draw_stratum_too_small /strata/0");
    CHECK(check_list(one_stratum(6, 5, 0, 2)).error().detail == "4, needed: 5");
    CHECK(check_list(one_stratum(6, 5, 0, 1)).ok());
}

TEST_CASE("draw: a committee is told which rule it breaks") {
    const auto why = [](ExpertList list) {
        const auto checked = check_list(list);
        CHECK(code_of(checked) == ErrorCode::draw_committee_wrong);
        return checked.error().detail;
    };
    CHECK(why(one_stratum(8, 3, 0)) == "3, needed: 5");
    ExpertList list = one_stratum(8, 5, 0);
    list.committee.minimum = 7;
    CHECK(why(list) == "5, needed: 7");
    CHECK(why(one_stratum(8, 6, 0)) == "an even number: 6");
    list.committee.minimum = 5;
    list.committee.representatives = 4;
    CHECK(why(list) == "5 experts of 9");
}

TEST_CASE("draw: a reserve larger than what is left is refused") {
    CHECK(refusal(one_stratum(8, 5, 4)) == "draw_reserve_too_large /strata/0");
    CHECK(check_list(one_stratum(8, 5, 4)).error().detail == "8, needed: 9");
    CHECK(refusal(one_stratum(8, 5, 3, 1)) == "draw_reserve_too_large /strata/0");
    CHECK(check_list(one_stratum(8, 5, 3)).ok());
}

TEST_CASE("draw: a stratum whose experts are all excluded is refused by its own name") {
    CHECK(refusal(one_stratum(8, 5, 0, 8)) == "draw_all_excluded /strata/0");
}

TEST_CASE("draw: a stratum that draws nobody is refused") {
    ExpertList list = two_strata();
    list.strata[0].count = 0;
    CHECK(refusal(list) == "draw_count_zero /strata/0/count");
}

TEST_CASE("draw: counts and reserves above the bound are refused before anything is added") {
    ExpertList list = two_strata();
    list.strata[0].count = 0xffffffff;
    CHECK(refusal(list) == "draw_list_malformed /strata/0/count");
    list = two_strata();
    list.strata[1].reserve = max_places + 1;
    CHECK(refusal(list) == "draw_list_malformed /strata/1/reserve");
    list = two_strata();
    list.committee.seated = 0xffffffff;
    CHECK(refusal(list) == "draw_list_malformed /committee");
}

TEST_CASE("draw: the same expert twice is refused, within a stratum, across strata and among the exclusions") {
    ExpertList list = two_strata();
    list.strata[0].experts.insert(list.strata[0].experts.begin() + 3, list.strata[0].experts[3]);
    CHECK(refusal(list) == "draw_entry_duplicate /strata/0/experts/4");
    list = arrange(ExpertList{{}, {5, 0, 0}, {places("a", "1", 3, 0), places("b", "1", 2, 0)}, {}},
                   {{"x", "a", "1"}, {"y", "a", "1"}, {"z", "a", "1"}, {"x", "b", "1"}, {"w", "b", "1"}})
               .value();
    CHECK(code_of(check_list(list)) == ErrorCode::draw_entry_duplicate);
    list = two_strata();
    list.exclusions.push_back(list.exclusions.back());
    CHECK(refusal(list) == "draw_entry_duplicate /exclusions/2");
}

TEST_CASE("draw: the same value twice is refused, however it is spelt") {
    CHECK(refusal(ValueList{"K", {"0.9", "0.95", "0.90"}}) == "draw_entry_duplicate /values/2");
    CHECK(refusal(ValueList{"K", {"0.9", "nine"}}) == "draw_list_malformed /values/1");
    CHECK(refusal(ValueList{"the factor", {"0.9"}}) == "draw_list_malformed /name");
    CHECK(check_list(ValueList{"the factor", {"0.9"}}).error().detail == "1 to 64 of A-Z a-z 0-9 . _ -");
}

TEST_CASE("draw: experts or exclusions out of order are refused") {
    ExpertList list = two_strata();
    std::swap(list.strata[0].experts[4], list.strata[0].experts[5]);
    CHECK(refusal(list) == "draw_list_order_wrong /strata/0/experts/5");
    list = two_strata();
    list.salt[0] ^= 1; // another salt is another order
    CHECK(code_of(check_list(list)) == ErrorCode::draw_list_order_wrong);
    list = two_strata();
    std::swap(list.exclusions[0], list.exclusions[1]);
    CHECK(refusal(list) == "draw_list_order_wrong /exclusions/1");
}

TEST_CASE("draw: two strata of the same speciality and region are refused") {
    ExpertList list = two_strata();
    list.strata[1].speciality = list.strata[0].speciality;
    CHECK(refusal(list) == "draw_stratum_duplicate /strata/1");
}

TEST_CASE("draw: a candidate whom no stratum takes is in the wrong stratum") {
    ExpertList list;
    list.strata = {places("roads", "11", 5, 0)};
    const auto wrong_region = arrange(list, {{"a", "roads", "11"}, {"b", "roads", "12"}});
    CHECK(code_of(wrong_region) == ErrorCode::draw_expert_wrong_stratum);
    CHECK(place_of(wrong_region) == "/1");
    CHECK(code_of(arrange(list, {{"a", "bridges", "11"}})) == ErrorCode::draw_expert_wrong_stratum);
}

TEST_CASE("draw: an exclusion of somebody who is not listed is refused") {
    ExpertList list = two_strata();
    list.exclusions.push_back({"zNobody", Reason::punished});
    CHECK(refusal(list) == "draw_expert_unknown /exclusions/2");
}

TEST_CASE("draw: an exclusion has one of the reasons of the law") {
    ExpertList list = two_strata();
    list.exclusions[0].reason = Reason::unreachable;
    CHECK(refusal(list) == "draw_reason_unknown /exclusions/0/reason");
    std::string text = text_of(two_strata());
    text.replace(text.find("employment"), 10, "dislikable");
    const auto decoded = decode_list(as_bytes(text));
    CHECK(code_of(decoded) == ErrorCode::draw_reason_unknown);
    CHECK(place_of(decoded) == "/exclusions/0/reason");
}

TEST_CASE("draw: the committee is odd, has five at least, and two thirds of it are experts") {
    const auto committee = [](std::uint32_t count, Committee rest) {
        ExpertList list = one_stratum(40, count, 0);
        list.committee = rest;
        return check_list(list).ok();
    };
    CHECK(committee(5, {5, 0, 0}));
    CHECK_FALSE(committee(5, {5, 1, 0})); // even
    CHECK(committee(5, {5, 2, 0}));
    CHECK_FALSE(committee(3, {3, 0, 0})); // three are too few whatever a profile says
    CHECK_FALSE(committee(3, {5, 2, 0})); // three of five are less than two thirds
    CHECK(committee(6, {5, 3, 0}));       // exactly two thirds
    CHECK_FALSE(committee(5, {7, 0, 0})); // GP art. 47: seven
    CHECK(committee(7, {7, 0, 0}));
    CHECK(committee(1, {5, 0, 4})); // four of an earlier draw remain
}

TEST_CASE("draw: a list over its bounds is refused") {
    ExpertList list = two_strata();
    list.strata.resize(max_strata + 1);
    CHECK(refusal(list) == "draw_list_too_long /strata");
    list = two_strata();
    list.strata[0].experts.assign(max_experts, "a");
    CHECK(refusal(list) == "draw_list_too_long /strata");
    list = two_strata();
    list.exclusions.resize(max_experts + 1);
    CHECK(refusal(list) == "draw_list_too_long /exclusions");
    CHECK(refusal(ValueList{"K", std::vector<std::string>(max_values + 1, "1")}) == "draw_list_too_long /values");
    CHECK(code_of(decode_list(Bytes(max_list_bytes + 1, ' '))) == ErrorCode::draw_list_too_long);
    std::string many;
    for (std::size_t i = 0; i <= max_values; ++i) many += (i == 0 ? "\"" : ",\"") + std::to_string(i) + "\"";
    const std::string text = R"({"format":"kaibiao/draw-list/v1","kind":"values","name":"K","values":[)" + many + "]}";
    CHECK(code_of(decode_list(as_bytes(text))) == ErrorCode::draw_list_too_long);
}

TEST_CASE("draw: codes that could be spelt in two ways are refused") {
    for (const std::string& bad : std::vector<std::string>{"", "王小明", "a b", "a\n", std::string(65, 'a')}) {
        ExpertList list;
        list.strata = {places("roads", "11", 5, 0)};
        const auto arranged = arrange(list, {{"a", "roads", "11"}, {bad, "roads", "11"}});
        REQUIRE_FALSE(arranged.ok());
        CHECK(code_of(arranged) == ErrorCode::draw_list_malformed);
        CHECK(arranged.error().place == "/1");
        list.strata[0].experts = {bad};
        CHECK(refusal(list) == "draw_list_malformed /strata/0/experts/0");
        CHECK(check_list(list).error().detail == "1 to 64 of A-Z a-z 0-9 . _ -");
        list = two_strata();
        list.strata[0].region = bad;
        CHECK(refusal(list) == "draw_list_malformed /strata/0/region");
    }
}

TEST_CASE("draw: a list of another form is refused") {
    const std::string text = text_of(values());
    const auto decode = [](const std::string& changed) { return code_of(decode_list(as_bytes(changed))); };
    const auto replaced = [&text](const std::string& from, const std::string& to) {
        std::string changed = text;
        return changed.replace(changed.find(from), from.size(), to);
    };
    CHECK(decode(replaced("draw-list/v1", "draw-list/v2")) == ErrorCode::draw_list_malformed);
    CHECK(decode(replaced("\"kind\":\"values\"", "\"kind\":\"numbers\"")) == ErrorCode::draw_list_malformed);
    CHECK(decode(replaced("\"name\":", "\"nom\":")) == ErrorCode::json_member_missing);
    CHECK(decode(replaced("\"0.95\"", "0")) == ErrorCode::json_member_type);
    CHECK(decode(replaced("\"name\":", "\"more\":1,\"name\":")) == ErrorCode::json_member_unknown);
    CHECK(decode(text + " ") == ErrorCode::json_not_canonical);
    CHECK(code_of(encode_list(ValueList{"K", {}})) == ErrorCode::draw_list_empty);
}
