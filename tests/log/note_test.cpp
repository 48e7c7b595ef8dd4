#include "log/log_builder.h"

#include "kaibiao/codec/text.h"
#include "record.h"

#include <doctest/doctest.h>

using namespace kaibiao;
using namespace kaibiao::log;
using namespace kaibiao::log::test;

namespace {

// The examples of c2sp.org/signed-note.
const std::string example_key = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
const std::string example_note =
    "This is an example message.\n\n"
    "— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";
const std::string poem =
    "Ognuno sta solo sul cuor della terra\ntrafitto da un raggio di sole:\n\ned è subito sera.\n\n"
    "— quasimodo.example/salvatore "
    "NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=\n";

const std::string line = "— a AAAAAAA=\n";

void check_refused(std::string_view bytes) {
    const Result<Note> note = decode_note(bytes);
    REQUIRE_MESSAGE(!note.ok(), "accepted: ", bytes);
    CHECK(note.error().code == ErrorCode::note_malformed);
}

std::vector<VerifierKey> keys(std::initializer_list<const SignerKey*> signers) {
    std::vector<VerifierKey> list;
    for (const SignerKey* key : signers) list.push_back(key->verifier());
    return list;
}

ErrorCode verify_error(const Note& note, std::span<const VerifierKey> known) {
    const auto verified = verify_note(note, known);
    REQUIRE_FALSE(verified.ok());
    return verified.error().code;
}

} // namespace

TEST_CASE("log: the signed note of the specification verifies with its key") {
    const VerifierKey key = VerifierKey::parse(example_key).value();
    CHECK(key.name() == "example.com/foo");
    CHECK(key.id() == 0x530d903a);
    CHECK(key.type() == NoteKeyType::ed25519);
    CHECK(key.text() == example_key);
    const Note note = decode_note(example_note).value();
    CHECK(note.text == "This is an example message.\n");
    CHECK(verify_note(note, std::vector<VerifierKey>{key})->size() == 1);
    CHECK(encode_note(note) == example_note);
}

TEST_CASE("log: the text of a note ends at its last blank line") {
    const Note note = decode_note(poem).value();
    CHECK(note.text.find("sole:\n\ned è subito sera.\n") != std::string::npos);
    REQUIRE(note.signatures.size() == 1);
    CHECK(note.signatures[0].name == "quasimodo.example/salvatore");
    CHECK(note.signatures[0].key_id == 0x367ba04b);
    CHECK(note.signatures[0].bytes.size() == 64);
    CHECK(encode_note(note) == poem);
}

TEST_CASE("log: every single-bit flip of a signed note is refused") {
    const std::vector<VerifierKey> known{VerifierKey::parse(example_key).value()};
    for (std::size_t bit = 0; bit < example_note.size() * 8; ++bit) {
        std::string changed = example_note;
        changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ 1 << bit % 8);
        const Result<Note> note = decode_note(changed);
        if (note.ok()) CHECK_FALSE_MESSAGE(verify_note(*note, known).ok(), "bit ", bit);
    }
}

TEST_CASE("log: malformed notes are refused") {
    using namespace std::string_literals;
    for (const std::string& bytes : {""s,
                                     "text\n"s,
                                     "text\n\n"s,
                                     "text\n"s + line,
                                     "\n\n"s,
                                     "text\n\n— a AAAAAAA="s,
                                     "text\n\n- a AAAAAAA=\n"s,
                                     "text\n\n— a\n"s,
                                     "text\n\n—  AAAAAAA=\n"s,
                                     "text\n\n— a AAAAAA==\n"s,
                                     "text\n\n— a AAAAAAB=\n"s,
                                     "text\n\n— a AAAAAAA\n"s,
                                     "text\n\n— a  AAAAAAA=\n"s,
                                     "text\n\n— a+b AAAAAAA=\n"s,
                                     "text\n\n— a\u3000b AAAAAAA=\n"s,
                                     "text\n\n— a\u00A0 AAAAAAA=\n"s,
                                     "text\r\n\n"s + line,
                                     "te\txt\n\n"s + line,
                                     "te\0xt\n\n"s + line,
                                     "te\xFFxt\n\n"s + line,
                                     "text\n\n"s + line + "more\n",
                                     "text\n\n"s + line + "\n",
                                     "text\n\n—a AAAAAAA=\n"s,
                                     "text\n\n— a AAAAAAA=\x1F\n"s})
        check_refused(bytes);
    CHECK(decode_note("text\n\n" + line).ok());
    CHECK(decode_note("\n\n" + line)->text == "\n");
}

TEST_CASE("log: a note has at most 100 signatures and a million bytes") {
    std::string many = "text\n\n";
    for (int i = 0; i < 100; ++i) many += line;
    CHECK(decode_note(many)->signatures.size() == 100);
    check_refused(many + line);
    const std::string tail = "\n\n" + line;
    CHECK(decode_note(std::string(max_note_bytes - tail.size(), 'x') + tail).ok());
    check_refused(std::string(max_note_bytes - tail.size() + 1, 'x') + tail);
}

TEST_CASE("log: signatures by unknown keys are ignored and a note without a known one is refused") {
    const SignerKey one = signer("one", NoteKeyType::ed25519, 1), two = signer("two", NoteKeyType::ed25519, 2);
    const Note note{"hello\n", {sign_note(one, "hello\n"), sign_note(two, "hello\n")}};
    CHECK(verify_note(note, keys({&one, &two}))->size() == 2);
    CHECK(verify_note(note, keys({&two}))->size() == 1);
    CHECK(verify_error(note, {}) == ErrorCode::note_signature_missing);
    const SignerKey other = signer("one", NoteKeyType::ed25519, 3), renamed = signer("three", NoteKeyType::ed25519, 1);
    CHECK(verify_error(note, keys({&other, &renamed})) == ErrorCode::note_signature_missing);
    kaibiao::test::record("note", encode_note(note));
}

