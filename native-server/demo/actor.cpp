#include "demo/actor.h"

#include "cli/files.h"
#include "kaibiao/codec/text.h"
#include "kaibiao/tender/envelopes.h"

#include <algorithm>
#include <array>
#include <chrono>

namespace kaibiao::demo {

namespace {

Instant wall_clock() {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return Instant::from_milliseconds(std::chrono::duration_cast<std::chrono::milliseconds>(now).count());
}

Result<std::string> text_member(const codec::Json& json, std::string_view key) {
    const codec::Json* member = json.find(key);
    if (member == nullptr || member->as_string() == nullptr)
        return Error(ErrorCode::json_member_missing, "/" + std::string(key));
    return *member->as_string();
}

Result<Instant> instant_member(const codec::Json& json, std::string_view key) {
    TRY_ASSIGN(const std::string text, text_member(json, key));
    return Instant::parse(text);
}

std::optional<Digest> digest_member(const codec::Json& json, std::string_view key) {
    const auto text = text_member(json, key);
    if (!text.ok()) return std::nullopt;
    const auto digest = codec::decode_digest(*text);
    return digest.ok() ? std::optional<Digest>(*digest) : std::nullopt;
}

} // namespace

Result<Actor> Actor::enter(const std::string& base_url, std::string_view id, std::string_view name,
                           std::string_view role) {
    TRY_ASSIGN(client::ApiClient api, client::ApiClient::connect_to(base_url));
    crypto::NameFields subject;
    subject.country = "CN";
    subject.organisation = std::string(name);
    subject.common_name = std::string(name);
    subject.serial_number = std::string(id);
    TRY_ASSIGN(client::Identity identity, api.request_certificate(client::generate_key(), subject, role));
    TRY(api.log_in(identity));
    Actor actor(std::move(api), std::move(identity), std::string(id), std::string(name));
    TRY(actor.learn_centre());
    return actor;
}

Status Actor::learn_centre() {
    TRY_ASSIGN(const codec::Json centre, api_.get("/api/centre"));
    TRY_ASSIGN(centre_, text_member(centre, "id"));
    TRY_ASSIGN(origin_, text_member(centre, "origin"));
    return ok();
}

std::ptrdiff_t rank_of(std::string_view phase, std::int64_t envelope) {
    constexpr std::array<std::string_view, 8> order{"published",     "closed",    "qualified", "opening",
                                                    "window_closed", "announced", "evaluated", "failed"};
    const auto rank = std::find(order.begin(), order.end(), phase) - order.begin();
    const bool over = phase == "evaluated" || phase == "failed";
    return over || envelope == tender::price_envelope ? rank + std::ssize(order) : rank;
}

Result<LotReference> Actor::look_at(const LotId& lot) {
    TRY_ASSIGN(codec::Json view, api_.get("/api/lots/" + lot.text()));
    LotReference reference;
    reference.lot = lot;
    TRY_ASSIGN(reference.phase, text_member(view, "phase"));
    if (const codec::Json* stage = view.find("envelope"); stage != nullptr && stage->as_integer() != nullptr)
        reference.envelope = *stage->as_integer();
    if (const codec::Json* flag = view.find("suspended"); flag != nullptr && flag->as_bool() != nullptr)
        reference.suspended = *flag->as_bool();
    reference.notice = digest_member(view, "notice_digest");
    reference.head = digest_member(view, "head");
    TRY_ASSIGN(reference.deadline, instant_member(view, "deadline"));
    TRY_ASSIGN(reference.now, instant_member(view, "now"));
    if (const auto end = instant_member(view, "window_end"); end.ok()) reference.window_end = *end;
    reference.view = std::move(view);
    return reference;
}

sign::CommandEnvelope Actor::envelope(std::string_view purpose, const LotReference& reference) const {
    sign::CommandEnvelope envelope;
    envelope.purpose = std::string(purpose);
    envelope.centre = centre_;
    envelope.origin = origin_;
    envelope.lot = reference.lot;
    envelope.command = CommandId(cli::random_bytes<16>());
    envelope.notice = reference.notice;
    envelope.seen = reference.head;
    envelope.time = wall_clock();
    return envelope;
}

Result<std::string> Actor::sign(const codec::Json& payload, std::string_view purpose) const {
    return identity_.sign(codec::dump_canonical(payload), purpose);
}

Result<codec::Json> Actor::act(const LotId& lot, std::string_view purpose,
                               const std::function<codec::Json(const sign::CommandEnvelope&)>& payload) {
    TRY_ASSIGN(const LotReference reference, look_at(lot));
    TRY_ASSIGN(const std::string jws, sign(payload(envelope(purpose, reference)), purpose));
    return api_.post("/api/lots/" + lot.text() + "/commands", jws);
}

} // namespace kaibiao::demo
