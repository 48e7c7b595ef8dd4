#include "log/log_builder.h"

#include "kaibiao/log/policy.h"
#include "record.h"

#include <doctest/doctest.h>

using namespace kaibiao;
using namespace kaibiao::log;
using namespace kaibiao::log::test;

namespace {

SignerKey witness(int number) {
    return signer("w" + std::to_string(number) + ".example", NoteKeyType::cosignature,
                  static_cast<std::uint8_t>(10 + number));
}
std::string witness_line(int number) {
    return "witness W" + std::to_string(number) + " " + witness(number).verifier().text() + "\n";
}
std::string log_line() { return "log " + log_signer().verifier().text() + " https://centre.example/\n"; }

/// Two of X (1, 2, 3) and any of Y (4, 5): the form of the specification's example.
std::string two_levels() {
    std::string text = "# centre's log\n\n \t" + log_line();
    for (int i = 1; i <= 5; ++i) text += witness_line(i);
    return text + "group X 2 W1 W2 W3\ngroup Y any W4\tW5 \ngroup both all X Y\nquorum both\n";
}

void refused(const std::string& text, const std::string& place) {
    const auto policy = parse_policy(text);
    REQUIRE_MESSAGE(!policy.ok(), text);
    CHECK_MESSAGE(policy.error().code == ErrorCode::log_policy_malformed, text);
    CHECK_MESSAGE(policy.error().place == place, policy.error().place << ": " << text);
}

std::optional<Instant> second(int number) { return at("2026-11-23T01:00:00.000Z").plus_milliseconds(number * 1000); }

std::string cosigned(const Checkpoint& checkpoint, std::initializer_list<std::pair<int, int>> witnesses) {
    Note note{encode_checkpoint(checkpoint), {sign_note(log_signer(), encode_checkpoint(checkpoint))}};
    for (const auto& [number, when] : witnesses)
        note.signatures.push_back(cosign_note(witness(number), note.text, *second(when)));
    return encode_note(note);
}

const Checkpoint sample{origin, 16, crypto::merkle_empty_root(), {}};

} // namespace

TEST_CASE("policy: logs, witnesses, groups and the quorum are read") {
    const LogPolicy policy = parse_policy(two_levels()).value();
    CHECK(policy.logs.at(0).url == "https://centre.example/");
    CHECK(policy.witnesses.size() == 5);
    CHECK(policy.witnesses.at(4).name == "W5");
    CHECK(policy.quorum.groups == std::vector<WitnessGroup>{{2, {0, 1, 2}}, {1, {3, 4}}, {2, {5, 6}}});
    CHECK(policy.quorum.wanted == 7);
    CHECK_FALSE(parse_policy("quorum none\n")->quorum.wanted);
    const LogPolicy mixed =
        parse_policy(witness_line(1) + "group G any W1\n" + witness_line(2) + "quorum W2\n").value();
    CHECK(mixed.quorum.groups == std::vector<WitnessGroup>{{1, {0}}});
    CHECK(mixed.quorum.wanted == 1);
}

TEST_CASE("policy: what the specification forbids is refused with its line") {
    const std::string w1 = witness_line(1), w2 = witness_line(2);
    refused("", "quorum");
    refused(w1, "quorum");
    refused("quorum none", "end");
    refused("quorum none\nquorum none\n", "line 2");
    refused("quorum W1\n" + w1, "line 1");
    refused("quorum\n", "line 1");
    refused("quorum none none\n", "line 1");
    refused("quorums none\n", "line 1");
    refused("log\n", "line 1");
    refused(log_line() + log_line() + "quorum none\n", "line 2");
    refused("log " + witness(1).verifier().text() + "\n", "line 1");
    refused("witness W1 " + log_signer().verifier().text() + "\n", "line 1");
    refused("witness none " + witness(1).verifier().text() + "\n", "line 1");
    refused(w1 + w1, "line 2");
    refused(w1 + "witness W2 " + witness(1).verifier().text() + "\n", "line 2");
    refused(w1 + "group W1 any W1\n", "line 2");
    refused(w1 + "group G any\n", "line 2");
    refused(w1 + "group G 0 W1\n", "line 2");
    refused(w1 + "group G 2 W1\n", "line 2");
    refused(w1 + "group G 01 W1\n", "line 2");
    refused(w1 + "group G most W1\n", "line 2");
    refused(w1 + "group G any G\n", "line 2");
    refused(w1 + "group G any W2\n" + w2, "line 2");
    refused(w1 + "group G any none\n", "line 2");
    refused(w1 + w2 + "group G any W1 W1\n", "line 3");
    refused(w1 + w2 + "group G any W1\ngroup H any W1\n", "line 4");
    refused("# \x01\nquorum none\n", "line 1");
    refused("# \x7f\nquorum none\n", "line 1");
    refused("quorum none\r\n", "line 1");
    CHECK(parse_policy("# 见证\nquorum none\n").ok());
    CHECK(parse_policy("witness W1 nonsense\nquorum none\n").error().code == ErrorCode::verifier_key_malformed);
    CHECK(parse_policy(std::string(max_policy_bytes, '#') + "\n").error().code == ErrorCode::log_policy_malformed);
}

