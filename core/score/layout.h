#pragma once
// The method's criteria as columns of a dense table: scored ones and gates each numbered in the method's order.

#include "step.h"

namespace kaibiao::score {

struct ScoredColumn {
    const Criterion* criterion = nullptr;
    std::vector<MicroRange> ranges; ///< one, or one for each band
    std::int64_t step = 1;          ///< in millionths
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
    /// nullptr when unknown. Sheets list criteria in some fixed order, so `hint` starts where the last search ended.
    const Column* find(const CriterionKey& key, std::size_t& hint) const;

  private:
    std::vector<ScoredColumn> scored_;
    std::vector<const Criterion*> gates_;
    std::vector<Column> order_; ///< as in the method
    std::vector<Column> by_key_;
};

} // namespace kaibiao::score
