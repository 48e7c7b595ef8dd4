#pragma once
/// Signed commands: from the bytes of a JWS to a command that may be decided, and to the first four members of the
/// payload of the event it leads to. docs/formats/process.md "Signed commands".

#include "kaibiao/sign/chain.h"
#include "kaibiao/sign/envelope.h"
#include "kaibiao/tender/context.h"
#include "kaibiao/tender/party.h"

#include <functional>
#include <vector>

namespace kaibiao::tender {

/// Purposes, which are also the PURPOSE of the JWS type.
namespace purpose {
inline constexpr std::string_view publish = "publish";
inline constexpr std::string_view clarify = "clarify";
inline constexpr std::string_view submit = "submit";
inline constexpr std::string_view withdraw = "withdraw";
inline constexpr std::string_view suspend = "suspend";
inline constexpr std::string_view resume = "resume";
inline constexpr std::string_view open = "open";
inline constexpr std::string_view excuse = "excuse";
inline constexpr std::string_view appoint = "appoint";
inline constexpr std::string_view score = "score";
inline constexpr std::string_view qualify = "qualify"; ///< two envelopes: who passed the first
inline constexpr std::string_view result = "result";
inline constexpr std::string_view release = "release"; ///< by an officer
inline constexpr std::string_view seat = "seat";       ///< in a notice; no command of its own
} // namespace purpose

/// From the certificate: subject serial number, common name, organisation.
struct Signer {
    std::string id;
    std::string name;
    std::string organisation;
    bool operator==(const Signer&) const = default;
};

/// A signed command as it is kept in events, and what can be read from it without trusting anything.
struct SignedAct {
    codec::Json jws; ///< flattened JWS, kept as it came
    Signer signer;
    Digest chain{};           ///< of the chain with its root (docs/formats/certificates.md)
    std::vector<Digest> crls; ///< revocation lists used, leaf's issuer first
    // Derived from the JWS:
    sign::CommandEnvelope envelope;
    codec::Json payload;
    Digest payload_digest{}; ///< SHA-256 of the payload bytes: how notices and manifests are named
};

/// The members `jws`, `signer`, `chain`, `crls` of an event's payload.
void write_act(codec::Json& payload, const SignedAct& act);
/// Reads them, and the JWS inside; no signature is checked. Errors: those of ObjectReader, parse_jws and read_envelope.
Result<SignedAct> read_act(codec::ObjectReader& reader);
/// The same without `jws`, which stands elsewhere.
void write_act_facts(codec::Json& payload, const SignedAct& act);
Result<SignedAct> read_act_facts(codec::ObjectReader& reader, const codec::Json& jws);

/// Judges a certificate chain at an instant. Servers put a cache in front (sign/chain.h: chain_key, crl_set_hash,
/// holds_at).
using ChainJudge = std::function<Result<sign::VerifiedSigner>(std::span<const crypto::Certificate>, Instant)>;

struct Trust {
    std::span<const sign::TrustRoot> roots;
    std::span<const crypto::RevocationList> crls;
    std::int64_t crl_grace_milliseconds = 0; ///< of the lot's rule profile
};
/// Without a cache. `trust` is copied, what its spans show is not.
ChainJudge judge_by(const Trust& trust);

/// A command whose signature, chain and context were checked. Only verify_command and verify_seat make one.
class VerifiedCommand {
  public:
    const SignedAct& act() const { return act_; }
    const sign::CommandEnvelope& envelope() const { return act_.envelope; }
    const codec::Json& payload() const { return act_.payload; }
    const Signer& signer() const { return act_.signer; }
    const std::string& purpose() const { return act_.envelope.purpose; }
    /// Of a command, not of a seat.
    LotId lot() const { return *act_.envelope.lot; }
    /// Whether the verdict on the chain also holds at a decision's stamp. Errors: certificate_expired.
    Status check_holds_at(Instant stamp) const;

  private:
    friend Result<VerifiedCommand> verify_command(ByteView, std::string_view, const LotId*, const Context&,
                                                  const ChainJudge&);
    friend Result<VerifiedCommand> verify_seat(ByteView, const Context&, const ChainJudge&);
    /// What a signed text must be: of this purpose, and of this lot (absent: of none).
    using ExpectedLot = std::function<Result<std::optional<LotId>>(const sign::CommandEnvelope&)>;
    static Result<VerifiedCommand> verify(ByteView text, std::string_view purpose, const ExpectedLot& lot,
                                          const Context& context, const ChainJudge& judge);
    VerifiedCommand(SignedAct act, Instant valid_until) : act_(std::move(act)), valid_until_(valid_until) {}
    SignedAct act_;
    Instant valid_until_;
};

/// `jws` is the flattened text; `expected_purpose` is compared with the type and the payload; `lot` is the lot it must
/// be for, nullptr when the command names a new one (publish). The chain is judged at `context.arrival`. Errors: those
/// of parse_jws, verify_jws_signature, read_envelope, check_envelope (jws_type_wrong, jws_payload_wrong_context) and of
/// the judge; certificate_unknown_root for a trial root at a production centre.
Result<VerifiedCommand> verify_command(ByteView jws, std::string_view expected_purpose, const LotId* lot,
                                       const Context& context, const ChainJudge& judge);

/// The same for an officer's statement in a notice (officers.h), which names no lot.
Result<VerifiedCommand> verify_seat(ByteView jws, const Context& context, const ChainJudge& judge);

/// The idempotency key of a signed command. Signature bytes are not part of it: a signature can be made twice.
struct CommandKey {
    std::string signer;
    CommandId command;
    bool operator==(const CommandKey&) const = default;
    bool operator<(const CommandKey& other) const {
        return signer != other.signer ? signer < other.signer : command < other.command;
    }
};
CommandKey key_of(const SignedAct& act);
/// Whether a command with a key that was used before is the same one. Errors: command_id_reused.
Status check_repetition(const Digest& first_payload, const SignedAct& again);

} // namespace kaibiao::tender
