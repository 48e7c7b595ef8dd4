#include "writer/batch.h"

#include "store/settings.h"
#include "work/entropy.h"
#include "work/failure.h"
#include "writer/lot_projection.h"

#include <algorithm>

namespace kaibiao::writer {

namespace {

template <typename T> T value_or_throw(Result<T> result) {
    if (!result.ok()) throw work::Failure(result.error());
    return std::move(result).value();
}

} // namespace

const LotRecord* Batch::lot(const LotId& lot) {
    const auto found = working_.find(lot);
    if (found != working_.end()) return &found->second;
    auto loaded = load_lot(tx_, lot);
    return loaded ? &working_.emplace(lot, std::move(*loaded)).first->second : nullptr;
}

Result<store::EventPlace> Batch::append(const LotId& lot, const tender::DecidedEvent& decided) {
    if (store::setting(tx_, store::reconcile_required)) return Error(ErrorCode::log_reconcile_required);
    (void)this->lot(lot);
    LotRecord& record = working_[lot];
    const tender::StreamHead head = record.head_of(decided.stream);
    CommittedEvent committed{lot, {decided.stream, head.count, {}}, {}};
    committed.stored.event = tender::store_event(decided, head, work::random_bytes<log::payload_salt_size>());
    committed.event = value_or_throw(tender::decode_event(committed.stored.event));
    store::insert_event(tx_, lot, committed.stored, committed.event.hash);
    record.apply(committed.event);
    if (decided.stream == stream_of(lot)) store::put_lot(tx_, lot_row(record.lot));
    events_.push_back(std::move(committed));
    return store::EventPlace{decided.stream, head.count};
}

void Batch::log_events(store::LogAppender& log, const LogIdentity& identity) {
    log.append(tx_, covered_entries(events_));
    const log::Checkpoint checkpoint{identity.origin, log.size(), log.root(), {}};
    const store::StoredCheckpoint stored{log.size(), log::sign_checkpoint(checkpoint, identity.key)};
    store::put_checkpoint(tx_, stored);
    for (const CommittedEvent& event : events_) {
        const auto index = store::log_position(tx_, event.event.hash);
        store::insert_receipt(tx_, {event.stored.stream, event.stored.position},
                              value_or_throw(store::prove(tx_, *index, stored)));
    }
}

std::vector<Digest> covered_entries(const std::vector<CommittedEvent>& events) {
    std::vector<Digest> entries;
    entries.reserve(events.size() + batch_multiple);
    for (const CommittedEvent& event : events) entries.push_back(event.event.hash);
    while (entries.empty() || entries.size() % batch_multiple != 0) entries.push_back(work::random_bytes<32>());
    for (std::size_t i = entries.size() - 1; i > 0; --i) std::swap(entries[i], entries[work::random_below(i + 1)]);
    return entries;
}

} // namespace kaibiao::writer
