#pragma once
/// Lists, messages and seeds for the tests of draws. Every byte follows from the arguments.

#include "kaibiao/draw/transcript.h"

namespace kaibiao::draw::test {

DrawSeed seed(std::uint64_t number);
/// `E00001`
std::string expert_name(std::size_t number);
std::vector<Candidate> candidates(std::size_t count, const std::string& speciality, const std::string& region);

/// A stratum without experts yet.
Stratum places(const std::string& speciality, const std::string& region, std::uint32_t count, std::uint32_t reserve);
/// 3 of 40 in structures of region 43, 2 of 25 in costs of region 43, one of them excluded in each, reserve 2 each.
ExpertList two_strata();
/// One stratum of `experts`, of whom `excluded` are excluded; no representatives.
ExpertList one_stratum(std::size_t experts, std::uint32_t count, std::uint32_t reserve, std::size_t excluded = 0);
ValueList values();

std::string text_of(const DrawList& list);
DrawMessage message_for(std::string_view list_text);
/// Drawn with seed(number).
Transcript transcript_of(const DrawList& list, std::uint64_t number = 1, std::vector<Step> steps = {});
/// The experts of a transcript's first draw: what stratum `s` has before anybody left.
StratumOutcome first_outcome(const DrawList& list, std::size_t s, std::uint64_t number = 1);

template <typename T> ErrorCode code_of(const Result<T>& result) {
    return result.ok() ? ErrorCode::internal_error : result.error().code;
}
template <typename T> std::string place_of(const Result<T>& result) {
    return result.ok() ? "no error" : result.error().place;
}

} // namespace kaibiao::draw::test
