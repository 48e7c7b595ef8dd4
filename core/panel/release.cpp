#include "kaibiao/panel/release.h"

#include "kaibiao/crypto/hash.h"

#include <algorithm>

namespace kaibiao::panel {

namespace {

using crypto::Point;
using crypto::PointSum;
using crypto::Scalar;

void append_prefixed(Bytes& out, std::string_view text) {
    append_u32_be(out, static_cast<std::uint32_t>(text.size()));
    append(out, text);
}

/// Who releases what for what: the part of the hash before the points.
Bytes statement(const Target& target, int officer) {
    Bytes out;
    append_prefixed(out, target.panel().id);
    append_prefixed(out, name_of(target.purpose()));
    append_prefixed(out, target.lot());
    append_u32_be(out, static_cast<std::uint32_t>(officer));
    return out;
}

Scalar challenge_of(const Target& target, int officer, const Point& share_key, const Point& released,
                    const ByteArray<32>& w_generator, const ByteArray<32>& w_base) {
    return Scalar::reduce(crypto::sha512({as_bytes(release_label), statement(target, officer), share_key.bytes(),
                                          target.point().bytes(), released.bytes(), w_generator, w_base}));
}

/// Hedged: as secret as the share even where the random bytes repeat.
Scalar nonce_of(const Seat& seat, const Target& target, std::span<const std::uint8_t, 32> random) {
    ByteArray<64> wide = crypto::sha512({as_bytes(release_nonce_label), seat.share.bytes(), random,
                                         statement(target, seat.member), target.point().bytes()});
    Scalar nonce = Scalar::reduce(wide);
    wipe(wide);
    return nonce;
}

ByteArray<32> copy(std::span<const std::uint8_t, 32> bytes) {
    ByteArray<32> out{};
    std::copy(bytes.begin(), bytes.end(), out.begin());
    return out;
}

} // namespace

ByteArray<release_size> encode(const Release& release) {
    ByteArray<release_size> out{};
    std::copy(release.point.bytes().begin(), release.point.bytes().end(), out.begin());
    std::copy(release.challenge.begin(), release.challenge.end(), out.begin() + 32);
    std::copy(release.response.begin(), release.response.end(), out.begin() + 64);
    return out;
}

Result<Release> decode_release(std::span<const std::uint8_t, release_size> bytes) {
    Release release;
    TRY_ASSIGN(release.point, Point::decode(bytes.first<32>()));
    TRY(Scalar::decode(bytes.subspan<32, 32>()));
    TRY(Scalar::decode(bytes.last<32>()));
    release.challenge = copy(bytes.subspan<32, 32>());
    release.response = copy(bytes.last<32>());
    return release;
}

Result<Release> release_for(const Seat& seat, const Target& target, std::span<const std::uint8_t, 32> random) {
    if (seat.panel() != target.panel().id || !(seat.key.y == target.panel().y))
        return Error(ErrorCode::release_target_mismatch);
    const Scalar w = nonce_of(seat, target, random);
    Release release;
    TRY_ASSIGN(release.point, crypto::multiply(seat.share, target.point()));
    const PointSum w_generator = PointSum::of_generator(w);
    const PointSum w_base = PointSum::of(w, target.point());
    const Scalar c = challenge_of(target, seat.member, seat.key.share_of(seat.member), release.point,
                                  w_generator.bytes(), w_base.bytes());
    release.challenge = copy(c.bytes());
    release.response = copy(w.plus(c.times(seat.share)).bytes());
    return release;
}

Result<CheckedRelease> check_release(const Target& target, const PanelKey& key, int officer, const Release& release) {
    if (!(target.panel().y == key.y)) return Error(ErrorCode::release_target_mismatch);
    if (officer < 1 || officer > key.n()) return Error(ErrorCode::release_officer_unknown);
    TRY_ASSIGN(const Scalar c, Scalar::decode(release.challenge));
    TRY_ASSIGN(const Scalar s, Scalar::decode(release.response));
    const Point& share_key = key.share_of(officer);
    // w·G = s·G − c·Y_i and w·Q = s·Q − c·D_i.
    PointSum w_generator = PointSum::of_generator(s).subtract(PointSum::of(c, share_key));
    PointSum w_base = PointSum::of(s, target.point()).subtract(PointSum::of(c, release.point));
    const Scalar again = challenge_of(target, officer, share_key, release.point, w_generator.bytes(), w_base.bytes());
    if (!equal_public(again.bytes(), release.challenge)) return Error(ErrorCode::release_proof_wrong);
    return CheckedRelease(target, officer, share_key, release.point);
}

} // namespace kaibiao::panel
