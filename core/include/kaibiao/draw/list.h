#pragma once
/// What is drawn from: experts in strata, or published values. The list is committed to by its hash before the seed
/// exists, and with it everything that could sway the result: order, exclusions, places. Format: docs/formats/draw.md.

#include "kaibiao/draw/draw_format.h"
#include "kaibiao/draw/reason.h"

#include "kaibiao/base/bytes.h"

#include <string>
#include <variant>
#include <vector>

namespace kaibiao::draw {

/// One speciality in one region. Experts, specialities and regions are codes: 1 to 64 of `A–Z a–z 0–9 . _ -`.
struct Stratum {
    std::string speciality;
    std::string region;
    std::uint32_t count = 0;   ///< places to fill
    std::uint32_t reserve = 0; ///< who must be left to stand in when the list is made
    std::vector<std::string> experts;
    bool operator==(const Stratum&) const = default;
};

struct Exclusion {
    std::string expert;
    Reason reason{};
    bool operator==(const Exclusion&) const = default;
};

/// The committee that the draw completes: odd, at least `minimum`, experts at least two thirds (BL art. 37).
struct Committee {
    std::uint32_t minimum = 5;         ///< the rule profile's; 7 for large government purchases (GP art. 47)
    std::uint32_t representatives = 0; ///< of the tenderer
    std::uint32_t seated = 0;          ///< experts of earlier draws who remain
    bool operator==(const Committee&) const = default;
};

struct ExpertList {
    ByteArray<32> salt{}; ///< random; hides the list behind its hash and makes its order meaningless
    Committee committee;
    std::vector<Stratum> strata;       ///< experts ascending by order_key
    std::vector<Exclusion> exclusions; ///< ascending by expert
    bool operator==(const ExpertList&) const = default;
};

/// A parameter of the method, such as K: one of these decimals, each equally likely.
struct ValueList {
    std::string name;
    std::vector<std::string> values; ///< in the published order
    bool operator==(const ValueList&) const = default;
};

using DrawList = std::variant<ExpertList, ValueList>;

/// SHA-256("kaibiao/draw/order/v1" ‖ salt ‖ expert).
Digest order_key(const ByteArray<32>& salt, std::string_view expert);

struct Candidate {
    std::string expert;
    std::string speciality;
    std::string region;
};
/// Puts each candidate into the stratum of his speciality and region, and everything into its order.
/// `list` comes with salt, committee, exclusions, and strata without experts.
/// Errors at the candidate's `/N`: draw_list_malformed, draw_expert_wrong_stratum when no stratum takes him.
Result<ExpertList> arrange(ExpertList list, const std::vector<Candidate>& candidates);

/// For each stratum the positions of those who may be drawn, ascending.
using Eligible = std::vector<std::vector<std::uint32_t>>;
/// Every rule about lists. Errors: draw_list_malformed, draw_list_empty, draw_list_too_long, draw_entry_duplicate,
/// draw_list_order_wrong, draw_stratum_duplicate, draw_count_zero, draw_all_excluded, draw_stratum_too_small,
/// draw_reserve_too_large, draw_reason_unknown, draw_expert_unknown, draw_committee_wrong. Places are pointers.
Result<Eligible> check_list(const ExpertList& list);
Status check_list(const ValueList& list);

/// Canonical JSON, of a list that passes its check. Errors: those of check_list, draw_list_too_long.
Result<std::string> encode_list(const DrawList& list);
/// Form only; what a list says is checked by check_list. Errors: those of parse_canonical and ObjectReader,
/// draw_list_malformed, draw_reason_unknown.
Result<DrawList> decode_list(ByteView text);
/// SHA-256("kaibiao/draw/list/v1" ‖ text): what the message commits to.
Digest list_hash(ByteView text);

} // namespace kaibiao::draw
