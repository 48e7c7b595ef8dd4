#pragma once
/// A running trading centre: everything that the use cases work with.

#include "blob/bundle_shelf.h"
#include "blob/upload.h"
#include "config/config.h"
#include "http/route.h"
#include "http/static_files.h"
#include "kaibiao/tender/context.h"
#include "kaibiao/tender/rule_profile.h"
#include "live/hub.h"
#include "store/folder.h"
#include "usecase/board_book.h"
#include "usecase/demo_ca.h"
#include "usecase/sessions.h"
#include "usecase/trust.h"
#include "witness/collector.h"
#include "work/arrivals.h"
#include "work/worker_pool.h"
#include "writer/writer.h"

#include <optional>

namespace kaibiao::demo {
struct TrialHook;
}

namespace kaibiao::usecase {

class Timekeeper;

class Centre {
  public:
    /// Locks and opens the data folder, or makes a new centre in it, and starts the writer. Files of roots and lists
    /// are read before, so that a folder does not become that of a centre whose configuration is wrong.
    /// Errors: data_folder_in_use, database_newer, config_malformed, those of trust files and of the disk.
    static Result<std::unique_ptr<Centre>> open(const config::Config& config);
    ~Centre();
    Centre(const Centre&) = delete;
    Centre& operator=(const Centre&) = delete;

    const config::Config& config() const { return config_; }
    const std::string& origin() const { return writer_->identity().origin; }
    tender::Context context(Instant arrival) const;
    Instant now() { return clock_.now(); }

    work::ArrivalLedger& arrivals() { return arrivals_; }
    work::WorkerPool& workers() { return workers_; }
    store::Database& database() { return *database_; }
    writer::LotBook& lots() { return *lots_; }
    BoardBook& boards() { return *boards_; }
    writer::Writer& writer() { return *writer_; }
    blob::BlobStore& parts() { return parts_; }
    blob::BlobStore& documents() { return documents_; }
    blob::BundleShelf& bundles() { return bundles_; }
    blob::UploadBook& uploads() { return *uploads_; }
    const store::FolderLayout& folder() const { return folder_; }
    TrustStore& trust() { return trust_; }
    DemoCa* demo_ca() { return demo_ca_ ? &*demo_ca_ : nullptr; }
    Sessions& sessions() { return *sessions_; }
    LoginChallenges& challenges() { return challenges_; }
    live::Hub& hub() { return hub_; }
    http::StaticFiles& web() { return web_; }
    Timekeeper& timekeeper() { return *timekeeper_; }
    /// Whose cosignatures this centre asks for; nullptr where it has no witnesses.
    const witness::PublishedPolicy* policy() const { return policy_ ? &*policy_ : nullptr; }

    /// Set by the trial's director; absent elsewhere.
    void set_trial_hook(std::shared_ptr<const demo::TrialHook> hook) { trial_hook_ = std::move(hook); }
    const demo::TrialHook* trial_hook() const { return trial_hook_.get(); }

    /// What is done from time to time: expired uploads and sessions, fresh revocation lists.
    void keep_house();
    /// Ends timers, workers and the writer, in this order; what was accepted is decided.
    void stop();

  private:
    explicit Centre(const config::Config& config);
    Status open_database();
    Status open_writer();
    Status open_trust(std::vector<crypto::RevocationList> lists);
    Status read_roots_of_trust();
    /// The files of revocation lists. Errors: file_unreadable, crl_malformed, with the file.
    Result<std::vector<crypto::RevocationList>> read_lists() const;
    /// A newer list takes the place of an older one.
    Status take_lists(std::vector<crypto::RevocationList> lists);
    Status open_sessions();
    Status open_witnesses();
    void on_commit(const std::vector<writer::CommittedEvent>& events);
    Status renew_crl();

    config::Config config_;
    store::FolderLayout folder_;
    std::optional<store::FolderLock> lock_;
    work::ServerClock clock_;
    work::ArrivalLedger arrivals_{clock_};
    work::WorkerPool workers_;
    std::unique_ptr<store::Database> database_;
    std::unique_ptr<writer::LotBook> lots_;
    std::unique_ptr<BoardBook> boards_;
    TrustStore trust_;
    std::optional<DemoCa> demo_ca_;
    blob::BlobStore parts_;
    blob::BlobStore documents_;
    blob::BundleShelf bundles_;
    std::unique_ptr<blob::UploadBook> uploads_;
    std::unique_ptr<Sessions> sessions_;
    LoginChallenges challenges_;
    live::Hub hub_;
    http::StaticFiles web_;
    std::shared_ptr<const demo::TrialHook> trial_hook_;
    std::unique_ptr<writer::Writer> writer_;
    std::unique_ptr<Timekeeper> timekeeper_;
    std::optional<witness::PublishedPolicy> policy_;
    std::unique_ptr<witness::Collector> collector_;
};

} // namespace kaibiao::usecase
