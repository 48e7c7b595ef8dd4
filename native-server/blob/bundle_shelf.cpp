#include "blob/bundle_shelf.h"

#include "blob/file.h"
#include "kaibiao/codec/text.h"

namespace kaibiao::blob {

namespace fs = std::filesystem;

fs::path BundleShelf::path_of(const LotId& lot, const Digest& state) const {
    return folder_ / (lot.text() + "-" + codec::encode_hex(state) + ".json");
}

Result<OpenedBlob> BundleShelf::fetch(const LotId& lot, const Digest& state, const Make& make) {
    const fs::path path = path_of(lot, state);
    if (auto known = open_file(path); known.ok()) return known;
    const std::unique_lock turn(making_, patience_);
    if (!turn.owns_lock()) return Error(ErrorCode::queue_full, "bundle");
    if (auto known = open_file(path); known.ok()) return known;
    remove_all_of(lot);
    TRY_ASSIGN(const std::string text, make());
    TRY(replace_file(path, as_bytes(text), Durability::now));
    return open_file(path);
}

void BundleShelf::remove_all_of(const LotId& lot) {
    std::error_code failed;
    for (const auto& item : fs::directory_iterator(folder_, failed))
        if (item.path().filename().string().starts_with(lot.text())) fs::remove(item.path(), failed);
}

} // namespace kaibiao::blob
