-- SPDX-License-Identifier: GPL-3.0-or-later
-- Version 2. What a model's version was called before it went to the trash; the workspace's own folder.

CREATE TABLE model_trashed_aliases (
    version INTEGER NOT NULL REFERENCES model_versions (id) ON DELETE CASCADE,
    alias TEXT NOT NULL,
    PRIMARY KEY (version, alias)
) WITHOUT ROWID;

-- One row at most.
CREATE TABLE place (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    folder TEXT NOT NULL
);
