#pragma once
/// Part 0 of every bid: the opening sheet (开标一览表) with the price, and what opens the other parts' commitments.
/// Canonical JSON, padded so that its length says nothing about its content.

#include "kaibiao/base/money.h"
#include "kaibiao/codec/json.h"
#include "kaibiao/seal/plain_commitment.h"

#include <map>
#include <optional>

namespace kaibiao::seal {

/// What is announced at the opening.
struct PublicSheet {
    std::string bidder_id;
    std::string bidder_name;
    std::optional<Money> price; ///< none in a technical envelope, whose price comes in another (双信封)
    std::int64_t duration_days = 0;
    std::string quality;                       ///< the standard of quality offered
    std::string manager;                       ///< name of the project manager
    std::string manager_certificate;           ///< its number
    std::string security;                      ///< bid security: kind, amount, number
    std::map<std::string, std::string> values; ///< further fields of the method, as decimal strings
    bool operator==(const PublicSheet&) const = default;
};

/// One volume. Titles and file names appear nowhere else.
struct SheetVolume {
    std::uint32_t part = 0;
    std::string title;
    std::string filename;
    std::uint64_t bytes = 0; ///< of plaintext
    bool operator==(const SheetVolume&) const = default;
};

struct OpeningSheet {
    PublicSheet offer;
    std::vector<SheetVolume> volumes; ///< part i at index i − 1
    std::vector<PlainSalt> salts;     ///< of part i at index i, part 0 included
    bool operator==(const OpeningSheet&) const = default;
};

/// `price` is written in yuan with two decimals, `price_capital` beside it in words (大写); both null without a price.
codec::Json write_public_sheet(const PublicSheet& sheet);
/// Errors: sheet_malformed with its place, words_differ_from_figures.
Result<PublicSheet> read_public_sheet(const codec::Json& json, const std::string& place);

/// The plaintext of part 0: a multiple of 8,192 bytes. Errors: sheet_malformed when it would be too large.
Result<SecretBytes> encode_sheet(const OpeningSheet& sheet);
/// Errors: sheet_padding_wrong, sheet_malformed, words_differ_from_figures.
Result<OpeningSheet> decode_sheet(ByteView plain);

} // namespace kaibiao::seal
