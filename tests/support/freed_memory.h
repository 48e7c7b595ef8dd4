#pragma once
/// Whether secrets go back to the heap unwiped: a program that links this looks into every block that it frees while a
/// watch lives. Not for programs with several threads.

#include <string>
#include <string_view>
#include <vector>

namespace kaibiao::test {

/// Adds the first and the last 16 bytes of a secret, for a copy may be a part.
void add_needles(std::vector<std::string>& needles, std::string_view secret);

class FreedMemoryWatch {
  public:
    /// False where memory belongs to a sanitizer or to WebAssembly's runtime.
    static bool works();
    /// One at a time. No needle may be empty.
    explicit FreedMemoryWatch(std::vector<std::string> needles);
    ~FreedMemoryWatch();
    FreedMemoryWatch(const FreedMemoryWatch&) = delete;
    FreedMemoryWatch& operator=(const FreedMemoryWatch&) = delete;
    /// Blocks freed so far with a needle in them.
    std::size_t found() const { return found_; }
    void look(const void* block);

  private:
    std::vector<std::string> needles_;
    std::size_t found_ = 0;
};

} // namespace kaibiao::test
