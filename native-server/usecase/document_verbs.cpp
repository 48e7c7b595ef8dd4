#include "blob/file.h"
#include "http/range.h"
#include "kaibiao/codec/text.h"
#include "kaibiao/crypto/hash.h"
#include "usecase/json_text.h"
#include "usecase/verbs.h"
#include "work/entropy.h"

#include <algorithm>
#include <array>

namespace kaibiao::usecase {

namespace {

/// What a browser may show by itself; everything else is for downloading.
std::string safe_media_type(std::string_view given) {
    static constexpr std::array<std::string_view, 8> known{"application/pdf",  "image/png",      "image/jpeg",
                                                           "text/plain",       "text/csv",       "application/zip",
                                                           "application/json", "application/xml"};
    const std::string_view type = given.substr(0, given.find(';'));
    return std::string(std::find(known.begin(), known.end(), type) != known.end() ? type : "application/octet-stream");
}

/// Writes a temporary file and names it by its digest when it is complete.
class DocumentSink final : public http::BodySink {
  public:
    DocumentSink(Centre& centre, const Exchange& exchange, std::filesystem::path path, blob::WritableFile file)
        : centre_(centre), owner_(exchange.caller.person),
          media_type_(safe_media_type(exchange.request.headers.get("Content-Type"))), path_(std::move(path)),
          file_(std::move(file)) {}
    ~DocumentSink() override {
        std::error_code ignored;
        std::filesystem::remove(path_, ignored);
    }

    Status write(ByteView piece) override {
        if (bytes_ + piece.size() > static_cast<std::uint64_t>(centre_.config().document_bytes))
            return Error(ErrorCode::body_too_large);
        hash_.update(piece);
        TRY(file_.write_at(bytes_, piece));
        bytes_ += piece.size();
        return ok();
    }

    Result<Response> finish() override {
        const Digest digest = hash_.finish();
        TRY(centre_.documents().adopt(path_, digest));
        TRY(centre_.writer().run([&](writer::Batch& batch) {
            batch.tx()
                .prepare("INSERT OR IGNORE INTO documents(digest, bytes, media_type, owner, stored) VALUES(?,?,?,?,?)")
                .bind(digest)
                .bind(bytes_)
                .bind(media_type_)
                .bind(owner_)
                .bind(centre_.now())
                .run();
            return ok();
        }));
        return Response::json(
            codec::Json::object().set("digest", hex(digest)).set("bytes", static_cast<std::int64_t>(bytes_)));
    }

  private:
    Centre& centre_;
    std::string owner_;
    std::string media_type_;
    std::filesystem::path path_;
    blob::WritableFile file_;
    crypto::Sha256 hash_;
    std::uint64_t bytes_ = 0;
};

} // namespace

Result<std::unique_ptr<http::BodySink>> store_document(Centre& centre, Exchange& exchange) {
    const std::filesystem::path path =
        centre.folder().uploads() / (codec::encode_hex(work::random_bytes<16>()) + ".document");
    TRY_ASSIGN(blob::WritableFile file, blob::WritableFile::open(path));
    return std::unique_ptr<http::BodySink>(std::make_unique<DocumentSink>(centre, exchange, path, std::move(file)));
}

Result<Response> fetch_document(Centre& centre, const ReadTx& tx, Exchange& exchange) {
    const auto digest = codec::decode_digest(exchange.parameters[0]);
    if (!digest.ok()) return Error(ErrorCode::not_found, exchange.parameters[0]);
    store::Statement row = tx.prepare("SELECT media_type FROM documents WHERE digest=?");
    row.bind(*digest);
    if (!row.step()) return Error(ErrorCode::not_found, exchange.parameters[0]);
    TRY_ASSIGN(const blob::OpenedBlob document, centre.documents().open(*digest));
    Response response = http::ranged(exchange.request, '"' + exchange.parameters[0] + '"', row.text(0),
                                     http::FileSlice{document.file, 0, document.length});
    // Somebody else's file under our name: it may be looked at, and may do nothing.
    response.headers.set("Content-Security-Policy", "default-src 'none'; sandbox");
    response.headers.set("Content-Disposition", "attachment");
    response.headers.set("Cache-Control", "public, max-age=31536000, immutable");
    return response;
}

} // namespace kaibiao::usecase
