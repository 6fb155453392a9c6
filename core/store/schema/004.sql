-- SPDX-License-Identifier: GPL-3.0-or-later
-- Version 4. Points that came in small pieces wait together, one row a run and commit, until they are worth a row a
-- series.

-- id = run << 32 | number, in the order of the commits. They come behind all that the series' own tables have.
CREATE TABLE waiting_points (
    id INTEGER PRIMARY KEY,
    points INTEGER NOT NULL,
    bytes INTEGER NOT NULL, -- of the data of this row and of those before it
    data BLOB NOT NULL
);

-- Asked for by each host each second.
CREATE INDEX runs_unfinished ON runs (compute) WHERE state IN ('preparing', 'queued', 'running', 'finalizing');
