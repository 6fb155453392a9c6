-- SPDX-License-Identifier: GPL-3.0-or-later
-- Version 1. Times are seconds since 1970; 0 where something has not happened. JSON is text. NaN is NULL.

CREATE TABLE settings (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE engines (
    key TEXT PRIMARY KEY,
    info TEXT NOT NULL,
    first_seen REAL NOT NULL,
    last_seen REAL NOT NULL
) WITHOUT ROWID;

-- Content of artifacts/<aa>/<sha256>. The blob is there before its row.
CREATE TABLE artifacts (
    sha256 TEXT PRIMARY KEY,
    bytes INTEGER NOT NULL,
    created REAL NOT NULL
) WITHOUT ROWID;

CREATE TABLE experiments (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    notes TEXT NOT NULL DEFAULT '',
    created REAL NOT NULL
);

CREATE TABLE runs (
    id INTEGER PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    experiment INTEGER NOT NULL REFERENCES experiments (id),
    notes TEXT NOT NULL DEFAULT '',
    compute TEXT NOT NULL DEFAULT '',
    recipe TEXT NOT NULL DEFAULT '',
    dataset TEXT NOT NULL DEFAULT '',
    dataset_version INTEGER NOT NULL DEFAULT 0,
    state TEXT NOT NULL,
    since REAL NOT NULL,
    reason TEXT NOT NULL DEFAULT '',
    definition TEXT NOT NULL,
    definition_hash TEXT NOT NULL,
    handle TEXT NOT NULL DEFAULT '',
    resumed_from INTEGER REFERENCES runs (id),
    resumed_at_step INTEGER NOT NULL DEFAULT 0,
    created REAL NOT NULL,
    started REAL NOT NULL DEFAULT 0,
    ended REAL NOT NULL DEFAULT 0,
    trashed REAL NOT NULL DEFAULT 0,
    unreachable_since REAL NOT NULL DEFAULT 0,
    outputs_kept INTEGER NOT NULL DEFAULT 0,
    progress_time REAL NOT NULL DEFAULT 0,
    progress_done INTEGER NOT NULL DEFAULT 0,
    progress_total INTEGER NOT NULL DEFAULT 0,
    progress_what TEXT NOT NULL DEFAULT '',
    bad_lines INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX runs_by_age ON runs (created, id);
CREATE INDEX runs_by_experiment ON runs (experiment);
CREATE INDEX runs_by_parent ON runs (resumed_from);

CREATE TABLE run_tags (
    run INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    tag TEXT NOT NULL,
    PRIMARY KEY (run, tag)
) WITHOUT ROWID;

CREATE TABLE run_states (
    id INTEGER PRIMARY KEY,
    run INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    state TEXT NOT NULL,
    since REAL NOT NULL,
    reason TEXT NOT NULL
);
CREATE INDEX run_states_by_run ON run_states (run);

CREATE TABLE run_outputs (
    run INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    path TEXT NOT NULL,
    sha256 TEXT NOT NULL REFERENCES artifacts (sha256),
    bytes INTEGER NOT NULL,
    PRIMARY KEY (run, path)
) WITHOUT ROWID;
CREATE INDEX run_outputs_by_content ON run_outputs (sha256);

CREATE TABLE run_events (
    id INTEGER PRIMARY KEY,
    run INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    file TEXT NOT NULL,
    kind TEXT NOT NULL,
    time REAL NOT NULL,
    step INTEGER NOT NULL DEFAULT 0,
    name TEXT NOT NULL DEFAULT '',
    path TEXT NOT NULL DEFAULT '',
    text TEXT NOT NULL DEFAULT '',
    sha256 TEXT NOT NULL DEFAULT ''
);
CREATE INDEX run_events_by_run ON run_events (run);

-- How much of each followed file is committed.
CREATE TABLE streams (
    run INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    file TEXT NOT NULL,
    offset INTEGER NOT NULL,
    PRIMARY KEY (run, file)
) WITHOUT ROWID;

-- points = 1024 * chunks + tail_points. The three tables below belong to series by the upper bits of their ids.
CREATE TABLE series (
    id INTEGER PRIMARY KEY,
    run INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    next_step INTEGER NOT NULL DEFAULT 0, -- of a value without one
    chunks INTEGER NOT NULL DEFAULT 0,
    tail_points INTEGER NOT NULL DEFAULT 0,
    tail_pieces INTEGER NOT NULL DEFAULT 0,
    nans INTEGER NOT NULL DEFAULT 0,
    last REAL,
    last_step INTEGER NOT NULL DEFAULT 0,
    min REAL,
    max REAL,
    lowest REAL,
    lowest_step INTEGER NOT NULL DEFAULT 0,
    highest REAL,
    highest_step INTEGER NOT NULL DEFAULT 0,
    summary BLOB NOT NULL, -- of all points
    UNIQUE (run, name)
);

-- id = series << 36 | number. 1024 packed points each.
CREATE TABLE chunks (
    id INTEGER PRIMARY KEY,
    data BLOB NOT NULL
);

-- The pyramid: id = series << 36 | level << 32 | number. Level 0 sums up one chunk, each level above 32 of the one below.
CREATE TABLE summaries (
    id INTEGER PRIMARY KEY,
    data BLOB NOT NULL
);

-- The points behind the last whole chunk, in pieces as they came: id = series << 36 | number.
CREATE TABLE tails (
    id INTEGER PRIMARY KEY,
    data BLOB NOT NULL
);

CREATE TABLE datasets (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    created REAL NOT NULL
);

CREATE TABLE dataset_versions (
    id INTEGER PRIMARY KEY,
    dataset INTEGER NOT NULL REFERENCES datasets (id),
    version INTEGER NOT NULL,
    fingerprint TEXT NOT NULL,
    root TEXT NOT NULL,
    source TEXT NOT NULL,
    files INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    imported REAL NOT NULL,
    trashed REAL NOT NULL DEFAULT 0,
    manifest TEXT NOT NULL,
    UNIQUE (dataset, version)
);

-- What an import found out about a file, good as long as size and time are the same.
CREATE TABLE dataset_files (
    path TEXT PRIMARY KEY,
    bytes INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    facts TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE models (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    description TEXT NOT NULL DEFAULT '',
    last_version INTEGER NOT NULL DEFAULT 0,
    created REAL NOT NULL
);

CREATE TABLE model_versions (
    id INTEGER PRIMARY KEY,
    model INTEGER NOT NULL REFERENCES models (id),
    version INTEGER NOT NULL,
    description TEXT NOT NULL DEFAULT '',
    run TEXT NOT NULL DEFAULT '', -- uuid; the run may be gone
    lineage TEXT NOT NULL DEFAULT '',
    metrics TEXT NOT NULL DEFAULT '',
    onnx TEXT NOT NULL DEFAULT '',
    created REAL NOT NULL,
    trashed REAL NOT NULL DEFAULT 0,
    UNIQUE (model, version)
);
CREATE INDEX model_versions_by_run ON model_versions (run);

CREATE TABLE model_tags (
    version INTEGER NOT NULL REFERENCES model_versions (id) ON DELETE CASCADE,
    tag TEXT NOT NULL,
    PRIMARY KEY (version, tag)
) WITHOUT ROWID;

CREATE TABLE model_aliases (
    model INTEGER NOT NULL REFERENCES models (id),
    alias TEXT NOT NULL,
    version INTEGER NOT NULL REFERENCES model_versions (id) ON DELETE CASCADE,
    PRIMARY KEY (model, alias)
) WITHOUT ROWID;
CREATE INDEX model_aliases_by_version ON model_aliases (version);

CREATE TABLE model_files (
    version INTEGER NOT NULL REFERENCES model_versions (id) ON DELETE CASCADE,
    path TEXT NOT NULL,
    sha256 TEXT NOT NULL REFERENCES artifacts (sha256),
    bytes INTEGER NOT NULL,
    PRIMARY KEY (version, path)
) WITHOUT ROWID;
CREATE INDEX model_files_by_content ON model_files (sha256);
