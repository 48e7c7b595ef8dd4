#include "cli/held_checkpoint.h"

#include "cli/file_kind.h"
#include "cli/files.h"
#include "cli/log_trust.h"

namespace kaibiao::cli {

namespace {

constexpr std::uint64_t largest_file = 16 << 20;
constexpr std::string_view wanted_receipt = "此处应为完整的回执 a whole receipt is expected here";
constexpr std::string_view wanted_checkpoint =
    "此处应为存证点、回执或存证证明 a checkpoint, a receipt or a proof of logging is expected here";

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
    TRY_ASSIGN(held.note, as_wanted(file, wanted_checkpoint, note_in(bytes)));
    const auto opened = log::open_checkpoint(held.note, {trust.origin, trust.log_keys, {}, {}});
    if (!opened.ok() && is_malformed(opened.error())) return not_the_wanted(file, wanted_checkpoint, opened.error());
    if (!opened.ok()) return in_file(file, with_signers(opened.error(), held.note, trust));
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
