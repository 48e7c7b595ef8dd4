#include "temporary_folder.h"
#include "witness/ledger.h"
#include "witness/published_policy.h"

#include <doctest/doctest.h>

using namespace kaibiao;
using namespace kaibiao::witness;

namespace {

log::SignerKey key_of(const std::string& name, log::NoteKeyType type, std::uint8_t fill) {
    ByteArray<32> seed{};
    seed.fill(fill);
    return log::SignerKey::make(name, type, SecretArray<32>::copy_of(seed)).value();
}
const log::SignerKey log_key = key_of("centre.example/log", log::NoteKeyType::ed25519, 1);

std::string witness_line() {
    return "witness W " + key_of("w.example", log::NoteKeyType::cosignature, 2).verifier().text() + " https://w/\n";
}

Result<PublishedPolicy> read_policy(const std::string& text, Standing standing = Standing::production) {
    const test::TemporaryFolder folder;
    std::ofstream(folder.path() / "policy") << text;
    return read_published_policy(folder.path() / "policy", log_key.verifier(), standing);
}

} // namespace

TEST_CASE("witness: the ledger remembers what was kept last for each log") {
    const test::TemporaryFolder folder;
    const Ledger ledger(folder.path());
    CHECK(ledger.last("centre.example/log")->size == 0);
    for (const std::uint64_t size : {5U, 9U}) {
        const log::Checkpoint checkpoint{"centre.example/log", size, Digest{7}, {}};
        REQUIRE(ledger.keep(checkpoint.origin, log::sign_checkpoint(checkpoint, log_key)).ok());
        const log::TreeHead kept = Ledger(folder.path()).last(checkpoint.origin).value();
        CHECK(kept.size == size);
        CHECK(kept.root == checkpoint.root);
    }
    CHECK(ledger.last("../other")->size == 0);
    REQUIRE(ledger.keep("../other", "nonsense\n").ok());
    CHECK(ledger.last("../other").error().code == ErrorCode::note_malformed);
    CHECK(ledger.last("centre.example/log")->size == 9);
}

TEST_CASE("witness: a published policy names its own log, and a trial's says what it is worth") {
    const PublishedPolicy policy = read_policy(witness_line() + "quorum W\n").value();
    CHECK(policy.text == "log " + log_key.verifier().text() + "\n" + witness_line() + "quorum W\n");
    CHECK(policy.trust.log_keys == std::vector{log_key.verifier()});
    CHECK(policy.trust.quorum.wanted == 0);
    const std::string whole = "log " + log_key.verifier().text() + "\n" + witness_line() + "quorum W\n";
    CHECK(read_policy(whole)->text == whole);
    CHECK(read_policy(whole, Standing::trial)->text.starts_with("# 试用"));
    const std::string other = key_of("other.example", log::NoteKeyType::ed25519, 3).verifier().text();
    CHECK(read_policy("log " + other + "\n" + witness_line() + "quorum W\n").error().code ==
          ErrorCode::config_malformed);
    CHECK(read_policy("quorum none\n").error().code == ErrorCode::config_malformed);
    CHECK(read_policy(witness_line()).error().code == ErrorCode::log_policy_malformed);
}
