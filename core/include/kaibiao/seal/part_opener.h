#pragma once
/// Opens one part and checks it against its manifest, streaming and in constant memory. Sealing clients run it over
/// every staged part before they sign; servers and verifiers run it at the opening.

#include "kaibiao/seal/age_file.h"
#include "kaibiao/seal/opening_sheet.h"
#include "kaibiao/seal/part_sealer.h"

namespace kaibiao::seal {

/// What a part must be and what opens it.
struct PartKey {
    PartRecord record;
    ExpectedLock lock;
    LockSecrets secrets;
};

class PartOpener {
  public:
    /// `salt`: from the opening sheet. With pieces hashed elsewhere they are given by add_piece before finish().
    PartOpener(PartKey key, const PlainSalt& salt, Hashing pieces = Hashing::here);
    static std::size_t update_bound(std::size_t n) { return PayloadDecryptor::update_bound(n); }
    static constexpr std::size_t finish_bound() { return PayloadDecryptor::finish_bound(); }
    /// Returns the bytes of plaintext written to `out`. Errors: manifest_header_mismatch, manifest_length_mismatch,
    /// those of AgeHeaderParser, check_part_lock, open_lock, check_header_mac and PayloadDecryptor. Damage found here
    /// is the bidder's only if the stored file has the manifest's root: see check_part.
    Result<std::size_t> update(ByteView file, MutableBytes out);
    /// Errors: as update, manifest_root_mismatch, manifest_commitment_mismatch.
    Result<std::size_t> finish(MutableBytes out);
    void add_piece(const Digest& leaf) { tree_.add_piece(leaf); }

  private:
    Result<std::size_t> take_header(ByteView file);
    Status check_totals();

    PartKey key_;
    Hashing pieces_;
    AgeHeaderParser parser_;
    std::optional<PayloadDecryptor> payload_;
    PieceTree tree_;
    PlainCommitment commitment_;
    std::uint64_t length_ = 0;
};

/// Header, stanza and nonce of a part: the payload key, for opening ranges with AgeReader.
struct OpenedHeader {
    FileKey file_key;
    AgeNonce nonce{};
    std::uint64_t payload_start = 0; ///< where the first chunk begins
};
/// `start`: the first bytes of the part, at least header and nonce. Errors: as PartOpener::update.
Result<OpenedHeader> open_part_header(const PartKey& key, ByteView start);

/// The whole of part 0. Checks length, header, root and stanza before anything is decrypted, so that errors of these
/// (manifest_*_mismatch) blame the store and all later ones blame the bidder.
/// Errors: those of check_part, open_lock, PayloadDecryptor and decode_sheet, manifest_commitment_mismatch.
Result<OpeningSheet> open_sheet(const Manifest& manifest, const Digest& context, const LockSecrets& secrets,
                                ByteView file);

} // namespace kaibiao::seal
