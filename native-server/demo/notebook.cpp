#include "demo/notebook.h"

#include "blob/file.h"
#include "cli/files.h"
#include "kaibiao/codec/text.h"

#include <algorithm>

namespace kaibiao::demo {

namespace fs = std::filesystem;

namespace {

using codec::Json;

constexpr std::uint64_t largest_file = 1 << 20;

Result<std::map<std::string, std::vector<std::string>>> read_codes(const Json& json) {
    if (json.as_object() == nullptr) return Error(ErrorCode::json_member_type, "/codes");
    std::map<std::string, std::vector<std::string>> codes;
    for (const auto& [bidder, list] : *json.as_object()) {
        if (list.as_array() == nullptr) return Error(ErrorCode::json_member_type, "/codes/" + bidder);
        for (const Json& code : *list.as_array())
            if (code.as_string() != nullptr) codes[bidder].push_back(*code.as_string());
    }
    return codes;
}

} // namespace

Result<Notebook> Notebook::begin(const fs::path& folder, const TrialRequest& visitor, std::string title) {
    std::error_code failed;
    fs::create_directories(folder, failed);
    if (failed) return Error(ErrorCode::file_unwritable, folder.string(), failed.message());
    Notebook notes;
    notes.file_ = folder / (codec::encode_hex(cli::random_bytes<16>()) + ".json");
    notes.visitor_ = visitor;
    notes.title_ = std::move(title);
    notes.begun_ = cli::clock_now();
    TRY(notes.write());
    return notes;
}

std::vector<Notebook> Notebook::found_in(const fs::path& folder) {
    std::vector<Notebook> found;
    std::error_code none;
    for (const auto& entry : fs::directory_iterator(folder, none)) {
        if (entry.path().extension() != ".json") continue;
        auto notes = read(entry.path());
        if (notes.ok()) found.push_back(std::move(*notes));
    }
    std::sort(found.begin(), found.end(), [](const Notebook& a, const Notebook& b) { return a.begun_ < b.begun_; });
    return found;
}

Result<Notebook> Notebook::read(const fs::path& file) {
    TRY_ASSIGN(const Bytes text, blob::read_whole(file, largest_file));
    TRY_ASSIGN(const Json json, codec::parse_canonical(text));
    codec::ObjectReader reader(json, "");
    Notebook notes;
    notes.file_ = file;
    TRY_ASSIGN(notes.visitor_.role, reader.string("role"));
    TRY_ASSIGN(notes.visitor_.id, reader.string("id"));
    TRY_ASSIGN(notes.visitor_.name, reader.string("name"));
    TRY_ASSIGN(notes.title_, reader.string("title"));
    TRY_ASSIGN(const std::string begun, reader.string("begun"));
    TRY_ASSIGN(notes.begun_, Instant::parse(begun));
    TRY_ASSIGN(const Json* lot, reader.any("lot"));
    if (lot->as_string() != nullptr) {
        TRY_ASSIGN(notes.lot_, LotId::parse(*lot->as_string()));
    }
    TRY_ASSIGN(const Json* codes, reader.any("codes"));
    TRY_ASSIGN(notes.codes_, read_codes(*codes));
    TRY(reader.finish());
    return notes;
}

Status Notebook::write() const {
    if (file_.empty()) return ok();
    Json codes = Json::object();
    for (const auto& [bidder, list] : codes_) {
        Json items = Json::array();
        for (const std::string& code : list) items.push(Json(code));
        codes.set(bidder, std::move(items));
    }
    Json json = Json::object()
                    .set("role", visitor_.role)
                    .set("id", visitor_.id)
                    .set("name", visitor_.name)
                    .set("title", title_)
                    .set("begun", begun_.text())
                    .set("lot", lot_ ? Json(lot_->text()) : Json())
                    .set("codes", std::move(codes));
    return blob::replace_file(file_, as_bytes(codec::dump_canonical(json)), blob::Durability::later);
}

std::vector<seal::OpeningSecrets> Notebook::secrets_of(const std::string& bidder) const {
    std::vector<seal::OpeningSecrets> out;
    const auto found = codes_.find(bidder);
    if (found == codes_.end()) return out;
    for (auto code = found->second.rbegin(); code != found->second.rend(); ++code) {
        auto secrets = seal::decode_recovery_code(*code);
        if (secrets.ok()) out.push_back(std::move(*secrets));
    }
    return out;
}

Status Notebook::note_lot(const LotId& lot) {
    lot_ = lot;
    return write();
}

Status Notebook::note_secrets(const std::string& bidder, const seal::OpeningSecrets& secrets) {
    const SecretBytes code = seal::encode_recovery_code(secrets);
    codes_[bidder].emplace_back(as_text(code.view()));
    return write();
}

void Notebook::forget() {
    std::error_code ignored;
    if (!file_.empty()) fs::remove(file_, ignored);
    file_.clear();
}

} // namespace kaibiao::demo
