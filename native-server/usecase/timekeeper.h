#pragma once
/// The centre's own acts at their times: close at the deadline, close the release window, announce.

#include "kaibiao/base/ids.h"
#include "kaibiao/base/instant.h"

#include <condition_variable>
#include <map>
#include <mutex>
#include <set>
#include <thread>

namespace kaibiao::usecase {

class Centre;

class Timekeeper {
  public:
    explicit Timekeeper(Centre& centre) : centre_(centre) {}
    ~Timekeeper();
    /// Takes up every lot in motion, also those whose time came while the server was down.
    void start();
    void stop();
    /// Something happened to this lot: look at it again.
    void look_at(const LotId& lot);

  private:
    void run();
    void act_on(const LotId& lot);
    void house();
    /// Waits until the next lot is due; none when stopping.
    bool wait_for_next(LotId& lot);

    Centre& centre_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::set<std::pair<Instant, LotId>> due_;
    std::map<LotId, Instant> planned_;
    bool stopping_ = false;
    std::thread thread_;
    std::thread housekeeper_;
};

} // namespace kaibiao::usecase
