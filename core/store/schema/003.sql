-- SPDX-License-Identifier: GPL-3.0-or-later
-- Version 3. Other machines that runs may go to. How they are reached is JSON of the session; secrets never stand here.

CREATE TABLE computes (
    name TEXT PRIMARY KEY,
    definition TEXT NOT NULL,
    added REAL NOT NULL,
    tested REAL NOT NULL DEFAULT 0,  -- 0: never
    facts TEXT NOT NULL DEFAULT ''   -- what the last test found, JSON
) WITHOUT ROWID;
