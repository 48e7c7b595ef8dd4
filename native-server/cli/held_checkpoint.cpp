#include "cli/held_checkpoint.h"

#include "cli/file_kind.h"
#include "cli/files.h"
#include "cli/log_trust.h"

#include <optional>

namespace kaibiao::cli {

namespace {

constexpr std::uint64_t largest_file = 16 << 20;
constexpr std::string_view wanted_receipt = "此处应为完整的回执 a whole receipt is expected here";
constexpr std::string_view wanted_checkpoint =
    "此处应为存证点、回执或存证证明 a checkpoint, a receipt or a proof of logging is expected here";

/// What a kept file holds: a checkpoint, and around it perhaps a receipt.
struct Kept {
    std::string note;
    std::optional<log::Receipt> receipt;
};

Result<Kept> kept_in(const Bytes& bytes) {
    const std::string_view text = as_text(bytes);
    if (text.starts_with('{')) {
        TRY_ASSIGN(log::Receipt receipt, log::decode_receipt(bytes));
        std::string note = receipt.proof.checkpoint;
        return Kept{std::move(note), std::move(receipt)};
    }
    if (text.starts_with("c2sp.org/tlog-proof@")) {
        TRY_ASSIGN(log::TlogProof proof, log::decode_tlog_proof(text));
        return Kept{std::move(proof.checkpoint), std::nullopt};
    }
    return Kept{std::string(text), std::nullopt};
}

bool is_malformed(const Error& error) {
    return error.code == ErrorCode::note_malformed || error.code == ErrorCode::checkpoint_malformed;
}

} // namespace

Result<log::Receipt> read_receipt(const std::filesystem::path& file) {
    TRY(expect_kind(file, FileKind::receipt));
    TRY_ASSIGN(const Bytes bytes, read_file(file, largest_file));
    return as_wanted(file, wanted_receipt, log::decode_receipt(bytes));
}

Result<HeldCheckpoint> read_held_checkpoint(const std::filesystem::path& file, const log::LogTrust& trust) {
    TRY(expect_kind(file, {FileKind::checkpoint, FileKind::receipt, FileKind::log_proof}));
    TRY_ASSIGN(const Bytes bytes, read_file(file, largest_file));
    HeldCheckpoint held{file.string(), {}, {}};
    TRY_ASSIGN(const Kept kept, as_wanted(file, wanted_checkpoint, kept_in(bytes)));
    held.note = kept.note;
    const log::LogTrust keys_alone{trust.origin, trust.log_keys, {}, {}};
    const auto opened = log::open_checkpoint(held.note, keys_alone);
    if (!opened.ok() && is_malformed(opened.error())) return not_the_wanted(file, wanted_checkpoint, opened.error());
    if (!opened.ok()) return in_file(file, with_signers(opened.error(), held.note, trust));
    if (kept.receipt) {
        const auto whole = log::verify_receipt(*kept.receipt, keys_alone);
        if (!whole.ok()) return in_file(file, whole.error());
    }
    held.checkpoint = opened->checkpoint;
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
