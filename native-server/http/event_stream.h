#pragma once
/// Server-sent events (WHATWG HTML §9.2) as the connection sees them: something that is woken when there is news and
/// then says what is new. The connection decides the pace, so a slow reader never makes anything pile up.

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace kaibiao::http {

class EventStream {
  public:
    virtual ~EventStream() = default;
    /// The text of all frames since the last call; empty when there is nothing new. Called on a worker.
    virtual std::string take() = 0;
    /// `wake` is called, from any thread, whenever take() may have something; an empty function ends that.
    virtual void on_news(std::function<void()> wake) = 0;
    /// True when the stream is over once take() has returned nothing.
    virtual bool ended() const { return false; }
};

/// `id`, `event` and one `data` line; `data` has no line breaks.
std::string event_frame(std::string_view id, std::string_view event, std::string_view data);

} // namespace kaibiao::http
