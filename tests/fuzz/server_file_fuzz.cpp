/// Files that people hand over by their path: a sealed package, config.toml, a table of auctions. The first byte
/// chooses.
#include "client/package_file.h"
#include "config/config.h"
#include "demo/auctions.h"

#include <cstdlib>

#include <sys/mman.h>
#include <unistd.h>

using namespace kaibiao;

namespace {

/// The bytes as a file that has a path and no name.
class MemoryFile {
  public:
    explicit MemoryFile(ByteView bytes) : descriptor_(::memfd_create("fuzz", 0)) {
        if (descriptor_ < 0 || ::write(descriptor_, bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size()))
            std::abort();
    }
    ~MemoryFile() { ::close(descriptor_); }
    MemoryFile(const MemoryFile&) = delete;
    MemoryFile& operator=(const MemoryFile&) = delete;
    std::string path() const { return "/proc/self/fd/" + std::to_string(descriptor_); }

  private:
    int descriptor_;
};

void check_package(ByteView bytes, const std::string& path) {
    const auto package = client::open_package(path);
    if (!package.ok()) return;
    std::uint64_t sum = 0;
    for (const client::StagedPart& part : package->parts) sum += part.record.length;
    if (sum + package->jws.size() + 24 != bytes.size()) std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const ByteView rest(data + 1, size - 1);
    const MemoryFile file(rest);
    switch (data[0] % 3) {
    case 0: check_package(rest, file.path()); break;
    case 1: {
        config::Config config;
        (void)config::read_toml(config, file.path());
        break;
    }
    default: (void)demo::read_auctions(file.path()); break;
    }
    return 0;
}
