#include "demo/telling.h"

namespace kaibiao::demo {

namespace {

using codec::Json;

std::string bidder_of(const Json& row) {
    const Json* bidder = row.find("bidder");
    if (bidder == nullptr) return {};
    return bidder->as_string() != nullptr ? *bidder->as_string() : text_of(*bidder, "name");
}

std::string offer_of(const Json& row) {
    if (text_of(row, "state") == "unopened") return "报价信封不予开启，保持密封  stays sealed";
    const std::string price = text_of(row, "price");
    return price.empty() ? price : price + " 元  " + text_of(row, "price_capital");
}

} // namespace

std::string text_of(const Json& json, std::string_view key) {
    const Json* member = json.find(key);
    return member != nullptr && member->as_string() != nullptr ? *member->as_string() : std::string();
}

std::vector<std::string> tell_announcement(const Json& board, bool technical) {
    std::vector<std::string> lines;
    lines.emplace_back(technical ? "技术信封开启，不含报价  | the technical envelopes are open, without any price:"
                                 : "唱标  | all prices announced together:");
    const Json* rows = board.find("rows");
    if (rows == nullptr || rows->as_array() == nullptr) return lines;
    for (const Json& row : *rows->as_array()) lines.push_back("    " + bidder_of(row) + "  " + offer_of(row));
    return lines;
}

} // namespace kaibiao::demo