TEST_CASE("log: one wrong signature by a known key spoils the note") {
    const SignerKey one = signer("one", NoteKeyType::ed25519, 1), two = signer("two", NoteKeyType::ed25519, 2);
    Note note{"hello\n", {sign_note(one, "hello\n"), sign_note(two, "hullo\n")}};
    CHECK(verify_note(note, keys({&one})).ok());
    CHECK(verify_error(note, keys({&one, &two})) == ErrorCode::note_signature_wrong);
    note.signatures[1] = sign_note(two, "hello\n");
    note.signatures[1].bytes.pop_back();
    CHECK(verify_error(note, keys({&one, &two})) == ErrorCode::note_signature_wrong);
}

TEST_CASE("log: a key that signed twice counts once") {
    const SignerKey one = signer("one", NoteKeyType::ed25519, 1);
    const Note note{"hello\n", {sign_note(one, "hello\n"), sign_note(one, "hello\n")}};
    CHECK(verify_note(note, keys({&one}))->size() == 1);
}

TEST_CASE("log: a cosignature carries the witness's time in whole seconds") {
    const SignerKey witness = witness_signer();
    const Note note{"a\n1\nb\n", {cosign_note(witness, "a\n1\nb\n", at("2026-11-23T01:00:30.900Z"))}};
    CHECK(note.signatures[0].bytes.size() == 72);
    const auto verified = verify_note(note, keys({&witness}));
    REQUIRE(verified.ok());
    CHECK(verified->front().time->text() == "2026-11-23T01:00:30.000Z");
    kaibiao::test::record("cosignature", note.signatures[0].bytes);
}

TEST_CASE("log: a cosignature with a flipped bit in time or signature is refused") {
    const SignerKey witness = witness_signer();
    const Note note{"a\n1\nb\n", {cosign_note(witness, "a\n1\nb\n", at("2026-11-23T01:00:30.000Z"))}};
    for (std::size_t bit = 0; bit < 72 * 8; ++bit) {
        Note changed = note;
        changed.signatures[0].bytes[bit / 8] ^= static_cast<std::uint8_t>(1 << bit % 8);
        CHECK(verify_error(changed, keys({&witness})) == ErrorCode::note_signature_wrong);
    }
}

TEST_CASE("log: a plain signature is no cosignature and the reverse") {
    const SignerKey plain = signer("w", NoteKeyType::ed25519, 5), witness = signer("w", NoteKeyType::cosignature, 5);
    CHECK(plain.verifier().public_key() == witness.verifier().public_key());
    CHECK(plain.verifier().id() != witness.verifier().id());
    NoteSignature swapped = sign_note(plain, "t\n");
    swapped.key_id = witness.verifier().id();
    CHECK(verify_error({"t\n", {swapped}}, keys({&witness})) == ErrorCode::note_signature_wrong);
    NoteSignature reverse = cosign_note(witness, "t\n", at("2026-11-23T01:00:30.000Z"));
    reverse.key_id = plain.verifier().id();
    CHECK(verify_error({"t\n", {reverse}}, keys({&plain})) == ErrorCode::note_signature_wrong);
}

TEST_CASE("log: verifier keys round trip as text") {
    for (const NoteKeyType type : {NoteKeyType::ed25519, NoteKeyType::cosignature}) {
        const SignerKey key = signer("centre.example/开标", type, 9);
        const Result<VerifierKey> parsed = VerifierKey::parse(key.verifier().text());
        REQUIRE(parsed.ok());
        CHECK(*parsed == key.verifier());
        kaibiao::test::record("vkey", key.verifier().text());
    }
}

TEST_CASE("log: malformed verifier keys are refused") {
    const std::string body = "AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
    std::vector<std::string> bad = {"",
                                    "+",
                                    "++",
                                    "name",
                                    "name+530d903a",
                                    "example.com/foo+530d903a+",
                                    "+530d903a+" + body,
                                    "example.com/foo+530d903b+" + body,
                                    "example.com/foo+530D903A+" + body,
                                    "example.com/foo+30d903a+" + body,
                                    "example.com/fop+530d903a+" + body,
                                    "example.com/foo+530d903a+" + body + "=",
                                    " " + example_key,
                                    example_key + "\n",
                                    "example.com/foo+530d903a++" + body,
                                    "example com/foo+530d903a+" + body};
    bad.push_back("example.com/foo+530d903a+" + body.substr(0, 40));
    for (const std::string& text : bad) {
        const Result<VerifierKey> key = VerifierKey::parse(text);
        REQUIRE_MESSAGE(!key.ok(), text);
        CHECK(key.error().code == ErrorCode::verifier_key_malformed);
    }
    Bytes typed = *codec::decode_base64(body, codec::Base64::standard_padded);
    typed[0] = 2;
    CHECK_FALSE(
        VerifierKey::parse("example.com/foo+530d903a+" + codec::encode_base64(typed, codec::Base64::standard_padded))
            .ok());
    CHECK_FALSE(VerifierKey::make("a b", NoteKeyType::ed25519, {}).ok());
    CHECK_FALSE(VerifierKey::make("a\u2003b", NoteKeyType::ed25519, {}).ok());
    CHECK_FALSE(VerifierKey::make("a\nb", NoteKeyType::ed25519, {}).ok());
}
