#pragma once
/// The JSON forms of what `score` works on: method, bids, score sheets, outcome. Members are always present, null where
/// there is nothing, but for a few that docs/formats/method.md names; decoding and encoding again gives the same bytes.
/// docs/formats/method.md, docs/formats/result.md.
/// Decoders check shapes only; whether a method or sheet makes sense is check_method's and check_sheet's to say.
/// Errors: those of ObjectReader; method_kind_unknown, method_malformed (a key or label), money_malformed,
/// decimal_malformed, id_malformed; places are JSON pointers below `place`.

#include "kaibiao/codec/json.h"
#include "kaibiao/score/outcome.h"

namespace kaibiao::tender {

codec::Json encode_method(const score::Method& method);
Result<score::Method> decode_method(const codec::Json& json, const std::string& place = {});

codec::Json encode_bid_input(const score::BidInput& bid);
Result<score::BidInput> decode_bid_input(const codec::Json& json, const std::string& place = {});

/// The `cells` of a score command: an array in the given order.
codec::Json encode_cells(std::span<const score::Cell> cells);
Result<std::vector<score::Cell>> decode_cells(const codec::Json& json, const std::string& place = {});

codec::Json encode_score_sheet(const score::ScoreSheet& sheet);
Result<score::ScoreSheet> decode_score_sheet(const codec::Json& json, const std::string& place = {});

/// The canonical outcome, whose digest the tenderer signs. There is no decoder: whoever needs an outcome computes it.
codec::Json encode_outcome(const score::Method& method, const score::Outcome& outcome);
/// The outcome of the first envelope alone.
codec::Json encode_technical_outcome(const score::Method& method, const score::TechnicalOutcome& outcome);

} // namespace kaibiao::tender