TEST_CASE("policy: the quorum was there when the last witness that it needs had cosigned") {
    const LogPolicy policy = parse_policy(two_levels()).value();
    std::vector<std::optional<Instant>> times(5);
    CHECK_FALSE(quorum_time(policy.quorum, times));
    times = {second(5), second(9), std::nullopt, std::nullopt, std::nullopt};
    CHECK_FALSE(quorum_time(policy.quorum, times)); // nobody of Y
    times[4] = second(7);
    CHECK(quorum_time(policy.quorum, times) == second(5));
    times[2] = second(8); // W2 and W3 are enough of X now
    CHECK(quorum_time(policy.quorum, times) == second(7));
    times[3] = second(20);
    CHECK(quorum_time(policy.quorum, times) == second(8));
}

TEST_CASE("policy: the quorum was there since enough witnesses had cosigned, whatever one of them says of the time") {
    const LogPolicy policy = parse_policy(two_levels()).value();
    std::vector<std::optional<Instant>> times(5);
    CHECK_FALSE(quorum_since(policy.quorum, times));
    times = {second(5), second(9), std::nullopt, std::nullopt, second(7)};
    CHECK(quorum_since(policy.quorum, times) == second(9));
    times[0] = second(1);
    CHECK(quorum_since(policy.quorum, times) == second(9));
    times[2] = second(2); // W1 and W3 are enough of X now
    CHECK(quorum_since(policy.quorum, times) == second(7));
    times[3] = second(1);
    CHECK(quorum_since(policy.quorum, times) == second(2));
}

TEST_CASE("policy: a checkpoint opens when its log and the quorum signed it") {
    const LogTrust trust = trust_of(parse_policy(two_levels()).value(), origin).value();
    const TrustedCheckpoint opened = open_checkpoint(cosigned(sample, {{4, 9}, {1, 3}, {3, 5}}), trust).value();
    CHECK(opened.checkpoint == sample);
    CHECK(opened.quorum_time == second(3));
    CHECK(opened.quorum_since == second(9));
    CHECK(opened.cosignatures.size() == 3);
    CHECK(open_checkpoint(cosigned(sample, {{1, 3}, {4, 9}}), trust).error().code == ErrorCode::witness_quorum_missing);
    CHECK(open_checkpoint(cosigned(sample, {{1, 3}, {1, 4}, {4, 9}}), trust).error().code ==
          ErrorCode::witness_quorum_missing);
    CHECK(trust_of(parse_policy(two_levels()).value(), "other.example").error().code ==
          ErrorCode::checkpoint_origin_wrong);
    const Note unsigned_note{encode_checkpoint(sample),
                             {cosign_note(witness(1), encode_checkpoint(sample), *second(1))}};
    CHECK(open_checkpoint(encode_note(unsigned_note), trust).error().code == ErrorCode::note_signature_missing);
    const LogTrust alone = trust_of(parse_policy(log_line() + "quorum none\n").value(), origin).value();
    CHECK_FALSE(open_checkpoint(cosigned(sample, {{1, 3}}), alone)->quorum_time);
}
