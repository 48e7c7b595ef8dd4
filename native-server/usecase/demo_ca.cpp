#include "usecase/demo_ca.h"

#include "blob/file.h"
#include "kaibiao/codec/text.h"
#include "store/settings.h"
#include "work/entropy.h"

#include <charconv>

namespace kaibiao::usecase {

namespace fs = std::filesystem;

namespace {

constexpr int root_days = 3650;
constexpr int certificate_days = 730;
/// Clocks of clients may be behind.
constexpr std::int64_t backdated_milliseconds = 3'600'000;
constexpr std::string_view key_label = "PRIVATE KEY";
constexpr std::string_view certificate_label = "CERTIFICATE";

Result<Bytes> read_pem(const fs::path& file, std::string_view label) {
    TRY_ASSIGN(const Bytes text, blob::read_whole(file, 64 << 10));
    TRY_ASSIGN(auto blocks, codec::decode_pem(as_text(text)));
    if (blocks.size() != 1 || blocks.front().label != label) return Error(ErrorCode::pem_malformed, file.string());
    return std::move(blocks.front().der);
}

Bytes fresh_serial() {
    auto serial = work::random_bytes<16>();
    serial[0] = static_cast<std::uint8_t>((serial[0] & 0x7f) | 0x40);
    return to_bytes(serial);
}

crypto::CertificateOrder order_for(Bytes subject, Bytes spki, Instant now, int days) {
    crypto::CertificateOrder order;
    order.subject = std::move(subject);
    order.spki = std::move(spki);
    order.serial = fresh_serial();
    order.not_before = now.plus_milliseconds(-backdated_milliseconds);
    order.not_after = now.plus_days(days);
    return order;
}

Result<Bytes> make_root(const crypto::PrivateKey& key, const std::string& centre_name, Instant now) {
    crypto::NameFields name;
    name.country = "CN";
    name.organisation = centre_name;
    name.common_name = "Kaibiao demo CA " + codec::encode_hex(work::random_bytes<4>());
    TRY_ASSIGN(Bytes subject, crypto::encode_name(name));
    crypto::CertificateOrder order = order_for(std::move(subject), {}, now, root_days);
    order.use = crypto::CertificateUse::authority;
    order.path_length = 0;
    return crypto::issue_root(key, order, work::random_bytes<32>());
}

} // namespace

Result<DemoCa> DemoCa::open(const fs::path& folder, const std::string& centre_name, Instant now) {
    const fs::path key_file = folder / "demo-ca.key";
    const fs::path root_file = folder / "demo-ca.pem";
    if (!fs::exists(root_file)) {
        auto entropy = SecretArray<crypto::PrivateKey::entropy_size>();
        work::fill_random(entropy.data());
        const auto key = crypto::PrivateKey::generate(entropy.view());
        TRY_ASSIGN(const Bytes root, make_root(key, centre_name, now));
        TRY(blob::replace_file(key_file, as_bytes(codec::encode_pem(key_label, crypto::encode_pkcs8(key).view())),
                               blob::Durability::now));
        TRY(blob::replace_file(root_file, as_bytes(codec::encode_pem(certificate_label, root)), blob::Durability::now));
    }
    TRY_ASSIGN(const Bytes key_der, read_pem(key_file, key_label));
    TRY_ASSIGN(crypto::PrivateKey key, crypto::decode_pkcs8(key_der));
    TRY_ASSIGN(const Bytes root_der, read_pem(root_file, certificate_label));
    TRY_ASSIGN(crypto::Certificate root, crypto::parse_certificate(root_der));
    return DemoCa(std::move(key), std::move(root));
}

Result<IssuedCertificate> DemoCa::issue(const crypto::CertificateRequest& request, const std::string& crl_url,
                                        Instant now) const {
    const crypto::NameFields& fields = request.subject.fields;
    if (fields.serial_number.empty() || fields.common_name.empty())
        return Error(ErrorCode::certificate_subject_incomplete, "csr");
    crypto::CertificateOrder order = order_for(request.subject.der, request.key.spki, now, certificate_days);
    order.crl_url = crl_url;
    TRY_ASSIGN(Bytes der, crypto::issue_certificate({key_, root_}, order, work::random_bytes<32>()));
    return IssuedCertificate{order.serial, fields.serial_number, std::move(der), now};
}

Result<crypto::RevocationList> DemoCa::make_crl(store::WriteTx& tx, Instant now) const {
    const std::string last = store::setting(tx, store::crl_number).value_or("0");
    crypto::CrlOrder order;
    std::from_chars(last.data(), last.data() + last.size(), order.number);
    ++order.number;
    order.this_update = now;
    order.next_update = now.plus_days(crl_days);
    store::Statement rows =
        tx.prepare("SELECT serial, revoked FROM issued_certificates WHERE revoked IS NOT NULL ORDER BY revoked");
    while (rows.step()) order.revoked.push_back({rows.bytes(0), rows.instant(1)});
    TRY_ASSIGN(const Bytes der, crypto::issue_crl({key_, root_}, order, work::random_bytes<32>()));
    TRY_ASSIGN(crypto::RevocationList crl, crypto::parse_crl(der));
    store::put_setting(tx, store::crl_number, std::to_string(order.number));
    keep_crl(tx, crl);
    return crl;
}

void insert_certificate(store::WriteTx& tx, const IssuedCertificate& certificate) {
    tx.prepare("INSERT INTO issued_certificates(serial, person, der, issued) VALUES(?,?,?,?)")
        .bind(certificate.serial)
        .bind(certificate.person)
        .bind(certificate.der)
        .bind(certificate.issued)
        .run();
}

Status revoke_certificate(store::WriteTx& tx, const Bytes& serial, const std::string& reason, Instant now) {
    store::Statement update =
        tx.prepare("UPDATE issued_certificates SET revoked=coalesce(revoked, ?), reason=coalesce(reason, ?) "
                   "WHERE serial=? RETURNING 1");
    update.bind(now).bind(reason).bind(serial);
    if (!update.step()) return Error(ErrorCode::request_malformed, "/serial", "no such certificate");
    return ok();
}

void keep_crl(store::WriteTx& tx, const crypto::RevocationList& crl) {
    tx.prepare("INSERT OR IGNORE INTO revocation_lists(digest, issuer, der, this_update) VALUES(?,?,?,?)")
        .bind(crypto::fingerprint(crl))
        .bind(crl.issuer.der)
        .bind(crl.der)
        .bind(crl.this_update)
        .run();
}

std::optional<Bytes> kept_crl(const store::ReadTx& tx, const Digest& digest) {
    store::Statement row = tx.prepare("SELECT der FROM revocation_lists WHERE digest=?");
    row.bind(digest);
    if (!row.step()) return std::nullopt;
    return row.bytes(0);
}

std::vector<Bytes> kept_crls(const store::ReadTx& tx) {
    store::Statement rows = tx.prepare("SELECT der FROM revocation_lists ORDER BY this_update");
    std::vector<Bytes> out;
    while (rows.step()) out.push_back(rows.bytes(0));
    return out;
}

namespace {

void collect_crls_of(const codec::Json& act, std::set<Digest>& digests) {
    const codec::Json* crls = act.find("crls");
    if (crls == nullptr || crls->as_array() == nullptr) return;
    for (const codec::Json& crl : *crls->as_array()) {
        const auto digest = codec::decode_digest(crl.as_string() != nullptr ? *crl.as_string() : std::string());
        if (digest.ok()) digests.insert(*digest);
    }
}

} // namespace

void collect_crls(const log::StoredEvent& event, std::set<Digest>& digests) {
    if (!event.payload) return;
    const auto payload = codec::parse_canonical(event.payload->bytes, {log::max_payload_bytes, 32});
    if (!payload.ok()) return;
    collect_crls_of(*payload, digests);
    const codec::Json* seats = payload->find("seats");
    if (seats == nullptr || seats->as_array() == nullptr) return;
    for (const codec::Json& seat : *seats->as_array()) collect_crls_of(seat, digests);
}

} // namespace kaibiao::usecase
