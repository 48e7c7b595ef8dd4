#include "record.h"

#include <doctest/doctest.h>

#include <dirent.h>

#include <algorithm>
#include <cstdlib>

namespace kaibiao::test {

// dirent.h, because Emscripten 3.1.6 has no std::filesystem library.
std::vector<std::string> module_files(std::string_view folder) {
    const char* value = std::getenv("KAIBIAO_NODE_MODULES");
    const std::string path = std::string(value != nullptr ? value : KAIBIAO_NODE_MODULES) + "/" + std::string(folder);
    std::vector<std::string> names;
    DIR* directory = opendir(path.c_str());
    REQUIRE_MESSAGE(directory != nullptr, "cannot open ", path);
    while (const dirent* entry = readdir(directory)) {
        if (entry->d_name[0] != '.') names.push_back(std::string(folder) + "/" + entry->d_name);
    }
    closedir(directory);
    std::sort(names.begin(), names.end());
    return names;
}

} // namespace kaibiao::test
