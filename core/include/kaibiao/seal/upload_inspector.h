#pragma once
/// What a server learns of a part while it is uploaded: fed in order, in constant memory, and refusing as early as the
/// bytes allow.

#include "kaibiao/seal/age_header.h"
#include "kaibiao/seal/lock.h"
#include "kaibiao/seal/piece_tree.h"

namespace kaibiao::seal {

struct InspectedUpload {
    std::uint64_t length = 0;
    Bytes header;           ///< as it stands in the file, nonce excluded
    Digest header_digest{}; ///< SHA-256 of it
    Digest root{};          ///< of the piece tree
    LockStanza lock;
};

class UploadInspector {
  public:
    /// Errors: part_not_encrypted (no age v1 file), part_too_large, those of AgeHeaderParser, lock_stanza_missing,
    /// lock_stanza_not_alone, those of parse_lock. After an error the object may not be used.
    Status update(ByteView bytes);
    /// Errors: as update; age_payload_truncated when no age file has this length, sheet_padding_wrong for a part 0
    /// whose plaintext is no multiple of 8,192 bytes.
    Result<InspectedUpload> finish();

  private:
    Status take_header(ByteView bytes);

    AgeHeaderParser parser_{AgeHeaderLimits{.max_bytes = lock_max_header, .max_stanzas = 16}};
    std::optional<LockStanza> lock_;
    PieceTree tree_;
    std::uint64_t length_ = 0;
};

} // namespace kaibiao::seal
