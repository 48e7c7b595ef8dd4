#include "kaibiao/log/tile.h"

#include <algorithm>

namespace kaibiao::log {

namespace {

constexpr std::string_view root_folder = "tile/";
constexpr std::string_view entries_folder = "entries";
constexpr std::string_view partial_mark = ".p/";
constexpr std::size_t max_number_digits = 18; // below 2^63

std::string three_digits(std::uint64_t value) {
    const std::string digits = std::to_string(value);
    return std::string(3 - digits.size(), '0') + digits;
}

std::string index_path(std::uint64_t index) {
    std::string path = three_digits(index % 1000);
    for (index /= 1000; index != 0; index /= 1000) path = "x" + three_digits(index % 1000) + "/" + path;
    return path;
}

Error malformed() { return Error(ErrorCode::tile_malformed); }

Result<std::uint64_t> read_number(std::string_view digits) {
    if (digits.empty() || digits.size() > max_number_digits) return malformed();
    std::uint64_t value = 0;
    for (const char c : digits) {
        if (c < '0' || c > '9') return malformed();
        value = value * 10 + static_cast<std::uint64_t>(c - '0');
    }
    return value;
}

/// Removes and returns what stands before the first `mark`, which is removed too; everything when there is none.
std::string_view take_until(std::string_view& text, std::string_view mark) {
    const std::string_view head = text.substr(0, text.find(mark));
    text.remove_prefix(std::min(head.size() + mark.size(), text.size()));
    return head;
}

} // namespace

std::string tile_path(const TileId& tile) {
    std::string path(root_folder);
    path += tile.kind == TileKind::entries ? std::string(entries_folder) : std::to_string(tile.level);
    path += "/" + index_path(tile.index);
    if (tile.width != full_tile_width) path += std::string(partial_mark) + std::to_string(tile.width);
    return path;
}

Result<TileId> parse_tile_path(std::string_view path) {
    std::string_view rest = path;
    if (take_until(rest, "/") != "tile") return malformed();
    TileId tile;
    const std::string_view level = take_until(rest, "/");
    if (level == entries_folder) {
        tile.kind = TileKind::entries;
    } else {
        TRY_ASSIGN(const std::uint64_t number, read_number(level));
        if (number > max_tile_level) return malformed();
        tile.level = static_cast<int>(number);
    }
    std::string_view index = take_until(rest, partial_mark);
    if (!rest.empty()) {
        TRY_ASSIGN(const std::uint64_t width, read_number(rest));
        if (width < 1 || width >= full_tile_width) return malformed();
        tile.width = static_cast<int>(width);
    }
    std::string digits;
    std::copy_if(index.begin(), index.end(), std::back_inserter(digits), [](char c) { return c != 'x' && c != '/'; });
    TRY_ASSIGN(tile.index, read_number(digits));
    // Everything read loosely above is caught here: there is one path for a tile.
    if (tile_path(tile) != path) return malformed();
    return tile;
}

int tile_width(TileKind kind, int level, std::uint64_t index, std::uint64_t size) {
    if (level < 0 || level > max_tile_level || (kind == TileKind::entries && level != 0)) return 0;
    const std::uint64_t hashes = size >> (tile_height * level);
    if (index > hashes / full_tile_width) return 0;
    return static_cast<int>(std::min<std::uint64_t>(hashes - index * full_tile_width, full_tile_width));
}

} // namespace kaibiao::log
