#include "kaibiao/tender/signed_command.h"

#include "centre_builder.h"
#include "kaibiao/crypto/hash.h"
#include "refusal.h"

using namespace kaibiao;
using namespace kaibiao::tender;
using namespace kaibiao::test::tenders;

namespace {

struct Published {
    TestCentre centre;
    Published() { REQUIRE(centre.publish().ok()); }
    /// An `open` command whose envelope the test changes.
    std::string opened(const std::function<void(sign::CommandEnvelope&)>& change) {
        sign::CommandEnvelope envelope = centre.envelope(purpose::open);
        change(envelope);
        return centre.tenderer().sign(sign::write_envelope(envelope), purpose::open);
    }
};

} // namespace

TEST_CASE("signed command: gives the payload, its digest, and who signed") {
    Published lot;
    const std::string jws = lot.opened([](sign::CommandEnvelope&) {});
    const Result<VerifiedCommand> command = lot.centre.verify(jws, purpose::open);
    REQUIRE(command.ok());
    CHECK(command->purpose() == "open");
    CHECK(command->lot() == lot.centre.lot_id());
    CHECK(command->signer().id == lot.centre.tenderer().id());
    CHECK(command->act().payload_digest == crypto::sha256(as_bytes(codec::dump_canonical(command->payload()))));
    CHECK(command->act().crls.size() == 1);
}

TEST_CASE("signed command: the act reads back from an event's payload") {
    Published lot;
    const VerifiedCommand command = lot.centre.verify(lot.opened([](sign::CommandEnvelope&) {}), purpose::open).value();
    codec::Json payload = codec::Json::object();
    write_act(payload, command.act());
    codec::ObjectReader reader(payload, {});
    const Result<SignedAct> act = read_act(reader);
    REQUIRE(act.ok());
    CHECK(reader.finish().ok());
    CHECK(act->payload == command.payload());
    CHECK(act->payload_digest == command.act().payload_digest);
    CHECK(act->signer == command.signer());
}

TEST_CASE("signed command: another centre's, log's or lot's is refused") {
    Published lot;
    const auto refused = [&](const std::function<void(sign::CommandEnvelope&)>& change) {
        return refusal(lot.centre.verify(lot.opened(change), purpose::open));
    };
    CHECK(refused([](sign::CommandEnvelope& envelope) { envelope.centre = "other-city"; }) ==
          "jws_payload_wrong_context");
    CHECK(refused([](sign::CommandEnvelope& envelope) { envelope.origin = "other.example/log"; }) ==
          "jws_payload_wrong_context");
    CHECK(refused([](sign::CommandEnvelope& envelope) { envelope.lot = LotId(array_from<16>("other")); }) ==
          "jws_payload_wrong_context");
    CHECK(refused([](sign::CommandEnvelope& envelope) { envelope.lot.reset(); }) == "jws_payload_wrong_context");
}

TEST_CASE("signed command: another purpose's is refused, by type and by payload") {
    Published lot;
    CHECK(refusal(lot.centre.verify(lot.opened([](sign::CommandEnvelope&) {}), purpose::suspend)) == "jws_type_wrong");
    const std::string mixed = lot.opened([](sign::CommandEnvelope& envelope) { envelope.purpose = "suspend"; });
    CHECK(refusal(lot.centre.verify(mixed, purpose::open)) == "jws_type_wrong");
}

TEST_CASE("signed command: a changed byte of the payload breaks the signature") {
    Published lot;
    const std::string jws = lot.opened([](sign::CommandEnvelope&) {});
    const codec::Json json = codec::parse_canonical(as_bytes(jws)).value();
    std::string payload = *json.find("payload")->as_string();
    payload[20] = payload[20] == 'A' ? 'B' : 'A';
    codec::Json changed = json;
    changed.set("payload", payload);
    CHECK(refusal(lot.centre.verify(codec::dump_canonical(changed), purpose::open)) == "jws_signature_wrong");
}

TEST_CASE("signed command: a certificate from another root is refused") {
    Published lot;
    const TestAuthority other("别的根");
    const Person stranger = other.certify(lot.centre.tenderer().id(), lot.centre.tenderer().party().name);
    const std::string jws = stranger.sign(sign::write_envelope(lot.centre.envelope(purpose::open)), purpose::open);
    CHECK(refusal(lot.centre.verify(jws, purpose::open)) == "certificate_unknown_root");
}

TEST_CASE("signed command: without a revocation list nobody is believed") {
    Published lot;
    lot.centre.crls.clear();
    CHECK(refusal(lot.centre.verify(lot.opened([](sign::CommandEnvelope&) {}), purpose::open)) == "crl_missing");
}

TEST_CASE("signed command: a certificate that has expired when the command arrives is refused") {
    Published lot;
    const std::string jws = lot.opened([](sign::CommandEnvelope&) {});
    lot.centre.now = day_zero().plus_days(364);
    CHECK(lot.centre.verify(jws, purpose::open).ok());
    lot.centre.now = day_zero().plus_days(366);
    CHECK_FALSE(lot.centre.verify(jws, purpose::open).ok());
}

TEST_CASE("signed command: the verdict on a chain does not outlive the certificate while the command waits") {
    Published lot;
    const VerifiedCommand command = lot.centre.verify(lot.opened([](sign::CommandEnvelope&) {}), purpose::open).value();
    CHECK(command.check_holds_at(lot.centre.now).ok());
    CHECK(refusal(command.check_holds_at(day_zero().plus_days(400))) == "certificate_expired");
}

TEST_CASE("signed command: a trial root is not believed by a production centre") {
    Published lot;
    const std::string jws = lot.opened([](sign::CommandEnvelope&) {});
    const std::vector<sign::TrustRoot> roots{lot.centre.authority().root(sign::RootUse::trial)};
    const std::vector<crypto::RevocationList> lists{crypto::parse_crl(lot.centre.crls[0]).value()};
    const LotId id = lot.centre.lot_id();
    Context context = lot.centre.context();
    CHECK(refusal(verify_command(as_bytes(jws), purpose::open, &id, context, judge_by({roots, lists, 0}))) ==
          "certificate_unknown_root");
    context.mode = CentreMode::trial;
    CHECK(verify_command(as_bytes(jws), purpose::open, &id, context, judge_by({roots, lists, 0})).ok());
}

TEST_CASE("signed command: the same command again is the same, with another body it is refused") {
    Published lot;
    const sign::CommandEnvelope envelope = lot.centre.envelope(purpose::suspend);
    const auto command = [&](const char* reason) {
        const std::string jws = lot.centre.supervisor().sign(write_reason(envelope, {reason, ""}), purpose::suspend);
        return lot.centre.verify(jws, purpose::suspend).value();
    };
    const VerifiedCommand first = command("核查");
    CHECK(key_of(first.act()) == key_of(command("别的").act()));
    CHECK(check_repetition(first.act().payload_digest, command("核查").act()).ok());
    CHECK(refusal(check_repetition(first.act().payload_digest, command("别的").act())) == "command_id_reused");
}

TEST_CASE("signed command: commands that need facts of their own do not go through the common door") {
    Published lot;
    const std::string jws =
        lot.centre.tenderer().sign(sign::write_envelope(lot.centre.envelope(purpose::withdraw)), purpose::withdraw);
    CHECK(refusal_at(lot.centre.act_jws(jws, purpose::withdraw)) == "command_malformed /purpose");
}
