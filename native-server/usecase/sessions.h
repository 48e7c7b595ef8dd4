#pragma once
/// Who is behind a cookie. A visitor's session is its cookie and nothing else; a login adds a row in the database and
/// an entry here.

#include "http/access.h"
#include "kaibiao/base/result.h"
#include "kaibiao/base/secret.h"
#include "store/people.h"

#include <map>
#include <mutex>
#include <shared_mutex>

namespace kaibiao::usecase {

inline constexpr std::int64_t session_milliseconds = std::int64_t{12} * 3600 * 1000;
inline constexpr std::int64_t challenge_milliseconds = std::int64_t{2} * 60 * 1000;

/// When a login of `now` is over: nobody stays in beyond the certificate that let them in.
Instant session_end(Instant now, Instant certificate_end);

/// A fresh cookie value: 32 random bytes in hex.
std::string new_session_cookie();
Digest token_of(std::string_view cookie);

/// Thread-safe.
class Sessions {
  public:
    explicit Sessions(SecretArray<32> csrf_key) : csrf_key_(std::move(csrf_key)) {}
    void open(const Digest& token, const store::Account& account, Instant expires);
    void close(const Digest& token);
    /// A cookie that is not of our form is no cookie.
    http::Caller caller(std::string_view cookie, Instant now) const;
    std::size_t count() const;

  private:
    struct Entry {
        store::Account account;
        Instant expires;
    };
    std::string csrf_token(std::string_view cookie) const;

    SecretArray<32> csrf_key_;
    mutable std::shared_mutex mutex_;
    std::map<Digest, Entry> entries_;
};

/// Challenges that were given out; each works once. Thread-safe. They do not outlive the server: a login is repeated
/// then.
class LoginChallenges {
  public:
    struct Challenge {
        ByteArray<32> nonce{};
        Instant expires;
    };
    Challenge issue(Instant now);
    /// True once, before it expires.
    bool redeem(const ByteArray<32>& nonce, Instant now);

  private:
    static constexpr std::size_t most_open = 100'000;
    std::mutex mutex_;
    std::map<ByteArray<32>, Instant> open_;
};

} // namespace kaibiao::usecase
