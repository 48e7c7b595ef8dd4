#pragma once
/// The data folder: one server at a time, and the places of things in it.

#include "kaibiao/base/result.h"

#include <filesystem>

namespace kaibiao::store {

/// Held for as long as a server (or rebuild, restore) uses the folder. flock, so it ends with the process, however it
/// ends.
class FolderLock {
  public:
    /// Makes the folder (0700) when there is none. Errors: data_folder_in_use, file_unwritable.
    static Result<FolderLock> take(const std::filesystem::path& folder);
    FolderLock(FolderLock&& other) noexcept;
    FolderLock& operator=(FolderLock&& other) noexcept;
    ~FolderLock();

  private:
    explicit FolderLock(int file) : file_(file) {}
    int file_;
};

struct FolderLayout {
    std::filesystem::path root;
    std::filesystem::path database() const { return root / "kaibiao.db"; }
    std::filesystem::path blobs() const { return root / "blobs"; }
    std::filesystem::path documents() const { return root / "documents"; }
    std::filesystem::path bundles() const { return root / "bundles"; }
    std::filesystem::path uploads() const { return root / "uploads"; }
    std::filesystem::path keys() const { return root / "keys"; }
    std::filesystem::path tls() const { return root / "tls"; }
    std::filesystem::path logs() const { return root / "logs"; }
    /// Makes the folders. Errors: file_unwritable.
    Status create() const;
};

/// Makes a rename or a new file in `folder` durable. Errors: disk_full, file_unwritable.
Status sync_folder(const std::filesystem::path& folder);

} // namespace kaibiao::store
