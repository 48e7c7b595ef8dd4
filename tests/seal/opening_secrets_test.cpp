#include "freed_memory.h"
#include "record.h"
#include "seal/age_builder.h"

#include "kaibiao/codec/text.h"
#include "kaibiao/seal/opening_secrets.h"

#include <doctest/doctest.h>

using namespace kaibiao;
using namespace kaibiao::seal;
using namespace kaibiao::seal::test;

namespace {

OpeningSecrets secrets() { return {noise_secret<32>(1), noise_secret<32>(2)}; }

bool same(const OpeningSecrets& left, const OpeningSecrets& right) {
    return equal_public(left.sheet.view(), right.sheet.view()) &&
           equal_public(left.volumes.view(), right.volumes.view());
}

} // namespace

TEST_CASE("opening secrets: the file holds both and says where they belong") {
    const SecretBytes text = encode_opening_secrets({"demo-city.example/log", LotId(noise_array<16>(3)), secrets()});
    const auto file = decode_opening_secrets(text.view());
    REQUIRE(file.ok());
    CHECK(file->origin == "demo-city.example/log");
    CHECK(file->lot == LotId(noise_array<16>(3)));
    CHECK(same(file->secrets, secrets()));
    kaibiao::test::record("file", text.view());
    CHECK(code_of(decode_opening_secrets(text.view().first(text.size() - 1))) == ErrorCode::opening_secret_malformed);
    CHECK(code_of(decode_opening_secrets(as_bytes("{}"))) == ErrorCode::opening_secret_malformed);
}

TEST_CASE("opening secrets: the file of a price envelope says so, and that of any other says nothing") {
    OpeningSecretsFile file{"demo-city.example/log", LotId(noise_array<16>(3)), secrets(), 2};
    const SecretBytes price = encode_opening_secrets(file);
    CHECK(decode_opening_secrets(price.view())->envelope == 2);
    file.envelope = 1;
    const SecretBytes other = encode_opening_secrets(file);
    CHECK(decode_opening_secrets(other.view())->envelope == 1);
    CHECK(as_text(other.view()).find("envelope") == std::string_view::npos);
    std::string wrong(as_text(price.view()));
    wrong.replace(wrong.find("\"envelope\":2"), 12, "\"envelope\":3");
    CHECK(code_of(decode_opening_secrets(as_bytes(wrong))) == ErrorCode::opening_secret_malformed);
}

TEST_CASE("opening secrets: writing and reading the file leaves no secret in freed memory") {
    using kaibiao::test::FreedMemoryWatch;
    if (!FreedMemoryWatch::works()) return kaibiao::test::skip_case("the heap is not ours");
    const OpeningSecretsFile file{"demo-city.example/log", LotId(noise_array<16>(3)), secrets()};
    const SecretBytes text = encode_opening_secrets(file);
    std::vector<std::string> needles;
    for (const LockSecret* secret : {&file.secrets.sheet, &file.secrets.volumes}) {
        kaibiao::test::add_needles(needles, as_text(secret->view()));
        kaibiao::test::add_needles(needles, codec::encode_base64(secret->view()));
    }
    {
        const FreedMemoryWatch watch(needles);
        encode_opening_secrets(file);
        CHECK(watch.found() == 0);
    }
    const FreedMemoryWatch watch(needles);
    static_cast<void>(decode_opening_secrets(text.view()).value());
    CHECK(watch.found() == 0);
    static_cast<void>(decode_opening_secrets(text.view().first(text.size() - 1)));
    CHECK(watch.found() == 0);
}

TEST_CASE("opening secrets: a secret of another length, or no base64, is refused with its place") {
    const SecretBytes text = encode_opening_secrets({"demo-city.example/log", LotId(noise_array<16>(3)), secrets()});
    const auto changed = [&text](std::string_view member, std::string_view start) {
        std::string out(as_text(text.view()));
        const auto decoded = decode_opening_secrets(as_bytes(out.replace(out.find(member) + member.size(), 1, start)));
        return decoded.ok() ? "ok" : decoded.error().place;
    };
    CHECK(changed("\"volumes\":\"", "") == "/volumes");
    CHECK(changed("\"sheet\":\"", "-") == "/sheet");
    CHECK(changed("\"sheet\":\"", "AA") == "/sheet");
}

TEST_CASE("recovery code: it comes back from print, in either case and with any grouping") {
    const SecretBytes code = encode_recovery_code(secrets());
    std::string text(as_text(code.view()));
    kaibiao::test::record("code", text);
    CHECK(text.substr(0, 4) == "KB1Q");
    CHECK(same(decode_recovery_code(text).value(), secrets()));
    std::string typed;
    for (const char c : text) typed += c == '-' ? std::string(" ") : std::string(1, static_cast<char>(std::tolower(c)));
    CHECK(same(decode_recovery_code(typed + "\n").value(), secrets()));
}

TEST_CASE("recovery code: every mistyped character is noticed") {
    const SecretBytes code = encode_recovery_code(secrets());
    for (std::size_t i = 0; i < code.size(); ++i) {
        std::string text(as_text(code.view()));
        if (text[i] == '-') continue;
        text[i] = text[i] == 'Q' ? 'P' : 'Q';
        CHECK(code_of(decode_recovery_code(text)) == ErrorCode::recovery_code_wrong);
    }
    CHECK(code_of(decode_recovery_code("")) == ErrorCode::recovery_code_wrong);
    CHECK(code_of(decode_recovery_code(std::string(100'000, 'Q'))) == ErrorCode::recovery_code_wrong);
    CHECK(code_of(decode_recovery_code("age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj")) ==
          ErrorCode::recovery_code_wrong);
}
