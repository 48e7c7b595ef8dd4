#include "record.h"

#include "sha256.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <map>

namespace kaibiao::test {
namespace {

struct Output {
    std::string label;
    std::vector<std::uint8_t> bytes;
};

std::map<std::string, std::vector<Output>>& outputs() {
    static std::map<std::string, std::vector<Output>> by_case;
    return by_case;
}

void absorb(Sha256& hash, std::span<const std::uint8_t> bytes) {
    std::uint8_t length[8];
    for (int i = 0; i < 8; ++i) length[i] = static_cast<std::uint8_t>(std::uint64_t{bytes.size()} >> (56 - 8 * i));
    hash.update(length);
    hash.update(bytes);
}

std::span<const std::uint8_t> bytes_of(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

std::string folder(const char* variable, const char* otherwise) {
    const char* value = std::getenv(variable);
    return value != nullptr ? value : otherwise;
}

std::vector<std::uint8_t> read_file(const std::string& path) {
    std::vector<std::uint8_t> bytes;
    std::FILE* file = std::fopen(path.c_str(), "rb");
    REQUIRE_MESSAGE(file != nullptr, "cannot open ", path);
    std::uint8_t chunk[4096];
    while (const std::size_t n = std::fread(chunk, 1, sizeof chunk, file)) bytes.insert(bytes.end(), chunk, chunk + n);
    std::fclose(file);
    return bytes;
}

} // namespace

// tests/support/main.cpp keeps the name of the running case.
const std::string& current_case();

void record(std::string_view label, std::span<const std::uint8_t> bytes) {
    outputs()[current_case()].push_back({std::string(label), {bytes.begin(), bytes.end()}});
}

void record(std::string_view label, std::string_view text) { record(label, bytes_of(text)); }

std::string outputs_digest() {
    Sha256 hash;
    std::size_t count = 0;
    for (const auto& [name, list] : outputs()) {
        for (const Output& output : list) {
            absorb(hash, bytes_of(name));
            absorb(hash, bytes_of(output.label));
            absorb(hash, output.bytes);
            ++count;
        }
    }
    return "outputs digest: " + hex(hash.finish()) + " (" + std::to_string(count) + " records)";
}

std::string hex(std::span<const std::uint8_t> bytes) {
    std::string text;
    for (const std::uint8_t byte : bytes) {
        text += "0123456789abcdef"[byte >> 4];
        text += "0123456789abcdef"[byte & 15];
    }
    return text;
}

std::vector<std::uint8_t> vector_file(std::string_view name) {
    return read_file(folder("KAIBIAO_VECTORS", KAIBIAO_VECTORS) + "/" + std::string(name));
}

std::string vector_text(std::string_view name) {
    const std::vector<std::uint8_t> bytes = vector_file(name);
    return {bytes.begin(), bytes.end()};
}

std::string module_path(std::string_view name) {
    return folder("KAIBIAO_NODE_MODULES", KAIBIAO_NODE_MODULES) + "/" + std::string(name);
}

} // namespace kaibiao::test
