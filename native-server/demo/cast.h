#pragma once
/// The people and projects of the demo centre 清源市公共资源交易中心. All names are invented.

#include "kaibiao/base/money.h"

#include <span>
#include <string_view>

namespace kaibiao::demo {

struct Company {
    std::string_view id; ///< unified social credit code (invented, 18 characters)
    std::string_view name;
    std::string_view manager;
    std::string_view city;
};

struct Person {
    std::string_view id;
    std::string_view name;
    std::string_view city;
};

struct ProjectIdea {
    std::string_view code;
    std::string_view name_zh;
    std::string_view name_en;
    std::string_view lot_zh;
    std::string_view lot_en;
    std::string_view kind; ///< works, goods or services
    std::string_view region;
    std::string_view industry;
    std::int64_t ceiling_yuan;
    int duration_days;
};

const Company& tenderer();
const Company& supervisor();
/// Who hold the seats of the panel: the centre, a notary, the supervisor.
std::span<const Company> officers();
std::span<const Company> bidders();
std::span<const Person> experts();
std::span<const ProjectIdea> projects();

} // namespace kaibiao::demo
