-- SPDX-License-Identifier: GPL-3.0-or-later
-- Version 4. Points that came in small pieces wait together, one row a run and commit, until they are worth a row a
-- series. They come behind all that the series' own tables have.

-- In the order of the commits, of all runs, so that those of one moment lie beside each other.
CREATE TABLE waiting_points (
    id INTEGER PRIMARY KEY,
    run INTEGER NOT NULL,
    before INTEGER NOT NULL, -- the row of the same run that came before; 0: none
    data BLOB NOT NULL
);

-- The runs that something waits of.
CREATE TABLE waiting_runs (
    run INTEGER PRIMARY KEY,
    last INTEGER NOT NULL, -- of its rows
    rows INTEGER NOT NULL,
    points INTEGER NOT NULL,
    bytes INTEGER NOT NULL
);

-- Asked for by each host each second.
CREATE INDEX runs_unfinished ON runs (compute) WHERE state IN ('preparing', 'queued', 'running', 'finalizing');
