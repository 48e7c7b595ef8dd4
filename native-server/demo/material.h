#pragma once
/// What the cast brings to a tender: documents, offers, volumes, scores. Drawn from a seed, so that a run can be
/// repeated.

#include "client/bid_client.h"
#include "demo/cast.h"
#include "kaibiao/score/sheet.h"

#include <cstdint>
#include <filesystem>

namespace kaibiao::demo {

/// SplitMix64 (Steele, Lea, Flood 2014): for play, never for secrets.
class Dice {
  public:
    explicit Dice(std::uint64_t seed) : state_(seed) {}
    std::uint64_t next();
    /// 0 … bound − 1.
    std::uint64_t below(std::uint64_t bound) { return next() % bound; }

  private:
    std::uint64_t state_;
};

/// What a bidder brings: the sheet that is read out, and the volumes.
struct Offer {
    seal::PublicSheet sheet;
    std::vector<client::Volume> volumes;
    std::vector<client::Volume> price_volumes; ///< that say something of the price
};
/// What goes into one envelope of a lot that has `envelopes` of them: with two, all of the price into the second.
Offer envelope_of(const Offer& offer, int envelope, int envelopes);

Bytes tender_document(const ProjectIdea& project);
/// The PDFs in `folder`. Errors: file_unreadable, also when there are none; those of check_volumes.
Result<std::vector<client::Volume>> volumes_in(const std::filesystem::path& folder);
/// 88 to 97 % of the ceiling, in whole hundreds of yuan, and `volumes`, or three of the demo's own of several pages,
/// one of them with prices.
Offer make_offer(const ProjectIdea& project, const Company& bidder, Dice& dice,
                 const std::vector<client::Volume>& volumes);
/// One expert's cells for the bids named: gates pass, scores lie in the upper half of their range and on the step.
std::vector<score::Cell> make_cells(const score::Method& method, const std::vector<BidId>& bids, Dice& dice);

} // namespace kaibiao::demo
