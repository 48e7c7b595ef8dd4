#include "demo/notices.h"

namespace kaibiao::demo {

namespace {

constexpr int most_passing = 3;

Decimal decimal(std::string_view text) { return Decimal::parse(text).value(); }

score::Criterion gate(std::string_view key, score::Text title, std::string clause) {
    score::Criterion criterion;
    criterion.key = score::CriterionKey::parse(key).value();
    criterion.title = std::move(title);
    criterion.clause = std::move(clause);
    criterion.judgement = score::Judgement::objective;
    criterion.rule = score::Gate{};
    return criterion;
}

score::Criterion points(std::string_view key, score::Text title, std::string_view maximum, score::Text guidance,
                        std::string clause) {
    score::Criterion criterion;
    criterion.key = score::CriterionKey::parse(key).value();
    criterion.title = std::move(title);
    criterion.guidance = std::move(guidance);
    criterion.clause = std::move(clause);
    criterion.rule = score::FreeScore{{decimal("0"), decimal(maximum), decimal("0.5")}};
    return criterion;
}

score::Section section(std::string_view key, score::Text title, score::SectionKind kind, std::string_view total,
                       std::vector<score::Criterion> criteria) {
    score::Section result;
    result.key = score::SectionKey::parse(key).value();
    result.title = std::move(title);
    result.kind = kind;
    result.points = decimal(total);
    result.criteria = std::move(criteria);
    return result;
}

tender::Notice common_notice(const NoticeSetting& setting) {
    tender::Notice notice;
    notice.tenderer = {std::string(tenderer().id), std::string(tenderer().name)};
    notice.supervisor = {std::string(supervisor().id), std::string(supervisor().name)};
    if (setting.supervisor) notice.supervisor = *setting.supervisor;
    notice.issue_from = setting.issue_from;
    notice.deadline = setting.deadline;
    notice.release_window_milliseconds = setting.release_window_milliseconds;
    notice.log_key = setting.log_key;
    notice.log_policy = setting.log_policy;
    notice.profile = tender::reference_to(*tender::find_profile(tender::built_in_profiles(), "trial", 1));
    notice.documents = setting.documents;
    return notice;
}

} // namespace

score::Method comprehensive_method(Money ceiling) {
    using score::SectionKind;
    score::Method method;
    method.price = score::LowPrice{decimal("30")};
    method.ceiling = ceiling;
    method.sections = {
        section("preliminary", {"初步评审", "Preliminary"}, SectionKind::preliminary, "0",
                {gate("form", {"形式评审：签章与格式", "Form"}, "第三章 2.1.1"),
                 gate("qualification", {"资格评审：资质与业绩", "Qualification"}, "第三章 2.1.2")}),
        section("commercial", {"商务部分", "Commercial"}, SectionKind::commercial, "20",
                {points("record", {"类似工程业绩", "Similar works"}, "10",
                        {"近三年每个类似工程 2.5 分", "2.5 points for each similar project of the last three years"},
                        "第三章 2.2.4(3)"),
                 points("manager", {"项目经理", "Project manager"}, "10",
                        {"职称、业绩、答辩", "Title, record, interview"}, "第三章 2.2.4(2)")}),
        section("technical", {"技术部分", "Technical"}, SectionKind::technical, "50",
                {points("plan", {"施工组织设计", "Construction plan"}, "20",
                        {"完整、可行、有针对性", "Complete, feasible, specific"}, "第三章 2.2.4(1)"),
                 points("quality", {"质量与安全措施", "Quality and safety"}, "15",
                        {"体系健全、措施具体", "Sound system, concrete measures"}, "第三章 2.2.4(1)"),
                 points("schedule", {"进度计划", "Schedule"}, "15",
                        {"关键线路清晰、资源匹配", "Clear critical path, matching resources"}, "第三章 2.2.4(1)")}),
    };
    method.points = decimal("100");
    method.rounding.price_score = score::Rounding{};
    method.rounding.criterion = score::Rounding{};
    method.rounding.total = score::Rounding{};
    method.ranking = {score::RankKey::total, score::RankKey::price, score::RankKey::technical, score::RankKey::draw};
    return method;
}

score::Method lowest_price_method(Money ceiling, std::optional<Money> minimum) {
    score::Method method;
    method.price = score::LowestEvaluated{minimum};
    method.ceiling = ceiling;
    method.points = decimal("0");
    method.ranking = {score::RankKey::evaluated_price, score::RankKey::draw};
    return method;
}

tender::Notice make_notice(const ProjectIdea& project, const NoticeSetting& setting) {
    tender::Notice notice = common_notice(setting);
    notice.project = {std::string(project.code), {std::string(project.name_zh), std::string(project.name_en)}};
    notice.title = {std::string(project.lot_zh), std::string(project.lot_en)};
    notice.kind = tender::parse_tender_kind(project.kind).value();
    notice.region = std::string(project.region);
    notice.industry = std::string(project.industry);
    notice.ceiling = Money::from_fen(project.ceiling_yuan * 100);
    notice.method = comprehensive_method(*notice.ceiling);
    if (setting.two_envelopes) notice.method.technical_stage = score::TechnicalStage{std::nullopt, most_passing};
    return notice;
}

tender::Notice make_notice(const Auction& auction, const NoticeSetting& setting) {
    tender::Notice notice = common_notice(setting);
    notice.project = {"TSU-" + auction.number, {auction.title, auction.title}};
    notice.title = {auction.title, auction.title + ", " + auction.date};
    notice.kind = tender::TenderKind::works;
    notice.region = "Tsuchiura";
    notice.industry = "works";
    notice.ceiling = auction.ceiling;
    notice.method = lowest_price_method(auction.ceiling, auction.minimum);
    return notice;
}

} // namespace kaibiao::demo
