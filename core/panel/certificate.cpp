#include "kaibiao/panel/certificate.h"

#include "little_endian.h"
#include "message_reader.h"
#include "polynomial.h"
#include "possession.h"

namespace kaibiao::panel {

namespace {

/// The signed text up to the members' keys.
struct Head {
    SessionContext context{};
    std::uint32_t n = 0;
    std::uint32_t k = 0;
};

Result<Bytes> read_sized(MessageReader& reader, std::size_t longest, ErrorCode too_long) {
    TRY_ASSIGN(const std::uint64_t size, reader.u64_le());
    if (size > longest) return Error(too_long);
    TRY_ASSIGN(const ByteView bytes, reader.bytes(static_cast<std::size_t>(size)));
    return to_bytes(bytes);
}

Result<Head> read_head(MessageReader& reader) {
    TRY_ASSIGN(const Bytes suite, read_sized(reader, 64, ErrorCode::panel_ciphersuite_unknown));
    if (as_text(suite) != ciphersuite_id) return Error(ErrorCode::panel_ciphersuite_unknown);
    Head head;
    TRY_ASSIGN(const std::uint64_t context_size, reader.u64_le());
    if (context_size != head.context.size()) return Error(ErrorCode::panel_context_mismatch);
    TRY_ASSIGN(head.context, reader.array<sizeof(SessionContext)>());
    TRY_ASSIGN(head.n, reader.u32_le());
    TRY_ASSIGN(head.k, reader.u32_le());
    if (head.n > max_members || head.k > head.n) return size_wrong(head.k, head.n);
    return head;
}

Result<std::vector<Contribution>> read_contributions(MessageReader& reader, const Session& session) {
    std::vector<Contribution> out(static_cast<std::size_t>(session.n()));
    for (Contribution& contribution : out) {
        TRY_ASSIGN(contribution.commitment, reader.points(static_cast<std::size_t>(session.k())));
    }
    for (Contribution& contribution : out) {
        TRY_ASSIGN(contribution.possession, reader.array<signature_size>());
    }
    for (Contribution& contribution : out) {
        TRY_ASSIGN(contribution.ephemeral, reader.point());
    }
    return out;
}

Result<Transcript> read_transcript(MessageReader& reader, std::string_view id) {
    TRY_ASSIGN(const Head head, read_head(reader));
    TRY_ASSIGN(auto keys, reader.points(head.n));
    Transcript transcript;
    TRY_ASSIGN(transcript.session, Session::create(id, static_cast<int>(head.k), std::move(keys)));
    if (transcript.session.context() != head.context) return Error(ErrorCode::panel_context_mismatch);
    TRY_ASSIGN(transcript.contributions, read_contributions(reader, transcript.session));
    TRY_ASSIGN(transcript.extension, read_sized(reader, max_extension, ErrorCode::panel_payload_too_large));
    return transcript;
}

Result<Transcript> read_only_transcript(ByteView bytes, std::string_view id) {
    MessageReader reader(bytes);
    TRY_ASSIGN(Transcript transcript, read_transcript(reader, id));
    TRY(reader.finish());
    return transcript;
}

/// Too short or too long is the certificate's fault, not a message's.
Error about_certificate(const Error& error) {
    if (error.code != ErrorCode::panel_message_malformed) return error;
    return Error(ErrorCode::panel_certificate_malformed, {}, error.detail);
}

Result<Certificate> read_certificate(ByteView bytes, std::string_view id) {
    MessageReader reader(bytes);
    Certificate certificate;
    TRY_ASSIGN(certificate.transcript, read_transcript(reader, id));
    for (int i = 0; i < certificate.transcript.session.n(); ++i) {
        TRY_ASSIGN(const Signature signature, reader.array<signature_size>());
        certificate.signatures.push_back(signature);
    }
    TRY(reader.finish());
    return certificate;
}

/// Σ_j C_{j,power} for each power.
std::vector<crypto::PointSum> summed_commitments(const Transcript& transcript) {
    std::vector<crypto::PointSum> sums(static_cast<std::size_t>(transcript.session.k()));
    for (const Contribution& contribution : transcript.contributions) {
        for (std::size_t power = 0; power < sums.size(); ++power) sums[power].add(contribution.commitment[power]);
    }
    return sums;
}

Result<crypto::Point> share_key(const std::vector<crypto::PointSum>& sums, int member) {
    crypto::PointSum sum;
    for (std::size_t power = sums.size(); power-- > 0;) sum.multiply(scalar_of(member)).add(sums[power]);
    return sum.point();
}

} // namespace

const crypto::Point& PanelKey::share_of(int member) const {
    if (member < 1 || member > n()) std::abort();
    return shares[static_cast<std::size_t>(member - 1)];
}

Bytes encode(const Transcript& transcript) {
    const Session& session = transcript.session;
    Bytes out;
    append_u64_le(out, ciphersuite_id.size());
    append(out, ciphersuite_id);
    append_u64_le(out, session.context().size());
    append(out, session.context());
    append_u32_le(out, static_cast<std::uint32_t>(session.n()));
    append_u32_le(out, static_cast<std::uint32_t>(session.k()));
    append_points(out, session.static_keys());
    for (const Contribution& each : transcript.contributions) append_points(out, each.commitment);
    for (const Contribution& each : transcript.contributions) append(out, each.possession);
    for (const Contribution& each : transcript.contributions) append(out, each.ephemeral.bytes());
    append_u64_le(out, transcript.extension.size());
    append(out, transcript.extension);
    return out;
}

Result<Transcript> decode_transcript(ByteView bytes, std::string_view id) {
    auto transcript = read_only_transcript(bytes, id);
    if (!transcript.ok()) return about_certificate(transcript.error());
    return transcript;
}

Result<PanelKey> key_of(const Transcript& transcript) {
    const auto sums = summed_commitments(transcript);
    PanelKey key;
    key.k = transcript.session.k();
    TRY_ASSIGN(key.y, sums.front().point());
    for (int member = 1; member <= transcript.session.n(); ++member) {
        TRY_ASSIGN(const crypto::Point share, share_key(sums, member));
        key.shares.push_back(share);
    }
    return key;
}

Bytes encode(const Certificate& certificate) {
    Bytes out = encode(certificate.transcript);
    append(out, encode(certificate.signatures));
    return out;
}

Result<Certificate> decode_certificate(ByteView bytes, std::string_view id) {
    auto certificate = read_certificate(bytes, id);
    if (!certificate.ok()) return about_certificate(certificate.error());
    return certificate;
}

Status check_certificate(const Certificate& certificate) {
    const Transcript& transcript = certificate.transcript;
    const Bytes text = encode(transcript);
    for (int member = 1; member <= transcript.session.n(); ++member) {
        const auto at = static_cast<std::size_t>(member - 1);
        if (!verify(transcript.session.static_key(member), text, certificate.signatures[at]))
            return Error(ErrorCode::panel_signature_wrong, place_of(member));
        TRY(check_possession(transcript.session, transcript.contributions[at], member));
    }
    return ok();
}

Result<PanelKey> panel_key_from(ByteView bytes, std::string_view id) {
    TRY_ASSIGN(const Certificate certificate, decode_certificate(bytes, id));
    TRY(check_certificate(certificate));
    return key_of(certificate.transcript);
}

} // namespace kaibiao::panel
