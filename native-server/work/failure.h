#pragma once
/// Exceptions are for what no caller can mend: the database or the disk said no. They stop at the route or the writer.

#include "kaibiao/base/error.h"

#include <exception>
#include <string>

namespace kaibiao::work {

class Failure : public std::exception {
  public:
    explicit Failure(Error error) : error_(std::move(error)), text_(describe(error_)) {}
    const Error& error() const { return error_; }
    const char* what() const noexcept override { return text_.c_str(); }

  private:
    Error error_;
    std::string text_;
};

/// The error behind whatever was thrown: that of a Failure, else internal_error.
Error error_behind(const std::exception& thrown);

} // namespace kaibiao::work
