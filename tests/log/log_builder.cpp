#include "log/log_builder.h"

namespace kaibiao::log::test {

SignerKey signer(const std::string& name, NoteKeyType type, std::uint8_t seed) {
    ByteArray<32> bytes{};
    bytes.fill(seed);
    return SignerKey::make(name, type, SecretArray<32>::copy_of(bytes)).value();
}

LogTrust trust() {
    LogTrust trust;
    trust.origin = origin;
    trust.log_keys = {log_signer().verifier()};
    trust.witnesses = {witness_signer().verifier()};
    trust.quorum = at_least(1, trust.witnesses.size());
    return trust;
}

Instant at(std::string_view text) { return *Instant::parse(text); }

StreamId stream(std::uint8_t number) {
    ByteArray<16> bytes{};
    bytes.fill(number);
    return StreamId(bytes);
}

std::vector<StoredEvent> events(const StreamId& stream, std::size_t count) {
    std::vector<StoredEvent> list;
    EventHeader header;
    header.stream = stream;
    header.type = "bid.submitted";
    for (std::size_t i = 0; i < count; ++i) {
        header.position = i;
        header.stamp = at("2026-11-23T01:00:00.000Z").plus_milliseconds(static_cast<std::int64_t>(i));
        EventPayload payload;
        payload.salt.fill(static_cast<std::uint8_t>(17 * i + 1));
        payload.bytes = to_bytes(as_bytes("{\"number\":" + std::to_string(i) + "}"));
        list.push_back(make_event(header, payload));
        header.previous = event_hash(list.back().header);
    }
    return list;
}

Receipt receipt() {
    const std::vector<StoredEvent> list = events(stream(7), 5);
    MemoryTree tree;
    for (std::uint8_t i = 0; i < 11; ++i) tree.append(crypto::merkle_leaf_hash(Bytes(32, i)));
    for (const StoredEvent& event : list) tree.append(event_leaf_hash(event.header));
    const std::string text = encode_checkpoint({origin, tree.size(), tree.root(), {}});
    const Note note{
        text, {sign_note(log_signer(), text), cosign_note(witness_signer(), text, at("2026-11-23T01:00:30.900Z"))}};
    return {list[3], {std::nullopt, 14, *inclusion_proof(tree, 14, tree.size()), encode_note(note)}};
}

} // namespace kaibiao::log::test
