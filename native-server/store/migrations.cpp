#include "store/migrations.h"

#include <array>

namespace kaibiao::store {

namespace {

/// Instants are milliseconds since 1970; ids 16 bytes; digests 32 bytes. Never edit a step that was released: add one.
constexpr std::array<const char*, 5> steps{R"sql(
-- The truth: events as they were decided, in order of their commitment.
CREATE TABLE events(
  sequence INTEGER PRIMARY KEY,
  lot BLOB NOT NULL,
  stream BLOB NOT NULL,
  position INTEGER NOT NULL,
  hash BLOB NOT NULL UNIQUE,
  header BLOB NOT NULL,
  salt BLOB,
  payload BLOB,
  UNIQUE(stream, position)
);
CREATE INDEX events_of_lot ON events(lot, sequence);

-- The truth: the centre's log. Decoys are entries like all others.
CREATE TABLE log_entries(position INTEGER PRIMARY KEY, entry BLOB NOT NULL UNIQUE);
-- Hashes of complete subtrees of level 8·level, in rows of up to 256; made from log_entries.
CREATE TABLE log_tiles(level INTEGER NOT NULL, number INTEGER NOT NULL, hashes BLOB NOT NULL, PRIMARY KEY(level, number)) WITHOUT ROWID;
CREATE TABLE checkpoint(only INTEGER PRIMARY KEY CHECK(only = 1), size INTEGER NOT NULL, note TEXT NOT NULL);

-- What was answered: proofs as they were given out, and the idempotency keys of commands.
CREATE TABLE receipts(stream BLOB NOT NULL, position INTEGER NOT NULL, proof TEXT NOT NULL, PRIMARY KEY(stream, position)) WITHOUT ROWID;
CREATE TABLE commands(
  signer TEXT NOT NULL, command BLOB NOT NULL, payload BLOB NOT NULL, stream BLOB NOT NULL, position INTEGER NOT NULL,
  PRIMARY KEY(signer, command)
) WITHOUT ROWID;

-- Revocation lists that events name, or that are in use.
CREATE TABLE revocation_lists(digest BLOB PRIMARY KEY, issuer BLOB NOT NULL, der BLOB NOT NULL, this_update INTEGER NOT NULL) WITHOUT ROWID;

CREATE TABLE accounts(
  person TEXT PRIMARY KEY, name TEXT NOT NULL, organisation TEXT NOT NULL, role TEXT NOT NULL, registered INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE sessions(token BLOB PRIMARY KEY, person TEXT NOT NULL, created INTEGER NOT NULL, expires INTEGER NOT NULL) WITHOUT ROWID;

-- The demo certificate authority.
CREATE TABLE issued_certificates(
  serial BLOB PRIMARY KEY, person TEXT NOT NULL, der BLOB NOT NULL, issued INTEGER NOT NULL, revoked INTEGER, reason TEXT
) WITHOUT ROWID;

-- Sealed parts and tender documents: the bytes are files named by their root or digest.
CREATE TABLE blobs(root BLOB PRIMARY KEY, bytes INTEGER NOT NULL, lot BLOB NOT NULL, owner TEXT NOT NULL, stored INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX blobs_of_owner ON blobs(owner, lot);
CREATE TABLE documents(digest BLOB PRIMARY KEY, bytes INTEGER NOT NULL, media_type TEXT NOT NULL, owner TEXT NOT NULL, stored INTEGER NOT NULL) WITHOUT ROWID;

-- Projection of the lots' streams for lists and searches; `kaibiao rebuild` makes it again.
CREATE TABLE lots(
  lot BLOB PRIMARY KEY, published INTEGER NOT NULL, code TEXT NOT NULL, title_zh TEXT NOT NULL, title_en TEXT NOT NULL,
  tenderer TEXT NOT NULL, kind TEXT NOT NULL, region TEXT NOT NULL, industry TEXT NOT NULL, phase TEXT NOT NULL,
  issue_from INTEGER NOT NULL, deadline INTEGER NOT NULL, window_end INTEGER, trial INTEGER NOT NULL, suspended INTEGER NOT NULL, search TEXT NOT NULL
);
CREATE INDEX lots_by_time ON lots(published, lot);
CREATE INDEX lots_by_phase ON lots(phase);

CREATE TABLE settings(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
)sql",
                                           R"sql(
-- The newest checkpoint that enough witnesses cosigned, with their cosignatures.
CREATE TABLE witnessed_checkpoint(only INTEGER PRIMARY KEY CHECK(only = 1), size INTEGER NOT NULL, note TEXT NOT NULL);
)sql",
                                           R"sql(
-- The project's name, which a list shows with the lot's title. It stood in `search` only, behind code and title.
ALTER TABLE lots ADD COLUMN project_zh TEXT NOT NULL DEFAULT '';
ALTER TABLE lots ADD COLUMN project_en TEXT NOT NULL DEFAULT '';
UPDATE lots SET project_en = substr(search, length(code) + length(title_zh) + length(title_en) + 4);
UPDATE lots SET project_zh = substr(project_en, 1, instr(project_en, char(10)) - 1),
  project_en = substr(project_en, instr(project_en, char(10)) + 1) WHERE project_en <> '';
UPDATE lots SET project_en = substr(project_en, 1, instr(project_en, char(10)) - 1) WHERE project_en <> '';
)sql",
                                           R"sql(
-- Whether the opening of the lot's stage is that of the prices: not so with two envelopes until the technical result.
ALTER TABLE lots ADD COLUMN priced INTEGER NOT NULL DEFAULT 1;
-- The notice is base64 in the publication: `"envelopes":2,"fallback"` at each of the three places it can have in it.
UPDATE lots SET priced = 0 WHERE EXISTS(
  SELECT 1 FROM events WHERE stream = lots.lot AND position = 0 AND (
    instr(CAST(payload AS TEXT), 'ImVudmVsb3BlcyI6MiwiZmFsbGJhY2si') OR instr(CAST(payload AS TEXT), 'JlbnZlbG9wZXMiOjIsImZhbGxiYWNr')
    OR instr(CAST(payload AS TEXT), 'iZW52ZWxvcGVzIjoyLCJmYWxsYmFjayI6'))
) AND NOT EXISTS(SELECT 1 FROM events WHERE stream = lots.lot AND instr(CAST(header AS TEXT), '"type":"lot.qualified"'));
)sql",
                                           R"sql(
-- The first checkpoints that enough witnesses cosigned and that cover the lot's close, and its newest event of those
-- that any covers.
CREATE TABLE closing_checkpoints(lot BLOB PRIMARY KEY, size INTEGER NOT NULL, note TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE lot_checkpoints(lot BLOB PRIMARY KEY, size INTEGER NOT NULL, note TEXT NOT NULL) WITHOUT ROWID;
)sql"};

} // namespace

int newest_schema() { return static_cast<int>(steps.size()); }

Status migrate(Connection& connection) {
    const std::int64_t found = connection.integer("PRAGMA user_version");
    if (found > newest_schema())
        return Error(ErrorCode::database_newer, "schema " + std::to_string(found),
                     "this program knows " + std::to_string(newest_schema()));
    if (found == newest_schema()) return ok();
    std::string script = "BEGIN EXCLUSIVE;";
    for (auto step = static_cast<std::size_t>(found); step < steps.size(); ++step) script += steps[step];
    connection.execute(script + "PRAGMA user_version=" + std::to_string(newest_schema()) + ";COMMIT;");
    return ok();
}

} // namespace kaibiao::store
