#include "kaibiao/log/checkpoint.h"

#include "key_name.h"
#include "line_reader.h"

#include "kaibiao/codec/text.h"

namespace kaibiao::log {

namespace {

Error malformed(std::string reason) { return Error(ErrorCode::checkpoint_malformed, {}, std::move(reason)); }

void append_line(std::string& text, std::string_view line) {
    if (line.empty() || line.find('\n') != std::string_view::npos) std::abort();
    text += std::string(line) + "\n";
}

/// The witnesses first, so that an index tells which list a key came from.
std::vector<VerifierKey> all_keys(const LogTrust& trust) {
    std::vector<VerifierKey> keys = trust.witnesses;
    keys.insert(keys.end(), trust.log_keys.begin(), trust.log_keys.end());
    return keys;
}

/// Members stand before their groups, so one walk decides all of them.
bool is_reached(const WitnessQuorum& quorum, std::vector<bool> reached) {
    for (const WitnessGroup& group : quorum.groups) {
        std::size_t count = 0;
        for (const std::size_t member : group.members)
            if (member < reached.size() && reached[member]) ++count;
        reached.push_back(count >= group.threshold);
    }
    return quorum.wanted && *quorum.wanted < reached.size() && reached[*quorum.wanted];
}

/// The outermost of the times such that the witnesses whose time lies `within` are enough.
std::optional<Instant> outermost(const WitnessQuorum& quorum, std::span<const std::optional<Instant>> times,
                                 bool (*within)(Instant time, Instant moment)) {
    std::optional<Instant> found;
    for (const auto& moment : times) {
        if (!moment || (found && within(*found, *moment))) continue;
        std::vector<bool> reached;
        for (const auto& time : times) reached.push_back(time && within(*time, *moment));
        if (is_reached(quorum, std::move(reached))) found = moment;
    }
    return found;
}

} // namespace

std::string encode_checkpoint(const Checkpoint& checkpoint) {
    std::string text;
    append_line(text, checkpoint.origin);
    append_line(text, std::to_string(checkpoint.size));
    append_line(text, codec::encode_base64(checkpoint.root, codec::Base64::standard_padded));
    for (const std::string& line : checkpoint.extensions) append_line(text, line);
    return text;
}

Result<Checkpoint> decode_checkpoint(std::string_view text) {
    if (!is_note_text(text)) return malformed("it is not UTF-8 text or has control characters");
    LineReader lines(text);
    const auto origin = lines.next();
    const auto size = lines.next();
    const auto root = lines.next();
    if (!origin || origin->empty()) return malformed("there is no origin");
    const auto size_number = parse_decimal(size.value_or(""));
    if (!size_number) return malformed("the tree size is not a number");
    const auto root_hash = parse_base64_digest(root.value_or(""));
    if (!root_hash) return malformed("the root hash is not 32 bytes of canonical base64");
    Checkpoint checkpoint{std::string(*origin), *size_number, *root_hash, {}};
    while (!lines.at_end()) {
        const auto line = lines.next();
        if (!line || line->empty()) return malformed("an extension line is empty or does not end");
        checkpoint.extensions.emplace_back(*line);
    }
    return checkpoint;
}

std::string sign_checkpoint(const Checkpoint& checkpoint, const SignerKey& log_key) {
    const std::string text = encode_checkpoint(checkpoint);
    return encode_note({text, {sign_note(log_key, text)}});
}

WitnessQuorum at_least(std::size_t threshold, std::size_t witnesses) {
    if (threshold == 0) return {};
    WitnessGroup group{threshold, {}};
    for (std::size_t i = 0; i < witnesses; ++i) group.members.push_back(i);
    return {{std::move(group)}, witnesses};
}

std::optional<Instant> quorum_time(const WitnessQuorum& quorum, std::span<const std::optional<Instant>> times) {
    return outermost(quorum, times, [](Instant time, Instant moment) { return time >= moment; });
}

std::optional<Instant> quorum_since(const WitnessQuorum& quorum, std::span<const std::optional<Instant>> times) {
    return outermost(quorum, times, [](Instant time, Instant moment) { return time <= moment; });
}

Result<TrustedCheckpoint> open_checkpoint(std::string_view bytes, const LogTrust& trust) {
    TRY_ASSIGN(const Note note, decode_note(bytes));
    const std::vector<VerifierKey> keys = all_keys(trust);
    TRY_ASSIGN(const std::vector<VerifiedSignature> verified, verify_note(note, keys));
    TrustedCheckpoint trusted;
    TRY_ASSIGN(trusted.checkpoint, decode_checkpoint(note.text));
    if (trusted.checkpoint.origin != trust.origin)
        return Error(ErrorCode::checkpoint_origin_wrong, {}, trusted.checkpoint.origin);
    bool logged = false;
    std::vector<std::optional<Instant>> times(trust.witnesses.size());
    for (const VerifiedSignature& signature : verified) {
        const bool is_witness = signature.key < trust.witnesses.size();
        // A key in the wrong list proves nothing.
        if (is_witness != signature.time.has_value()) continue;
        if (is_witness) {
            times[signature.key] = signature.time;
            trusted.cosignatures.push_back({keys[signature.key].name(), *signature.time});
        } else {
            logged = true;
        }
    }
    if (!logged) return Error(ErrorCode::note_signature_missing, trust.origin);
    trusted.quorum_time = quorum_time(trust.quorum, times);
    trusted.quorum_since = quorum_since(trust.quorum, times);
    if (trust.quorum.wanted && !trusted.quorum_time)
        return Error(ErrorCode::witness_quorum_missing, trust.origin,
                     std::to_string(trusted.cosignatures.size()) + " of " + std::to_string(times.size()));
    return trusted;
}

} // namespace kaibiao::log
