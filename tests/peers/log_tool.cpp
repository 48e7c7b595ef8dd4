// kaibiao_log_tool: lets the peer test drive core/log from another language.
//   kaibiao_log_tool tree < {"entries": [hex, …]}            every root and proof of every size
//   kaibiao_log_tool receipt < {"receipt", "origin", "log_keys", "witnesses", "quorum"}
// A refusal is {"error": name} with exit code 0; the exit code is 2 when the request is not understood.
#include "kaibiao/codec/text.h"
#include "kaibiao/log/receipt.h"
#include "kaibiao/log/tile.h"

#include <iostream>
#include <iterator>

using namespace kaibiao;
using namespace kaibiao::log;
using codec::Json;
using codec::ObjectReader;

namespace {

Json hash_json(const Digest& hash) { return Json(codec::encode_hex(hash)); }

Json proof_json(const MerkleProof& proof) {
    Json list = Json::array();
    for (const Digest& hash : proof) list.push(hash_json(hash));
    return list;
}

/// `{"root", "inclusion": [proof of each leaf], "consistency": [proof from each older size]}`
Result<Json> size_json(const MemoryTree& tree, std::uint64_t size) {
    Json inclusion = Json::array(), consistency = Json::array();
    for (std::uint64_t index = 0; index < size; ++index) {
        TRY_ASSIGN(const MerkleProof proof, inclusion_proof(tree, index, size));
        inclusion.push(proof_json(proof));
    }
    for (std::uint64_t older = 0; older <= size; ++older) {
        TRY_ASSIGN(const MerkleProof proof, consistency_proof(tree, older, size));
        consistency.push(proof_json(proof));
    }
    TRY_ASSIGN(const Digest root, root_at(tree, size));
    return Json::object().set("root", hash_json(root)).set("inclusion", inclusion).set("consistency", consistency);
}

Result<Json> dump_tree(ObjectReader& reader) {
    TRY_ASSIGN(const Json::Array* entries, reader.array("entries", 300));
    MemoryTree tree;
    for (const Json& entry : *entries) {
        if (entry.as_string() == nullptr) return Error(ErrorCode::json_member_type);
        TRY_ASSIGN(const Bytes bytes, codec::decode_hex(*entry.as_string()));
        tree.append(crypto::merkle_leaf_hash(bytes));
    }
    Json sizes = Json::array();
    for (std::uint64_t size = 0; size <= tree.size(); ++size) {
        TRY_ASSIGN(Json one, size_json(tree, size));
        sizes.push(std::move(one));
    }
    return Json::object().set("sizes", sizes);
}

Result<std::vector<VerifierKey>> read_keys(ObjectReader& reader, std::string_view key) {
    TRY_ASSIGN(const Json::Array* texts, reader.array(key, 16));
    std::vector<VerifierKey> keys;
    for (const Json& text : *texts) {
        if (text.as_string() == nullptr) return Error(ErrorCode::json_member_type);
        TRY_ASSIGN(VerifierKey one, VerifierKey::parse(*text.as_string()));
        keys.push_back(std::move(one));
    }
    return keys;
}

Result<Json> check_receipt(ObjectReader& reader) {
    LogTrust trust;
    TRY_ASSIGN(trust.origin, reader.string("origin"));
    TRY_ASSIGN(trust.log_keys, read_keys(reader, "log_keys"));
    TRY_ASSIGN(trust.witnesses, read_keys(reader, "witnesses"));
    TRY_ASSIGN(const std::int64_t quorum, reader.integer("quorum", 0, 16));
    trust.quorum = log::at_least(static_cast<std::size_t>(quorum), trust.witnesses.size());
    TRY_ASSIGN(const std::string text, reader.string("receipt", std::size_t{1} << 20));
    TRY_ASSIGN(const Receipt receipt, decode_receipt(as_bytes(text)));
    TRY_ASSIGN(const VerifiedReceipt verified, verify_receipt(receipt, trust));
    Json times = Json::array();
    for (const Cosignature& cosignature : verified.checkpoint.cosignatures) times.push(Json(cosignature.time.text()));
    return Json::object()
        .set("index", static_cast<std::int64_t>(verified.index))
        .set("type", verified.header.type)
        .set("times", times);
}

Result<Json> run(std::string_view subcommand, ObjectReader& reader) {
    if (subcommand == "tree") return dump_tree(reader);
    if (subcommand == "receipt") return check_receipt(reader);
    return Error(ErrorCode::usage);
}

} // namespace

int main(int argc, char** argv) {
    const std::string request{std::istreambuf_iterator<char>(std::cin), {}};
    const Result<Json> json = codec::parse_relaxed(as_bytes(request), {std::size_t{8} << 20, 16});
    if (argc != 2 || !json.ok()) return 2;
    ObjectReader reader(*json, "");
    const Result<Json> answer = run(argv[1], reader);
    if (!answer.ok() && answer.error().code == ErrorCode::usage) return 2;
    const Json refusal = answer.ok() ? Json() : Json::object().set("error", info(answer.error().code).name);
    std::cout << codec::dump_canonical(answer.ok() ? *answer : refusal) << '\n';
    return 0;
}
