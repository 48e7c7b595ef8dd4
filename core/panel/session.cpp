#include "kaibiao/panel/session.h"

#include "kaibiao/crypto/hash.h"
#include "kaibiao/panel/panel_format.h"
#include "little_endian.h"
#include "message_reader.h"

#include <algorithm>

namespace kaibiao::panel {

namespace {

Status check_id_text(std::string_view id) {
    const auto printable = [](char c) { return c >= 0x20 && c <= 0x7E; };
    if (id.empty() || id.size() > max_id || !std::all_of(id.begin(), id.end(), printable))
        return Error(ErrorCode::panel_id_malformed);
    return ok();
}

Status check_members(int k, const std::vector<crypto::Point>& keys) {
    const auto n = static_cast<int>(std::min<std::size_t>(keys.size(), max_members + 1));
    const bool trial = k == 1 && n == 1;
    if (!trial && (k < 2 || k >= n || n > max_members)) return size_wrong(k, keys.size());
    for (std::size_t i = 0; i < keys.size(); ++i) {
        const auto first = std::find(keys.begin(), keys.end(), keys[i]) - keys.begin();
        if (static_cast<std::size_t>(first) != i)
            return Error(ErrorCode::panel_key_duplicate, place_of(static_cast<int>(i + 1)),
                         place_of(static_cast<int>(first + 1)));
    }
    return ok();
}

/// The construction that the specification recommends (Setup), with the panel's id as session id.
SessionContext context_of(std::string_view id, const std::vector<crypto::Point>& keys) {
    Bytes input = to_bytes(as_bytes(context_label));
    append_u64_be(input, id.size());
    append(input, id);
    append_u64_be(input, ciphersuite_id.size());
    append(input, ciphersuite_id);
    append_u32_le(input, static_cast<std::uint32_t>(keys.size()));
    for (const crypto::Point& key : keys) append(input, key.bytes());
    return crypto::sha512({input});
}

} // namespace

Result<Session> Session::create(std::string_view id, int k, std::vector<crypto::Point> static_keys) {
    TRY(check_id_text(id));
    TRY(check_members(k, static_keys));
    Session session;
    session.id_ = id;
    session.context_ = context_of(id, static_keys);
    session.k_ = k;
    session.static_keys_ = std::move(static_keys);
    return session;
}

const crypto::Point& Session::static_key(int member) const {
    if (member < 1 || member > n()) std::abort();
    return static_keys_[static_cast<std::size_t>(member - 1)];
}

Result<int> Session::member_with(const crypto::Scalar& static_secret) const {
    TRY_ASSIGN(const crypto::Point key, static_key_of(static_secret));
    const auto found = std::find(static_keys_.begin(), static_keys_.end(), key);
    if (found == static_keys_.end()) return Error(ErrorCode::panel_member_unknown, "/static");
    return static_cast<int>(found - static_keys_.begin()) + 1;
}

Result<crypto::Scalar> make_static_secret(std::span<const std::uint8_t, 64> random) {
    crypto::Scalar secret = crypto::Scalar::reduce(random);
    TRY(static_key_of(secret));
    return secret;
}

Result<crypto::Point> static_key_of(const crypto::Scalar& static_secret) {
    auto key = crypto::multiply_generator(static_secret);
    if (!key.ok()) return Error(ErrorCode::panel_randomness_zero);
    return key;
}

} // namespace kaibiao::panel
