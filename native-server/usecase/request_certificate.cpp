#include "usecase/ca_answer.h"
#include "usecase/json_text.h"
#include "usecase/verbs.h"

namespace kaibiao::usecase {

namespace {

struct Order {
    crypto::CertificateRequest request;
    std::optional<http::Role> role;
};

Result<Order> read_order(Centre& centre, const http::Request& request) {
    TRY_ASSIGN(const codec::Json body, read_json_body(request));
    codec::ObjectReader reader(body, "");
    TRY_ASSIGN(const std::string pem, reader.string("csr", 64 << 10));
    TRY_ASSIGN(const auto blocks, codec::decode_pem(pem));
    if (blocks.size() != 1 || blocks.front().label != "CERTIFICATE REQUEST")
        return Error(ErrorCode::csr_malformed, "/csr");
    Order order;
    TRY_ASSIGN(order.request, crypto::parse_request(blocks.front().der));
    if (reader.has("role") && reader.optional("role") != nullptr) {
        TRY_ASSIGN(const std::string role, reader.string("role", 32));
        order.role = http::role_named(role);
        if (!order.role || *order.role == http::Role::visitor)
            return Error(ErrorCode::request_malformed, "/role", role);
        if (!centre.config().trial) return Error(ErrorCode::trial_only, "/role");
    }
    TRY(reader.finish());
    return order;
}

/// In a trial everybody may be anybody, but nobody may be two.
Status grant_role(store::WriteTx& tx, const store::Account& account) {
    if (store::insert_account(tx, account)) return ok();
    if (store::find_account(tx, account.person)->role == account.role) return ok();
    return Error(ErrorCode::account_exists, "/role", account.person);
}

} // namespace

Result<Response> request_certificate(Centre& centre, Exchange& exchange) {
    TRY_ASSIGN(const DemoCa* ca, open_ca(centre));
    TRY_ASSIGN(const Order order, read_order(centre, exchange.request));
    TRY_ASSIGN(const IssuedCertificate issued,
               ca->issue(order.request, crl_url(centre, exchange.request), centre.now()));
    const crypto::NameFields& subject = order.request.subject.fields;
    const auto registered = centre.writer().run([&](writer::Batch& batch) -> Status {
        if (order.role)
            TRY(grant_role(batch.tx(),
                           {issued.person, subject.common_name, subject.organisation, *order.role, issued.issued}));
        insert_certificate(batch.tx(), issued);
        return ok();
    });
    if (!registered.ok()) return registered.error();
    const std::string certificate = certificate_pem(issued.der);
    codec::Json chain = codec::Json::array();
    chain.push(codec::Json(certificate));
    chain.push(codec::Json(certificate_pem(ca->root().der)));
    return Response::json(codec::Json::object().set("certificate", certificate).set("chain", std::move(chain)));
}

} // namespace kaibiao::usecase
