#include "writer/crash_point.h"

#ifdef KAIBIAO_TEST_HOOKS

#include <csignal>
#include <cstdlib>
#include <string_view>

#include <unistd.h>

namespace kaibiao::writer {

void crash_point(const char* step) {
    const char* wanted = std::getenv("KAIBIAO_CRASH_AT");
    if (wanted != nullptr && std::string_view(wanted) == step) ::kill(::getpid(), SIGKILL);
}

} // namespace kaibiao::writer

#endif
