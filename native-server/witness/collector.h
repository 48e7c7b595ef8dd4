#pragma once
/// Has the centre's checkpoints cosigned, in the background. Nothing that the centre decides waits for it; a witness
/// that is down, slow or lies costs a thread for its time limit and is asked less and less often. One that cosigned
/// before the checkpoint's newest event, by its clock in whole seconds, is asked once more: nobody releases anything
/// before a cosignature of after the deadline, and a log that rests makes no further checkpoint.

#include "store/log_store.h"
#include "witness/published_policy.h"
#include "witness/witness_client.h"
#include "writer/writer.h"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace kaibiao::witness {

struct CollectorOptions {
    std::chrono::milliseconds interval{1000};         ///< between two looks at the newest checkpoint
    std::chrono::milliseconds patience{5000};         ///< for a witness's answer
    std::chrono::milliseconds longest_pause{300'000}; ///< before a witness that failed is asked again
    std::string ca_file;                              ///< for https; empty: the system's
};

class Collector {
  public:
    /// Database and writer must outlive it. Errors: those of WitnessClient::make.
    static Result<std::unique_ptr<Collector>> make(store::Database& database, writer::Writer& writer,
                                                   const PublishedPolicy& policy, const CollectorOptions& options);
    ~Collector();
    Collector(const Collector&) = delete;
    Collector& operator=(const Collector&) = delete;

    void start();
    /// Does not wait for witnesses.
    void stop();

  private:
    using Clock = std::chrono::steady_clock;
    /// A witness with an address, and how it behaved.
    struct Asked {
        WitnessClient client;
        std::uint64_t failures = 0; ///< one after another
        Clock::time_point next_try{};
        std::uint64_t early = 0; ///< cosignatures one after another that are of before the newest event
        Clock::time_point next_repeat{};
    };
    /// One checkpoint on its way through the witnesses; they share the note.
    struct Round {
        std::uint64_t size = 0;
        std::string checkpoint; ///< as the log signed it
        Instant newest_event;   ///< its stamp; the checkpoint covers it
        std::mutex mutex;
        log::Note note; ///< with the cosignatures so far
    };

    Collector(store::Database& database, writer::Writer& writer, log::LogTrust trust, CollectorOptions options)
        : database_(database), writer_(writer), trust_(std::move(trust)), options_(std::move(options)) {}
    void run();
    void look();
    Status begin(Round& round);
    static bool is_due(const Asked& asked, const Round& round);
    void ask(Asked& asked, Round& round);
    Status take(Round& round, log::NoteSignature signature);
    void note_success(Asked& asked, Round& round);
    void note_failure(Asked& asked, const Error& error);
    std::chrono::milliseconds pause_after(std::uint64_t times) const;

    store::Database& database_;
    writer::Writer& writer_;
    log::LogTrust trust_;
    CollectorOptions options_;
    std::vector<std::unique_ptr<Asked>> asked_;
    std::mutex mutex_;
    std::condition_variable wake_;
    bool stopping_ = false;
    std::thread thread_;
};

} // namespace kaibiao::witness
