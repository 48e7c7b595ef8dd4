#include "error_row.h"

namespace kaibiao {

namespace {

constexpr ErrorSentence sentences[] = {
#define KAIBIAO_ERROR(number, name, http, en, zh) {en, zh},
#include "kaibiao/base/errors.def"
#undef KAIBIAO_ERROR
};

} // namespace

const ErrorSentence& sentence(ErrorCode code) { return sentences[error_row(code)]; }

std::string describe(const Error& error) {
    std::string text = std::string(info(error.code).name) + ": " + std::string(sentence(error.code).en);
    if (error.place.empty() && error.detail.empty()) return text;
    text += " (";
    if (!error.place.empty()) text += "at " + error.place;
    if (!error.place.empty() && !error.detail.empty()) text += "; ";
    return text + error.detail + ")";
}

} // namespace kaibiao
