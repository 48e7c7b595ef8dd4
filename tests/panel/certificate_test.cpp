#include "panel/panel_builder.h"
#include "record.h"

#include <doctest/doctest.h>

#include <algorithm>

using namespace kaibiao;
using namespace kaibiao::panel;
using namespace kaibiao::panel::test;

namespace {

/// 2 of 3: length and text of the suite, length and context, n, k, keys, commitments, proofs, E, length of extension.
constexpr std::size_t at_suite = 8;
constexpr std::size_t at_context = at_suite + ciphersuite_id.size() + 8;
constexpr std::size_t at_n = at_context + 64;
constexpr std::size_t at_keys = at_n + 8;
constexpr std::size_t at_commitments = at_keys + 3 * 32;
constexpr std::size_t at_possessions = at_commitments + 6 * 32;
constexpr std::size_t at_ephemerals = at_possessions + 3 * 64;
constexpr std::size_t at_extension = at_ephemerals + 3 * 32;
constexpr std::size_t at_signatures = at_extension + 8;

Bytes certificate() { return encode(seats_of(2, 3)[0].certificate); }

std::string read(const Bytes& bytes, std::string_view id = "panel-1") { return outcome(panel_key_from(bytes, id)); }

Bytes with(Bytes bytes, std::size_t at, std::size_t count, std::uint8_t value) {
    std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(at), count, value);
    return bytes;
}

Bytes flipped(Bytes bytes, std::size_t at) {
    bytes[at] = static_cast<std::uint8_t>(bytes[at] ^ 1);
    return bytes;
}

} // namespace

TEST_CASE("certificate: everybody derives the same keys from it, and they fit the members' shares") {
    const std::vector<Seat> seats = seats_of(3, 5);
    const Bytes bytes = encode(seats[0].certificate);
    const PanelKey key = panel_key_from(bytes, "panel-1").value();
    CHECK(key.k == 3);
    CHECK(key.n() == 5);
    for (const Seat& seat : seats) {
        CHECK(encode(seat.certificate) == bytes);
        CHECK(seat.key == key);
        CHECK(crypto::multiply_generator(seat.share).value() == key.share_of(seat.member));
    }
    CHECK(crypto::multiply_generator(panel_secret(seats)).value() == key.y);
    kaibiao::test::record("certificate", bytes);
}

TEST_CASE("certificate: decoding and encoding is the identity") {
    const Bytes bytes = certificate();
    CHECK(bytes.size() == at_signatures + 3 * 64);
    CHECK(encode(decode_certificate(bytes, "panel-1").value()) == bytes);
}

TEST_CASE("certificate: of another panel, suite or size it is refused before anything is verified") {
    const Bytes bytes = certificate();
    CHECK(read(bytes) == "ok");
    CHECK(read(bytes, "panel-2") == "panel_context_mismatch");
    CHECK(read(bytes, "") == "panel_id_malformed");
    CHECK(read(flipped(bytes, at_context)) == "panel_context_mismatch");
    CHECK(read(with(bytes, at_context - 8, 1, 65)) == "panel_context_mismatch");
    CHECK(read(with(bytes, at_context - 8, 1, 63)) == "panel_context_mismatch");
    CHECK(read(flipped(bytes, at_suite)) == "panel_ciphersuite_unknown");
    CHECK(read(flipped(bytes, 0)) == "panel_ciphersuite_unknown");
    CHECK(read(with(bytes, 4, 4, 0xFF)) == "panel_ciphersuite_unknown");
    CHECK(read(with(bytes, at_n, 4, 0xFF)) == "panel_size_wrong @ /k");
    CHECK(read(with(bytes, at_n, 1, 0)) == "panel_size_wrong @ /k");
    CHECK(read(with(bytes, at_n + 4, 1, 3)) == "panel_size_wrong @ /k");
    CHECK(read(with(bytes, at_n + 4, 1, 4)) == "panel_size_wrong @ /k");
    CHECK(read(with(bytes, at_extension + 4, 1, 1)) == "panel_payload_too_large");
}

TEST_CASE("certificate: points that are the identity or not canonical are refused") {
    const Bytes bytes = certificate();
    for (const std::size_t at : {at_keys, at_commitments + 32, at_ephemerals + 64}) {
        CHECK(read(with(bytes, at, 32, 0)) == "point_is_identity");
        CHECK(read(with(bytes, at, 32, 0xFF)) == "point_not_canonical");
    }
}

TEST_CASE("certificate: cut off anywhere or followed by a byte it is refused") {
    const Bytes bytes = certificate();
    for (std::size_t size = at_keys; size < bytes.size(); size += 7)
        CHECK(read(Bytes(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size))) ==
              "panel_certificate_malformed");
    Bytes more = bytes;
    more.push_back(0);
    CHECK(read(more) == "panel_certificate_malformed");
}

TEST_CASE("certificate: a changed byte anywhere makes it invalid") {
    const Bytes bytes = certificate();
    for (std::size_t at = 0; at < bytes.size(); at += 5) CHECK(read(flipped(bytes, at)) != "ok");
    CHECK(read(flipped(bytes, at_possessions)) == "panel_signature_wrong @ member 1");
    CHECK(read(flipped(bytes, at_signatures + 64 + 33)) == "panel_signature_wrong @ member 2");
}

