#include "work.h"

#include "kaibiao/score/outcome.h"

#include <cstdlib>
#include <map>
#include <string>

using namespace kaibiao;
using namespace kaibiao::score;

namespace {

constexpr int experts = 11, sections = 4, criteria_in_section = 15;
constexpr int most_half_points = 2; // each of the 60 criteria has 1 point, in steps of 0.5

Decimal number(std::string_view text) { return Decimal::parse(text).value(); }

std::string key_of(int section, int criterion) {
    return "c" + std::to_string(section) + "." + std::to_string(criterion);
}

/// 40 points for the price, 60 criteria of 1 point, trimmed mean, everything rounded half up to 2 places.
Method make_method() {
    Method method;
    method.price = LowPrice{number("40")};
    method.points = number("100");
    method.aggregation = {AggregationKind::trimmed_mean, 5, AggregationLevel::criterion, {}};
    method.rounding.price_score = method.rounding.criterion = method.rounding.total = Rounding{};
    method.ranking = {RankKey::total, RankKey::price, RankKey::technical, RankKey::draw};
    for (int at = 0; at < sections; ++at) {
        Section section{
            SectionKey::parse("s" + std::to_string(at)).value(), {}, SectionKind::technical, number("15"), {}};
        for (int i = 0; i < criteria_in_section; ++i) {
            Criterion criterion;
            criterion.key = CriterionKey::parse(key_of(at, i)).value();
            criterion.rule = FreeScore{{number("0"), number("1"), number("0.5")}};
            section.criteria.push_back(std::move(criterion));
        }
        method.sections.push_back(std::move(section));
    }
    return method;
}

/// Numbers without a pattern that a sort or a branch predictor could use.
class Spread {
  public:
    int next(int below) {
        state_ = state_ * 6364136223846793005u + 1442695040888963407u;
        return static_cast<int>((state_ >> 33) % static_cast<std::uint64_t>(below));
    }

  private:
    std::uint64_t state_ = 1;
};

struct Tender {
    Method method = make_method();
    std::vector<BidInput> bids;
    std::vector<ScoreSheet> sheets;

    explicit Tender(std::uint32_t count) {
        Spread spread;
        for (std::uint32_t i = 0; i < count; ++i) {
            ByteArray<16> id{};
            id[0] = static_cast<std::uint8_t>(spread.next(256));
            for (int byte = 0; byte < 4; ++byte) id[12 + byte] = static_cast<std::uint8_t>(i >> (24 - 8 * byte));
            BidInput bid;
            bid.bid = BidId(id);
            bid.price = Money::from_fen(80'000'000 + spread.next(40'000'000));
            bids.push_back(std::move(bid));
        }
        for (int expert = 0; expert < experts; ++expert) sheets.push_back(make_sheet(expert, spread));
    }

  private:
    ScoreSheet make_sheet(int expert, Spread& spread) const {
        ScoreSheet sheet;
        sheet.expert = "expert-" + std::to_string(expert);
        for (const BidInput& bid : bids)
            for (const Section& section : method.sections)
                for (const Criterion& criterion : section.criteria)
                    sheet.cells.push_back(
                        {bid.bid, criterion.key, Decimal::make(5 * spread.next(most_half_points + 1), 1).value()});
        return sheet;
    }
};

const Tender& tender_of(std::uint32_t bids) {
    static std::map<std::uint32_t, Tender> made;
    return made.try_emplace(bids, bids).first->second;
}

} // namespace

void bench_score(std::uint32_t bids) {
    const Tender& tender = tender_of(bids);
    const auto outcome = evaluate(tender.method, tender.bids, tender.sheets);
    if (!outcome.ok() || outcome->bids.size() != bids || outcome->bids[0].rank != 1) std::abort();
}
