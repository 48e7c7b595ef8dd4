#include "witness/witness_client.h"

#include "kaibiao/log/witness.h"

#include <charconv>

namespace kaibiao::witness {

namespace {

constexpr std::uint64_t largest_answer = 64 << 10;
constexpr const char* tree_size = "text/x.tlog.size";

/// The path below which a witness lives, and its method.
std::string target_of(const std::string& url) {
    const std::size_t authority = url.find("://");
    const std::size_t path = authority == std::string::npos ? authority : url.find('/', authority + 3);
    std::string prefix = path == std::string::npos ? "" : url.substr(path);
    while (prefix.ends_with('/')) prefix.pop_back();
    return prefix + "/add-checkpoint";
}

std::optional<std::uint64_t> size_of(const client::HttpResponse& answer) {
    if (answer.status != 409 || answer.header("content-type") != tree_size) return std::nullopt;
    const std::string_view text = as_text(answer.body);
    std::uint64_t size = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), size);
    if (failed != std::errc() || std::string_view(end, text.data() + text.size()) != "\n") return std::nullopt;
    return size;
}

} // namespace

Result<WitnessClient> WitnessClient::make(log::PolicyWitness witness, const std::string& ca_file,
                                          std::chrono::milliseconds patience) {
    TRY_ASSIGN(client::HttpClient http,
               client::HttpClient::connect_to(witness.url, ca_file, {patience, largest_answer}));
    std::string target = target_of(witness.url);
    return WitnessClient(std::move(witness), std::move(http), std::move(target));
}

Result<client::HttpResponse> WitnessClient::send(const std::string& note, const GrowthProof& proof) {
    log::WitnessRequest request{known_, {}, note};
    TRY_ASSIGN(request.proof, proof(known_));
    const std::string body = log::encode_witness_request(request);
    const ByteView bytes = as_bytes(body);
    return http_.request({"POST", target_, {{"Content-Type", "text/plain"}}, Bytes(bytes.begin(), bytes.end())});
}

Result<log::NoteSignature> WitnessClient::ask(const std::string& note, std::uint64_t size, const GrowthProof& proof) {
    for (const bool again : {false, true}) {
        if (known_ > size) {
            const std::uint64_t larger = std::exchange(known_, 0);
            return Error(ErrorCode::witness_size_stale, witness_.url, std::to_string(larger));
        }
        TRY_ASSIGN(const client::HttpResponse answer, send(note, proof));
        if (answer.status == 200) {
            TRY_ASSIGN(log::NoteSignature signature, log::read_cosignature(note, as_text(answer.body), witness_.key));
            known_ = size;
            return signature;
        }
        const auto told = size_of(answer);
        if (!told || again || *told == known_)
            return Error(ErrorCode::witness_refused, witness_.url, "status " + std::to_string(answer.status));
        known_ = *told;
    }
    return Error(ErrorCode::witness_refused, witness_.url);
}

} // namespace kaibiao::witness
