#include "kaibiao/draw/list.h"

#include "code.h"

#include "kaibiao/base/decimal.h"
#include "kaibiao/crypto/hash.h"

#include <algorithm>
#include <utility>

namespace kaibiao::draw {

namespace {

/// An expert of the list under his order key.
struct Listed {
    Digest key{};
    std::uint32_t stratum = 0;
    std::uint32_t position = 0;
    bool operator<(const Listed& other) const { return key < other.key; }
};

std::string stratum_place(std::size_t stratum) { return numbered("/strata/", stratum); }
std::string expert_place(const Listed& listed) {
    return stratum_place(listed.stratum) + numbered("/experts/", listed.position);
}

Status check_lengths(const ExpertList& list) {
    if (list.strata.empty()) return Error(ErrorCode::draw_list_empty, "/strata");
    if (list.strata.size() > max_strata) return Error(ErrorCode::draw_list_too_long, "/strata");
    std::size_t total = 0;
    for (const Stratum& stratum : list.strata) {
        if (stratum.experts.size() > max_experts - total) return Error(ErrorCode::draw_list_too_long, "/strata");
        total += stratum.experts.size();
    }
    if (list.exclusions.size() > max_experts) return Error(ErrorCode::draw_list_too_long, "/exclusions");
    return ok();
}

Status check_places(const Stratum& stratum, const std::string& place) {
    if (!is_code(stratum.speciality)) return not_a_code(place + "/speciality");
    if (!is_code(stratum.region)) return not_a_code(place + "/region");
    if (stratum.experts.empty()) return Error(ErrorCode::draw_list_empty, place + "/experts");
    if (stratum.count == 0) return Error(ErrorCode::draw_count_zero, place + "/count");
    if (stratum.count > max_places) return Error(ErrorCode::draw_list_malformed, place + "/count");
    if (stratum.reserve > max_places) return Error(ErrorCode::draw_list_malformed, place + "/reserve");
    return ok();
}

Status check_strata_differ(const ExpertList& list) {
    for (std::size_t i = 0; i < list.strata.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            const Stratum &one = list.strata[i], &other = list.strata[j];
            if (one.speciality == other.speciality && one.region == other.region)
                return Error(ErrorCode::draw_stratum_duplicate, stratum_place(i));
        }
    }
    return ok();
}

/// A list that is out of order may hide a duplicate: each stratum is checked to ascend, then all together.
Result<std::vector<Listed>> index_experts(const ExpertList& list) {
    std::vector<Listed> index;
    for (std::uint32_t s = 0; s < list.strata.size(); ++s) {
        const auto& experts = list.strata[s].experts;
        for (std::uint32_t p = 0; p < experts.size(); ++p) {
            Listed listed{order_key(list.salt, experts[p]), s, p};
            if (!is_code(experts[p])) return not_a_code(expert_place(listed));
            if (p > 0 && listed.key == index.back().key)
                return Error(ErrorCode::draw_entry_duplicate, expert_place(listed), experts[p]);
            if (p > 0 && listed < index.back())
                return Error(ErrorCode::draw_list_order_wrong, expert_place(listed), experts[p]);
            index.push_back(listed);
        }
    }
    if (list.strata.size() > 1) std::sort(index.begin(), index.end());
    const auto same = [](const Listed& left, const Listed& right) { return left.key == right.key; };
    const auto twice = std::adjacent_find(index.begin(), index.end(), same);
    if (twice == index.end()) return index;
    return Error(ErrorCode::draw_entry_duplicate, expert_place(twice[1]),
                 list.strata[twice->stratum].experts[twice->position]);
}

/// Marks who is excluded. Errors at the exclusion's place.
Result<std::vector<std::vector<bool>>> mark_excluded(const ExpertList& list, const std::vector<Listed>& index) {
    std::vector<std::vector<bool>> marks;
    for (const Stratum& stratum : list.strata) marks.emplace_back(stratum.experts.size(), false);
    for (std::size_t i = 0; i < list.exclusions.size(); ++i) {
        const Exclusion& exclusion = list.exclusions[i];
        const std::string place = numbered("/exclusions/", i);
        if (!excludes(exclusion.reason)) return Error(ErrorCode::draw_reason_unknown, place + "/reason");
        if (i > 0 && exclusion.expert == list.exclusions[i - 1].expert)
            return Error(ErrorCode::draw_entry_duplicate, place, exclusion.expert);
        if (i > 0 && exclusion.expert < list.exclusions[i - 1].expert)
            return Error(ErrorCode::draw_list_order_wrong, place, exclusion.expert);
        const Listed wanted{order_key(list.salt, exclusion.expert), 0, 0};
        const auto found = std::lower_bound(index.begin(), index.end(), wanted);
        if (found == index.end() || found->key != wanted.key)
            return Error(ErrorCode::draw_expert_unknown, place, exclusion.expert);
        marks[found->stratum][found->position] = true;
    }
    return marks;
}

Result<std::vector<std::uint32_t>> eligible_of(const Stratum& stratum, const std::vector<bool>& excluded,
                                               const std::string& place) {
    std::vector<std::uint32_t> positions;
    for (std::uint32_t p = 0; p < stratum.experts.size(); ++p)
        if (!excluded[p]) positions.push_back(p);
    const auto short_of = [&](ErrorCode code, std::size_t needs) {
        return Error(code, place, has_and_needs(positions.size(), needs));
    };
    const std::size_t count = stratum.count, all = count + stratum.reserve;
    if (positions.empty()) return short_of(ErrorCode::draw_all_excluded, count);
    if (positions.size() < count) return short_of(ErrorCode::draw_stratum_too_small, count);
    if (positions.size() < all) return short_of(ErrorCode::draw_reserve_too_large, all);
    return positions;
}

Status check_committee(const ExpertList& list) {
    const Committee& committee = list.committee;
    for (const std::uint32_t number : {committee.minimum, committee.representatives, committee.seated})
        if (number > max_places) return Error(ErrorCode::draw_list_malformed, "/committee");
    std::size_t experts = committee.seated;
    for (const Stratum& stratum : list.strata) experts += stratum.count;
    const std::size_t size = experts + committee.representatives;
    const std::size_t least = std::max<std::size_t>(5, committee.minimum);
    std::string why;
    if (size % 2 == 0) {
        why = numbered("an even number: ", size);
    } else if (size < least) {
        why = has_and_needs(size, least);
    } else if (3 * experts < 2 * size) {
        why = two_numbers(experts, " experts of ", size);
    } else {
        return ok();
    }
    return Error(ErrorCode::draw_committee_wrong, "/committee", std::move(why));
}

} // namespace

