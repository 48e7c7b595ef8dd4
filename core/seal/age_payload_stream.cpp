#include "kaibiao/seal/age_payload.h"

#include <algorithm>

namespace kaibiao::seal {

namespace {

/// A chunk leaves only when a byte after it is known.
std::size_t chunks_known(std::size_t bytes, std::size_t chunk_size) {
    return bytes == 0 ? 0 : (bytes - 1) / chunk_size;
}

} // namespace

std::size_t PayloadEncryptor::update_bound(std::size_t n) const {
    return chunks_known(pending_size_ + n, age_chunk_size) * age_sealed_chunk_size;
}

std::size_t PayloadEncryptor::update(ByteView plain, MutableBytes out) {
    std::size_t written = 0;
    while (!plain.empty()) {
        if (pending_size_ == age_chunk_size) written += seal_pending(LastChunk::no, out.subspan(written));
        if (pending_size_ == 0 && plain.size() > age_chunk_size) {
            const std::size_t run = (plain.size() - 1) / age_chunk_size * age_chunk_size;
            const auto sealed = static_cast<std::size_t>(sealed_chunks_size(run));
            seal_chunks(key_, chunk_, LastChunk::no, plain.first(run), out.subspan(written, sealed));
            chunk_ += run / age_chunk_size;
            written += sealed;
            plain = plain.subspan(run);
        }
        const std::size_t n = std::min(plain.size(), age_chunk_size - pending_size_);
        std::copy_n(plain.begin(), n, pending_.data().begin() + static_cast<std::ptrdiff_t>(pending_size_));
        pending_size_ += n;
        plain = plain.subspan(n);
    }
    return written;
}

std::size_t PayloadEncryptor::finish(MutableBytes out) { return seal_pending(LastChunk::yes, out); }

std::size_t PayloadEncryptor::seal_pending(LastChunk last, MutableBytes out) {
    const std::size_t sealed = pending_size_ + age_tag_size;
    seal_chunks(key_, chunk_, last, pending_.view().first(pending_size_), out.first(sealed));
    ++chunk_;
    pending_size_ = 0;
    return sealed;
}

std::size_t PayloadDecryptor::next_bound(std::size_t n) const {
    return chunks_known(pending_.size() + n, age_sealed_chunk_size) * age_chunk_size;
}

/// Returns what follows the nonce.
ByteView PayloadDecryptor::take_nonce(ByteView sealed) {
    const std::size_t n = std::min(sealed.size(), age_nonce_size - pending_.size());
    append(pending_, sealed.first(n));
    if (pending_.size() == age_nonce_size) {
        AgeNonce nonce{};
        std::copy(pending_.begin(), pending_.end(), nonce.begin());
        key_ = derive_payload_key(file_key_, nonce);
        pending_.clear();
        pending_.reserve(age_sealed_chunk_size);
    }
    return sealed.subspan(n);
}

Result<std::size_t> PayloadDecryptor::update(ByteView sealed, MutableBytes out) {
    if (!key_) sealed = take_nonce(sealed);
    std::size_t written = 0;
    while (!sealed.empty()) {
        if (pending_.size() == age_sealed_chunk_size) {
            TRY_ASSIGN(const std::size_t n, open_next(pending_, LastChunk::no, out.subspan(written)));
            written += n;
            pending_.clear();
        }
        // A chunk is opened only when a byte after it is known, so that it cannot be the last.
        while (pending_.empty() && sealed.size() > age_sealed_chunk_size) {
            TRY_ASSIGN(const std::size_t n,
                       open_next(sealed.first(age_sealed_chunk_size), LastChunk::no, out.subspan(written)));
            written += n;
            sealed = sealed.subspan(age_sealed_chunk_size);
        }
        const std::size_t n = std::min(sealed.size(), age_sealed_chunk_size - pending_.size());
        append(pending_, sealed.first(n));
        sealed = sealed.subspan(n);
    }
    return written;
}

Result<std::size_t> PayloadDecryptor::finish(MutableBytes out) {
    if (!key_) return Error(ErrorCode::age_nonce_truncated);
    return open_next(pending_, LastChunk::yes, out);
}

namespace {

/// A full chunk under the other flag than its place demands is authentic: only what follows it is wrong.
bool is_authentic(ErrorCode code, ByteView sealed) {
    const bool misplaced = code == ErrorCode::age_payload_trailing || code == ErrorCode::age_payload_truncated;
    return misplaced && sealed.size() == age_sealed_chunk_size;
}

} // namespace

Result<std::size_t> PayloadDecryptor::open_next(ByteView sealed, LastChunk last, MutableBytes out) {
    const std::size_t plain = sealed.size() - std::min(sealed.size(), age_tag_size);
    const Status opened = open_chunks(*key_, chunk_, last, sealed, out.first(plain));
    if (!opened.ok() && is_authentic(opened.error().code, sealed)) {
        const LastChunk other = last == LastChunk::yes ? LastChunk::no : LastChunk::yes;
        TRY(open_chunks(*key_, chunk_, other, sealed, out.first(plain)));
        released_ += plain;
    }
    TRY(opened);
    ++chunk_;
    released_ += plain;
    return plain;
}

} // namespace kaibiao::seal
