#pragma once
/// HTTP requests and responses as plain values; nothing here knows sockets or Boost.

#include "kaibiao/base/bytes.h"
#include "kaibiao/base/error.h"
#include "kaibiao/base/instant.h"
#include "kaibiao/codec/json.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace kaibiao::http {

enum class Method : std::uint8_t { get, head, post, patch, remove, options };
/// `GET`, `DELETE` …; none for methods nobody here serves.
std::optional<Method> method_named(std::string_view name);
std::string_view name_of(Method method);
/// GET, HEAD and OPTIONS change nothing.
bool is_safe(Method method);

/// Header fields in order; names are compared without case.
class Headers {
  public:
    void add(std::string_view name, std::string_view value) { fields_.emplace_back(name, value); }
    /// Replaces all fields of this name.
    void set(std::string_view name, std::string_view value);
    /// The first value; empty when absent.
    std::string_view get(std::string_view name) const;
    /// The last value; empty when absent.
    std::string_view last(std::string_view name) const;
    bool has(std::string_view name) const;
    const std::vector<std::pair<std::string, std::string>>& fields() const { return fields_; }

  private:
    std::vector<std::pair<std::string, std::string>> fields_;
};

bool equal_without_case(std::string_view left, std::string_view right);

struct Request {
    Method method = Method::get;
    std::string path; ///< decoded; starts with `/`, has no empty, `.` or `..` segment (parse_target)
    std::vector<std::pair<std::string, std::string>> query;
    Headers headers;
    Bytes body;          ///< of routes that take a buffered body
    std::string address; ///< of the client, numeric
    bool tls = false;

    /// The first value of a query parameter; none when absent.
    std::optional<std::string> parameter(std::string_view name) const;
    /// The value of a cookie; empty when absent.
    std::string_view cookie(std::string_view name) const;
};

/// A file that is open for reading; closed with the last reference.
class OpenFile {
  public:
    explicit OpenFile(int descriptor) : descriptor_(descriptor) {}
    ~OpenFile();
    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;
    int descriptor() const { return descriptor_; }

  private:
    int descriptor_;
};

struct FileSlice {
    std::shared_ptr<const OpenFile> file;
    std::uint64_t offset = 0;
    std::uint64_t length = 0;
};
struct MemorySlice {
    std::shared_ptr<const Bytes> bytes;
    std::uint64_t offset = 0;
    std::uint64_t length = 0;
};

class EventStream;

struct Response {
    using Body = std::variant<std::string, MemorySlice, FileSlice, std::shared_ptr<EventStream>>;
    int status = 200;
    Headers headers;
    Body body;
    std::optional<ErrorCode> error; ///< for the log

    static Response json(const codec::Json& value, int status = 200);
    static Response text(std::string_view value, std::string_view media_type = "text/plain; charset=utf-8",
                         int status = 200);
    static Response empty(int status = 204);
    /// Bytes of the body; 0 for a stream of events.
    std::uint64_t length() const;
};

/// Standard reason phrases; tus' 460 and others that have none get "Error".
std::string_view reason_phrase(int status);

} // namespace kaibiao::http
