#include "cli/files.h"
#include "cli/officer_acts.h"
#include "cli/officer_files.h"
#include "cli/secret_file.h"
#include "client/identity.h"
#include "kaibiao/codec/text.h"
#include "kaibiao/panel/member_secrets.h"
#include "kaibiao/tender/notice.h"

#include <algorithm>
#include <map>

namespace kaibiao::cli {

namespace {

using codec::Json;

constexpr const char* of_what = "for the officer's file 见证人文件";

Status write_public(const std::string& file, const Json& json) {
    return write_file(file, as_bytes(codec::dump_canonical(json)));
}

Status expect_room(const OfficerOptions& options) {
    if (options.public_out.empty()) return expect_absent({options.out});
    return expect_absent({options.out, options.public_out});
}

/// Before the public file, which is of no use without it.
Status keep(const OfficerOptions& options, ByteView plain) {
    TRY_ASSIGN(const Bytes locked, lock_secret(plain, {options.keepers, {}}, of_what));
    return write_secret_file(options.out, locked);
}

Result<panel::Session> session_of(const std::vector<OfficerKey>& keys, int threshold) {
    std::vector<crypto::Point> points;
    points.reserve(keys.size());
    for (const OfficerKey& key : keys) points.push_back(key.key);
    return panel::Session::create(keys.front().panel, threshold, std::move(points));
}

void tell(const OfficerOptions& options, const Output& output, const std::string& done, int member) {
    output.line(done + "\n  keep 自己保存       " + options.out + "\n  to all 发给各成员   " + options.public_out);
    output.document(Json::object().set("member", member).set("secret", options.out).set("public", options.public_out));
}

std::vector<ByteArray<32>> nonces_of(const std::vector<OfficerKey>& keys) {
    std::vector<ByteArray<32>> nonces;
    nonces.reserve(keys.size());
    for (const OfficerKey& key : keys) nonces.push_back(key.nonce);
    return nonces;
}

ByteArray<32> copy_of(const crypto::Point& point) {
    ByteArray<32> out{};
    std::copy(point.bytes().begin(), point.bytes().end(), out.begin());
    return out;
}

/// The key files are those of the certificate.
Status check_members(const std::vector<OfficerKey>& keys, const panel::Session& session) {
    const auto& wanted = session.static_keys();
    for (const OfficerKey& one : keys)
        if (one.panel != session.id() || std::find(wanted.begin(), wanted.end(), one.key) == wanted.end())
            return Error(ErrorCode::panel_context_mismatch, one.file,
                         "证书中没有该成员 the certificate has no such member");
    const auto fits = [](const OfficerKey& one, const crypto::Point& key) { return one.key == key; };
    if (std::equal(keys.begin(), keys.end(), wanted.begin(), wanted.end(), fits)) return ok();
    const std::string all = std::to_string(session.n());
    return Error(ErrorCode::panel_member_missing, "--member",
                 "须给出全部 " + all + " 名成员各自的文件 a file of each of the " + all + " members is needed");
}

Result<tender::SeatStatement> rehearse(const panel::Seat& seat, const std::vector<OfficerKey>& keys) {
    TRY(check_members(keys, seat.certificate.transcript.session));
    TRY_ASSIGN(const panel::Target target,
               panel::rehearsal_target({seat.panel(), seat.key.y}, seat.key.n(), nonces_of(keys)));
    tender::SeatStatement statement;
    statement.panel = seat.panel();
    statement.officer = seat.member;
    statement.key = copy_of(seat.certificate.transcript.session.static_key(seat.member));
    statement.y = copy_of(seat.key.y);
    statement.nonce = keys[static_cast<std::size_t>(seat.member) - 1].nonce;
    TRY_ASSIGN(statement.rehearsal, panel::release_for(seat, target, random_bytes<32>()));
    return statement;
}

/// A secret of another step has another form.
template <typename T> Result<T> written_by(const char* step, const OfficerOptions& options, Result<T> read) {
    if (read.ok() || read.error().code != ErrorCode::panel_secrets_malformed) return read;
    return Error(ErrorCode::panel_secrets_malformed, options.secret,
                 std::string("此处需要这一步写出的文件 the file is needed here that was written by: kaibiao officer ") +
                     step);
}

/// Where a slip has the same effect as a fraud, it is named beside it.
Error explained(const Error& error) {
    if (error.code == ErrorCode::panel_own_message_changed)
        return Error(error.code, error.place,
                     "若做过两次第一轮，秘密与消息须出自同一次 after two runs of round1, secret and message must be of "
                     "the same one");
    if (error.code == ErrorCode::panel_signature_wrong)
        return Error(error.code, error.place,
                     "也可能是文件损坏，或出自另一次仪式 or the file is damaged, or of another ceremony");
    return error;
}

/// Who forgets a file has a smaller panel than was meant.
Error with_all_keys(const Error& error) {
    if (error.code != ErrorCode::panel_size_wrong) return error;
    return Error(error.code, "--threshold",
                 error.detail +
                     "; 成员若比应有的少，是漏了密钥文件，也可能是自己的 if these are fewer members than are "
                     "meant, a key file is missing, perhaps one's own");
}

/// An officer's own key file stands among those of the others.
Error own_key_missing(const Error& error, const OfficerOptions& options) {
    if (error.code != ErrorCode::panel_member_unknown) return error;
    std::string given;
    for (const std::string& file : options.members) given += (given.empty() ? "" : ", ") + file;
    return Error(error.code, options.secret,
                 "--member 中没有与它一同写出的密钥文件，已给出 the key file that was written with it is not among "
                 "--member, given were: " +
                     given);
}

/// What an officer signed for a seat.
struct Statement {
    std::string file;
    int officer = 0;
    std::string person; ///< id in the certificate
    std::string organisation;
    std::string centre;
    std::string origin;
    tender::SeatStatement seat;
    Json jws;
};

Result<Statement> read_statement(const std::string& name, const std::string& panel) {
    TRY_ASSIGN(const Bytes text, read_file(name, sign::largest_jws));
    TRY_ASSIGN(const sign::Jws jws, sign::parse_jws(text));
    TRY(sign::verify_jws_signature(jws, tender::purpose::seat));
    TRY_ASSIGN(const Json payload, codec::parse_canonical(jws.payload));
    Statement out;
    TRY_ASSIGN(out.seat, tender::read_seat(payload));
    if (out.seat.panel != panel) return Error(ErrorCode::panel_context_mismatch, {}, out.seat.panel + " / " + panel);
    out.file = name;
    out.officer = out.seat.officer;
    out.person = jws.chain.front().subject.fields.serial_number;
    out.organisation = jws.chain.front().subject.fields.organisation;
    out.centre = *payload.find("centre")->as_string();
    out.origin = *payload.find("origin")->as_string();
    TRY_ASSIGN(out.jws, codec::parse_canonical(text, {sign::largest_jws, 32}));
    return out;
}

/// One statement for each seat, of as many persons, for one centre. What they sign is checked with the notice.
Status check_together(const std::vector<Statement>& statements, int seats) {
    for (std::size_t i = 0; i < statements.size(); ++i) {
        const Statement& one = statements[i];
        const Statement& first = statements.front();
        const auto wrong = [&](const std::string& why) { return Error(ErrorCode::panel_seat_wrong, one.file, why); };
        if (i > 0 && one.officer == statements[i - 1].officer)
            return wrong("同一席位 for the same seat as " + statements[i - 1].file);
        if (one.officer != static_cast<int>(i) + 1)
            return Error(ErrorCode::panel_member_missing, panel::place_of(static_cast<int>(i) + 1),
                         "缺少该席位的声明 the statement of this seat is missing");
        if (one.centre != first.centre || one.origin != first.origin)
            return wrong("中心或日志不同 for another centre or log than " + first.file + ": " + one.centre + ", " +
                         one.origin);
        for (std::size_t j = 0; j < i; ++j)
            if (one.person == statements[j].person)
                return wrong("同一人 by the same person as " + statements[j].file + ": " + one.person);
    }
    if (statements.size() == static_cast<std::size_t>(seats)) return ok();
    return Error(ErrorCode::panel_member_missing, panel::place_of(static_cast<int>(statements.size()) + 1),
                 "缺少该席位的声明 the statement of this seat is missing");
}

/// As the notice will be asked: no organisation has k seats.
Status check_organisations(const std::vector<Statement>& statements, int k) {
    std::map<std::string, int> members;
    for (const Statement& one : statements)
        if (++members[one.organisation] >= k)
            return Error(ErrorCode::panel_organisation_too_strong, one.file,
                         one.organisation.empty() ? "证书未写明单位 the certificates name none" : one.organisation);
    return ok();
}

/// With this certificate's keys, and a share that works: what the notice will be asked for.
Status check_against(const CertificateFile& file, const std::vector<Statement>& statements) {
    TRY_ASSIGN(const panel::Certificate certificate, panel::decode_certificate(file.certificate, file.panel));
    const panel::Session& session = certificate.transcript.session;
    std::vector<ByteArray<32>> nonces;
    for (const Statement& one : statements) {
        if (!equal_public(one.seat.key, session.static_key(one.officer).bytes()) ||
            !equal_public(one.seat.y, file.key.y.bytes()))
            return Error(ErrorCode::panel_seat_wrong, one.file,
                         "属于另一份证书 it is for the seat of another certificate");
        nonces.push_back(one.seat.nonce);
    }
    TRY_ASSIGN(const panel::Target target, panel::rehearsal_target({file.panel, file.key.y}, file.key.n(), nonces));
    for (const Statement& one : statements) {
        const auto checked = panel::check_release(target, file.key, one.officer, one.seat.rehearsal);
        if (!checked.ok()) return Error(checked.error().code, one.file, "演练不成立 the rehearsal in it does not hold");
    }
    return ok();
}

/// The rule of every later step, before a key is made for an id that it refuses.
Status check_panel_id(const std::string& id, const crypto::Point& key) {
    const auto alone = panel::Session::create(id, 1, {key});
    if (alone.ok()) return ok();
    return Error(alone.error().code, "--panel", alone.error().detail);
}

} // namespace

Status officer_init(const OfficerOptions& options, const Output& output) {
    TRY(expect_room(options));
    SecretArray<64> random;
    fill_random(random.data());
    MemberSecret secret{options.panel, {}};
    TRY_ASSIGN(secret.static_secret, panel::make_static_secret(random.view()));
    OfficerKey key{options.panel, {}, random_bytes<32>()};
    TRY_ASSIGN(key.key, panel::static_key_of(secret.static_secret));
    TRY(check_panel_id(options.panel, key.key));
    TRY(keep(options, encode_member_secret(secret).view()));
    TRY(write_public(options.public_out, write_officer_key(key)));
    tell(options, output, "a fresh static key for panel " + options.panel + " 已生成静态密钥", 0);
    return ok();
}

Status officer_round1(const OfficerOptions& options, const Output& output) {
    TRY(expect_room(options));
    TRY_ASSIGN(const SecretBytes text, unlock_secret(options.secret, options.identity));
    TRY_ASSIGN(const MemberSecret secret, written_by("init", options, decode_member_secret(text.view())));
    TRY_ASSIGN(const std::vector<OfficerKey> keys, read_officer_keys(options.members, secret.panel, options.secret));
    const auto made = session_of(keys, options.threshold);
    if (!made.ok()) return with_all_keys(made.error());
    const panel::Session& session = *made;
    SecretBytes entropy(panel::join_entropy_size(session));
    fill_random(entropy.data());
    const auto joined = panel::join(session, secret.static_secret, entropy);
    if (!joined.ok()) return own_key_missing(joined.error(), options);
    TRY(keep(options, panel::encode(joined->state).view()));
    TRY(write_public(options.public_out,
                     write_round_file(RoundFile::message, session.id(), joined->state.member, joined->message)));
    tell(options, output, "round 1 as member " + std::to_string(joined->state.member) + " 第一轮完成",
         joined->state.member);
    return ok();
}

Status officer_round2(const OfficerOptions& options, const Output& output) {
    TRY(expect_room(options));
    TRY_ASSIGN(const SecretBytes text, unlock_secret(options.secret, options.identity));
    TRY_ASSIGN(const panel::Joining joining, written_by("round1", options, panel::decode_joining(text.view())));
    TRY_ASSIGN(const auto messages, read_round_files(RoundFile::message, joining.session, options.inputs));
    // Everybody is his own coordinator: the messages of all give all views.
    const auto views = panel::distribute(joining.session, messages.parts);
    if (!views.ok()) return messages.blamed(views.error());
    auto received = panel::receive(joining, (*views)[static_cast<std::size_t>(joining.member) - 1]);
    if (!received.ok()) return messages.blamed(explained(received.error()));
    TRY_ASSIGN(const panel::Certifying certifying, panel::certify(std::move(*received)));
    TRY(keep(options, panel::encode(certifying).view()));
    TRY(write_public(options.public_out, write_round_file(RoundFile::signature, joining.session.id(), joining.member,
                                                          certifying.signature)));
    tell(options, output, "round 2 as member " + std::to_string(joining.member) + " 第二轮完成", joining.member);
    return ok();
}

Status officer_round3(const OfficerOptions& options, const Output& output) {
    TRY(expect_room(options));
    TRY_ASSIGN(const SecretBytes text, unlock_secret(options.secret, options.identity));
    TRY_ASSIGN(panel::Certifying certifying, written_by("round2", options, panel::decode_certifying(text.view())));
    const panel::Session& session = certifying.outcome.transcript.session;
    TRY_ASSIGN(const auto signatures, read_round_files(RoundFile::signature, session, options.inputs));
    Bytes all;
    for (const Bytes& signature : signatures.parts) append(all, signature);
    const auto completed = panel::complete(std::move(certifying), all);
    if (!completed.ok()) return signatures.blamed(explained(completed.error()));
    const panel::Seat& seat = *completed;
    TRY(keep(options, panel::encode(seat).view()));
    TRY(write_public(options.public_out, write_certificate_file(seat.certificate, seat.key)));
    tell(options, output, "round 3: the panel's key is " + codec::encode_base64(seat.key.y.bytes()) + " 第三轮完成",
         seat.member);
    return ok();
}

Result<panel::Seat> open_seat(const OfficerOptions& options) {
    TRY_ASSIGN(const SecretBytes text, unlock_secret(options.secret, options.identity));
    return written_by("round3", options, panel::decode_seat(text.view()));
}

Status officer_recover(const OfficerOptions& options, const Output& output) {
    TRY(expect_room(options));
    TRY_ASSIGN(const CertificateFile file, read_panel_file(options.certificate_file));
    TRY_ASSIGN(const panel::Certificate certificate, panel::decode_certificate(file.certificate, file.panel));
    const panel::Session& session = certificate.transcript.session;
    TRY_ASSIGN(const SecretBytes text, unlock_secret(options.secret, options.identity));
    TRY_ASSIGN(const MemberSecret secret, written_by("init", options, decode_member_secret(text.view())));
    if (secret.panel != file.panel)
        return other_panel(options.certificate_file, file.panel, secret.panel + "，同 as in " + options.secret);
    const auto member = session.member_with(secret.static_secret);
    if (!member.ok())
        return Error(member.error().code, options.secret,
                     "或证书属于另一组见证人 or the certificate is of another panel");
    TRY_ASSIGN(const auto messages, read_round_files(RoundFile::message, session, options.inputs));
    const auto views = panel::distribute(session, messages.parts);
    if (!views.ok()) return messages.blamed(views.error());
    TRY_ASSIGN(const panel::RoundTwoMessage view,
               panel::decode_round_two((*views)[static_cast<std::size_t>(*member) - 1], session.k(), session.n()));
    const auto seat =
        panel::recover(file.panel, secret.static_secret, file.certificate, panel::encode_bundle(view.sealed_shares));
    if (!seat.ok()) return messages.blamed(seat.error());
    TRY(keep(options, panel::encode(*seat).view()));
    output.line("the seat of member " + std::to_string(*member) + " 已重新得到席位\n  keep 自己保存       " +
                options.out +
                "\n  the lost seat's record of draws is not in it: copy that beside it as 请将原席位的抽取记录另存为 " +
                options.out + ".draws.json");
    output.document(Json::object().set("member", *member).set("secret", options.out));
    return ok();
}

namespace {

Result<std::string> origin_for(const OfficerOptions& options) {
    if (options.trust.log_key.empty() && options.origin.empty())
        return Error(ErrorCode::usage, "--origin", "请给出 --origin 或 --log-key; give --origin or --log-key");
    if (options.trust.log_key.empty()) return options.origin;
    TRY_ASSIGN(const log::LogTrust trust, log_trust_from(options.trust));
    return trust.log_keys[0].name();
}

} // namespace

Status officer_rehearse(const OfficerOptions& options, const Output& output) {
    TRY(expect_room(options));
    TRY_ASSIGN(const std::string origin, origin_for(options));
    TRY_ASSIGN(const panel::Seat seat, open_seat(options));
    TRY_ASSIGN(const std::vector<OfficerKey> keys, read_officer_keys(options.members, seat.panel(), options.secret));
    TRY_ASSIGN(const tender::SeatStatement statement, rehearse(seat, keys));
    TRY_ASSIGN(const client::Identity identity, client::load_identity(options.key, options.certificate));
    sign::CommandEnvelope envelope;
    envelope.purpose = std::string(tender::purpose::seat);
    envelope.centre = options.centre;
    envelope.origin = origin;
    envelope.command = CommandId(random_bytes<16>());
    envelope.time = clock_now();
    TRY_ASSIGN(const std::string jws,
               identity.sign(codec::dump_canonical(tender::write_seat(envelope, statement)), tender::purpose::seat));
    TRY(write_file(options.out, as_bytes(jws)));
    output.line("rehearsed and signed for seat " + std::to_string(seat.member) + " 演练并签署\n  centre 中心         " +
                options.centre + "\n  its log 日志        " + origin + "\n  to the tenderer 发给招标人  " +
                options.out);
    output.document(Json::object().set("member", seat.member).set("statement", options.out));
    return ok();
}

Status officer_panel(const OfficerOptions& options, const Output& output) {
    TRY(expect_room(options));
    TRY_ASSIGN(const CertificateFile file, read_certificate_file(options.certificate_file));
    const panel::PanelKey& key = file.key;
    std::vector<Statement> statements;
    for (const std::string& name : options.inputs) {
        auto statement = read_statement(name, file.panel);
        if (!statement.ok()) return in_file(name, statement.error());
        statements.push_back(std::move(*statement));
    }
    std::sort(statements.begin(), statements.end(),
              [](const Statement& a, const Statement& b) { return a.officer < b.officer; });
    TRY(check_together(statements, key.n()));
    if (key.n() > 1) TRY(check_organisations(statements, key.k));
    TRY(check_against(file, statements));
    tender::Notice notice;
    notice.panel = seal::Panel{file.panel, key.y, key.k, key.n()};
    notice.papers = tender::PanelPapers{file.certificate, {}};
    for (Statement& statement : statements) notice.papers->seats.push_back(std::move(statement.jws));
    TRY(write_public(options.out, tender::write_panel(notice)));
    output.line("the panel for notices, " + std::to_string(key.k) + " of " + std::to_string(key.n()) +
                " 见证人组材料：" + options.out);
    output.document(Json::object().set("k", key.k).set("n", key.n()).set("panel", options.out));
    return ok();
}

} // namespace kaibiao::cli
