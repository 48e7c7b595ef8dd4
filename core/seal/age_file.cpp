#include "kaibiao/seal/age_file.h"

#include <algorithm>

namespace kaibiao::seal {

Result<AgeEncryptor> AgeEncryptor::to_keys(std::span<const X25519Recipient> recipients, AgeKeyEntropy entropy) {
    if (recipients.empty() || entropy.ephemeral_secrets.size() != recipients.size())
        return Error(ErrorCode::age_recipient_malformed, {}, "one recipient at least, and one secret for each");
    std::vector<Stanza> stanzas;
    for (std::size_t i = 0; i < recipients.size(); ++i) {
        TRY_ASSIGN(Stanza stanza, wrap_x25519(recipients[i], entropy.file_key, entropy.ephemeral_secrets[i].view()));
        stanzas.push_back(std::move(stanza));
    }
    return AgeEncryptor(stanzas, entropy.file_key, entropy.nonce);
}

Result<AgeEncryptor> AgeEncryptor::to_passphrase(ByteView passphrase, AgePassphraseEntropy entropy, int work_factor) {
    TRY_ASSIGN(Stanza stanza, wrap_scrypt(passphrase, entropy.file_key, entropy.salt, work_factor));
    return AgeEncryptor({std::move(stanza)}, entropy.file_key, entropy.nonce);
}

AgeEncryptor::AgeEncryptor(const std::vector<Stanza>& stanzas, const FileKey& file_key, const AgeNonce& nonce)
    : preamble_(to_bytes(as_bytes(encode_age_header(stanzas, file_key)))),
      payload_(derive_payload_key(file_key, nonce)) {
    append(preamble_, nonce);
}

std::size_t AgeEncryptor::write_preamble(MutableBytes out) {
    if (preamble_written_) return 0;
    std::copy(preamble_.begin(), preamble_.end(), out.begin());
    preamble_written_ = true;
    return preamble_.size();
}

std::size_t AgeEncryptor::update(ByteView plain, MutableBytes out) {
    const std::size_t n = write_preamble(out);
    return n + payload_.update(plain, out.subspan(n));
}

std::size_t AgeEncryptor::finish(MutableBytes out) {
    const std::size_t n = write_preamble(out);
    return n + payload_.finish(out.subspan(n));
}

void AgeEncryptor::update(ByteView plain, Bytes& out) {
    const std::size_t before = out.size();
    out.resize(before + update_bound(plain.size()));
    out.resize(before + update(plain, MutableBytes(out).subspan(before)));
}

void AgeEncryptor::finish(Bytes& out) {
    const std::size_t before = out.size();
    out.resize(before + finish_bound());
    out.resize(before + finish(MutableBytes(out).subspan(before)));
}

Result<std::size_t> AgeDecryptor::update(ByteView file, MutableBytes out) {
    if (!payload_) {
        TRY_ASSIGN(const std::size_t taken, parser_.feed(file));
        file = file.subspan(taken);
        if (!parser_.complete()) return std::size_t{0};
        TRY_ASSIGN(FileKey file_key, open_age_header(parser_.header(), identities_));
        payload_.emplace(std::move(file_key));
    }
    return payload_->update(file, out);
}

Result<std::size_t> AgeDecryptor::finish(MutableBytes out) {
    if (!payload_) return parser_.truncated();
    return payload_->finish(out);
}

namespace {

/// Runs `write(free space)` on the end of `out`, keeping also what was released before an error.
template <typename Write>
Status append_released(Bytes& out, std::size_t bound, const AgeDecryptor& stream, Write write) {
    const std::size_t before = out.size();
    const std::uint64_t released = stream.released();
    out.resize(before + bound);
    const Result<std::size_t> written = write(MutableBytes(out).subspan(before));
    out.resize(before + static_cast<std::size_t>(stream.released() - released));
    TRY(written);
    return ok();
}

} // namespace

Status AgeDecryptor::update(ByteView file, Bytes& out) {
    const std::size_t bound = payload_ ? payload_->next_bound(file.size()) : update_bound(file.size());
    return append_released(out, bound, *this, [&](MutableBytes space) { return update(file, space); });
}

Status AgeDecryptor::finish(Bytes& out) {
    return append_released(out, finish_bound(), *this, [&](MutableBytes space) { return finish(space); });
}

Result<AgePreamble> read_preamble(ByteView start, AgeHeaderLimits limits) {
    AgeHeaderParser parser(limits);
    TRY_ASSIGN(const std::size_t header_size, parser.feed(start));
    if (!parser.complete()) return parser.truncated();
    if (start.size() - header_size < age_nonce_size) return Error(ErrorCode::age_nonce_truncated);
    AgePreamble preamble{parser.take(), {}, header_size + age_nonce_size};
    const ByteView nonce = start.subspan(header_size, age_nonce_size);
    std::copy(nonce.begin(), nonce.end(), preamble.nonce.begin());
    return preamble;
}

} // namespace kaibiao::seal
