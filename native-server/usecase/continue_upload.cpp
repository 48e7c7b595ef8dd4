#include "usecase/tus_answer.h"
#include "usecase/verbs.h"
#include "writer/crash_point.h"

namespace kaibiao::usecase {

namespace {

/// After these the upload can go on; after anything else the bytes are no sealed part and never will be.
bool can_go_on(ErrorCode code) {
    switch (code) {
    case ErrorCode::upload_checksum_wrong:
    case ErrorCode::upload_length_wrong:
    case ErrorCode::upload_offset_wrong:
    case ErrorCode::disk_full:
    case ErrorCode::file_unwritable:
    case ErrorCode::file_unreadable:
    case ErrorCode::database_failed:
    case ErrorCode::queue_full:
    case ErrorCode::internal_error: return true;
    default: return false;
    }
}

/// One PATCH.
class PieceSink final : public http::BodySink {
  public:
    PieceSink(Centre& centre, std::shared_ptr<blob::Upload> upload) : centre_(centre), upload_(std::move(upload)) {}

    Status write(ByteView piece) override { return kept(upload_->write(piece)); }

    Result<Response> finish() override {
        TRY(kept(upload_->end()));
        writer::crash_point("piece_stored");
        const blob::UploadRecord& record = upload_->record();
        if (record.offset == record.length) TRY(kept(complete()));
        Response response = Response::empty();
        add_upload_headers(response, record);
        return response;
    }

    void abandon() override { upload_->abandon(); }

  private:
    Status kept(Status status) {
        if (!status.ok() && !can_go_on(status.error().code)) centre_.uploads().remove(*upload_);
        return status;
    }

    /// The row without its file is harmless; the file without its row would not be found. Only then the answer.
    Status complete() {
        TRY_ASSIGN(const seal::InspectedUpload found, upload_->finish());
        Status placed = insert_row(found);
        if (placed.ok()) placed = centre_.parts().adopt(upload_->file_path(), found.root);
        if (!placed.ok()) {
            upload_->step_back();
            return placed;
        }
        upload_->mark_complete(found);
        // The part is in place; a description that is out of date only costs another upload.
        (void)upload_->save(blob::Durability::now);
        return ok();
    }

    Status insert_row(const seal::InspectedUpload& found) {
        const blob::UploadRecord& record = upload_->record();
        const auto stored = centre_.writer().run([&](writer::Batch& batch) {
            batch.tx()
                .prepare("INSERT OR IGNORE INTO blobs(root, bytes, lot, owner, stored) VALUES(?,?,?,?,?)")
                .bind(found.root)
                .bind(found.length)
                .bind(record.lot)
                .bind(record.owner)
                .bind(centre_.now())
                .run();
            return ok();
        });
        return stored.ok() ? ok() : Status(stored.error());
    }

    Centre& centre_;
    std::shared_ptr<blob::Upload> upload_;
};

} // namespace

Result<std::unique_ptr<http::BodySink>> continue_upload(Centre& centre, Exchange& exchange) {
    TRY(check_tus_version(exchange.request));
    if (exchange.request.headers.get("Content-Type") != "application/offset+octet-stream")
        return Error(ErrorCode::media_type_refused, "Content-Type");
    TRY_ASSIGN(const std::uint64_t offset, number_header(exchange.request, "Upload-Offset"));
    TRY_ASSIGN(blob::ExpectedChecksum checksum, blob::parse_checksum(exchange.request.headers.get("Upload-Checksum")));
    TRY_ASSIGN(std::shared_ptr<blob::Upload> upload,
               centre.uploads().take(exchange.parameters[0], exchange.caller.person, centre.now()));
    TRY(upload->begin(offset, std::move(checksum)));
    return std::unique_ptr<http::BodySink>(std::make_unique<PieceSink>(centre, std::move(upload)));
}

} // namespace kaibiao::usecase
