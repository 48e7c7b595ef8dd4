#pragma once
/// Facts about this data folder that must not change by themselves.

#include "store/database.h"

namespace kaibiao::store {

inline constexpr const char* centre_id = "centre_id";
inline constexpr const char* log_origin = "log_origin";
inline constexpr const char* log_key = "log_key"; ///< the file among the keys, once it is another than the first
/// Present after a restore: nothing is signed until it is gone.
inline constexpr const char* reconcile_required = "reconcile_required";
inline constexpr const char* crl_number = "crl_number";

std::optional<std::string> setting(const ReadTx& tx, const std::string& name);
void put_setting(WriteTx& tx, const std::string& name, const std::string& value);
void delete_setting(WriteTx& tx, const std::string& name);

} // namespace kaibiao::store
