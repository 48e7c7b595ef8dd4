#include "witness/collector.h"

#include "journal/journal.h"
#include "store/events.h"
#include "store/settings.h"
#include "store/witnessed.h"
#include "work/failure.h"

#include <algorithm>
#include <bit>

namespace kaibiao::witness {

namespace {

std::optional<Instant> cosigned_at(const log::Note& note, const log::VerifierKey& key) {
    const auto verified = log::verify_note(note, std::span(&key, 1));
    return verified.ok() ? verified->front().time : std::nullopt;
}

} // namespace

Result<std::unique_ptr<Collector>> Collector::make(store::Database& database, writer::Writer& writer,
                                                   const PublishedPolicy& policy, const CollectorOptions& options) {
    std::unique_ptr<Collector> collector(new Collector(database, writer, policy.trust, options));
    for (const log::PolicyWitness& witness : policy.policy.witnesses) {
        if (witness.url.empty()) continue;
        TRY_ASSIGN(WitnessClient client, WitnessClient::make(witness, options.ca_file, options.patience));
        collector->asked_.push_back(std::make_unique<Asked>(Asked{std::move(client)}));
    }
    return collector;
}

Collector::~Collector() { stop(); }

void Collector::start() {
    thread_ = std::thread([this] { run(); });
}

void Collector::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    for (const auto& asked : asked_) asked->client.cancel();
    if (thread_.joinable()) thread_.join();
}

void Collector::run() {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        lock.unlock();
        try {
            look();
        } catch (const std::exception& thrown) {
            journal::problem("witnesses", work::error_behind(thrown));
        }
        lock.lock();
        wake_.wait_for(lock, options_.interval, [this] { return stopping_; });
    }
}

/// Puts the newest checkpoint to every witness whose cosignature it lacks, all at once.
void Collector::look() {
    Round round;
    if (const Status begun = begin(round); !begun.ok()) {
        journal::problem("witnesses", begun.error());
        return;
    }
    std::vector<std::thread> threads;
    for (const auto& asked : asked_)
        if (!round.checkpoint.empty() && is_due(*asked, round))
            threads.emplace_back([this, &asked = *asked, &round] { ask(asked, round); });
    for (std::thread& thread : threads) thread.join();
}

bool Collector::is_due(const Asked& asked, const Round& round) {
    const auto time = cosigned_at(round.note, asked.client.witness().key);
    if (!time) return asked.next_try <= Clock::now();
    return *time < round.newest_event && asked.next_repeat <= Clock::now();
}

/// Begins with what was cosigned of this checkpoint before. A restored centre first has to be reconciled.
Status Collector::begin(Round& round) {
    const store::ReadLease tx = database_.read();
    const auto newest = store::newest_checkpoint(tx);
    if (!newest || store::setting(tx, store::reconcile_required)) return ok();
    round.size = newest->size;
    round.checkpoint = newest->note;
    if (const auto newest_header = store::newest_header(tx)) {
        TRY_ASSIGN(const log::EventHeader header, log::decode_event_header(*newest_header));
        round.newest_event = header.stamp;
    }
    TRY_ASSIGN(round.note, log::decode_note(newest->note));
    const auto witnessed = store::witnessed_checkpoint(tx);
    if (!witnessed || witnessed->size != newest->size) return ok();
    TRY_ASSIGN(log::Note before, log::decode_note(witnessed->note));
    if (before.text == round.note.text) round.note = std::move(before);
    return ok();
}

void Collector::ask(Asked& asked, Round& round) {
    try {
        const auto proof = [&](std::uint64_t from) -> Result<log::MerkleProof> {
            const store::ReadLease tx = database_.read();
            const store::StoredTiles tiles(tx);
            return log::consistency_proof(log::TileHashReader(tiles, round.size), from, round.size);
        };
        auto signature = asked.client.ask(round.checkpoint, round.size, proof);
        if (!signature.ok()) return note_failure(asked, signature.error());
        if (const Status taken = take(round, std::move(*signature)); !taken.ok())
            return note_failure(asked, taken.error());
        note_success(asked, round);
    } catch (const std::exception& thrown) {
        note_failure(asked, work::error_behind(thrown));
    }
}

/// Published as soon as the quorum is there; those who cosign later are added.
Status Collector::take(Round& round, log::NoteSignature signature) {
    const std::lock_guard lock(round.mutex);
    log::Note together = round.note;
    std::erase_if(together.signatures, [&](const log::NoteSignature& before) {
        return before.name == signature.name && before.key_id == signature.key_id;
    });
    together.signatures.push_back(std::move(signature));
    const std::string note = log::encode_note(together);
    const auto opened = log::open_checkpoint(note, trust_);
    const bool too_few = !opened.ok() && opened.error().code == ErrorCode::witness_quorum_missing;
    if (!opened.ok() && !too_few) return opened.error();
    round.note = std::move(together);
    if (too_few) return ok();
    TRY(writer_.run([&](writer::Batch& batch) {
        store::put_witnessed_checkpoint(batch.tx(), {round.size, note});
        return ok();
    }));
    return ok();
}

void Collector::note_success(Asked& asked, Round& round) {
    const std::string& name = asked.client.witness().name;
    if (asked.failures > 1) journal::event("witness_back", codec::Json::object().set("witness", name));
    asked.failures = 0;
    const std::lock_guard lock(round.mutex);
    const auto time = cosigned_at(round.note, asked.client.witness().key);
    asked.early = time && *time < round.newest_event ? asked.early + 1 : 0;
    if (asked.early == 0) return;
    asked.next_repeat = Clock::now() + pause_after(asked.early - 1);
    // Once is what whole seconds make of a right clock.
    if (asked.early > 2 && std::has_single_bit(asked.early))
        journal::event("witness_clock_behind", codec::Json::object().set("witness", name));
}

void Collector::note_failure(Asked& asked, const Error& error) {
    {
        const std::lock_guard lock(mutex_);
        if (stopping_) return;
    }
    // A line for the second failure and at every doubling: one that is only not there yet is no news, and one that is
    // gone must not fill the journal.
    if (++asked.failures > 1 && std::has_single_bit(asked.failures))
        journal::problem("witness " + asked.client.witness().name, error);
    asked.next_try = Clock::now() + pause_after(asked.failures);
}

/// Doubles each time.
std::chrono::milliseconds Collector::pause_after(std::uint64_t times) const {
    const auto pause = options_.interval * (std::int64_t{1} << std::min<std::uint64_t>(times, 20));
    return std::min<std::chrono::milliseconds>(pause, options_.longest_pause);
}

} // namespace kaibiao::witness
