#include "kaibiao/log/policy.h"

#include "line_reader.h"

#include <algorithm>

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
    /// A witness or a group. Until all witnesses are known, groups are numbered from max_policy_entries on.
    struct Named {
        std::string name;
        std::size_t number = 0;
        bool is_member = false;
    };
    Error malformed(std::string_view reason) const {
        return Error(ErrorCode::log_policy_malformed, "line " + std::to_string(line_), std::string(reason));
    }
    Status take_log(Words words);
    Status take_witness(Words words);
    Status take_group(Words words);
    Status take_quorum(Words words);
    Named* find(std::string_view name);
    /// A new name for a witness or group.
    Status define(std::string_view name, std::size_t number);
    Result<VerifierKey> key_of(std::string_view text, NoteKeyType type);
    Result<std::size_t> threshold_of(std::string_view text, std::size_t members) const;
    void renumber(std::size_t& number) const {
        if (number >= max_policy_entries) number -= max_policy_entries - policy_.witnesses.size();
    }

    LogPolicy policy_;
    bool has_quorum_ = false;
    std::size_t line_ = 0;
    std::vector<Named> names_;
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
    const auto same = [&](const auto& entry) {
        const bool signs_alike = entry.key.name() == key->name() && entry.key.id() == key->id();
        return signs_alike || entry.key.public_key() == key->public_key();
    };
    const bool known = type == NoteKeyType::ed25519
                           ? std::any_of(policy_.logs.begin(), policy_.logs.end(), same)
                           : std::any_of(policy_.witnesses.begin(), policy_.witnesses.end(), same);
    if (known) return malformed("the key stands there twice");
    return *key;
}

PolicyReader::Named* PolicyReader::find(std::string_view name) {
    const auto found = std::find_if(names_.begin(), names_.end(), [&](const Named& one) { return one.name == name; });
    return found == names_.end() ? nullptr : &*found;
}

Status PolicyReader::define(std::string_view name, std::size_t number) {
    if (name == none) return malformed("the name none is taken");
    if (find(name) != nullptr) return malformed("the name stands there twice");
    names_.push_back({std::string(name), number, false});
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
    TRY(define(words[0], policy_.witnesses.size()));
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
    const std::size_t place = policy_.quorum.groups.size();
    if (place == max_policy_entries) return malformed("too many groups");
    WitnessGroup group;
    for (const std::string_view name : words.subspan(2)) {
        Named* member = find(name);
        if (member == nullptr) return malformed("a member is not defined before");
        if (member->is_member) return malformed("a member belongs to a group already");
        member->is_member = true;
        group.members.push_back(member->number);
    }
    TRY_ASSIGN(group.threshold, threshold_of(words[1], group.members.size()));
    TRY(define(words[0], max_policy_entries + place));
    policy_.quorum.groups.push_back(std::move(group));
    return ok();
}

Status PolicyReader::take_quorum(Words words) {
    if (words.size() != 1) return malformed("quorum NAME");
    if (has_quorum_) return malformed("there is a quorum already");
    has_quorum_ = true;
    if (words[0] == none) return ok();
    const Named* named = find(words[0]);
    if (named == nullptr) return malformed("the quorum is not defined before");
    policy_.quorum.wanted = named->number;
    return ok();
}

Result<LogPolicy> PolicyReader::finish() {
    if (!has_quorum_) return Error(ErrorCode::log_policy_malformed, "quorum", "there is none");
    for (WitnessGroup& group : policy_.quorum.groups)
        for (std::size_t& member : group.members) renumber(member);
    if (policy_.quorum.wanted) renumber(*policy_.quorum.wanted);
    return std::move(policy_);
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

Result<LogTrust> trust_of(const LogPolicy& policy, const std::string& origin) {
    LogTrust trust{origin, {}, {}, policy.quorum};
    for (const PolicyLog& log : policy.logs)
        if (log.key.name() == origin) trust.log_keys.push_back(log.key);
    if (trust.log_keys.empty()) return Error(ErrorCode::checkpoint_origin_wrong, {}, origin);
    for (const PolicyWitness& witness : policy.witnesses) trust.witnesses.push_back(witness.key);
    return trust;
}

} // namespace kaibiao::log
