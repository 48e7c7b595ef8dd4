#pragma once
// The method's criteria as columns of a dense table: scored ones and gates each numbered in the method's order.

#include "step.h"

namespace kaibiao::score {

/// What an expert enters.
enum class Entry : std::uint8_t {
    score,  ///< a multiple of the step
    counts, ///< counts of items, which give a score in millionths
    number, ///< an objective number, a multiple of the step, which derive_scores turns into a score in millionths
};

struct ScoredColumn {
    const Criterion* criterion = nullptr;
    std::vector<MicroRange> ranges; ///< one, or one for each band; none for counts
    std::int64_t step = 1;          ///< of what is entered, in millionths; 1 for counts
    Entry entry = Entry::score;
    /// Millionths in one unit of a score in the table, once scores are derived.
    std::int64_t scale() const { return entry == Entry::score ? step : 1; }
};

struct Column {
    const CriterionKey* key = nullptr;
    bool gate = false;
    std::uint32_t index = 0; ///< among the gates or among the scored
};

class Layout {
  public:
    /// The method must be checked and outlive the layout.
    explicit Layout(const Method& method);

    const std::vector<ScoredColumn>& scored() const { return scored_; }
    const std::vector<const Criterion*>& gates() const { return gates_; }
    /// The method's section of each scored column.
    const std::vector<std::size_t>& sections() const { return sections_; }
    bool derives_scores() const;
    /// nullptr when unknown. Sheets list criteria in some fixed order, so `hint` starts where the last search ended.
    const Column* find(const CriterionKey& key, std::size_t& hint) const {
        if (hint >= order_.size()) hint = 0;
        if (hint < order_.size() && *order_[hint].key == key) return &order_[hint++];
        return search(key);
    }

  private:
    const Column* search(const CriterionKey& key) const;

    std::vector<ScoredColumn> scored_;
    std::vector<const Criterion*> gates_;
    std::vector<std::size_t> sections_;
    std::vector<Column> order_; ///< as in the method
    std::vector<Column> by_key_;
};

} // namespace kaibiao::score
