#include "http/event_stream.h"
#include "usecase/board_book.h"
#include "usecase/json_text.h"
#include "usecase/lot_answer.h"
#include "usecase/verbs.h"

#include <charconv>

namespace kaibiao::usecase {

namespace {

/// What one follower has seen, and what is new since.
class LotStream final : public http::EventStream {
  public:
    LotStream(Centre& centre, LotId lot, std::shared_ptr<live::Hub::Subscription> subscription, std::uint64_t seen)
        : centre_(centre), lot_(lot), subscription_(std::move(subscription)), seen_(seen) {}

    /// `time` once, then `lot` and `board` whenever the lot's stream has grown. The id is the position of the newest
    /// event: who comes back with it gets what changed since, and loses nothing.
    std::string take() override {
        std::string out;
        if (!greeted_)
            out = http::event_frame({}, "time",
                                    codec::dump_canonical(codec::Json::object().set("now", instant(centre_.now()))));
        const auto view = centre_.boards().view(lot_, seen_);
        if (view.ok() && (view->count != seen_ || !greeted_)) {
            const std::string id = std::to_string(view->count - 1);
            out += http::event_frame({}, "lot", view->lot);
            out += http::event_frame(id, "board", view->board);
            seen_ = view->count;
        }
        greeted_ = true;
        return out;
    }
    void on_news(std::function<void()> wake) override { subscription_->on_news(std::move(wake)); }

  private:
    Centre& centre_;
    LotId lot_;
    std::shared_ptr<live::Hub::Subscription> subscription_;
    std::uint64_t seen_; ///< number of events
    bool greeted_ = false;
};

/// From Last-Event-ID (or `last`, for clients that cannot set it): the number of events the client has seen.
std::uint64_t seen_by(const http::Request& request) {
    std::string text(request.headers.get("Last-Event-ID"));
    if (text.empty()) text = request.parameter("last").value_or("");
    std::uint64_t position = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), position);
    return failed == std::errc() && end == text.data() + text.size() && position < (std::uint64_t{1} << 53)
               ? position + 1
               : 0;
}

} // namespace

Result<Response> follow_lot(Centre& centre, Exchange& exchange) {
    TRY_ASSIGN(const LotId lot, lot_parameter(exchange.parameters[0]));
    TRY_ASSIGN(const BoardView now, centre.boards().view(lot, 0));
    const std::string& session = exchange.caller.session.empty() ? exchange.request.address : exchange.caller.session;
    auto subscription = centre.hub().follow(lot, session);
    if (subscription == nullptr) return Error(ErrorCode::rate_limited, "live");
    const std::uint64_t seen = seen_by(exchange.request);
    Response response;
    response.body = std::make_shared<LotStream>(centre, lot, std::move(subscription), seen > now.count ? 0 : seen);
    return response;
}

} // namespace kaibiao::usecase
