#include "usecase/secrets.h"

#include "blob/file.h"
#include "kaibiao/codec/text.h"
#include "store/settings.h"
#include "work/entropy.h"

#include <algorithm>

namespace kaibiao::usecase {

Result<SecretArray<32>> kept_secret(const std::filesystem::path& file) {
    if (!std::filesystem::exists(file)) {
        SecretArray<32> fresh;
        work::fill_random(fresh.data());
        TRY(blob::replace_file(file, as_bytes(codec::encode_base64(fresh.view()) + "\n"), blob::Durability::now));
    }
    TRY_ASSIGN(Bytes text, blob::read_whole(file, 128));
    while (!text.empty() && text.back() == '\n') text.pop_back();
    TRY_ASSIGN(const Bytes bytes, codec::decode_base64(as_text(text)));
    if (bytes.size() != 32) return Error(ErrorCode::base64_malformed, file.string());
    SecretArray<32> secret;
    std::copy(bytes.begin(), bytes.end(), secret.data().begin());
    return secret;
}

std::filesystem::path log_key_file(const store::ReadTx& tx, const store::FolderLayout& folder) {
    return folder.keys() / store::setting(tx, store::log_key).value_or("log.key");
}

} // namespace kaibiao::usecase
