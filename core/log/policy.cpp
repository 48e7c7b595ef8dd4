#include "kaibiao/log/policy.h"

#include "line_reader.h"

#include <algorithm>
#include <charconv>
#include <functional>
#include <set>

namespace kaibiao::log {

namespace {

constexpr std::string_view none = "none";

std::vector<std::string_view> words_of(std::string_view line) {
    std::vector<std::string_view> words;
    while (true) {
        const std::size_t begin = line.find_first_not_of(" \t");
        if (begin == std::string_view::npos) return words;
        line.remove_prefix(begin);
        const std::size_t end = std::min(line.find_first_of(" \t"), line.size());
        words.push_back(line.substr(0, end));
        line.remove_prefix(end);
    }
}

bool is_allowed(char byte) { return byte == '\t' || byte < 0 || (byte >= 0x20 && byte != 0x7f); }

/// Takes a policy line by line.
class PolicyReader {
  public:
    Status take(std::string_view line);
    Result<LogPolicy> finish();

  private:
    using Words = std::span<const std::string_view>;
    Error malformed(std::string_view reason) const {
        return Error(ErrorCode::log_policy_malformed, "line " + std::to_string(line_), reason);
    }
    Status take_log(Words words);
    Status take_witness(Words words);
    Status take_group(Words words);
    Status take_quorum(Words words);
    /// A new name for a witness or group.
    Status define(std::string_view name);
    Result<VerifierKey> key_of(std::string_view text, NoteKeyType type);
    Result<std::size_t> threshold_of(std::string_view text, std::size_t members) const;

