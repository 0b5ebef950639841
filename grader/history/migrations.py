"""The tables of the history: one script a version.

A released script never changes. To change a table, add a script below, and store a dump of a
database of its version: `python -m tests.history.dump`.
"""

from __future__ import annotations

# In the header of the file: identifies a history.
APPLICATION = 0x70726163

_ATTEMPTS = """
PRAGMA application_id = 1886544227;

CREATE TABLE attempts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,  -- a number that was removed is not given again
    at TEXT NOT NULL,
    origin TEXT NOT NULL CHECK (origin IN ('practice', 'exam')),
    problem TEXT NOT NULL,
    variant INTEGER NOT NULL,
    data TEXT NOT NULL,
    box TEXT NOT NULL,
    seed INTEGER NOT NULL,
    file TEXT NOT NULL,
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64 AND sha256 NOT GLOB '*[^0-9a-f]*'),
    suffix TEXT NOT NULL CHECK (suffix IN ('.py', '.ipynb', '.h5')),
    verdict TEXT NOT NULL,
    mark INTEGER CHECK (mark BETWEEN 0 AND 5),
    points INTEGER NOT NULL,
    most_points INTEGER NOT NULL,
    held_out REAL,
    seconds REAL,
    versions TEXT NOT NULL,
    machine TEXT NOT NULL,
    report TEXT NOT NULL,
    record BLOB
);
CREATE INDEX attempts_by_problem ON attempts (problem, id);
CREATE INDEX attempts_by_copy ON attempts (sha256, suffix);
"""

_EXAMS = """
CREATE TABLE exams (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    seed INTEGER NOT NULL,
    folder TEXT NOT NULL,
    started TEXT NOT NULL,
    seconds REAL NOT NULL CHECK (seconds > 0),
    boot TEXT NOT NULL,        -- the latest moment that was seen: of which start of the machine,
    since_boot REAL NOT NULL,  -- how long after it,
    elapsed REAL NOT NULL,     -- and how much of the exam had passed
    told REAL,
    end TEXT CHECK (end IN ('finished', 'time', 'abandoned')),
    ended TEXT CHECK ((end IS NULL) = (ended IS NULL))
);
CREATE UNIQUE INDEX one_exam_at_a_time ON exams (end IS NULL) WHERE end IS NULL;

CREATE TABLE exam_papers (
    exam INTEGER NOT NULL REFERENCES exams (id),
    place INTEGER NOT NULL,
    problem TEXT NOT NULL,
    variant INTEGER NOT NULL,
    data TEXT NOT NULL,
    PRIMARY KEY (exam, problem)
);

CREATE TABLE handed_in (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    exam INTEGER NOT NULL,
    problem TEXT NOT NULL,
    number INTEGER NOT NULL,
    at TEXT NOT NULL,
    elapsed REAL NOT NULL,
    file TEXT NOT NULL,
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64 AND sha256 NOT GLOB '*[^0-9a-f]*'),
    suffix TEXT NOT NULL CHECK (suffix IN ('.py', '.ipynb', '.h5')),
    attempt INTEGER REFERENCES attempts (id) ON DELETE SET NULL,
    verdict TEXT,
    mark INTEGER CHECK (mark BETWEEN 0 AND 5),
    failed TEXT NOT NULL DEFAULT '[]',
    fault TEXT NOT NULL DEFAULT '',
    progress TEXT NOT NULL DEFAULT '',
    UNIQUE (exam, problem, number),
    FOREIGN KEY (exam, problem) REFERENCES exam_papers (exam, problem)
);
"""

# One word for one thing: score and sandbox, as in reports of format 2.
_WORDS = """
ALTER TABLE attempts RENAME COLUMN box TO sandbox;
UPDATE attempts SET sandbox = 'isolated' WHERE sandbox = 'bubblewrap';
UPDATE attempts SET sandbox = 'basic' WHERE sandbox = 'plain';
ALTER TABLE attempts RENAME COLUMN mark TO score;
ALTER TABLE handed_in RENAME COLUMN mark TO score;
"""

SCRIPTS = (_ATTEMPTS, _EXAMS, _WORDS)
NEWEST = len(SCRIPTS)
