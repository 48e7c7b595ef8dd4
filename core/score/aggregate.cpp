#include "aggregate.h"

#include "adjustment.h"

#include <algorithm>
#include <numeric>

namespace kaibiao::score {

namespace {

constexpr int largest_weight = 100;
constexpr std::int64_t largest_weight_sum = 1000;

Error malformed(std::string place, const char* why) {
    return Error(ErrorCode::method_malformed, std::move(place), why);
}

Status check_weights(const Aggregation& how) {
    if (how.kind != AggregationKind::weighted_mean)
        return how.weights.empty() ? ok() : Status(malformed("/aggregation/weights", "with weighted_mean only"));
    if (how.weights.empty() || how.weights.size() > max_experts) return malformed("/aggregation/weights", "1 to 1000");
    Keys keys;
    for (std::size_t i = 0; i < how.weights.size(); ++i) {
        const std::string at = numbered("/aggregation/weights/", i);
        if (!is_key(how.weights[i].group.text()) || !keys.insert(how.weights[i].group.text()).second)
            return malformed(at + "/group", "a key of its own");
        if (how.weights[i].weight < 1 || how.weights[i].weight > largest_weight)
            return malformed(at + "/weight", "1 to 100");
    }
    return ok();
}

/// The method's weight for the group, without the factor common to all groups.
std::optional<std::int64_t> weight_of(const Aggregation& how, const GroupKey& group) {
    std::int64_t common = 0, found = 0;
    for (const GroupWeight& one : how.weights) {
        common = std::gcd(common, std::int64_t{one.weight});
        if (one.group == group) found = one.weight;
    }
    return found == 0 ? std::nullopt : std::optional<std::int64_t>(found / common);
}

void add_up(const ExpertRows& rows, std::vector<std::int64_t>& sums) {
    for (std::size_t expert = 0; expert < rows.experts(); ++expert) {
        const auto row = rows.row(expert);
        for (std::size_t i = 0; i < row.size(); ++i) sums[i] += row[i];
    }
}

std::int64_t add_weighted(const ExpertRows& rows, const std::vector<Seat>& seats, std::vector<std::int64_t>& sums) {
    std::int64_t total = 0;
    for (std::size_t expert = 0; expert < rows.experts(); ++expert) {
        const auto row = rows.row(expert);
        total += seats[expert].weight;
        for (std::size_t i = 0; i < row.size(); ++i) sums[i] += row[i] * seats[expert].weight;
    }
    return total;
}

void take_extremes_off(const ExpertRows& rows, std::vector<std::int64_t>& sums) {
    for (std::size_t i = 0; i < sums.size(); ++i) {
        std::int64_t low = rows.row(0)[i], high = low;
        for (std::size_t expert = 1; expert < rows.experts(); ++expert) {
            low = std::min(low, rows.row(expert)[i]);
            high = std::max(high, rows.row(expert)[i]);
        }
        sums[i] -= low + high;
    }
}

/// Sums of the one or two numbers in the middle.
void add_middle(const ExpertRows& rows, std::vector<std::int64_t>& sums) {
    std::vector<std::int64_t> column(rows.experts());
    for (std::size_t i = 0; i < sums.size(); ++i) {
        for (std::size_t expert = 0; expert < column.size(); ++expert) column[expert] = rows.row(expert)[i];
        std::sort(column.begin(), column.end());
        sums[i] = column[column.size() / 2];
        if (column.size() % 2 == 0) sums[i] += column[column.size() / 2 - 1];
    }
}

} // namespace

Status check_aggregation(const Method& method) {
    const Aggregation& how = method.aggregation;
    const bool trimmed = how.kind == AggregationKind::trimmed_mean;
    const bool sane =
        trimmed ? how.trim_from >= 3 && how.trim_from <= static_cast<int>(max_experts) : how.trim_from == 0;
    if (!sane) return malformed("/aggregation", "trim_from is 3 to 1000 with trimmed_mean, else null");
    TRY(check_weights(how));
    if (how.level != AggregationLevel::criterion && method.rounding.criterion)
        return malformed("/rounding/criterion", "the method aggregates no single criteria");
    if (how.level == AggregationLevel::total && method.rounding.section)
        return malformed("/rounding/section", "the method aggregates no single sections");
    return ok();
}

Status check_chair(const Method& method, std::span<const ScoreSheet> sheets) {
    if (method.gate_tie != GateTie::chair || sheets.empty()) return ok();
    const auto chairs =
        std::count_if(sheets.begin(), sheets.end(), [](const ScoreSheet& one) { return one.role == SheetRole::chair; });
    return chairs == 1 ? ok() : Status(Error(ErrorCode::chair_missing, "/sheets", std::to_string(chairs)));
}

Result<std::vector<Seat>> seats_of(const Method& method, std::span<const ScoreSheet> sheets) {
    std::vector<Seat> seats;
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < sheets.size(); ++i) {
        Seat seat{1, sheets[i].role == SheetRole::chair};
        if (method.aggregation.kind == AggregationKind::weighted_mean) {
            const auto weight = weight_of(method.aggregation, sheets[i].group);
            if (!weight) return Error(ErrorCode::expert_group_unknown, numbered("/sheets/", i), sheets[i].group.text());
            seat.weight = *weight;
        }
        sum += seat.weight;
        seats.push_back(seat);
    }
    if (sum > largest_weight_sum) return Error(ErrorCode::number_overflow, "/sheets", "too many experts");
    return seats;
}

Status check_seats(const Method& method, std::span<const ScoreSheet> sheets) {
    TRY(check_chair(method, sheets));
    const auto seats = seats_of(method, sheets);
    return seats.ok() ? ok() : Status(seats.error());
}

std::int64_t aggregate(const Aggregation& how, const std::vector<Seat>& seats, const ExpertRows& rows,
                       std::vector<std::int64_t>& sums) {
    sums.assign(rows.columns, 0);
    const auto experts = static_cast<std::int64_t>(rows.experts());
    if (how.kind == AggregationKind::weighted_mean) return add_weighted(rows, seats, sums);
    if (how.kind == AggregationKind::median) {
        add_middle(rows, sums);
        return experts % 2 == 0 ? 2 : 1;
    }
    add_up(rows, sums);
    if (how.kind == AggregationKind::mean || experts < how.trim_from) return experts;
    take_extremes_off(rows, sums);
    return experts - 2;
}

} // namespace kaibiao::score
