/// Payloads of signed commands, rule profiles, opening sheets' offers and terms of roots: what is read is written back
/// to the same canonical text where it can be written.
#include "kaibiao/seal/opening_sheet.h"
#include "kaibiao/sign/root_terms.h"
#include "kaibiao/tender/evaluation.h"
#include "kaibiao/tender/event.h"
#include "kaibiao/tender/opening.h"

#include <algorithm>
#include <cstdlib>

using namespace kaibiao;
using namespace kaibiao::tender;
using codec::Json;

namespace {

void expect(bool same) {
    if (!same) std::abort();
}

void check_command(const Json& payload) {
    const auto envelope = sign::read_envelope(payload);
    if (!envelope.ok()) return;
    if (const auto notice = read_notice(payload); notice.ok()) expect(write_notice(*envelope, *notice) == payload);
    if (const auto what = read_clarification(payload); what.ok())
        expect(write_clarification(*envelope, *what) == payload);
    if (const auto reason = read_reason(payload); reason.ok()) expect(write_reason(*envelope, *reason) == payload);
    if (const auto what = read_withdrawal(payload); what.ok()) expect(write_withdrawal(*envelope, *what) == payload);
    if (const auto manifest = read_submission(payload); manifest.ok())
        expect(write_submission(*envelope, *manifest) == payload);
    if (const auto members = read_committee(payload); members.ok())
        expect(write_committee(*envelope, *members) == payload);
    if (const auto cells = read_cells(payload); cells.ok()) expect(write_cells(*envelope, *cells) == payload);
    if (const auto excuse = read_excuse(payload); excuse.ok()) {
        expect(!excuse->bids.empty() && std::is_sorted(excuse->bids.begin(), excuse->bids.end()));
        expect(excuse->bids.size() == payload.find("bids")->as_array()->size());
    }
    if (const auto outcome = read_result(payload); outcome.ok()) expect(write_result(*envelope, *outcome) == payload);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    (void)sign::read_root_terms({data, size});
    const auto json = codec::parse_canonical({data, size});
    if (!json.ok()) return 0;
    check_command(*json);
    if (const auto profile = read_profile(*json, {}); profile.ok()) expect(write_profile(*profile) == *json);
    if (const auto release = read_release(*json); release.ok())
        expect(release->bid.text() == *json->find("bid")->as_string());
    if (const auto offer = seal::read_public_sheet(*json, ""); offer.ok())
        expect(seal::write_public_sheet(*offer) == *json);
    return 0;
}
