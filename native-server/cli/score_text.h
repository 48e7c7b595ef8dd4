#pragma once
/// Numbers, roundings and reasons of an evaluation as people read them: operators between exact fractions, Chinese
/// first, English beside it.

#include "kaibiao/score/explain.h"

#include <span>
#include <string>

namespace kaibiao::cli {

/// The exact decimal where six places hold it, else the fraction.
std::string exact_text(const Rational& value);
/// Within a sum: negative ones in brackets.
std::string term(const Rational& value);
/// Within a product: fractions, too.
std::string factor(const Rational& value);
/// `a + b − c`
std::string sum_of(std::span<const Rational> values);
/// `(a + b) ÷ 2`
std::string mean_of(std::span<const Rational> values);

/// `四舍五入到 2 位小数 half up to 2 places`
std::string rounding_text(const score::Rounding& rounding);
/// `key 标题 title`, as far as there is a title.
std::string titled(const std::string& key, const score::Text& title);

/// `1 票不通过，2 票通过 1 votes against it, 2 for it`, followed by `even_split` where they are as many.
std::string votes_text(const score::GateTally& tally, const score::Text& even_split);
/// Why the bid, which is one of `all`, is out, with the numbers that decided. `price` is the announced one.
std::string rejection_text(const score::Method& method, const std::vector<score::BidOutcome>& all, Money price,
                           const score::BidOutcome& bid);

} // namespace kaibiao::cli
