#include "log/log_builder.h"

#include "kaibiao/codec/text.h"
#include "record.h"

#include <doctest/doctest.h>

using namespace kaibiao;
using namespace kaibiao::log;
using namespace kaibiao::log::test;

namespace {

// The example of c2sp.org/tlog-checkpoint and tlog-cosignature.
const std::string example_text =
    "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
const std::string example =
    example_text +
    "\n— example.com/behind-the-sofa "
    "Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
    "— witness.example.com/w1 "
    "jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n";

const Checkpoint sample{origin, 16, crypto::merkle_empty_root(), {}};

std::string signed_by(const Checkpoint& checkpoint, std::initializer_list<const SignerKey*> signers) {
    Note note{encode_checkpoint(checkpoint), {}};
    for (const SignerKey* key : signers) {
        note.signatures.push_back(key->verifier().type() == NoteKeyType::ed25519
                                      ? sign_note(*key, note.text)
                                      : cosign_note(*key, note.text, at("2026-11-23T01:00:30.000Z")));
    }
    return encode_note(note);
}

ErrorCode open_error(const std::string& note, const LogTrust& trust) {
    const auto opened = open_checkpoint(note, trust);
    REQUIRE_FALSE(opened.ok());
    return opened.error().code;
}

} // namespace

TEST_CASE("log: the checkpoint of the specification decodes and encodes to itself") {
    const Checkpoint checkpoint = decode_checkpoint(example_text).value();
    CHECK(checkpoint.origin == "example.com/behind-the-sofa");
    CHECK(checkpoint.size == 20'852'163);
    CHECK(codec::encode_hex(checkpoint.root).substr(0, 8) == "0ac5186a");
    CHECK(encode_checkpoint(checkpoint) == example_text);
}

TEST_CASE("log: the cosigned checkpoint of the specification has a signature and a time of 1679315147") {
    const Note note = decode_note(example).value();
    CHECK(note.text == example_text);
    REQUIRE(note.signatures.size() == 2);
    CHECK(note.signatures[1].bytes.size() == 72);
    CHECK(codec::encode_hex(ByteView(note.signatures[1].bytes).first(8)) == "00000000641850cb");
    CHECK(encode_note(note) == example);
}

TEST_CASE("log: checkpoints with extension lines and of the empty tree round trip") {
    for (const std::string& text :
         {encode_checkpoint({"o", 0, crypto::merkle_empty_root(), {}}),
          encode_checkpoint({"开标 centre", (std::uint64_t{1} << 63) - 1, Digest{}, {"one", "two +"}})}) {
        const Result<Checkpoint> checkpoint = decode_checkpoint(text);
        REQUIRE_MESSAGE(checkpoint.ok(), text);
        CHECK(encode_checkpoint(*checkpoint) == text);
        kaibiao::test::record("checkpoint", text);
    }
}

TEST_CASE("log: malformed checkpoints are refused") {
    const std::string root = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
    for (const std::string& text : {std::string(),
                                    std::string("o\n"),
                                    std::string("o\n1\n"),
                                    "\n1\n" + root,
                                    "o\n\n" + root,
                                    "o\n01\n" + root,
                                    "o\n-1\n" + root,
                                    "o\n+1\n" + root,
                                    "o\n1 \n" + root,
                                    "o\n9223372036854775808\n" + root,
                                    "o\n18446744073709551616\n" + root,
                                    "o\n1x\n" + root,
                                    "o\n1\n" + root.substr(0, 44),
                                    std::string("o\n1\nAAAA\n"),
                                    "o\n1\n" + root.substr(0, 43) + "\n",
                                    "o\n1\n" + root + "\n",
                                    "o\n1\n" + root + "x\n\ny\n",
                                    "o\n1\n" + root + "x",
                                    "o\r\n1\n" + root,
                                    "o\x01\n1\n" + root,
                                    "o\xFF\n1\n" + root,
                                    std::string("o\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=\n")}) {
        const Result<Checkpoint> checkpoint = decode_checkpoint(text);
        REQUIRE_MESSAGE(!checkpoint.ok(), text);
        CHECK(checkpoint.error().code == ErrorCode::checkpoint_malformed);
    }
}

TEST_CASE("log: a checkpoint signed by the log and cosigned by the witness opens") {
    const SignerKey log = log_signer(), witness = witness_signer();
    const auto opened = open_checkpoint(signed_by(sample, {&log, &witness}), trust());
    REQUIRE(opened.ok());
    CHECK(opened->checkpoint == sample);
    CHECK(opened->cosignatures == std::vector<Cosignature>{{"witness.example/w1", at("2026-11-23T01:00:30.000Z")}});
    LogTrust alone = trust();
    alone.quorum = {};
    CHECK(open_checkpoint(sign_checkpoint(sample, log), alone)->cosignatures.empty());
    kaibiao::test::record("signed", sign_checkpoint(sample, log));
}

TEST_CASE("log: a checkpoint without the log's signature, the quorum or the right origin is refused") {
    const SignerKey log = log_signer(), witness = witness_signer();
    CHECK(open_error(signed_by(sample, {&witness}), trust()) == ErrorCode::note_signature_missing);
    CHECK(open_error(signed_by(sample, {&log}), trust()) == ErrorCode::witness_quorum_missing);
    CHECK(open_error(signed_by(sample, {&log, &witness, &witness}), [] {
              LogTrust two = trust();
              two.quorum = at_least(2, 2);
              return two;
          }()) == ErrorCode::witness_quorum_missing);
    Checkpoint elsewhere = sample;
    elsewhere.origin = "other.example/log";
    CHECK(open_error(signed_by(elsewhere, {&log, &witness}), trust()) == ErrorCode::checkpoint_origin_wrong);
}

TEST_CASE("log: keys of the wrong type give no trust") {
    const SignerKey log = log_signer(), witness = witness_signer();
    LogTrust crossed = trust();
    std::swap(crossed.log_keys, crossed.witnesses);
    CHECK(open_error(signed_by(sample, {&log, &witness}), crossed) == ErrorCode::note_signature_missing);
}

TEST_CASE("log: a signed note that is no checkpoint is refused") {
    const SignerKey log = log_signer(), witness = witness_signer();
    const std::string text = "hello\n";
    const Note note{text, {sign_note(log, text), cosign_note(witness, text, at("2026-11-23T01:00:30.000Z"))}};
    CHECK(open_error(encode_note(note), trust()) == ErrorCode::checkpoint_malformed);
}
