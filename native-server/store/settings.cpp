#include "store/settings.h"

namespace kaibiao::store {

std::optional<std::string> setting(const ReadTx& tx, const std::string& name) {
    Statement row = tx.prepare("SELECT value FROM settings WHERE name=?");
    row.bind(name);
    if (!row.step()) return std::nullopt;
    return row.text(0);
}

void put_setting(WriteTx& tx, const std::string& name, const std::string& value) {
    tx.prepare("INSERT OR REPLACE INTO settings(name, value) VALUES(?,?)").bind(name).bind(value).run();
}

void delete_setting(WriteTx& tx, const std::string& name) {
    tx.prepare("DELETE FROM settings WHERE name=?").bind(name).run();
}

} // namespace kaibiao::store