    LogPolicy policy_;
    bool has_quorum_ = false;
    std::size_t line_ = 0;
    std::set<std::string, std::less<>> names_;
    std::set<std::string, std::less<>> members_; ///< of any group
    std::set<ByteArray<32>> log_keys_;
    std::set<ByteArray<32>> witness_keys_;
};

Status PolicyReader::take(std::string_view line) {
    ++line_;
    if (!std::all_of(line.begin(), line.end(), is_allowed)) return malformed("a control character");
    const std::vector<std::string_view> words = words_of(line);
    if (words.empty() || words[0].starts_with('#')) return ok();
    const Words rest = Words(words).subspan(1);
    if (words[0] == "log") return take_log(rest);
    if (words[0] == "witness") return take_witness(rest);
    if (words[0] == "group") return take_group(rest);
    if (words[0] == "quorum") return take_quorum(rest);
    return malformed("log, witness, group or quorum is expected");
}

Result<VerifierKey> PolicyReader::key_of(std::string_view text, NoteKeyType type) {
    const Result<VerifierKey> key = VerifierKey::parse(text);
    if (!key.ok()) return Error(key.error().code, "line " + std::to_string(line_), key.error().detail);
    if (key->type() != type) return malformed("the key is of another kind");
    auto& known = type == NoteKeyType::ed25519 ? log_keys_ : witness_keys_;
    if (!known.insert(key->public_key()).second) return malformed("the key stands there twice");
    return *key;
}

Status PolicyReader::define(std::string_view name) {
    if (name == none) return malformed("the name none is taken");
    if (!names_.emplace(name).second) return malformed("the name stands there twice");
    return ok();
}

Status PolicyReader::take_log(Words words) {
    if (words.empty() || words.size() > 2) return malformed("log KEY [URL]");
    if (policy_.logs.size() == max_policy_entries) return malformed("too many logs");
    TRY_ASSIGN(VerifierKey key, key_of(words[0], NoteKeyType::ed25519));
    policy_.logs.push_back({std::move(key), std::string(words.size() == 2 ? words[1] : "")});
    return ok();
}

Status PolicyReader::take_witness(Words words) {
    if (words.size() < 2 || words.size() > 3) return malformed("witness NAME KEY [URL]");
    if (policy_.witnesses.size() == max_policy_entries) return malformed("too many witnesses");
    TRY(define(words[0]));
    TRY_ASSIGN(VerifierKey key, key_of(words[1], NoteKeyType::cosignature));
    policy_.witnesses.push_back(
        {std::string(words[0]), std::move(key), std::string(words.size() == 3 ? words[2] : "")});
    return ok();
}

Result<std::size_t> PolicyReader::threshold_of(std::string_view text, std::size_t members) const {
    if (text == "any") return std::size_t{1};
    if (text == "all") return members;
    const auto number = parse_decimal(text);
    if (!number || *number < 1 || *number > members) return malformed("any, all or a number of members is expected");
    return static_cast<std::size_t>(*number);
}

Status PolicyReader::take_group(Words words) {
    if (words.size() < 3) return malformed("group NAME all|any|K MEMBER…");
    if (policy_.groups.size() == max_policy_entries) return malformed("too many groups");
    PolicyGroup group{std::string(words[0]), 1, {}};
    for (const std::string_view member : words.subspan(2)) {
        if (names_.find(member) == names_.end()) return malformed("a member is not defined before");
        if (!members_.emplace(member).second) return malformed("a member belongs to a group already");
        group.members.emplace_back(member);
    }
    TRY_ASSIGN(group.threshold, threshold_of(words[1], group.members.size()));
    TRY(define(words[0]));
    policy_.groups.push_back(std::move(group));
    return ok();
}

Status PolicyReader::take_quorum(Words words) {
    if (words.size() != 1) return malformed("quorum NAME");
    if (has_quorum_) return malformed("there is a quorum already");
    has_quorum_ = true;
    if (words[0] == none) return ok();
    if (names_.find(words[0]) == names_.end()) return malformed("the quorum is not defined before");
    policy_.quorum = words[0];
    return ok();
}

Result<LogPolicy> PolicyReader::finish() {
    if (!has_quorum_) return Error(ErrorCode::log_policy_malformed, "quorum", "there is none");
    return std::move(policy_);
}

/// Groups stand after their members, so one walk decides all of them.
bool is_quorum(const LogPolicy& policy, const std::function<bool(std::size_t witness)>& cosigned) {
    std::set<std::string, std::less<>> reached;
    for (std::size_t i = 0; i < policy.witnesses.size(); ++i)
        if (cosigned(i)) reached.insert(policy.witnesses[i].name);
    for (const PolicyGroup& group : policy.groups) {
        const auto count = std::count_if(group.members.begin(), group.members.end(),
                                         [&](const std::string& member) { return reached.count(member) != 0; });
        if (static_cast<std::size_t>(count) >= group.threshold) reached.insert(group.name);
    }
    return reached.count(policy.quorum) != 0;
}

} // namespace

Result<LogPolicy> parse_policy(std::string_view text) {
    if (text.size() > max_policy_bytes) return Error(ErrorCode::log_policy_malformed, {}, "it is too long");
    PolicyReader reader;
    LineReader lines(text);
    while (!lines.at_end()) {
        const auto line = lines.next();
        if (!line) return Error(ErrorCode::log_policy_malformed, "end", "the last line does not end in a newline");
        TRY(reader.take(*line));
    }
    return reader.finish();
}

std::optional<Instant> quorum_time(const LogPolicy& policy, std::span<const std::optional<Instant>> times) {
    std::vector<Instant> moments;
    for (const auto& time : times)
        if (time) moments.push_back(*time);
    std::sort(moments.begin(), moments.end(), std::greater<>());
    for (const Instant moment : moments)
        if (is_quorum(policy, [&](std::size_t i) { return i < times.size() && times[i] && *times[i] >= moment; }))
            return moment;
    return std::nullopt;
}

Result<WitnessedCheckpoint> open_checkpoint(std::string_view bytes, const LogPolicy& policy) {
    TRY_ASSIGN(const Note note, decode_note(bytes));
    WitnessedCheckpoint out;
    TRY_ASSIGN(out.checkpoint, decode_checkpoint(note.text));
    std::vector<VerifierKey> keys;
    for (const PolicyWitness& witness : policy.witnesses) keys.push_back(witness.key);
    for (const PolicyLog& log : policy.logs)
        if (log.key.name() == out.checkpoint.origin) keys.push_back(log.key);
    if (keys.size() == policy.witnesses.size())
        return Error(ErrorCode::checkpoint_origin_wrong, {}, out.checkpoint.origin);
    TRY_ASSIGN(const std::vector<VerifiedSignature> verified, verify_note(note, keys));
    out.times.resize(policy.witnesses.size());
    bool logged = false;
    for (const VerifiedSignature& signature : verified) {
        if (signature.key >= policy.witnesses.size())
            logged = true;
        else
            out.times[signature.key] = signature.time;
    }
    if (!logged) return Error(ErrorCode::note_signature_missing, out.checkpoint.origin);
    out.quorum_time = quorum_time(policy, out.times);
    if (!policy.quorum.empty() && !out.quorum_time)
        return Error(ErrorCode::witness_quorum_missing, out.checkpoint.origin, policy.quorum);
    return out;
}

} // namespace kaibiao::log
