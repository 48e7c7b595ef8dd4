#pragma once
/// The manifest of a sealed package: what a bidder signs. It is the payload of a `submit` command: these members stand
/// beside the eight that every signed command has (read and written by sign/envelope.h).

#include "kaibiao/codec/json.h"
#include "kaibiao/seal/lock.h"
#include "kaibiao/seal/package_format.h"

namespace kaibiao::seal {

/// One age file of the package.
struct PartRecord {
    std::uint32_t part = 0;   ///< 0 is the opening sheet
    std::uint64_t length = 0; ///< bytes of ciphertext
    Digest header{};          ///< SHA-256 of the age header, nonce excluded
    Digest root{};            ///< of the piece tree
    Digest commitment{};      ///< to the plaintext
    PartClass part_class() const { return class_of_part(part); }
    bool operator==(const PartRecord&) const = default;
};

struct Manifest {
    int envelope = 1;
    std::string bidder;             ///< id
    std::int64_t number = 1;        ///< of the submission, from 1
    std::optional<Digest> replaces; ///< SHA-256 of the payload of the submission replaced; absent for the first
    LockPolicy policy = LockPolicy::dual;
    ClassLock sheet;
    ClassLock volumes;
    std::vector<PartRecord> parts; ///< part i at index i

    const ClassLock& lock(PartClass part_class) const { return part_class == PartClass::sheet ? sheet : volumes; }
    bool operator==(const Manifest&) const = default;
};

/// Reads the manifest's own members; the caller has read or will read the others, then calls finish().
/// Errors: json_* with their place, lock_policy_unknown, manifest_malformed, part_too_large.
Result<Manifest> read_manifest(codec::ObjectReader& reader);
/// Adds the members to a payload that has those of the command's envelope.
void write_manifest(codec::Json& payload, const Manifest& manifest);

/// What an upload or a stored file was found to be.
struct PartEvidence {
    std::uint64_t length = 0;
    ByteView header; ///< as it stands in the file, nonce excluded
    Digest root{};
};
/// A part against the manifest and the lot, all without a secret. `context`: of the part's class. The class's point and
/// proof are checked once for all its parts, by check_class_lock.
/// Errors: manifest_length_mismatch, manifest_header_mismatch, manifest_root_mismatch, those of parse_age_header and
/// check_part_lock; place `part N`.
Result<LockStanza> check_part(const Manifest& manifest, const PartRecord& record, const Digest& context,
                              const PartEvidence& evidence);
/// What part `part` of this manifest must be locked with.
ExpectedLock expected_lock(const Manifest& manifest, std::uint32_t part, const Digest& context);

} // namespace kaibiao::seal
