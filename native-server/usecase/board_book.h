#pragma once
/// Opening boards as text, made once for everybody who watches a lot: the whole board, and what changed since a
/// position of the lot's stream.

#include "writer/lot_book.h"

namespace kaibiao::usecase {

/// A board as of `count` events of the lot's stream.
struct BoardView {
    std::uint64_t count = 0;
    std::string lot;   ///< the lot's own state: phase, suspension, head, times
    std::string board; ///< rows that changed since the position asked for, or all
};

/// Thread-safe.
class BoardBook {
  public:
    explicit BoardBook(writer::LotBook& lots) : lots_(lots) {}
    /// The board with the rows that changed after the first `since` events; 0 for all. Errors: lot_unknown.
    Result<BoardView> view(const LotId& lot, std::uint64_t since);

  private:
    struct Row {
        codec::Json json;
        std::uint64_t changed = 0; ///< number of events when it last changed
    };
    struct Entry {
        std::uint64_t count = 0;
        codec::Json lot;
        codec::Json frame; ///< the board without its rows
        std::vector<Row> rows;
        std::map<std::uint64_t, BoardView> texts; ///< by `since`
    };
    static constexpr std::size_t most_lots = 512;
    /// Clients choose `since`.
    static constexpr std::size_t most_texts = 16;
    static void renew(Entry& entry, const writer::LotRecord& record);

    writer::LotBook& lots_;
    std::mutex mutex_;
    std::map<LotId, Entry> entries_;
};

} // namespace kaibiao::usecase
