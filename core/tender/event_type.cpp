#include "kaibiao/tender/upcast.h"

#include <array>

namespace kaibiao::tender {

namespace {

struct TypeRow {
    EventType type;
    std::string_view name;
};

constexpr std::array<TypeRow, event_type_count> types{{
    {EventType::lot_published, "lot.published"},
    {EventType::lot_clarified, "lot.clarified"},
    {EventType::bid_submitted, "bid.submitted"},
    {EventType::bid_withdrawn, "bid.withdrawn"},
    {EventType::lot_closed, "lot.closed"},
    {EventType::lot_suspended, "lot.suspended"},
    {EventType::lot_resumed, "lot.resumed"},
    {EventType::lot_opening_started, "lot.opening_started"},
    {EventType::bid_sheet_released, "bid.sheet_released"},
    {EventType::bid_volumes_released, "bid.volumes_released"},
    {EventType::lot_window_closed, "lot.window_closed"},
    {EventType::lot_announced, "lot.announced"},
    {EventType::committee_appointed, "committee.appointed"},
    {EventType::expert_scored, "expert.scored"},
    {EventType::lot_result, "lot.result"},
    {EventType::lot_release_excused, "lot.release_excused"},
    {EventType::officer_sheets_released, "officer.sheets_released"},
    {EventType::officer_volumes_released, "officer.volumes_released"},
    {EventType::lot_qualified, "lot.qualified"},
}};

bool is_announced(Phase phase) {
    return phase == Phase::announced || phase == Phase::qualified || phase == Phase::evaluated;
}
/// Names and prices are published together (EB 30). A lot that fails is proven to have had too few bidders.
bool is_named(Phase phase) { return is_announced(phase) || phase == Phase::failed; }

/// The window is over: nobody can answer what they read there.
Visibility for_officers(Phase phase) {
    return phase == Phase::window_closed ? Visibility::officers : Visibility::withheld;
}

} // namespace

std::string_view event_type_name(EventType type) {
    for (const TypeRow& row : types)
        if (row.type == type) return row.name;
    std::abort();
}

Result<EventType> parse_event_type(std::string_view name) {
    for (const TypeRow& row : types)
        if (row.name == name) return row.type;
    return Error(ErrorCode::event_malformed, "/type", std::string(name));
}

int newest_version(EventType type) { return newest_version(upcasts(), type); }

Visibility visibility(EventType type, Phase phase) {
    switch (type) {
    case EventType::bid_submitted:
    case EventType::bid_withdrawn: return is_named(phase) ? Visibility::everyone : for_officers(phase);
    case EventType::bid_sheet_released: return is_announced(phase) ? Visibility::everyone : for_officers(phase);
    case EventType::bid_volumes_released: return is_announced(phase) ? Visibility::openers : Visibility::withheld;
    case EventType::officer_sheets_released: return is_announced(phase) ? Visibility::everyone : Visibility::withheld;
    case EventType::officer_volumes_released:
        return is_announced(phase) ? Visibility::participants : Visibility::withheld;
    case EventType::committee_appointed:
    case EventType::expert_scored: return phase == Phase::evaluated ? Visibility::everyone : Visibility::participants;
    default: return Visibility::everyone;
    }
}

Phase phase_of(const LotState& lot, const StreamId& stream, std::uint64_t position) {
    if (!lot.technical || lot.phase == Phase::evaluated) return lot.phase;
    const bool settled = stream != lot.stream() || position <= lot.technical->position;
    return settled ? Phase::announced : lot.phase;
}

} // namespace kaibiao::tender
