// Extensions are put into parsed certificates, which their signatures do not notice: each case is about one name.
#include "authority_builder.h"
#include "kaibiao/codec/text.h"
#include "kaibiao/crypto/der.h"
#include "kaibiao/crypto/names.h"

#include <doctest/doctest.h>

using namespace kaibiao;
using namespace kaibiao::crypto;
using namespace kaibiao::sign;
using namespace kaibiao::test;

namespace {

Bytes general_name(GeneralNameKind kind, ByteView value) {
    const bool is_directory = kind == GeneralNameKind::directory;
    const int number = static_cast<int>(kind);
    return der_element(is_directory ? tag::context_constructed(number) : tag::context(number), {value});
}
Bytes text_name(GeneralNameKind kind, std::string_view text) { return general_name(kind, as_bytes(text)); }

Bytes subtrees(const std::vector<Bytes>& bases, int number) {
    if (bases.empty()) return {};
    Bytes all;
    for (const Bytes& base : bases) append(all, der_sequence({base}));
    return der_element(tag::context_constructed(number), {all});
}
Bytes constraints(const std::vector<Bytes>& permitted, const std::vector<Bytes>& excluded) {
    return der_sequence({subtrees(permitted, 0), subtrees(excluded, 1)});
}
Bytes alternative(const std::vector<Bytes>& names) {
    Bytes all;
    for (const Bytes& name : names) append(all, name);
    return der_sequence({all});
}

/// One RDN with an organisation in a string of this type.
Bytes organisation(std::uint8_t kind, std::string_view text) {
    const Bytes pair = der_sequence({der_oid("2.5.4.10"), der_text(kind, text)});
    return der_sequence({der_element(tag::set, {pair})});
}

struct Scene {
    Authority root{"root"};
    Authority middle{root, "middle"};
    PrivateKey key = key_from("signer");
    std::vector<Certificate> chain = {middle.certify(signer_order(key)), middle.certificate()};
    std::vector<TrustRoot> roots = {root.trust()};
    std::vector<RevocationList> crls = {middle.crl(), root.crl()};

    std::string verdict() const {
        const auto signer = validate_chain({chain, roots, crls, frozen_now()});
        return signer.ok() ? "accepted" : std::string(info(signer.error().code).name) + " " + signer.error().place;
    }
};

std::string with(const Bytes& constraint, const Bytes& names) {
    Scene scene;
    scene.chain[1].name_constraints = constraint;
    scene.chain[0].alternative_names = names;
    return scene.verdict();
}

/// Whether a name under one permitted, and under one excluded base is accepted: `permitted`, `excluded`, as 1 and 0.
std::string both(GeneralNameKind kind, std::string_view base, std::string_view name) {
    const Bytes names = alternative({text_name(kind, name)});
    const bool permitted = with(constraints({text_name(kind, base)}, {}), names) == "accepted";
    const bool not_excluded = with(constraints({}, {text_name(kind, base)}), names) == "accepted";
    return std::string(permitted ? "1" : "0") + (not_excluded ? "1" : "0");
}

const std::string refused = "certificate_name_not_permitted chain/0";

} // namespace

TEST_CASE("names: inside a subtree a name is permitted and excluded, outside neither") {
    using Kind = GeneralNameKind;
    CHECK(both(Kind::dns, "example.com", "example.com") == "10");
    CHECK(both(Kind::dns, "example.com", "A.EXAMPLE.com") == "10");
    CHECK(both(Kind::dns, ".example.com", "example.com") == "01");
    CHECK(both(Kind::dns, "example.com", "notexample.com") == "01");
    CHECK(both(Kind::dns, "", "anything.example") == "10");
    CHECK(both(Kind::email, "example.com", "a@example.com") == "10");
    CHECK(both(Kind::email, "example.com", "a@b.example.com") == "01");
    CHECK(both(Kind::email, ".example.com", "a@b.example.com") == "10");
    CHECK(both(Kind::email, "a@example.com", "a@EXAMPLE.com") == "10");
    CHECK(both(Kind::email, "a@example.com", "b@example.com") == "01");
    CHECK(both(Kind::uri, "example.com", "https://example.com:443/x") == "10");
    CHECK(both(Kind::uri, "example.com", "https://evil.org/example.com") == "01");
    CHECK(both(Kind::uri, ".example.com", "ftp://u:p@a.example.com") == "10");
}

TEST_CASE("names: what cannot be decided is neither permitted nor spared an exclusion") {
    using Kind = GeneralNameKind;
    for (const std::string_view name : {"", ".example.com", "a..example.com", "example.com.", "ex ample.com", "例.com"})
        CHECK_MESSAGE(both(Kind::dns, "example.org", name) == "00", name);
    CHECK(both(Kind::dns, "a.example.com", "*.example.com") == "00");
    CHECK(both(Kind::dns, "a.example.com", "*.example.org") == "01");
    for (const std::string_view name : {"", "example.com", "@example.com", "a@b@example.org", "a@"})
        CHECK_MESSAGE(both(Kind::email, "example.org", name) == "00", name);
    CHECK(both(Kind::email, "a@example.com", "A@example.com") == "00");
    for (const std::string_view name :
         {"", "urn:a:b", "https:///x", "https://10.0.0.1/", "https://[::1]/", "mailto:a@b.c"})
        CHECK_MESSAGE(both(Kind::uri, "example.org", name) == "00", name);
}

