#pragma once
/// Somebody who takes part in a tender through the public API: a key, a certificate, a session.

#include "client/api_client.h"
#include "demo/cast.h"
#include "kaibiao/sign/envelope.h"

#include <cstddef>
#include <functional>
#include <string>

namespace kaibiao::demo {

/// What commands must name: read from the tender page before each act.
struct LotReference {
    LotId lot;
    std::string phase;
    std::int64_t envelope = 1; ///< whose opening it is
    bool suspended = false;
    std::optional<Digest> notice; ///< in force
    std::optional<Digest> head;   ///< newest event of the lot's stream
    Instant deadline;
    Instant now; ///< the server's
    std::optional<Instant> window_end;
    codec::Json view; ///< the whole answer
};

/// How far a phase is; that of the second of two openings is behind all of the first, and a lot that failed comes to no
/// other.
std::ptrdiff_t rank_of(std::string_view phase, std::int64_t envelope);

class Actor {
  public:
    /// Makes a key, has the demo CA certify it for `role`, and logs in.
    static Result<Actor> enter(const std::string& base_url, std::string_view id, std::string_view name,
                               std::string_view role);

    const std::string& id() const { return id_; }
    const std::string& name() const { return name_; }
    client::ApiClient& api() { return api_; }
    const client::Identity& identity() const { return identity_; }

    Result<LotReference> look_at(const LotId& lot);
    /// The envelope of a command with a fresh command id.
    sign::CommandEnvelope envelope(std::string_view purpose, const LotReference& reference) const;
    /// Signs `payload` (an envelope and the members of its purpose).
    Result<std::string> sign(const codec::Json& payload, std::string_view purpose) const;
    /// Looks at the lot, builds the payload from its envelope, signs it and sends it to the lot's commands.
    Result<codec::Json> act(const LotId& lot, std::string_view purpose,
                            const std::function<codec::Json(const sign::CommandEnvelope&)>& payload);

  private:
    Actor(client::ApiClient api, client::Identity identity, std::string id, std::string name)
        : api_(std::move(api)), identity_(std::move(identity)), id_(std::move(id)), name_(std::move(name)) {}
    Status learn_centre();

    client::ApiClient api_;
    client::Identity identity_;
    std::string id_;
    std::string name_;
    std::string centre_;
    std::string origin_;
};

} // namespace kaibiao::demo
