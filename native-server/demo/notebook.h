#pragma once
/// What the bots of one tender must not forget: whose tender it is, and the opening secrets of their own bids. Written
/// to a file of the trial centre, so that a centre that was stopped goes on with its tenders when it starts again.

#include "demo/trial_hook.h"
#include "kaibiao/base/ids.h"
#include "kaibiao/base/instant.h"
#include "kaibiao/seal/opening_secrets.h"

#include <filesystem>
#include <map>
#include <optional>
#include <vector>

namespace kaibiao::demo {

class Notebook {
  public:
    /// Remembers as long as it lives.
    Notebook() = default;
    /// Remembers in a new file of `folder`, which it makes. Errors: file_unwritable, disk_full.
    static Result<Notebook> begin(const std::filesystem::path& folder, const TrialRequest& visitor, std::string title);
    /// All notebooks of `folder`, oldest first; a file that is none is left alone.
    static std::vector<Notebook> found_in(const std::filesystem::path& folder);

    const TrialRequest& visitor() const { return visitor_; }
    const std::string& title() const { return title_; }
    Instant begun() const { return begun_; }
    const std::optional<LotId>& lot() const { return lot_; }
    /// Of a bidder's bids, newest first: a bid may not have arrived after its secrets were noted.
    std::vector<seal::OpeningSecrets> secrets_of(const std::string& bidder) const;

    Status note_lot(const LotId& lot);
    Status note_secrets(const std::string& bidder, const seal::OpeningSecrets& secrets);
    /// The tender is over.
    void forget();

  private:
    static Result<Notebook> read(const std::filesystem::path& file);
    Status write() const;

    std::filesystem::path file_;
    TrialRequest visitor_;
    std::string title_;
    Instant begun_;
    std::optional<LotId> lot_;
    std::map<std::string, std::vector<std::string>> codes_; ///< recovery codes by bidder, oldest first
};

} // namespace kaibiao::demo