TEST_CASE("names: a text with a NUL byte is no host") {
    const std::string name("example.com\0.evil.org", 21);
    CHECK(both(GeneralNameKind::dns, "example.com", name) == "00");
    CHECK(both(GeneralNameKind::email, "example.com", "a@" + name) == "00");
}

TEST_CASE("names: addresses are compared under the mask, and only within one version of IP") {
    const auto ip = [](std::initializer_list<std::uint8_t> bytes) {
        return general_name(GeneralNameKind::ip, Bytes(bytes));
    };
    const Bytes ten = constraints({ip({10, 0, 0, 0, 255, 0, 0, 0})}, {});
    CHECK(with(ten, alternative({ip({10, 200, 3, 4})})) == "accepted");
    CHECK(with(ten, alternative({ip({11, 0, 0, 1})})) == refused);
    CHECK(with(ten, alternative({general_name(GeneralNameKind::ip, Bytes(16))})) == refused);
    CHECK(with(ten, alternative({ip({10, 0, 0})})) == refused);
    CHECK(with(constraints({}, {ip({10, 0, 0, 0, 255, 0, 0, 0})}), alternative({ip({10, 0, 0})})) == refused);
    CHECK(with(constraints({ip({10, 0, 0, 0})}, {}), alternative({ip({10, 0, 0, 1})})) ==
          "certificate_critical_unknown chain/1");
}

TEST_CASE("names: an exclusion of a directory name is not dodged by case, spaces or another string type") {
    const auto name = [](const Bytes& der) { return general_name(GeneralNameKind::directory, der); };
    const auto excluded = [&](const Bytes& base, const Bytes& held) {
        return with(constraints({}, {name(base)}), alternative({name(held)}));
    };
    const Bytes base = organisation(tag::utf8_string, "Acme Ltd");
    CHECK(excluded(base, organisation(tag::printable_string, "acme ltd")) == refused);
    CHECK(excluded(base, organisation(tag::bmp_string, std::string("\0A\0c\0m\0e\0 \0L\0t\0d", 16))) == refused);
    CHECK(excluded(base, organisation(tag::utf8_string, " ACME   LTD ")) == refused);
    CHECK(excluded(base, organisation(tag::teletex_string, "Acm\xe9 Ltd")) == refused); // not readable: in doubt
    CHECK(excluded(base, organisation(tag::utf8_string, "Acme Limited")) == "accepted");
    CHECK(with(constraints({name(base)}, {}), alternative({name(organisation(tag::teletex_string, "Acm\xe9 Ltd"))})) ==
          refused);
    const std::string in_two_bytes("\x6d\x4b\x8b\xd5", 4);
    CHECK(excluded(organisation(tag::utf8_string, "测试"), organisation(tag::bmp_string, in_two_bytes)) == refused);
    CHECK(excluded(organisation(tag::utf8_string, "测试"), organisation(tag::utf8_string, "测验")) == "accepted");
}

TEST_CASE("names: the subject of the signer is held against directory constraints") {
    Scene scene;
    const Bytes country = der_sequence(
        {der_element(tag::set, {der_sequence({der_oid("2.5.4.6"), der_text(tag::printable_string, "CN")})})});
    scene.chain[1].name_constraints = constraints({general_name(GeneralNameKind::directory, country)}, {});
    CHECK(scene.verdict() == "accepted");
    scene.chain[1].name_constraints = constraints({}, {general_name(GeneralNameKind::directory, country)});
    CHECK(scene.verdict() == refused);
}

TEST_CASE("names: constraints of the root bind, those of the signer do not matter") {
    Scene scene;
    const Bytes acme = general_name(GeneralNameKind::directory, organisation(tag::utf8_string, "Acme"));
    scene.chain[0].name_constraints = constraints({acme}, {});
    CHECK(scene.verdict() == "accepted");
    scene.roots[0].certificate.name_constraints = constraints({acme}, {});
    CHECK(scene.verdict() == refused);
}

TEST_CASE("names: constraints of other kinds, and malformed ones, refuse") {
    const Bytes any = alternative({text_name(GeneralNameKind::dns, "a.example")});
    CHECK(with(constraints({text_name(GeneralNameKind::registered_id, "\x2a")}, {}), any) ==
          "certificate_critical_unknown chain/1");
    CHECK(with(constraints({}, {text_name(GeneralNameKind::dns, "a b")}), any) ==
          "certificate_critical_unknown chain/1");
    CHECK(with(Bytes(), any) == "certificate_malformed chain/1");
    CHECK(with(constraints({}, {}), any) == "certificate_malformed chain/1");
    const Bytes minimum = der_sequence({der_element(
        tag::context_constructed(0),
        {der_sequence({text_name(GeneralNameKind::dns, "a"), der_element(tag::context(0), {Bytes{1}})})})});
    CHECK(with(minimum, any) == "certificate_malformed chain/1");
    CHECK(with(constraints(std::vector<Bytes>(257, text_name(GeneralNameKind::dns, "a")), {}), any) ==
          "certificate_malformed chain/1");
}

TEST_CASE("names: alternative names are opened only where a constraint asks, and then strictly") {
    Scene scene;
    scene.chain[0].alternative_names = Bytes{0x05, 0x00};
    CHECK(scene.verdict() == "accepted");
    scene.chain[1].name_constraints = constraints({}, {text_name(GeneralNameKind::dns, "a.example")});
    CHECK(scene.verdict() == "certificate_malformed chain/0");
    scene.chain[0].alternative_names =
        alternative(std::vector<Bytes>(257, text_name(GeneralNameKind::dns, "b.example")));
    CHECK(scene.verdict() == "certificate_malformed chain/0");
}
