// kaibiao_score_tool: for each line {"input":{…},"method":{…}} of standard input, one line of output: the
// canonical outcome, or {"error":NAME,"place":…}.

#include "kaibiao/tender/method_json.h"
#include "kaibiao/tender/score_input.h"

#include <iostream>

namespace {

using namespace kaibiao;
using codec::Json;
using codec::ObjectReader;

constexpr std::size_t longest_line = 64 << 20;

Result<Json> evaluate_tender(const Json& tender) {
    ObjectReader reader(tender, "");
    TRY_ASSIGN(const Json* method_json, reader.object("method"));
    TRY_ASSIGN(const score::Method method, tender::decode_method(*method_json, "/method"));
    TRY_ASSIGN(const Json* input_json, reader.object("input"));
    TRY_ASSIGN(const tender::ScoreInput input, tender::decode_score_input(*input_json, "/input"));
    TRY(reader.finish());
    TRY_ASSIGN(const score::Outcome outcome, score::evaluate(method, input.bids, input.sheets, input.drawn));
    return tender::encode_outcome(method, outcome);
}

Result<Json> answer(const std::string& line) {
    TRY_ASSIGN(const Json tender, codec::parse_relaxed(as_bytes(line), {.max_bytes = longest_line}));
    return evaluate_tender(tender);
}

Json error_json(const Error& error) {
    return Json::object().set("error", info(error.code).name).set("place", error.place);
}

} // namespace

int main() {
    std::ios::sync_with_stdio(false);
    for (std::string line; std::getline(std::cin, line);) {
        const Result<Json> result = answer(line);
        std::cout << codec::dump_canonical(result ? *result : error_json(result.error())) << '\n';
    }
    return 0;
}
