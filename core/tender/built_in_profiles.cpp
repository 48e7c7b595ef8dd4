#include "kaibiao/tender/rule_profile.h"

namespace kaibiao::tender {

namespace {

constexpr RuleUnit days = RuleUnit::days;
constexpr RuleUnit seconds = RuleUnit::seconds;
constexpr RuleUnit count = RuleUnit::count;

/// The words of a rule are the same in every profile; the numbers and sources are not.
const std::array<BilingualText, rule_count> labels{{
    {"投标时间（自招标文件开始发出至投标截止）不少于",
     "Time to bid, from first issue of the documents to the deadline, at least"},
    {"招标文件发售期不少于", "Documents available for at least"},
    {"可能影响投标文件编制的澄清距投标截止不少于",
     "A clarification that affects bids comes before the deadline by at least"},
    {"投标人少于此数不得开标", "Bidders needed for an opening"},
    {"可设最高投标限价", "A ceiling price may be set"},
    {"可设最低投标限价", "A floor price may be set"},
    {"评标委员会成员不少于", "Members of the evaluation committee, at least"},
    {"评标委员会成员为单数", "The committee has an odd number of members"},
    {"评标委员会中专家比例不少于", "Share of experts in the committee, at least"},
    {"中标候选人不少于", "Candidates, at least"},
    {"中标候选人不多于", "Candidates, at most"},
    {"吊销列表过期后的宽限期", "Grace after a revocation list's next update"},
    {"解密时限不少于", "Time to release a bid's secrets at the opening, at least"},
    {"价格分占总分的比重不少于", "Share of the price in all points, at least"},
    {"价格分以最低价为基准，得分相同者报价低的在先",
     "Price points by the lowest of all prices; of equal totals the lower price first"},
}};

struct Number {
    std::int64_t value;
    RuleUnit unit;
    const char* source; ///< nullptr: the profile does not have the rule
};

RuleProfile make_profile(std::string id, BilingualText label, ProfileUse use, std::vector<TenderKind> kinds,
                         const std::array<Number, rule_count>& numbers) {
    RuleProfile profile{std::move(id), 1, std::move(label), use, std::move(kinds), {}};
    for (std::size_t i = 0; i < rule_count; ++i)
        if (numbers[i].source != nullptr)
            profile.rules[i] = {numbers[i].value, numbers[i].unit, numbers[i].source, labels[i]};
    return profile;
}

RuleProfile works() {
    return make_profile("works", {"工程建设项目招标投标规则", "Works: law on tendering and bidding"},
                        ProfileUse::production, {TenderKind::works, TenderKind::goods, TenderKind::services},
                        {{{20, days, "BL 24"},
                          {5, days, "IR 16"},
                          {15, days, "IR 21"},
                          {3, count, "IR 44"},
                          {1, RuleUnit::flag, "IR 27"},
                          {0, RuleUnit::flag, "IR 27"},
                          {5, count, "BL 37"},
                          {1, RuleUnit::flag, "BL 37"},
                          {2, RuleUnit::thirds, "BL 37, EC 9"},
                          {1, count, "IR 53, EC 45"},
                          {3, count, "IR 53, EC 45"},
                          {86'400, seconds, "centre"},
                          {1'800, seconds, "centre"},
                          {0, RuleUnit::percent, "BL 41"}}});
}

/// The weight of the price depends on what is bought. GP 55. Version 1 let every price rule be used.
RuleProfile government(TenderKind kind, int version) {
    const bool goods = kind == TenderKind::goods;
    RuleProfile profile =
        make_profile(goods ? "gp-goods" : "gp-services",
                     goods ? BilingualText{"政府采购货物公开招标规则", "Government purchase of goods"}
                           : BilingualText{"政府采购服务公开招标规则", "Government purchase of services"},
                     ProfileUse::production, {kind},
                     {{{20, days, "BL 24"},
                       {5, days, "GP 18"},
                       {15, days, "GP 27"},
                       {3, count, "GP 43"},
                       {1, RuleUnit::flag, "GP 12"},
                       {0, RuleUnit::flag, "GP 12"},
                       {5, count, "GP 47"},
                       {1, RuleUnit::flag, "GP 47"},
                       {2, RuleUnit::thirds, "GP 47"},
                       {1, count, "GP 69"},
                       {3, count, "GP 69"},
                       {86'400, seconds, "centre"},
                       {1'800, seconds, "centre"},
                       {goods ? 30 : 10, RuleUnit::percent, "GP 55"},
                       {1, RuleUnit::flag, "GP 55, GP 57"}}});
    profile.version = version;
    if (version == 1) profile.rules.back() = {};
    return profile;
}

RuleProfile trial() {
    return make_profile("trial",
                        {"试用规则（仅供演示，无法律效力）", "Trial rules (for demonstrations, without legal force)"},
                        ProfileUse::trial, {TenderKind::works, TenderKind::goods, TenderKind::services},
                        {{{1, seconds, "trial"},
                          {1, seconds, "trial"},
                          {1, seconds, "trial"},
                          {1, count, "trial"},
                          {1, RuleUnit::flag, "IR 27"},
                          {1, RuleUnit::flag, "trial"},
                          {1, count, "trial"},
                          {0, RuleUnit::flag, "trial"},
                          {2, RuleUnit::thirds, "BL 37, EC 9"},
                          {1, count, "IR 53, EC 45"},
                          {3, count, "IR 53, EC 45"},
                          {86'400, seconds, "centre"},
                          {1, seconds, "trial"},
                          {0, RuleUnit::percent, "trial"}}});
}

} // namespace

const std::vector<RuleProfile>& built_in_profiles() {
    static const std::vector<RuleProfile> profiles{
        works(), government(TenderKind::goods, 2), government(TenderKind::services, 2),
        trial(), government(TenderKind::goods, 1), government(TenderKind::services, 1)};
    return profiles;
}

const RuleProfile* newest_profile(std::string_view id) {
    for (const RuleProfile& profile : built_in_profiles())
        if (profile.id == id) return &profile;
    return nullptr;
}

} // namespace kaibiao::tender
