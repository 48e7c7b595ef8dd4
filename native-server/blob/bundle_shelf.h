#pragma once
/// Evidence bundles as files. A bundle may have 256 MiB and anybody may ask for it, so each is made once, one at a
/// time, and streams from the disk afterwards: what is held in memory does not grow with the number of readers.

#include "blob/blob_store.h"

#include <chrono>
#include <functional>
#include <mutex>

namespace kaibiao::blob {

/// Thread-safe.
class BundleShelf {
  public:
    /// `patience`: how long a caller waits while another bundle is being made.
    BundleShelf(std::filesystem::path folder, std::chrono::milliseconds patience)
        : folder_(std::move(folder)), patience_(patience) {}

    /// The text of the bundle.
    using Make = std::function<Result<std::string>()>;
    /// The bundle of this lot in this state. When it is not there it is made, and those of earlier states go.
    /// Errors: queue_full when others are being made, those of `make`, disk_full, file_unwritable.
    Result<OpenedBlob> fetch(const LotId& lot, const Digest& state, const Make& make);

  private:
    std::filesystem::path path_of(const LotId& lot, const Digest& state) const;
    void remove_all_of(const LotId& lot);

    std::filesystem::path folder_;
    std::chrono::milliseconds patience_;
    std::timed_mutex making_;
};

} // namespace kaibiao::blob
