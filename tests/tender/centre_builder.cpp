#include "centre_builder.h"

#include "kaibiao/crypto/hash.h"
#include "kaibiao/seal/age_header.h"
#include "kaibiao/seal/package_sealer.h"
#include "kaibiao/tender/decide.h"
#include "kaibiao/tender/envelopes.h"

#include <doctest/doctest.h>

namespace kaibiao::test::tenders {

using namespace tender;

namespace {

log::SignerKey make_log_key(const std::string& origin) {
    return log::SignerKey::make(origin, log::NoteKeyType::ed25519, secret_from<32>("log key")).value();
}

std::vector<Person> make_people(const TestAuthority& authority) {
    std::vector<Person> people;
    people.push_back(authority.certify("911100000000TENDER", "清源市城市建设投资有限公司"));
    people.push_back(authority.certify("111100000000SUPERV", "清源市住房和城乡建设局"));
    for (int i = 1; i <= 4; ++i)
        people.push_back(
            authority.certify("91110000000BIDDER" + std::to_string(i), "测试建设" + std::to_string(i) + "有限公司"));
    for (int i = 1; i <= 7; ++i)
        people.push_back(authority.certify("EXPERT" + std::to_string(i), "专家" + std::to_string(i)));
    return people;
}

Bytes seal_volume(seal::PackageSealer& sealer, const std::string& label, seal::PartRecord& record) {
    const Bytes plain = bytes_from(label + " volume", 3000);
    seal::PartSealer part =
        sealer.begin_volume("技术标", "technical.pdf", plain.size(), part_entropy(label + " 1")).value();
    Bytes file(part.update_bound(plain.size()) + part.finish_bound());
    std::size_t size = part.update(plain, file);
    size += part.finish(MutableBytes(file).subspan(size));
    file.resize(size);
    record = sealer.end_volume(std::move(part)).value();
    return file;
}

Decimal decimal(std::string_view text) { return Decimal::parse(text).value(); }

} // namespace

seal::PartEntropy part_entropy(const std::string& label) {
    return {secret_from<16>(label + " file key"), array_from<16>(label + " nonce"),
            array_from<16>(label + " lock salt"), array_from<32>(label + " plain salt")};
}

seal::ClassEntropy class_entropy(const std::string& label) {
    return {secret_from<32>(label + " b"), secret_from<64>(label + " r"), secret_from<32>(label + " proof")};
}

score::Method quality_method() {
    score::Method method;
    method.price = score::LowPrice{decimal("60")};
    method.ceiling = Money::parse_yuan("2000000").value();
    score::Criterion form;
    form.key = score::CriterionKey::parse("form").value();
    form.title = {"形式评审", "Form"};
    form.rule = score::Gate{};
    score::Criterion plan;
    plan.key = score::CriterionKey::parse("plan").value();
    plan.title = {"施工组织设计", "Construction plan"};
    plan.rule = score::FreeScore{{decimal("0"), decimal("40"), decimal("0.5")}};
    score::Section section;
    section.key = score::SectionKey::parse("technical").value();
    section.title = {"技术标", "Technical"};
    section.points = decimal("40");
    section.criteria = {form, plan};
    method.sections = {section};
    method.points = decimal("100");
    method.rounding.price_score = score::Rounding{};
    method.rounding.criterion = score::Rounding{};
    method.ranking = {score::RankKey::total, score::RankKey::price};
    return method;
}

log::SignerKey test_witness() {
    return log::SignerKey::make("witness.example/w1", log::NoteKeyType::cosignature, secret_from<32>("witness"))
        .value();
}

TestCentre::TestCentre(CentreMode centre_mode)
    : now(day_zero()), mode(centre_mode), roots_({authority_.root()}), people_(make_people(authority_)),
      log_key_(make_log_key(origin)), lot_id_(array_from<16>("lot")) {
    crls.push_back(authority_.crl());
}

std::vector<Member> TestCentre::committee(std::size_t experts) const {
    std::vector<Member> members;
    for (std::size_t i = 0; i < experts; ++i) members.push_back({expert(i).party(), MemberKind::expert});
    return members;
}

const BidState& TestCentre::bid_of(const Person& bidder, int envelope) const {
    return bids_.at(latest_.at({bidder.id(), envelope}));
}

std::vector<BidState> TestCentre::bids() const {
    std::vector<BidState> states;
    for (const auto& [stream, bid] : bids_) states.push_back(bid);
    return states;
}

sign::CommandEnvelope TestCentre::envelope(std::string_view purpose) {
    sign::CommandEnvelope envelope;
    envelope.purpose = std::string(purpose);
    envelope.centre = centre;
    envelope.origin = origin;
    envelope.lot = lot_id_;
    envelope.command = CommandId(array_from<16>("command " + std::to_string(++commands_)));
    if (lot_.publication) envelope.notice = lot_.publication->in_force;
    if (lot_.head.count > 0) envelope.seen = lot_.head.hash;
    envelope.time = now;
    return envelope;
}

Notice TestCentre::notice() const {
    Notice notice;
    const RuleProfile& profile = *find_profile(built_in_profiles(), mode == CentreMode::trial ? "trial" : "works", 1);
    notice.project = {"QY-2026-0417", {"滨河路改造工程", "Riverside Road reconstruction"}};
    notice.title = {"滨河路改造工程施工一标段", "Riverside Road, lot 1"};
    notice.tenderer = tenderer().party();
    notice.supervisor = supervisor().party();
    notice.region = "清源市";
    notice.industry = "市政";
    notice.issue_from = now;
    notice.deadline = mode == CentreMode::trial ? now.plus_milliseconds(10'000) : now.plus_days(21);
    notice.release_window_milliseconds = 3'600'000;
    notice.ceiling = Money::parse_yuan("2000000").value();
    notice.log_key = log_key_.verifier().text();
    notice.profile = reference_to(profile);
    notice.method = quality_method();
    notice.documents.push_back({"招标文件.pdf", array_from<32>("document"), 123'456, "application/pdf"});
    return notice;
}

ChainJudge TestCentre::judge() const {
    std::vector<crypto::RevocationList> lists;
    for (const Bytes& der : crls) lists.push_back(crypto::parse_crl(der).value());
    return [this, lists](std::span<const crypto::Certificate> chain, Instant at) {
        return sign::validate_chain({chain, roots_, lists, at, 86'400'000});
    };
}

Result<VerifiedCommand> TestCentre::verify(const std::string& jws, std::string_view purpose) const {
    return verify_command(as_bytes(jws), purpose, purpose == purpose::publish ? nullptr : &lot_id_, context(), judge());
}

// ---- storing

void TestCentre::log_entry(const Digest& event_hash, const Bytes& header) {
    for (int i = 0; i < 3; ++i)
        tree_.append(crypto::merkle_leaf_hash(array_from<32>("decoy " + std::to_string(tree_.size()))));
    places_[event_hash] = tree_.size();
    tree_.append(log::event_leaf_hash(header));
}

void TestCentre::append(const DecidedEvent& decided) {
    const bool is_lot = decided.stream == stream_of(lot_id_);
    const StreamHead head = is_lot ? lot_.head : bids_[decided.stream].head;
    const log::StoredEvent event = store_event(decided, head, array_from<32>("salt " + std::to_string(++salts_)));
    const Event decoded = decode_event(event).value();
    if (is_lot)
        apply(lot_, decoded);
    else
        apply(bids_[decided.stream], decoded);
    if (const auto* submitted = std::get_if<BidSubmitted>(&decoded.payload))
        latest_[{submitted->act.signer.id, submitted->manifest.envelope}] = decided.stream;
    stored_[decided.stream].push_back(event);
    log_entry(decoded.hash, event.header);
    if (decoded.type != EventType::lot_closed) return;
    closing_ = checkpoint();
    closing_size_ = tree_.size();
}

Status TestCentre::take(const Result<DecidedEvent>& decided) {
    if (!decided.ok()) return decided.error();
    append(*decided);
    return ok();
}

// ---- commands

Status TestCentre::publish(const Person& signer, const Notice& notice) {
    const std::string jws = signer.sign(write_notice(envelope(purpose::publish), notice), purpose::publish);
    const RuleProfile* profile = find_profile(built_in_profiles(), notice.profile.id, notice.profile.version);
    return publish_jws(jws, profile != nullptr ? *profile : built_in_profiles()[0]);
}

Status TestCentre::publish_jws(const std::string& jws, const RuleProfile& profile) {
    TRY_ASSIGN(const VerifiedCommand command, verify(jws, purpose::publish));
    TRY_ASSIGN(const Notice notice, read_notice(command.payload()));
    TRY_ASSIGN(const std::vector<VerifiedCommand> seats, verify_seats(notice, context(), judge()));
    return take(decide_publish(lot_, command, profile, seats, context()));
}

Status TestCentre::act(const Person& signer, std::string_view purpose, const codec::Json& payload) {
    return act_jws(signer.sign(payload, purpose), purpose);
}

Status TestCentre::act_jws(const std::string& jws, std::string_view purpose) {
    TRY_ASSIGN(const VerifiedCommand command, verify(jws, purpose));
    if (purpose == purpose::release) return take(decide_officer_release(lot_, bids(), command, context()));
    return take(decide(lot_, command, context()));
}

SealedBid TestCentre::seal(const Person& bidder, const Offer& offer) const {
    const std::string& label = offer.label;
    seal::PackageSealer sealer =
        seal::PackageSealer::create(lock_context(lot_, bidder.id(), offer.envelope),
                                    {class_entropy(label + " sheet"), class_entropy(label + " volumes")})
            .value();
    seal::PartRecord record;
    Bytes volume = seal_volume(sealer, label, record);
    seal::PublicSheet sheet;
    sheet.bidder_id = bidder.id();
    sheet.bidder_name = bidder.party().name;
    if (offer.price_anywhere || offer.envelope == envelopes_of(lot_.publication->notice))
        sheet.price = Money::parse_yuan(offer.price).value();
    sheet.duration_days = 180;
    sheet.quality = "合格";
    sheet.manager = "王工";
    seal::SealedSheet part0 = sealer.seal_sheet(sheet, part_entropy(label + " 0")).value();
    std::optional<seal::OpeningSecrets> secrets = sealer.secrets();
    SealedBid bid{sealer.manifest(offer.number, offer.replaces).value(), {}, {}};
    if (secrets) bid.secrets = std::move(*secrets);
    bid.files[record.root] = std::move(volume);
    bid.files[part0.record.root] = std::move(part0.file);
    return bid;
}

std::vector<InspectedPart> TestCentre::inspect(const std::map<Digest, Bytes>& files) const {
    std::vector<InspectedPart> parts;
    for (const auto& [root, file] : files) {
        seal::AgeHeaderParser parser;
        REQUIRE(parser.feed(file).ok());
        parts.push_back({file.size(), parser.header().text, seal::piece_root(file)});
    }
    return parts;
}

Status TestCentre::submit(const Person& signer, const SealedBid& bid) {
    return submit_jws(signer.sign(write_submission(envelope(purpose::submit), bid.manifest), purpose::submit),
                      bid.files);
}

Status TestCentre::submit_jws(const std::string& jws, const std::map<Digest, Bytes>& files) {
    TRY_ASSIGN(const VerifiedCommand command, verify(jws, purpose::submit));
    TRY_ASSIGN(const seal::Manifest manifest, read_submission(command.payload()));
    const auto latest = latest_.find({command.signer().id, manifest.envelope});
    const BidState* bid = latest == latest_.end() ? nullptr : &bids_.at(latest->second);
    const std::vector<InspectedPart> parts = inspect(files);
    const StreamId fresh(array_from<16>("stream " + std::to_string(salts_)));
    std::size_t begun = 0;
    for (const auto& [stream, state] : bids_)
        if (state.bidder.id == command.signer().id && state.envelope() == manifest.envelope) ++begun;
    TRY(take(decide_submit(lot_, bid, command, {parts, fresh, begun, bids_.size()}, context())));
    blobs.insert(files.begin(), files.end());
    return ok();
}

Status TestCentre::withdraw(const Person& signer, const BidId& bid, const Digest& manifest) {
    const std::string jws =
        signer.sign(write_withdrawal(envelope(purpose::withdraw), {bid, manifest}), purpose::withdraw);
    TRY_ASSIGN(const VerifiedCommand command, verify(jws, purpose::withdraw));
    const auto found = bids_.find(stream_of(bid));
    return take(decide_withdraw(lot_, found == bids_.end() ? BidState() : found->second, command, context()));
}

Status TestCentre::close() { return take(decide_close(lot_, standings_of(bids()), context())); }

Status TestCentre::open() { return act(tenderer(), purpose::open, sign::write_envelope(envelope(purpose::open))); }

Status TestCentre::release(const BidId& bid, const seal::OpeningSecrets& secrets) {
    const auto found = bids_.find(stream_of(bid));
    if (found == bids_.end()) return Error(ErrorCode::bid_unknown);
    TRY_ASSIGN(const std::vector<DecidedEvent> events,
               decide_release(lot_, found->second, {bid, secrets.sheet.clone(), secrets.volumes.clone()}, context()));
    for (const DecidedEvent& event : events) append(event);
    return ok();
}

Status TestCentre::close_window() { return take(decide_close_window(lot_, bids(), context())); }

Status TestCentre::announce() {
    const PartSource source = [this](const Digest& root) {
        const auto found = blobs.find(root);
        return found == blobs.end() ? std::optional<Bytes>() : std::optional<Bytes>(found->second);
    };
    return take(decide_announce(lot_, bids(), source, context()));
}

Status TestCentre::appoint(const std::vector<Member>& members) {
    return act(tenderer(), purpose::appoint, write_committee(envelope(purpose::appoint), members));
}

std::vector<score::Cell> TestCentre::cells(std::int64_t technical) const {
    std::vector<score::Cell> cells;
    const score::CriterionKey form = score::CriterionKey::parse("form").value();
    const score::CriterionKey plan = score::CriterionKey::parse("plan").value();
    std::int64_t points = technical;
    for (const AnnouncedBid& row : announced_bidders(lot_)) {
        if (row.state != BidOpening::opened) continue;
        cells.push_back({row.bid, form, score::Verdict::pass});
        cells.push_back({row.bid, plan, Decimal::make(points, 0).value()});
        --points;
    }
    return cells;
}

Status TestCentre::score(const Person& expert, std::int64_t technical) {
    return act(expert, purpose::score, write_cells(envelope(purpose::score), cells(technical)));
}

Status TestCentre::qualify() {
    TRY_ASSIGN(const codec::Json outcome, compute_technical_json(lot_));
    return act(tenderer(), purpose::qualify, write_result(envelope(purpose::qualify), technical_digest(outcome)));
}

Status TestCentre::sign_result() {
    TRY_ASSIGN(const codec::Json outcome, compute_outcome_json(lot_));
    return act(tenderer(), purpose::result, write_result(envelope(purpose::result), outcome_digest(outcome)));
}

// ---- evidence

BundledStream TestCentre::bundled(const StreamId& stream) const {
    BundledStream out;
    out.stream = stream;
    for (const log::StoredEvent& stored : stored_.at(stream)) {
        BundledEvent event;
        event.event = stored;
        const log::EventHeader header = log::check_event(stored).value();
        const EventType type = parse_event_type(header.type).value();
        if (visibility(type, phase_of(lot_, header.stream, header.position)) != Visibility::everyone)
            event.event.payload.reset();
        event.index = places_.at(log::event_hash(stored.header));
        event.proof = log::inclusion_proof(tree_, event.index, tree_.size()).value();
        out.events.push_back(std::move(event));
    }
    return out;
}

std::string TestCentre::checkpoint() const {
    const std::string text = log::encode_checkpoint({origin, tree_.size(), tree_.root(), {}});
    return log::encode_note({text, {log::sign_note(log_key_, text), log::cosign_note(test_witness(), text, now)}});
}

ClosingCheckpoint TestCentre::closing() const {
    if (closing_.empty() || lot_.publication->notice.log_policy.empty()) return {};
    return ClosingCheckpoint{closing_, log::consistency_proof(tree_, closing_size_, tree_.size()).value()};
}

Bundle TestCentre::collect() const {
    Bundle bundle;
    bundle.centre = centre;
    bundle.origin = origin;
    bundle.lot = lot_id_;
    bundle.log_key = log_key_.verifier().text();
    bundle.checkpoint = checkpoint();
    bundle.closing = closing();
    bundle.roots = {authority_.root_der()};
    bundle.crls = crls;
    for (const auto& [stream, events] : stored_) bundle.streams.push_back(bundled(stream));
    for (const auto& [stream, bid] : bids_)
        if (is_releasable(lot_, bid)) bundle.sheets.push_back(blobs.at(bid.latest->manifest.parts[0].root));
    return bundle;
}

VerificationAnchors TestCentre::anchors() const { return {roots_, log_key_.verifier(), {}, {}}; }

// ---- whole tenders

void play_to_announcement(TestCentre& centre) { play_to_announcement(centre, quality_method()); }

void play_to_announcement(TestCentre& centre, const score::Method& method) {
    Notice notice = centre.notice();
    notice.method = method;
    REQUIRE(centre.publish(centre.tenderer(), notice).ok());
    const char* prices[] = {"1000000.00", "1200000.00", "950000.00"};
    std::vector<SealedBid> bids;
    for (std::size_t i = 0; i < 3; ++i) {
        centre.now = centre.now.plus_milliseconds(60'000);
        bids.push_back(centre.seal(centre.bidder(i), {prices[i], "bid " + std::to_string(i), 1, {}}));
        REQUIRE(centre.submit(centre.bidder(i), bids.back()).ok());
    }
    centre.now = centre.lot().publication->deadline;
    REQUIRE(centre.close().ok());
    centre.now = centre.now.plus_milliseconds(1'000);
    REQUIRE(centre.open().ok());
    for (std::size_t i = 0; i < 3; ++i)
        REQUIRE(centre.release(centre.bid_of(centre.bidder(i)).id(), bids[i].secrets).ok());
    REQUIRE(centre.close_window().ok());
    REQUIRE(centre.announce().ok());
}

void play_to_result(TestCentre& centre) {
    play_to_announcement(centre);
    REQUIRE(centre.appoint(centre.committee()).ok());
    for (std::size_t i = 0; i < 5; ++i) {
        centre.now = centre.now.plus_milliseconds(30'000);
        REQUIRE(centre.score(centre.expert(i), 30 + static_cast<std::int64_t>(i)).ok());
    }
    REQUIRE(centre.sign_result().ok());
}

} // namespace kaibiao::test::tenders