TEST_CASE("certificate: a proof of possession that all signed is verified nevertheless") {
    const Members members = members_of(2, 3);
    Transcript transcript = seats_of(2, 3)[0].certificate.transcript;
    transcript.contributions[1].possession[0] ^= 1;
    Certificate forged{transcript, {}};
    for (const crypto::Scalar& secret : members.secrets)
        forged.signatures.push_back(sign(secret, encode(transcript)).value());
    CHECK(outcome(check_certificate(forged)) == "panel_possession_wrong @ member 2");
    forged.transcript.contributions[1].commitment.pop_back();
    for (std::size_t i = 0; i < 3; ++i)
        forged.signatures[i] = sign(members.secrets[i], encode(forged.transcript)).value();
    CHECK(outcome(check_certificate(forged)) == "panel_commitment_count_wrong @ member 2");
}

namespace {

/// A certificate that every member signed and with proofs of possession that hold, of members who dealt these
/// coefficients together: two of each of three.
Bytes conspired(const std::vector<std::vector<crypto::Scalar>>& coefficients) {
    const Members members = members_of(2, 3);
    Transcript transcript{members.session, {}, {}};
    for (const std::vector<crypto::Scalar>& dealt : coefficients) {
        Contribution contribution;
        for (const crypto::Scalar& each : dealt)
            contribution.commitment.push_back(crypto::multiply_generator(each).value());
        contribution.ephemeral = crypto::multiply_generator(fixed_scalar("ephemeral")).value();
        // PoP_i signs context ‖ C_i ‖ E_i.
        Bytes text = to_bytes(members.session.context());
        for (const crypto::Point& point : contribution.commitment) append(text, point.bytes());
        append(text, contribution.ephemeral.bytes());
        contribution.possession = sign(dealt.front(), text).value();
        transcript.contributions.push_back(std::move(contribution));
    }
    Certificate certificate{transcript, {}};
    for (const crypto::Scalar& secret : members.secrets)
        certificate.signatures.push_back(sign(secret, encode(transcript)).value());
    CHECK(outcome(check_certificate(certificate)) == "ok");
    return encode(certificate);
}

/// Three polynomials whose sum is `constant` + `slope`·i.
std::vector<std::vector<crypto::Scalar>> adding_up_to(const crypto::Scalar& constant, const crypto::Scalar& slope) {
    std::vector<std::vector<crypto::Scalar>> out(3);
    for (const crypto::Scalar* total : {&constant, &slope}) {
        crypto::Scalar rest = total->clone();
        for (std::size_t i = 0; i < 2; ++i) {
            const auto number = static_cast<std::uint8_t>(3 + i);
            out[i].push_back(crypto::Scalar::of(number));
            rest = rest.minus(crypto::Scalar::of(number));
        }
        out[2].push_back(std::move(rest));
    }
    return out;
}

} // namespace

TEST_CASE("certificate: a panel whose key or one of whose share keys is the identity is refused, whoever signed") {
    const auto number = [](std::uint8_t value) { return crypto::Scalar::of(value); };
    const auto minus = [&](std::uint8_t value) { return number(0).minus(number(value)); };
    const auto told = [](const crypto::Scalar& constant, const crypto::Scalar& slope) {
        return read(conspired(adding_up_to(constant, slope)));
    };
    CHECK(told(number(9), number(5)) == "ok");
    CHECK(told(number(0), number(5)) == "point_is_identity"); // Y
    for (const std::uint8_t member : {1, 2, 3})               // Y_i of the line that crosses zero there
        CHECK(told(number(static_cast<std::uint8_t>(2 * member)), minus(2)) == "point_is_identity");
    CHECK(told(number(8), minus(2)) == "ok"); // of a member 4, who is not there
}

TEST_CASE("recovery: certificate, bundle and static secret give the seat; nothing less does") {
    const std::vector<Seat> seats = seats_of(2, 3);
    const Bytes bytes = encode(seats[0].certificate);
    const Bytes bundle = encode_bundle(seats[0].sealed_shares);
    const auto run = [&](const crypto::Scalar& secret, const Bytes& from) {
        return outcome(recover("panel-1", secret, bytes, from));
    };
    const Seat seat = recover("panel-1", seats[0].static_secret, bytes, bundle).value();
    CHECK(equal_public(seat.share.bytes(), seats[0].share.bytes()));
    CHECK(seat.member == 1);
    CHECK(run(fixed_scalar("stranger"), bundle) == "panel_member_unknown @ /static");
    CHECK(run(seats[1].static_secret, bundle) == "panel_decryption_failed @ member 1");
    CHECK(run(seats[0].static_secret, flipped(bundle, 56 + 20)) == "panel_decryption_failed @ member 2");
    CHECK(run(seats[0].static_secret, flipped(bundle, 0)) == "panel_ciphertext_too_large @ member 1");
    CHECK(run(seats[0].static_secret, with(bundle, 7, 1, 47)) == "panel_ciphertext_too_small @ member 1");
    CHECK(run(seats[0].static_secret, Bytes(bundle.begin(), bundle.end() - 56)) == "panel_member_missing @ member 3");
    CHECK(run(seats[0].static_secret, Bytes(bundle.begin(), bundle.end() - 1)) == "panel_bundle_malformed @ member 3");
    Bytes more = bundle;
    more.push_back(0);
    CHECK(run(seats[0].static_secret, more) == "panel_bundle_malformed");
    CHECK(outcome(recover("panel-1", seats[0].static_secret, flipped(bytes, at_signatures + 40), bundle)) ==
          "panel_signature_wrong @ member 1");
}
