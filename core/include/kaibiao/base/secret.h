#pragma once
/// Secrets: move-only, wiped when they die, never compared with == and never printed.

#include "kaibiao/base/bytes.h"

namespace kaibiao {

/// Overwrites memory in a way the optimiser may not remove.
void wipe(MutableBytes memory);

/// A secret of a length known at run time (a passphrase, a private key file).
class SecretBytes {
  public:
    SecretBytes() = default;
    explicit SecretBytes(std::size_t size) : bytes_(size) {}
    /// Takes over `bytes`; the caller's vector is left empty.
    explicit SecretBytes(Bytes&& bytes) : bytes_(std::move(bytes)) {}
    static SecretBytes copy_of(ByteView view) { return SecretBytes(to_bytes(view)); }
    SecretBytes(const SecretBytes&) = delete;
    SecretBytes& operator=(const SecretBytes&) = delete;
    SecretBytes(SecretBytes&& other) noexcept : bytes_(std::move(other.bytes_)) { other.bytes_.clear(); }
    SecretBytes& operator=(SecretBytes&& other) noexcept;
    ~SecretBytes() { wipe(bytes_); }
    bool operator==(const SecretBytes&) const = delete;

    ByteView view() const { return bytes_; }
    MutableBytes data() { return bytes_; }
    std::size_t size() const { return bytes_.size(); }
    bool empty() const { return bytes_.empty(); }
    SecretBytes clone() const { return copy_of(bytes_); }

  private:
    Bytes bytes_;
};

/// A secret of fixed length (a file key, a scalar).
template <std::size_t N> class SecretArray {
  public:
    SecretArray() = default;
    static SecretArray copy_of(std::span<const std::uint8_t, N> view) {
        SecretArray out;
        for (std::size_t i = 0; i < N; ++i) out.bytes_[i] = view[i];
        return out;
    }
    SecretArray(const SecretArray&) = delete;
    SecretArray& operator=(const SecretArray&) = delete;
    SecretArray(SecretArray&& other) noexcept : bytes_(other.bytes_) { wipe(other.bytes_); }
    SecretArray& operator=(SecretArray&& other) noexcept {
        if (this != &other) {
            bytes_ = other.bytes_;
            wipe(other.bytes_);
        }
        return *this;
    }
    ~SecretArray() { wipe(bytes_); }
    bool operator==(const SecretArray&) const = delete;

    std::span<const std::uint8_t, N> view() const { return bytes_; }
    std::span<std::uint8_t, N> data() { return bytes_; }
    static constexpr std::size_t size() { return N; }
    SecretArray clone() const { return copy_of(bytes_); }

  private:
    ByteArray<N> bytes_{};
};

} // namespace kaibiao
