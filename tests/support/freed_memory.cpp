#include "freed_memory.h"

#include <algorithm>
#include <cstdlib>
#include <new>
#include <string_view>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define KAIBIAO_FOREIGN_HEAP
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || !defined(__GLIBC__)
#define KAIBIAO_FOREIGN_HEAP
#endif

namespace kaibiao::test {

namespace {

FreedMemoryWatch* current = nullptr;

} // namespace

void add_needles(std::vector<std::string>& needles, std::string_view secret) {
    needles.emplace_back(secret.substr(0, 16));
    needles.emplace_back(secret.substr(secret.size() - 16));
}

FreedMemoryWatch::FreedMemoryWatch(std::vector<std::string> needles) : needles_(std::move(needles)) {
    if (current != nullptr) std::abort();
    current = this;
}

FreedMemoryWatch::~FreedMemoryWatch() { current = nullptr; }

#ifdef KAIBIAO_FOREIGN_HEAP

bool FreedMemoryWatch::works() { return false; }
void FreedMemoryWatch::look(const void*) {}

} // namespace kaibiao::test

#else

} // namespace kaibiao::test

#include <malloc.h>

namespace kaibiao::test {

bool FreedMemoryWatch::works() { return true; }

void FreedMemoryWatch::look(const void* block) {
    const std::string_view memory(static_cast<const char*>(block), malloc_usable_size(const_cast<void*>(block)));
    const auto holds = [memory](const std::string& needle) { return memory.find(needle) != std::string_view::npos; };
    if (std::any_of(needles_.begin(), needles_.end(), holds)) ++found_;
}

} // namespace kaibiao::test

void* operator new(std::size_t size) {
    // What was freed before the watch must not be found in a block that reuses its memory.
    void* block = kaibiao::test::current != nullptr ? std::calloc(1, size + 1) : std::malloc(size + 1);
    if (block == nullptr) std::abort();
    return block;
}

void operator delete(void* block) noexcept {
    if (block != nullptr && kaibiao::test::current != nullptr) kaibiao::test::current->look(block);
    std::free(block);
}

void operator delete(void* block, std::size_t) noexcept { operator delete(block); }

#endif
