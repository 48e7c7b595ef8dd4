#include "log/log_builder.h"

#include "kaibiao/log/witness.h"
#include "record.h"

#include <doctest/doctest.h>

using namespace kaibiao;
using namespace kaibiao::log;
using namespace kaibiao::log::test;

namespace {

MemoryTree tree_of(std::uint64_t size) {
    MemoryTree tree;
    for (std::uint64_t i = 0; i < size; ++i) {
        const std::string leaf = "entry " + std::to_string(i);
        tree.append(crypto::merkle_leaf_hash(as_bytes(leaf)));
    }
    return tree;
}

WitnessRequest request(std::uint64_t old_size, std::uint64_t size) {
    const MemoryTree tree = tree_of(size);
    return {old_size, consistency_proof(tree, old_size, size).value(),
            sign_checkpoint({origin, size, tree.root(), {}}, log_signer())};
}
TreeHead head(std::uint64_t size) { return {size, tree_of(size).root()}; }

std::vector<VerifierKey> logs() { return {log_signer().verifier()}; }

Status judged(const WitnessRequest& asked, const TreeHead& last) {
    TRY_ASSIGN(const Checkpoint checkpoint, submitted_checkpoint(asked, logs()));
    return check_growth(asked, checkpoint, last);
}

} // namespace

TEST_CASE("witness: a log that only grew is cosigned, and its client reads the line") {
    for (const auto& [from, to] : {std::pair<std::uint64_t, std::uint64_t>{0, 1}, {0, 0}, {1, 1}, {3, 8}, {8, 13}}) {
        const WitnessRequest asked = request(from, to);
        const std::string body = encode_witness_request(asked);
        const WitnessRequest read = decode_witness_request(body).value();
        CHECK(encode_witness_request(read) == body);
        CHECK(judged(read, head(from)).ok());
        const std::string line = cosign_request(read, witness_signer(), at("2026-11-23T01:00:30.000Z")).value();
        const NoteSignature signature = read_cosignature(asked.note, line, witness_signer().verifier()).value();
        Note note = decode_note(asked.note).value();
        note.signatures.push_back(signature);
        CHECK(open_checkpoint(encode_note(note), trust()).ok());
        kaibiao::test::record("cosigned", encode_note(note));
    }
}

TEST_CASE("witness: a log that shrank, was rewritten or skips is not cosigned") {
    CHECK(judged(request(3, 8), head(5)).error().code == ErrorCode::witness_size_stale);
    CHECK(judged(request(3, 8), head(5)).error().place == "5");
    CHECK(judged(request(0, 8), head(3)).error().code == ErrorCode::witness_size_stale);
    WitnessRequest beyond = request(3, 8);
    beyond.old_size = 9;
    CHECK(judged(beyond, head(9)).error().code == ErrorCode::witness_request_malformed);
    WitnessRequest rewritten = request(3, 8);
    rewritten.proof.back()[0] ^= 1;
    CHECK(judged(rewritten, head(3)).error().code == ErrorCode::proof_wrong);
    TreeHead other = head(3);
    other.root[0] ^= 1;
    CHECK(judged(request(3, 8), other).error().code == ErrorCode::proof_wrong);
    other = head(8);
    other.root[0] ^= 1;
    CHECK(judged(request(8, 8), other).error().code == ErrorCode::log_split_view);
    WitnessRequest superfluous = request(0, 8);
    superfluous.proof.push_back({});
    CHECK(judged(superfluous, {}).error().code == ErrorCode::proof_wrong);
    WitnessRequest empty = request(0, 0);
    empty.note = sign_checkpoint({origin, 0, Digest{}, {}}, log_signer());
    CHECK(judged(empty, {}).error().code == ErrorCode::proof_wrong);
}

TEST_CASE("witness: checkpoints of strangers and with wrong signatures are told apart") {
    const WitnessRequest asked = request(0, 8);
    const SignerKey stranger = signer("stranger.example", NoteKeyType::ed25519, 7);
    const SignerKey false_log = signer(origin, NoteKeyType::ed25519, 8);
    CHECK(submitted_checkpoint(asked, std::vector{stranger.verifier()}).error().code ==
          ErrorCode::checkpoint_origin_wrong);
    CHECK(submitted_checkpoint(asked, std::vector{false_log.verifier()}).error().code ==
          ErrorCode::note_signature_missing);
    Note note = decode_note(asked.note).value();
    note.signatures[0].bytes[5] ^= 1;
    CHECK(submitted_checkpoint({0, {}, encode_note(note)}, logs()).error().code == ErrorCode::note_signature_wrong);
}

TEST_CASE("witness: malformed requests are refused") {
    const std::string note = request(0, 8).note;
    const std::string hash = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
    std::string many;
    for (std::size_t i = 0; i <= max_witness_proof; ++i) many += hash;
    const std::vector<std::string> bodies{"",
                                          "old 0",
                                          "old 0\n" + note,
                                          "\n" + note,
                                          "0\n\n" + note,
                                          "old 00\n\n" + note,
                                          "old -1\n\n" + note,
                                          "old 0 \n\n" + note,
                                          "old 0\nAAAA\n\n" + note,
                                          "old 0\n" + many + "\n" + note,
                                          "old 0\n\n",
                                          "old 0\n\n" + note.substr(0, note.size() - 1),
                                          "old 0\r\n\n" + note,
                                          "old 0\n\n" + note + std::string(max_witness_request_bytes, 'x')};
    for (const std::string& body : bodies) {
        const auto read = decode_witness_request(body);
        REQUIRE_MESSAGE(!read.ok(), body.substr(0, 60));
        CHECK(read.error().code == ErrorCode::witness_request_malformed);
    }
}

TEST_CASE("witness: answers of another key, of another checkpoint or none at all are no cosignature") {
    const WitnessRequest asked = request(0, 8), other = request(0, 9);
    const VerifierKey key = witness_signer().verifier();
    const Instant now = at("2026-11-23T01:00:30.000Z");
    const std::string right = cosign_request(asked, witness_signer(), now).value();
    const std::string wrong = cosign_request(other, witness_signer(), now).value();
    const SignerKey stranger = signer("stranger.example", NoteKeyType::cosignature, 7);
    const std::string strange = cosign_request(asked, stranger, now).value();
    CHECK(read_cosignature(asked.note, strange + right, key).ok());
    CHECK(read_cosignature(asked.note, strange, key).error().code == ErrorCode::note_signature_missing);
    CHECK(read_cosignature(asked.note, wrong, key).error().code == ErrorCode::note_signature_wrong);
    CHECK(read_cosignature(asked.note, "", key).error().code == ErrorCode::note_signature_missing);
    CHECK(read_cosignature(asked.note, "200 OK\n", key).error().code == ErrorCode::note_malformed);
    // A blank line in the answer turns what comes before it into text, over which the last line is a good signature.
    const std::string longer = encode_signature(cosign_note(witness_signer(), asked.note + "x\n", now));
    CHECK(read_cosignature(asked.note, "x\n\n" + strange + longer, key).error().code ==
          ErrorCode::note_signature_wrong);
}
