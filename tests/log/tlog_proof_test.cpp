#include "log/log_builder.h"

#include "record.h"

#include <doctest/doctest.h>

using namespace kaibiao;
using namespace kaibiao::log;
using namespace kaibiao::log::test;

namespace {

const std::string hash_line = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
const std::string note = "o\n1\n" + hash_line + "\n— a AAAAAAA=\n";
const std::string head = "c2sp.org/tlog-proof@v1\n";

void check_refused(const std::string& text) {
    const Result<TlogProof> proof = decode_tlog_proof(text);
    REQUIRE_MESSAGE(!proof.ok(), "accepted: ", text);
    CHECK(proof.error().code == ErrorCode::proof_malformed);
}

} // namespace

TEST_CASE("log: proofs with and without extra data and hashes round trip") {
    for (const std::string& text :
         {head + "index 0\n\n" + note, head + "extra \nindex 73894\n" + hash_line + "\n" + note,
          head + "extra AQI=\nindex 9223372036854775807\n" + hash_line + hash_line + "\n" + note}) {
        const Result<TlogProof> proof = decode_tlog_proof(text);
        REQUIRE_MESSAGE(proof.ok(), text);
        CHECK(proof->checkpoint == note);
        CHECK(encode_tlog_proof(*proof) == text);
    }
    CHECK(decode_tlog_proof(head + "extra AQI=\nindex 5\n\n" + note)->extra == Bytes{1, 2});
    CHECK(decode_tlog_proof(head + "index 5\n\n" + note)->index == 5);
}

TEST_CASE("log: malformed proofs are refused") {
    const std::string index = "index 5\n";
    for (const std::string& text : {std::string(),
                                    head,
                                    head + index,
                                    head + index + "\n",
                                    head + index + note,
                                    head + "\n" + index + "\n" + note,
                                    "c2sp.org/tlog-proof@v2\n" + index + "\n" + note,
                                    head + "index 05\n\n" + note,
                                    head + "index -5\n\n" + note,
                                    head + "index\n\n" + note,
                                    head + "index 5 \n\n" + note,
                                    head + "Index 5\n\n" + note,
                                    head + index + "extra AQI=\n\n" + note,
                                    head + "extra AQI=\nextra AQI=\n" + index + "\n" + note,
                                    head + "extra AQJ=\n" + index + "\n" + note,
                                    head + "extra AQI\n" + index + "\n" + note,
                                    head + index + "AQI=\n\n" + note,
                                    head + index + hash_line.substr(0, 43) + "\n\n" + note,
                                    head + index + hash_line + "\n\n" + note.substr(1),
                                    head + index + "\nno note",
                                    head + index + hash_line + "\n" + note + "trailing\n",
                                    head + "index 9223372036854775808\n\n" + note})
        check_refused(text);
    std::string long_path = head + index;
    for (int i = 0; i < 64; ++i) long_path += hash_line;
    CHECK(decode_tlog_proof(long_path + "\n" + note).ok());
    check_refused(long_path + hash_line + "\n" + note);
    check_refused(head + "extra " + std::string(max_tlog_proof_bytes, 'A') + "\n" + index + "\n" + note);
}

TEST_CASE("log: a proof verifies against the log's key and not for another leaf, place or tree") {
    const Receipt sample = receipt();
    const Digest leaf = event_leaf_hash(sample.event.header);
    REQUIRE(verify_tlog_proof(sample.proof, leaf, trust()).ok());
    CHECK(verify_tlog_proof(sample.proof, crypto::merkle_leaf_hash({}), trust()).error().code ==
          ErrorCode::proof_wrong);
    TlogProof elsewhere = sample.proof;
    elsewhere.index = 13;
    CHECK(verify_tlog_proof(elsewhere, leaf, trust()).error().code == ErrorCode::proof_wrong);
    elsewhere.index = 16;
    CHECK(verify_tlog_proof(elsewhere, leaf, trust()).error().code == ErrorCode::proof_wrong);
    TlogProof other_tree = sample.proof;
    other_tree.checkpoint = sign_checkpoint({origin, 16, Digest{}, {}}, log_signer());
    LogTrust alone = trust();
    alone.quorum = {};
    CHECK(verify_tlog_proof(other_tree, leaf, alone).error().code == ErrorCode::proof_wrong);
    kaibiao::test::record("proof", encode_tlog_proof(sample.proof));
}
