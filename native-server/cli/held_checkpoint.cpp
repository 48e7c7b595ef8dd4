#include "cli/held_checkpoint.h"

#include "cli/files.h"
#include "kaibiao/log/receipt.h"

namespace kaibiao::cli {

namespace {

constexpr std::uint64_t largest_file = 16 << 20;

Result<std::string> note_in(const Bytes& bytes) {
    const std::string_view text = as_text(bytes);
    if (text.starts_with('{')) {
        TRY_ASSIGN(log::Receipt receipt, log::decode_receipt(bytes));
        return std::move(receipt.proof.checkpoint);
    }
    if (text.starts_with("c2sp.org/tlog-proof@")) {
        TRY_ASSIGN(log::TlogProof proof, log::decode_tlog_proof(text));
        return std::move(proof.checkpoint);
    }
    return std::string(text);
}

} // namespace

Result<HeldCheckpoint> read_held_checkpoint(const std::filesystem::path& file, const log::LogTrust& trust) {
    TRY_ASSIGN(const Bytes bytes, read_file(file, largest_file));
    HeldCheckpoint held{file.string(), {}, {}};
    TRY_ASSIGN(held.note, note_in(bytes));
    TRY_ASSIGN(log::TrustedCheckpoint opened, log::open_checkpoint(held.note, {trust.origin, trust.log_keys, {}, {}}));
    held.checkpoint = std::move(opened.checkpoint);
    return held;
}

Result<std::vector<log::TreeHead>> read_held_heads(const std::vector<std::string>& files, const log::LogTrust& trust) {
    std::vector<log::TreeHead> heads;
    for (const std::string& file : files) {
        TRY_ASSIGN(const HeldCheckpoint held, read_held_checkpoint(file, trust));
        heads.push_back(held.checkpoint.head());
    }
    return heads;
}

} // namespace kaibiao::cli
