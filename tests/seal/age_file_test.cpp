#include "record.h"
#include "seal/age_builder.h"

#include "kaibiao/crypto/hash.h"

#include <doctest/doctest.h>

using namespace kaibiao;
using namespace kaibiao::seal;
using namespace kaibiao::seal::test;

namespace {

constexpr std::size_t interesting_sizes[] = {0, 1, 65535, 65536, 65537, 131072, 200'000};

std::size_t header_size(ByteView file) { return read_preamble(file).value().header.text.size(); }

} // namespace

TEST_CASE("age: what was sealed to a key opens with it, at every interesting size") {
    for (const std::size_t size : interesting_sizes) {
        CAPTURE(size);
        const Bytes plain = noise(size, 7);
        const Bytes file = age_file(plain, 11);
        CHECK(file.size() == header_size(file) + payload_size(size));
        const auto opened = open_age_file(file, identities_of(11));
        REQUIRE(opened.ok());
        CHECK(*opened == plain);
        kaibiao::test::record("file", crypto::sha256(file));
    }
}

TEST_CASE("age: the size of the pieces that are fed changes nothing") {
    const Bytes plain = noise(200'000, 7);
    const Bytes file = age_file(plain, 11);
    const X25519Recipient recipient = identity(11).recipient();
    for (const std::size_t step : {std::size_t{1}, std::size_t{1000}, std::size_t{65536}, std::size_t{65537}}) {
        CAPTURE(step);
        AgeEncryptor encryptor = AgeEncryptor::to_keys({&recipient, 1}, key_entropy(11)).value();
        AgeDecryptor decryptor(identities_of(11));
        Bytes sealed, opened;
        for (std::size_t at = 0; at < plain.size(); at += step)
            encryptor.update(ByteView(plain).subspan(at, std::min(step, plain.size() - at)), sealed);
        encryptor.finish(sealed);
        CHECK(sealed == file);
        for (std::size_t at = 0; at < file.size(); at += step)
            REQUIRE(decryptor.update(ByteView(file).subspan(at, std::min(step, file.size() - at)), opened).ok());
        REQUIRE(decryptor.finish(opened).ok());
        CHECK(opened == plain);
    }
}

TEST_CASE("age: a passphrase opens its file; another is named wrong") {
    AgeEncryptor encryptor = AgeEncryptor::to_passphrase(as_bytes("correct horse"), passphrase_entropy(5), 10).value();
    Bytes file;
    encryptor.update(as_bytes("sheet"), file);
    encryptor.finish(file);
    CHECK(as_text(open_age_file(file, passphrase_identity("correct horse")).value()) == "sheet");
    CHECK(code_of(open_age_file(file, passphrase_identity("wrong horse"))) == ErrorCode::age_passphrase_wrong);
    CHECK(code_of(open_age_file(file, identities_of(1))) == ErrorCode::age_no_match);
    AgeIdentities cautious = passphrase_identity("correct horse");
    cautious.max_work_factor = 9;
    CHECK(code_of(open_age_file(file, std::move(cautious))) == ErrorCode::age_work_factor_too_high);
    kaibiao::test::record("passphrase file", file);
}

TEST_CASE("age: each of several recipients opens the file, a stranger does not") {
    const std::vector<X25519Recipient> recipients = {identity(1).recipient(), identity(2).recipient()};
    AgeEncryptor encryptor = AgeEncryptor::to_keys(recipients, key_entropy(9, 2)).value();
    Bytes file;
    encryptor.update(as_bytes("x"), file);
    encryptor.finish(file);
    CHECK(open_age_file(file, identities_of(1)).ok());
    CHECK(open_age_file(file, identities_of(2)).ok());
    CHECK(code_of(open_age_file(file, identities_of(3))) == ErrorCode::age_no_match);
}

TEST_CASE("age: sealing needs a recipient, a secret for each, and a key that is not of low order") {
    const X25519Recipient low_order{};
    const std::vector<X25519Recipient> two = {identity(1).recipient(), identity(2).recipient()};
    CHECK(code_of(AgeEncryptor::to_keys({}, key_entropy(1, 0))) == ErrorCode::age_recipient_malformed);
    CHECK(code_of(AgeEncryptor::to_keys(two, key_entropy(1, 1))) == ErrorCode::age_recipient_malformed);
    CHECK(code_of(AgeEncryptor::to_keys({&low_order, 1}, key_entropy(1))) == ErrorCode::age_recipient_malformed);
}

TEST_CASE("age: a truncated file is refused wherever it was cut") {
    const Bytes file = age_file(noise(140'000, 7), 11);
    const std::size_t start = header_size(file);
    for (std::size_t size = 0; size < file.size(); size += 977)
        CHECK_FALSE(open_age_file(ByteView(file).first(size), identities_of(11)).ok());
    const auto cut = [&](std::size_t size) {
        return code_of(open_age_file(ByteView(file).first(size), identities_of(11)));
    };
    CHECK(cut(start + 3) == ErrorCode::age_nonce_truncated);
    CHECK(cut(start + 16) == ErrorCode::age_payload_truncated);
    CHECK(cut(start + 16 + 65552) == ErrorCode::age_payload_truncated);
    CHECK(cut(start + 16 + 65552 + 8) == ErrorCode::age_payload_truncated);
    CHECK(cut(file.size() - 1) == ErrorCode::age_payload_damaged);
}

TEST_CASE("age: reordered, flipped, over-long and re-headed files are refused") {
    const Bytes file = age_file(noise(140'000, 7), 11);
    const std::size_t first = header_size(file) + 16;
    Bytes swapped = file;
    std::swap_ranges(swapped.begin() + static_cast<std::ptrdiff_t>(first),
                     swapped.begin() + static_cast<std::ptrdiff_t>(first + 65552),
                     swapped.begin() + static_cast<std::ptrdiff_t>(first + 65552));
    CHECK(code_of(open_age_file(swapped, identities_of(11))) == ErrorCode::age_payload_damaged);

    Bytes flipped = file;
    flipped[first + 70'000] ^= 1;
    const auto damaged = open_age_file(flipped, identities_of(11));
    REQUIRE(!damaged.ok());
    CHECK(damaged.error().code == ErrorCode::age_payload_damaged);
    CHECK(damaged.error().place == "chunk 1");

    Bytes longer = age_file(noise(65536, 7), 11);
    longer.push_back(0);
    CHECK(code_of(open_age_file(longer, identities_of(11))) == ErrorCode::age_payload_trailing);

    const Bytes other = age_file(noise(140'000, 8), 12);
    Bytes reheaded(other.begin(), other.begin() + static_cast<std::ptrdiff_t>(header_size(other)));
    append(reheaded, ByteView(file).subspan(header_size(file)));
    CHECK(code_of(open_age_file(reheaded, identities_of(12))) == ErrorCode::age_payload_damaged);
}

TEST_CASE("age: runs of chunks sealed apart, and in place, are the same bytes") {
    const PayloadKey key = noise_secret<32>(3);
    const Bytes plain = noise(5 * 65536 + 100, 4);
    Bytes whole(static_cast<std::size_t>(sealed_chunks_size(plain.size())));
    seal_chunks(key, 0, LastChunk::yes, plain, whole);

    Bytes parts(whole.size());
    const std::size_t half = 3 * age_chunk_size, sealed_half = 3 * age_sealed_chunk_size;
    seal_chunks(key, 3, LastChunk::yes, ByteView(plain).subspan(half), MutableBytes(parts).subspan(sealed_half));
    seal_chunks(key, 0, LastChunk::no, ByteView(plain).first(half), MutableBytes(parts).first(sealed_half));
    CHECK(parts == whole);

    Bytes buffer(whole.size());
    std::copy(plain.begin(), plain.end(), buffer.begin());
    seal_chunks(key, 0, LastChunk::yes, ByteView(buffer).first(plain.size()), buffer);
    CHECK(buffer == whole);
    REQUIRE(open_chunks(key, 0, LastChunk::yes, buffer, MutableBytes(buffer).first(plain.size())).ok());
    CHECK(ByteView(buffer).first(plain.size()).size() == plain.size());
    CHECK(std::equal(plain.begin(), plain.end(), buffer.begin()));
}

TEST_CASE("age: chunks opened in place report the same faults, and leave nothing unauthenticated") {
    const PayloadKey key = noise_secret<32>(3);
    const Bytes plain = noise(3 * 65536, 4);
    Bytes sealed(static_cast<std::size_t>(sealed_chunks_size(plain.size())));
    seal_chunks(key, 0, LastChunk::yes, plain, sealed);
    const auto in_place = [&](LastChunk last, Bytes buffer) {
        return code_of(open_chunks(key, 0, last, buffer, MutableBytes(buffer).first(plain.size())));
    };
    CHECK(in_place(LastChunk::no, sealed) == ErrorCode::age_payload_trailing);
    Bytes other = sealed;
    seal_chunks(key, 0, LastChunk::no, plain, other);
    CHECK(in_place(LastChunk::yes, other) == ErrorCode::age_payload_truncated);
    other[70'000] ^= 1;
    CHECK(in_place(LastChunk::yes, other) == ErrorCode::age_payload_damaged);
    Bytes damaged = sealed;
    damaged[5] ^= 1;
    const Bytes before = damaged;
    CHECK_FALSE(open_chunks(key, 0, LastChunk::yes, damaged, MutableBytes(damaged).first(plain.size())).ok());
    CHECK(damaged == before);
}

TEST_CASE("age: a few bytes after a run's last chunk are trailing, after another they are a cut") {
    const PayloadKey key = noise_secret<32>(3);
    const Bytes plain = noise(2 * 65536, 4);
    Bytes sealed(static_cast<std::size_t>(sealed_chunks_size(plain.size()))), out(plain.size());
    const auto opened = [&](std::size_t from) {
        Bytes longer = sealed;
        longer.push_back(0);
        const ByteView run = ByteView(longer).subspan(from);
        return code_of(open_chunks(key, from / age_sealed_chunk_size, LastChunk::yes, run, out));
    };
    seal_chunks(key, 0, LastChunk::yes, plain, sealed);
    CHECK(opened(0) == ErrorCode::age_payload_trailing);
    CHECK(opened(age_sealed_chunk_size) == ErrorCode::age_payload_trailing);
    CHECK(opened(2 * age_sealed_chunk_size) == ErrorCode::age_payload_truncated);
    seal_chunks(key, 0, LastChunk::no, plain, sealed);
    CHECK(opened(0) == ErrorCode::age_payload_truncated);
}
