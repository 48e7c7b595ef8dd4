#pragma once
/// A receipt is given in the answer to a submission, before any witness can have seen it. A moment later the same event
/// can be shown under a checkpoint that they cosigned.

#include "client/api_client.h"
#include "kaibiao/log/policy.h"
#include "kaibiao/log/receipt.h"

#include <chrono>
#include <filesystem>

namespace kaibiao::cli {

/// The receipt's event under a checkpoint that the witnesses of `trust` cosigned, asked for again and again until
/// `patience` is over. Errors: the last of the server's, or of verify_receipt;
/// witness_quorum_missing while no cosigned checkpoint covers the event.
Result<log::Receipt> renew_receipt(client::ApiClient& api, const log::Receipt& receipt, const log::LogTrust& trust,
                                   std::chrono::seconds patience);

/// Writes a receipt that the centre gave into `name`, where one of the same event makes way. Beside any other file it
/// takes a name of its own: what was accepted cannot be asked for anew. The name. Errors: those of write_file.
Result<std::string> keep_receipt(const std::string& name, ByteView receipt);

enum class Witnessed : std::uint8_t { yes, not_yet, nobody };
/// The same for the receipt kept in `file`, under the witnesses that the centre itself names; the file is rewritten
/// only with what verifies. `nobody`: the centre has no witnesses. Nothing here fails: the file stays as it was.
Witnessed renew_receipt_file(client::ApiClient& api, const std::filesystem::path& file, std::chrono::seconds patience);

} // namespace kaibiao::cli
