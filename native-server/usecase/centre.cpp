#include "usecase/centre.h"

#include "journal/journal.h"
#include "store/settings.h"
#include "usecase/secrets.h"
#include "usecase/timekeeper.h"
#include "work/entropy.h"
#include "work/failure.h"

#include "kaibiao/codec/text.h"

namespace kaibiao::usecase {

namespace {

constexpr std::size_t longest_work_queue = 20'000;
constexpr std::int64_t hour = 3'600'000;
/// Those who wait hold a worker each.
constexpr std::chrono::milliseconds bundle_patience{2000};

blob::UploadRules upload_rules(const config::Config& config) {
    return {static_cast<std::uint64_t>(config.part_bytes), static_cast<std::uint64_t>(config.person_bytes),
            config.upload_hours * hour};
}

writer::WriterOptions writer_options(const config::Config& config) {
    writer::WriterOptions options;
    options.longest_queue = static_cast<std::size_t>(config.queue);
    options.cover = std::chrono::milliseconds(config.cover_milliseconds);
    return options;
}

/// A fact that a data folder keeps: taken from the configuration or made the first time, and compared afterwards.
Result<std::string> kept_fact(store::Database& database, const char* name, const std::string& configured,
                              const std::string& fresh) {
    store::WriteTx tx(database.writer());
    if (const auto known = store::setting(tx, name)) {
        if (configured.empty() || configured == *known) return *known;
        return Error(ErrorCode::config_malformed, name, "this data folder belongs to " + *known);
    }
    const std::string value = configured.empty() ? fresh : configured;
    store::put_setting(tx, name, value);
    tx.commit();
    return value;
}

void log_events(const std::vector<writer::CommittedEvent>& events) {
    for (const writer::CommittedEvent& event : events)
        journal::event("decided", codec::Json::object()
                                      .set("stream", event.stored.stream.text())
                                      .set("position", static_cast<std::int64_t>(event.stored.position))
                                      .set("type", event.event.header.type)
                                      .set("hash", codec::encode_hex(event.event.hash)));
}

} // namespace

Centre::Centre(const config::Config& config)
    : config_(config), folder_{config.data}, workers_(static_cast<std::size_t>(config.workers), longest_work_queue,
                                                      [](const Error& error) { journal::problem("worker", error); }),
      parts_(folder_.blobs()), documents_(folder_.documents()), bundles_(folder_.bundles(), bundle_patience),
      hub_(static_cast<std::size_t>(config.streams_per_session)), web_(config.web),
      timekeeper_(std::make_unique<Timekeeper>(*this)) {}

Centre::~Centre() { stop(); }

Result<std::unique_ptr<Centre>> Centre::open(const config::Config& config) {
    std::unique_ptr<Centre> centre(new Centre(config));
    TRY(centre->read_roots_of_trust());
    TRY_ASSIGN(auto lists, centre->read_lists());
    TRY_ASSIGN(store::FolderLock lock, store::FolderLock::take(centre->folder_.root));
    centre->lock_ = std::move(lock);
    TRY(centre->folder_.create());
    TRY(journal::open(centre->folder_.logs()));
    try {
        TRY(centre->open_database());
        TRY(centre->open_writer());
        TRY(centre->open_trust(std::move(lists)));
        TRY(centre->open_sessions());
        TRY(centre->open_witnesses());
    } catch (const work::Failure& failure) {
        return store::in_database(centre->folder_.database(), failure.error());
    }
    centre->uploads_ = std::make_unique<blob::UploadBook>(centre->folder_.uploads(), upload_rules(config));
    TRY(centre->uploads_->load());
    centre->timekeeper_->start();
    if (centre->collector_) centre->collector_->start();
    return centre;
}

Status Centre::open_database() {
    TRY_ASSIGN(database_, store::Database::open(folder_.database()));
    TRY(kept_fact(*database_, store::centre_id, config_.centre_id, {}));
    lots_ = std::make_unique<writer::LotBook>(*database_);
    boards_ = std::make_unique<BoardBook>(*lots_);
    return ok();
}

Status Centre::open_writer() {
    const std::string fresh = config_.centre_id + ".kaibiao.example/" + codec::encode_hex(work::random_bytes<4>());
    TRY_ASSIGN(const std::string origin, kept_fact(*database_, store::log_origin, config_.origin, fresh));
    TRY_ASSIGN(SecretArray<32> seed, kept_secret(log_key_file(database_->read(), folder_)));
    TRY_ASSIGN(log::SignerKey key, log::SignerKey::make(origin, log::NoteKeyType::ed25519, std::move(seed)));
    writer_ = std::make_unique<writer::Writer>(
        *database_, writer::LogIdentity{origin, std::move(key)}, writer_options(config_),
        [this](const std::vector<writer::CommittedEvent>& events) { on_commit(events); });
    const Status resumed = writer_->start();
    if (!resumed.ok()) return store::in_database(folder_.database(), resumed.error());
    return ok();
}

Status Centre::read_roots_of_trust() {
    for (const std::string& file : config_.roots) {
        TRY_ASSIGN(std::vector<sign::TrustRoot> roots, read_roots(file));
        for (sign::TrustRoot& root : roots) trust_.add_root(std::move(root));
    }
    return ok();
}

Status Centre::open_trust(std::vector<crypto::RevocationList> lists) {
    TRY(take_lists(std::move(lists)));
    for (const Bytes& der : kept_crls(database_->read())) {
        auto crl = crypto::parse_crl(der);
        if (!crl.ok()) return store::in_database(folder_.database(), crl.error());
        trust_.put_crl(std::move(*crl));
    }
    if (!config_.demo_ca) return ok();
    TRY_ASSIGN(demo_ca_, DemoCa::open(folder_.keys(), config_.centre_name_zh, clock_.now()));
    TRY_ASSIGN(sign::TrustRoot root, sign::make_trust_root(demo_ca_->root().der, "demo", sign::RootUse::trial));
    trust_.add_root(std::move(root));
    return renew_crl();
}

Result<std::vector<crypto::RevocationList>> Centre::read_lists() const {
    std::vector<crypto::RevocationList> lists;
    for (const std::string& file : config_.crls) {
        TRY_ASSIGN(crypto::RevocationList crl, read_crl(file));
        lists.push_back(std::move(crl));
    }
    return lists;
}

Status Centre::take_lists(std::vector<crypto::RevocationList> lists) {
    if (lists.empty()) return ok();
    TRY(writer_->run([&](writer::Batch& batch) {
        for (const crypto::RevocationList& crl : lists) keep_crl(batch.tx(), crl);
        return ok();
    }));
    for (crypto::RevocationList& crl : lists) trust_.put_crl(std::move(crl));
    return ok();
}

Status Centre::open_sessions() {
    TRY_ASSIGN(SecretArray<32> key, kept_secret(folder_.keys() / "session.key"));
    sessions_ = std::make_unique<Sessions>(std::move(key));
    const store::ReadLease tx = database_->read();
    for (const store::Session& session : store::live_sessions(tx, clock_.now()))
        if (const auto account = store::find_account(tx, session.person))
            sessions_->open(session.token, *account, session.expires);
    return ok();
}

Status Centre::open_witnesses() {
    if (config_.policy.empty()) return ok();
    const auto standing = config_.trial ? witness::Standing::trial : witness::Standing::production;
    TRY_ASSIGN(policy_, witness::read_published_policy(config_.policy, writer_->identity().key.verifier(), standing));
    const witness::CollectorOptions options{std::chrono::milliseconds(config_.witness_milliseconds),
                                            std::chrono::milliseconds(config_.witness_patience_milliseconds),
                                            std::chrono::milliseconds(config_.witness_pause_milliseconds),
                                            config_.witness_ca.string()};
    TRY_ASSIGN(collector_, witness::Collector::make(*database_, *writer_, *policy_, options));
    return ok();
}

tender::Context Centre::context(Instant arrival) const {
    return {config_.centre_id, origin(), config_.trial ? tender::CentreMode::trial : tender::CentreMode::production,
            arrival};
}

void Centre::on_commit(const std::vector<writer::CommittedEvent>& events) {
    lots_->publish(events);
    log_events(events);
    std::set<LotId> changed;
    for (const writer::CommittedEvent& event : events)
        if (event.stored.stream == stream_of(event.lot)) changed.insert(event.lot);
    for (const LotId& lot : changed) {
        hub_.tell(lot);
        timekeeper_->look_at(lot);
    }
}

/// A list that has used up half of its time, or is not this root's, is followed by a new one.
Status Centre::renew_crl() {
    if (!demo_ca_) return ok();
    const Instant now = clock_.now();
    for (const crypto::RevocationList& crl : trust_.snapshot()->crls)
        if (crl.issuer.der == demo_ca_->root().subject.der && now < crl.this_update.plus_days(crl_days / 2))
            return ok();
    std::optional<crypto::RevocationList> fresh;
    TRY(writer_->run([&](writer::Batch& batch) -> Status {
        TRY_ASSIGN(fresh, demo_ca_->make_crl(batch.tx(), now));
        return ok();
    }));
    trust_.put_crl(std::move(*fresh));
    return ok();
}

void Centre::keep_house() {
    const Instant now = clock_.now();
    uploads_->remove_expired(now);
    const auto swept = writer_->run([&](writer::Batch& batch) {
        store::delete_expired_sessions(batch.tx(), now);
        return ok();
    });
    if (!swept.ok()) journal::problem("house", swept.error());
    auto lists = read_lists();
    const Status taken = lists.ok() ? take_lists(std::move(*lists)) : Status(lists.error());
    if (!taken.ok()) journal::problem("revocation lists", taken.error());
    const Status renewed = renew_crl();
    if (!renewed.ok()) journal::problem("revocation list", renewed.error());
}

void Centre::stop() {
    arrivals_.stop();
    if (collector_) collector_->stop();
    if (timekeeper_) timekeeper_->stop();
    workers_.stop();
    if (writer_) writer_->stop();
}

} // namespace kaibiao::usecase
