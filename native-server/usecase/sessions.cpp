#include "usecase/sessions.h"

#include "kaibiao/codec/text.h"
#include "kaibiao/crypto/hash.h"
#include "work/entropy.h"

#include <algorithm>

namespace kaibiao::usecase {

Instant session_end(Instant now, Instant certificate_end) {
    return std::min(now.plus_milliseconds(session_milliseconds), certificate_end);
}

std::string new_session_cookie() { return codec::encode_hex(work::random_bytes<32>()); }

Digest token_of(std::string_view cookie) { return crypto::sha256({as_bytes("kaibiao/session/v1"), as_bytes(cookie)}); }

void Sessions::open(const Digest& token, const store::Account& account, Instant expires) {
    const std::unique_lock lock(mutex_);
    entries_.insert_or_assign(token, Entry{account, expires});
}

void Sessions::close(const Digest& token) {
    const std::unique_lock lock(mutex_);
    entries_.erase(token);
}

http::Caller Sessions::caller(std::string_view cookie, Instant now) const {
    http::Caller caller;
    if (!codec::decode_digest(cookie).ok()) return caller;
    caller.session = cookie;
    caller.csrf = csrf_token(cookie);
    const std::shared_lock lock(mutex_);
    const auto found = entries_.find(token_of(cookie));
    if (found == entries_.end() || found->second.expires <= now) return caller;
    const store::Account& account = found->second.account;
    caller.role = account.role;
    caller.person = account.person;
    caller.name = account.name;
    caller.organisation = account.organisation;
    return caller;
}

std::size_t Sessions::count() const {
    const std::shared_lock lock(mutex_);
    return entries_.size();
}

std::string Sessions::csrf_token(std::string_view cookie) const {
    return codec::encode_hex(crypto::hmac_sha256(csrf_key_.view(), as_bytes(cookie)));
}

LoginChallenges::Challenge LoginChallenges::issue(Instant now) {
    const Challenge challenge{work::random_bytes<32>(), now.plus_milliseconds(challenge_milliseconds)};
    const std::lock_guard lock(mutex_);
    std::erase_if(open_, [&](const auto& entry) { return entry.second <= now; });
    if (open_.size() >= most_open) open_.erase(open_.begin());
    open_.emplace(challenge.nonce, challenge.expires);
    return challenge;
}

bool LoginChallenges::redeem(const ByteArray<32>& nonce, Instant now) {
    const std::lock_guard lock(mutex_);
    const auto found = open_.find(nonce);
    if (found == open_.end()) return false;
    const bool valid = now < found->second;
    open_.erase(found);
    return valid;
}

} // namespace kaibiao::usecase
