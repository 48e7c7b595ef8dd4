#pragma once
/// One evaluation's inputs beside the method, in one document: bids, score sheets and what was drawn.
/// docs/formats/score-input.md.

#include "kaibiao/codec/json.h"
#include "kaibiao/score/sheet.h"

namespace kaibiao::tender {

struct ScoreInput {
    std::vector<score::BidInput> bids;
    std::vector<score::ScoreSheet> sheets;
    score::Drawn drawn;
};

/// `draws` and `tie_order` are absent where they are empty.
codec::Json encode_score_input(const ScoreInput& input);
/// Shapes only, as in method_json.h. Errors: those of method_json.h; length_wrong.
Result<ScoreInput> decode_score_input(const codec::Json& json, const std::string& place = {});

} // namespace kaibiao::tender
