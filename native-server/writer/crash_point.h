#pragma once
/// Places where a test may kill the server, to prove that nothing that was promised is lost.

namespace kaibiao::writer {

/// Kills the process (SIGKILL) when the environment variable KAIBIAO_CRASH_AT names this step. Nothing at all in builds
/// without KAIBIAO_TEST_HOOKS.
#ifdef KAIBIAO_TEST_HOOKS
void crash_point(const char* step);
#else
inline void crash_point(const char*) {}
#endif

} // namespace kaibiao::writer
