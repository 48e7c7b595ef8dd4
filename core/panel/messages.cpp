#include "kaibiao/panel/messages.h"

#include "message_reader.h"

namespace kaibiao::panel {

namespace {

void append_contribution(Bytes& out, const Contribution& contribution) {
    append_points(out, contribution.commitment);
    append(out, contribution.possession);
    append(out, contribution.ephemeral.bytes());
}

Result<Contribution> read_contribution(MessageReader& reader, int k) {
    Contribution contribution;
    TRY_ASSIGN(contribution.commitment, reader.points(static_cast<std::size_t>(k)));
    TRY_ASSIGN(contribution.possession, reader.array<signature_size>());
    TRY_ASSIGN(contribution.ephemeral, reader.point());
    return contribution;
}

Status skip_contribution(MessageReader& reader, int k) {
    TRY(reader.bytes(32 * static_cast<std::size_t>(k) + signature_size + 32));
    return ok();
}

/// The number of points is not written: it shows in where the ciphertexts' lengths stand.
bool is_framed_for(ByteView bytes, int k, int frames) {
    MessageReader reader(bytes);
    if (!skip_contribution(reader, k).ok()) return false;
    for (int i = 0; i < frames; ++i) {
        if (!reader.framed().ok()) return false;
    }
    return true;
}

/// panel_commitment_count_wrong when the bytes are framed for another threshold, else the error itself.
Error explain(const Error& error, ByteView bytes, int k, int frames) {
    if (is_framed_for(bytes, k, frames)) return error;
    for (int other = 0; other <= max_members; ++other) {
        if (is_framed_for(bytes, other, frames))
            return Error(ErrorCode::panel_commitment_count_wrong, {}, two_numbers(other, " points, not ", k));
    }
    return error;
}

Result<RoundOneMessage> read_round_one(ByteView bytes, int k, int n) {
    MessageReader reader(bytes);
    RoundOneMessage message;
    TRY_ASSIGN(message.contribution, read_contribution(reader, k));
    for (int i = 0; i < n; ++i) {
        TRY_ASSIGN(Bytes sealed, reader.framed());
        message.sealed_shares.push_back(std::move(sealed));
    }
    TRY(reader.finish());
    return message;
}

Status read_sender(MessageReader& reader, int k, RoundTwoMessage& message) {
    TRY_ASSIGN(Contribution contribution, read_contribution(reader, k));
    TRY_ASSIGN(Bytes sealed, reader.framed());
    message.contributions.push_back(std::move(contribution));
    message.sealed_shares.push_back(std::move(sealed));
    return ok();
}

} // namespace

Bytes encode(const RoundOneMessage& message) {
    Bytes out;
    append_contribution(out, message.contribution);
    for (const Bytes& sealed : message.sealed_shares) append_framed(out, sealed);
    return out;
}

Result<RoundOneMessage> decode_round_one(ByteView bytes, int k, int n) {
    auto message = read_round_one(bytes, k, n);
    if (!message.ok()) return explain(message.error(), bytes, k, n);
    return message;
}

Bytes encode(const RoundTwoMessage& message) {
    Bytes out;
    for (std::size_t i = 0; i < message.contributions.size(); ++i) {
        append_contribution(out, message.contributions[i]);
        append_framed(out, message.sealed_shares[i]);
    }
    return out;
}

Result<RoundTwoMessage> decode_round_two(ByteView bytes, int k, int n) {
    MessageReader reader(bytes);
    RoundTwoMessage message;
    for (int member = 1; member <= n; ++member) {
        if (reader.at_end()) return Error(ErrorCode::panel_member_missing, place_of(member));
        const ByteView from = bytes.last(reader.left());
        const auto read = read_sender(reader, k, message);
        if (!read.ok()) return blame(explain(read.error(), from, k, 1), member);
    }
    TRY(reader.finish());
    return message;
}

Bytes encode(const std::vector<Signature>& signatures) {
    Bytes out;
    for (const Signature& signature : signatures) append(out, signature);
    return out;
}

Result<std::vector<Signature>> decode_signatures(ByteView bytes, int n) {
    MessageReader reader(bytes);
    std::vector<Signature> out;
    for (int member = 1; member <= n; ++member) {
        if (reader.at_end()) return Error(ErrorCode::panel_member_missing, place_of(member));
        TRY_ASSIGN(const Signature signature, reader.array<signature_size>());
        out.push_back(signature);
    }
    TRY(reader.finish());
    return out;
}

Bytes encode_bundle(const std::vector<Bytes>& sealed_shares) {
    Bytes out;
    for (const Bytes& sealed : sealed_shares) append_framed(out, sealed);
    return out;
}

Result<std::vector<Bytes>> decode_bundle(ByteView bytes, int n) {
    MessageReader reader(bytes);
    std::vector<Bytes> out;
    for (int member = 1; member <= n; ++member) {
        if (reader.at_end()) return Error(ErrorCode::panel_member_missing, place_of(member));
        auto sealed = reader.framed();
        if (!sealed.ok() && sealed.error().code == ErrorCode::panel_message_malformed)
            return Error(ErrorCode::panel_bundle_malformed, place_of(member), sealed.error().detail);
        if (!sealed.ok()) return blame(sealed.error(), member);
        out.push_back(std::move(*sealed));
    }
    if (!reader.at_end()) return Error(ErrorCode::panel_bundle_malformed, {}, "bytes follow its end");
    return out;
}

} // namespace kaibiao::panel
