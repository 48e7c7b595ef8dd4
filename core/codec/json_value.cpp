#include "kaibiao/codec/json.h"

namespace kaibiao::codec {

Json& Json::set(std::string_view key, Json value) & {
    Object* object = as_object();
    if (object == nullptr) std::abort();
    object->insert_or_assign(std::string(key), std::move(value));
    return *this;
}

Json&& Json::set(std::string_view key, Json value) && { return std::move(set(key, std::move(value))); }

Json& Json::push(Json value) & {
    Array* array = as_array();
    if (array == nullptr) std::abort();
    array->push_back(std::move(value));
    return *this;
}

const Json* Json::find(std::string_view key) const {
    const Object* object = as_object();
    if (object == nullptr) return nullptr;
    const auto found = object->find(key);
    return found == object->end() ? nullptr : &found->second;
}

} // namespace kaibiao::codec