Digest order_key(const ByteArray<32>& salt, std::string_view expert) {
    return crypto::sha256({as_bytes(label::order), salt, as_bytes(expert)});
}

Result<ExpertList> arrange(ExpertList list, const std::vector<Candidate>& candidates) {
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        const Candidate& candidate = candidates[i];
        if (!is_code(candidate.expert)) return not_a_code(numbered("/", i));
        const auto takes = [&candidate](const Stratum& stratum) {
            return stratum.speciality == candidate.speciality && stratum.region == candidate.region;
        };
        const auto stratum = std::find_if(list.strata.begin(), list.strata.end(), takes);
        if (stratum == list.strata.end())
            return Error(ErrorCode::draw_expert_wrong_stratum, numbered("/", i), candidate.expert);
        stratum->experts.push_back(candidate.expert);
    }
    for (Stratum& stratum : list.strata) {
        std::vector<std::pair<Digest, std::string>> keyed;
        for (std::string& expert : stratum.experts) {
            const Digest key = order_key(list.salt, expert);
            keyed.emplace_back(key, std::move(expert));
        }
        std::sort(keyed.begin(), keyed.end());
        for (std::size_t i = 0; i < keyed.size(); ++i) stratum.experts[i] = std::move(keyed[i].second);
    }
    std::sort(list.exclusions.begin(), list.exclusions.end(),
              [](const Exclusion& left, const Exclusion& right) { return left.expert < right.expert; });
    return list;
}

Result<Eligible> check_list(const ExpertList& list) {
    TRY(check_lengths(list));
    for (std::size_t i = 0; i < list.strata.size(); ++i) TRY(check_places(list.strata[i], stratum_place(i)));
    TRY(check_strata_differ(list));
    TRY_ASSIGN(const std::vector<Listed> index, index_experts(list));
    TRY_ASSIGN(const auto excluded, mark_excluded(list, index));
    Eligible eligible;
    for (std::size_t i = 0; i < list.strata.size(); ++i) {
        TRY_ASSIGN(auto positions, eligible_of(list.strata[i], excluded[i], stratum_place(i)));
        eligible.push_back(std::move(positions));
    }
    TRY(check_committee(list));
    return eligible;
}

Status check_list(const ValueList& list) {
    if (!is_code(list.name)) return not_a_code("/name");
    if (list.values.empty()) return Error(ErrorCode::draw_list_empty, "/values");
    if (list.values.size() > max_values) return Error(ErrorCode::draw_list_too_long, "/values");
    std::vector<Decimal> seen;
    for (std::size_t i = 0; i < list.values.size(); ++i) {
        const std::string place = numbered("/values/", i);
        const auto value = Decimal::parse(list.values[i]);
        if (!value.ok()) return Error(ErrorCode::draw_list_malformed, place, list.values[i]);
        // The same number under two spellings would be twice as likely.
        const auto same = [&value](const Decimal& other) { return other.equals(*value); };
        if (std::any_of(seen.begin(), seen.end(), same))
            return Error(ErrorCode::draw_entry_duplicate, place, list.values[i]);
        seen.push_back(*value);
    }
    return ok();
}

Digest list_hash(ByteView text) { return crypto::sha256({as_bytes(label::list), text}); }

} // namespace kaibiao::draw
