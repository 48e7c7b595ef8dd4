#include "witness/ledger.h"

#include "blob/file.h"
#include "kaibiao/codec/text.h"
#include "kaibiao/crypto/hash.h"

namespace kaibiao::witness {

Result<log::TreeHead> Ledger::last(const std::string& origin) const {
    const std::filesystem::path file = file_of(origin, ".checkpoint");
    if (!std::filesystem::exists(file)) return log::TreeHead{};
    TRY_ASSIGN(const Bytes bytes, blob::read_whole(file, log::max_note_bytes));
    TRY_ASSIGN(const log::Note note, log::decode_note(as_text(bytes)));
    TRY_ASSIGN(const log::Checkpoint checkpoint, log::decode_checkpoint(note.text));
    return checkpoint.head();
}

Status Ledger::keep(const std::string& origin, std::string_view note) const {
    return blob::replace_file(file_of(origin, ".checkpoint"), as_bytes(note), blob::Durability::now);
}

Status Ledger::keep_evidence(const std::string& origin, Evidence kind, std::string_view request) const {
    const char* extension = kind == Evidence::conviction ? ".evidence" : ".suspect";
    return blob::replace_file(file_of(origin, extension), as_bytes(request), blob::Durability::now);
}

/// Origins are any text; their hashes are file names.
std::filesystem::path Ledger::file_of(const std::string& origin, const char* extension) const {
    return folder_ / (codec::encode_hex(crypto::sha256(as_bytes(origin))) + extension);
}

} // namespace kaibiao::witness
