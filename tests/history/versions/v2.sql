BEGIN TRANSACTION;
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
INSERT INTO "attempts" VALUES(1,'2026-03-01T12:00:00Z','practice','problem1',0,'sample','plain',1,'mine.py','b433637412732979ca98a87d7f9fd8ce0495c6988b9c67e2f89ee08d6a8bf5c6','.py','crashed',NULL,2,6,NULL,NULL,'{"kit": "0.1.0", "python": "3.11.7", "keras": "3.15.1"}','{"system": "Linux", "machine": "x86_64", "processors": 2}','{
  "accuracy": {},
  "box": "plain",
  "checks": [
    {
      "advice": "",
      "expected": "",
      "name": "check_size",
      "outcome": "passed",
      "points": 2,
      "reason": "",
      "seen": "1.2 MB",
      "title": "The file is small"
    },
    {
      "advice": "/255",
      "expected": "0 to 1",
      "name": "check_scale",
      "outcome": "failed",
      "points": 3,
      "reason": "",
      "seen": "255",
      "title": "Pixels are scaled"
    },
    {
      "advice": "",
      "expected": "",
      "name": "check_outputs",
      "outcome": "not run",
      "points": 1,
      "reason": "no model",
      "seen": "",
      "title": "Ten outputs"
    }
  ],
  "data": "sample",
  "fault": {
    "advice": "define x",
    "cell": 0,
    "code": "print(x)",
    "file": "mine.py",
    "line": 3,
    "message": "name ''x'' is not defined",
    "trace": [
      "l 3"
    ],
    "type": "NameError"
  },
  "file": "mine.py",
  "fits": [
    {
      "accuracy": 0.91,
      "epochs_asked": 5,
      "epochs_run": 2,
      "model": "Sequential",
      "stopped_by": "Stop",
      "validation_accuracy": 0.88
    }
  ],
  "format": 1,
  "mark": null,
  "model": null,
  "most_points": 6,
  "next_tier": null,
  "notes": [
    "a note"
  ],
  "output": "",
  "points": 2,
  "problem": "problem1",
  "seconds": {},
  "seed": 1,
  "sha256": "b433637412732979ca98a87d7f9fd8ce0495c6988b9c67e2f89ee08d6a8bf5c6",
  "title": "Garments",
  "unjudged_points": 0,
  "variant": 0,
  "verdict": "crashed",
  "versions": {
    "keras": "3.15.1",
    "kit": "0.1.0",
    "python": "3.11.7"
  }
}',X'789C4D90CD6AC3300CC75FA5F83C42B23206BB0DF6063B8E121447694415DBB59DB2AEF4DD272BDEE84DFAD9FF0FFB66C235CFDE99B79DD9375DD7BC9AA79D39618454D14BD31534512EE4EB66DCBA0C1865EE04333994712FE3E247E422FAC4F38A2E137011325C31AAD47CA04B680E0231783BA71ED20947397A16448E8AA4D72361AD301F322DF4A369E67D84450D11A22377EC23E492DD366DAB557CD2CE8B64943A9823D92D18ACD5580BCC03D893D20272042A5EB2BB9559C8059846C8A45F52D9D6F64F338922CDDA7B024E2828651F82B6AC8A88C7952196EAA9BE25443FE066723F685D18EBC76CAE8CFF8BB44A1A50ED0224D97B7FD10CBD82DF941FAF3CB4CA71C5FB2F506091E7');
INSERT INTO "attempts" VALUES(2,'2026-03-01T12:01:00Z','practice','problem1',0,'sample','plain',1,'mine.py','23a0cf76e36e6fd116f08a8c277afed2b058b013dabf5c61cf53ef2296682f2e','.py','failed',2,2,6,0.82,75.2,'{"kit": "0.1.0", "python": "3.11.7", "keras": "3.15.1"}','{"system": "Linux", "machine": "x86_64", "processors": 2}','{
  "accuracy": {
    "held-out": 0.82,
    "training": 0.9
  },
  "box": "plain",
  "checks": [
    {
      "advice": "",
      "expected": "",
      "name": "check_size",
      "outcome": "passed",
      "points": 2,
      "reason": "",
      "seen": "1.2 MB",
      "title": "The file is small"
    },
    {
      "advice": "/255",
      "expected": "0 to 1",
      "name": "check_scale",
      "outcome": "failed",
      "points": 3,
      "reason": "",
      "seen": "255",
      "title": "Pixels are scaled"
    },
    {
      "advice": "",
      "expected": "",
      "name": "check_outputs",
      "outcome": "not run",
      "points": 1,
      "reason": "no model",
      "seen": "",
      "title": "Ten outputs"
    }
  ],
  "data": "sample",
  "fault": null,
  "file": "mine.py",
  "fits": [
    {
      "accuracy": 0.91,
      "epochs_asked": 5,
      "epochs_run": 2,
      "model": "Sequential",
      "stopped_by": "Stop",
      "validation_accuracy": 0.88
    }
  ],
  "format": 1,
  "mark": 2,
  "model": {
    "bytes": 1200000,
    "file": "mymodel.h5",
    "input_shape": [
      null,
      28,
      28
    ],
    "output_shape": [
      null,
      10
    ],
    "parameters": 101770,
    "sha256": "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
  },
  "most_points": 6,
  "next_tier": 0.95,
  "notes": [
    "a note"
  ],
  "output": "",
  "points": 2,
  "problem": "problem1",
  "seconds": {
    "box": 75.2,
    "training": 76.0
  },
  "seed": 1,
  "sha256": "23a0cf76e36e6fd116f08a8c277afed2b058b013dabf5c61cf53ef2296682f2e",
  "title": "Garments",
  "unjudged_points": 0,
  "variant": 0,
  "verdict": "failed",
  "versions": {
    "keras": "3.15.1",
    "kit": "0.1.0",
    "python": "3.11.7"
  }
}',X'789C4D90CD6AC3300CC75FA5F83C42B23206BB0DF6063B8E121447694415DBB59DB2AEF4DD272BDEE84DFAD9FF0FFB66C235CFDE99B79DD9375DD7BC9AA79D39618454D14BD31534512EE4EB66DCBA0C1865EE04333994712FE3E247E422FAC4F38A2E137011325C31AAD47CA04B680E0231783BA71ED20947397A16448E8AA4D72361AD301F322DF4A369E67D84450D11A22377EC23E492DD366DAB557CD2CE8B64943A9823D92D18ACD5580BCC03D893D20272042A5EB2BB9559C8059846C8A45F52D9D6F64F338922CDDA7B024E2828651F82B6AC8A88C7952196EAA9BE25443FE066723F685D18EBC76CAE8CFF8BB44A1A50ED0224D97B7FD10CBD82DF941FAF3CB4CA71C5FB2F506091E7');
INSERT INTO "attempts" VALUES(3,'2026-03-01T12:02:00Z','practice','problem1',0,'sample','plain',1,'mine.py','7da28241b123d980c4d5cce3c12582dd21fceb9a26b383fade7b26fe7aa957fa','.py','passed',5,2,6,0.85,75.2,'{"kit": "0.1.0", "python": "3.11.7", "keras": "3.15.1"}','{"system": "Linux", "machine": "x86_64", "processors": 2}','{
  "accuracy": {
    "held-out": 0.85,
    "training": 0.9
  },
  "box": "plain",
  "checks": [
    {
      "advice": "",
      "expected": "",
      "name": "check_size",
      "outcome": "passed",
      "points": 2,
      "reason": "",
      "seen": "1.2 MB",
      "title": "The file is small"
    },
    {
      "advice": "/255",
      "expected": "0 to 1",
      "name": "check_scale",
      "outcome": "failed",
      "points": 3,
      "reason": "",
      "seen": "255",
      "title": "Pixels are scaled"
    },
    {
      "advice": "",
      "expected": "",
      "name": "check_outputs",
      "outcome": "not run",
      "points": 1,
      "reason": "no model",
      "seen": "",
      "title": "Ten outputs"
    }
  ],
  "data": "sample",
  "fault": null,
  "file": "mine.py",
  "fits": [
    {
      "accuracy": 0.91,
      "epochs_asked": 5,
      "epochs_run": 2,
      "model": "Sequential",
      "stopped_by": "Stop",
      "validation_accuracy": 0.88
    }
  ],
  "format": 1,
  "mark": 5,
  "model": {
    "bytes": 1200000,
    "file": "mymodel.h5",
    "input_shape": [
      null,
      28,
      28
    ],
    "output_shape": [
      null,
      10
    ],
    "parameters": 101770,
    "sha256": "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
  },
  "most_points": 6,
  "next_tier": 0.95,
  "notes": [
    "a note"
  ],
  "output": "",
  "points": 2,
  "problem": "problem1",
  "seconds": {
    "box": 75.2,
    "training": 76.0
  },
  "seed": 1,
  "sha256": "7da28241b123d980c4d5cce3c12582dd21fceb9a26b383fade7b26fe7aa957fa",
  "title": "Garments",
  "unjudged_points": 0,
  "variant": 0,
  "verdict": "passed",
  "versions": {
    "keras": "3.15.1",
    "kit": "0.1.0",
    "python": "3.11.7"
  }
}',X'789C4D90CD6AC3300CC75FA5F83C42B23206BB0DF6063B8E121447694415DBB59DB2AEF4DD272BDEE84DFAD9FF0FFB66C235CFDE99B79DD9375DD7BC9AA79D39618454D14BD31534512EE4EB66DCBA0C1865EE04333994712FE3E247E422FAC4F38A2E137011325C31AAD47CA04B680E0231783BA71ED20947397A16448E8AA4D72361AD301F322DF4A369E67D84450D11A22377EC23E492DD366DAB557CD2CE8B64943A9823D92D18ACD5580BCC03D893D20272042A5EB2BB9559C8059846C8A45F52D9D6F64F338922CDDA7B024E2828651F82B6AC8A88C7952196EAA9BE25443FE066723F685D18EBC76CAE8CFF8BB44A1A50ED0224D97B7FD10CBD82DF941FAF3CB4CA71C5FB2F506091E7');
INSERT INTO "attempts" VALUES(4,'2026-03-01T12:00:00Z','exam','problem3',0,'sample','plain',1,'mine.py','b433637412732979ca98a87d7f9fd8ce0495c6988b9c67e2f89ee08d6a8bf5c6','.py','failed',4,2,6,0.84,75.2,'{"kit": "0.1.0", "python": "3.11.7", "keras": "3.15.1"}','{"system": "Linux", "machine": "x86_64", "processors": 2}','{
  "accuracy": {
    "held-out": 0.84,
    "training": 0.9
  },
  "box": "plain",
  "checks": [
    {
      "advice": "",
      "expected": "",
      "name": "check_size",
      "outcome": "passed",
      "points": 2,
      "reason": "",
      "seen": "1.2 MB",
      "title": "The file is small"
    },
    {
      "advice": "/255",
      "expected": "0 to 1",
      "name": "check_scale",
      "outcome": "failed",
      "points": 3,
      "reason": "",
      "seen": "255",
      "title": "Pixels are scaled"
    },
    {
      "advice": "",
      "expected": "",
      "name": "check_outputs",
      "outcome": "not run",
      "points": 1,
      "reason": "no model",
      "seen": "",
      "title": "Ten outputs"
    }
  ],
  "data": "sample",
  "fault": null,
  "file": "mine.py",
  "fits": [
    {
      "accuracy": 0.91,
      "epochs_asked": 5,
      "epochs_run": 2,
      "model": "Sequential",
      "stopped_by": "Stop",
      "validation_accuracy": 0.88
    }
  ],
  "format": 1,
  "mark": 4,
  "model": {
    "bytes": 1200000,
    "file": "mymodel.h5",
    "input_shape": [
      null,
      28,
      28
    ],
    "output_shape": [
      null,
      10
    ],
    "parameters": 101770,
    "sha256": "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
  },
  "most_points": 6,
  "next_tier": 0.95,
  "notes": [
    "a note"
  ],
  "output": "",
  "points": 2,
  "problem": "problem3",
  "seconds": {
    "box": 75.2,
    "training": 76.0
  },
  "seed": 1,
  "sha256": "b433637412732979ca98a87d7f9fd8ce0495c6988b9c67e2f89ee08d6a8bf5c6",
  "title": "Garments",
  "unjudged_points": 0,
  "variant": 0,
  "verdict": "failed",
  "versions": {
    "keras": "3.15.1",
    "kit": "0.1.0",
    "python": "3.11.7"
  }
}',X'789C4D90CD6AC3300CC75FA5F83C42B23206BB0DF6063B8E121447694415DBB59DB2AEF4DD272BDEE84DFAD9FF0FFB66C235CFDE99B79DD9375DD7BC9AA79D39618454D14BD31534512EE4EB66DCBA0C1865EE04333994712FE3E247E422FAC4F38A2E137011325C31AAD47CA04B680E0231783BA71ED20947397A16448E8AA4D72361AD301F322DF4A369E67D84450D11A22377EC23E492DD366DAB557CD2CE8B64943A9823D92D18ACD5580BCC03D893D20272042A5EB2BB9559C8059846C8A45F52D9D6F64F338922CDDA7B024E2828651F82B6AC8A88C7952196EAA9BE25443FE066723F685D18EBC76CAE8CFF8BB44A1A50ED0224D97B7FD10CBD82DF941FAF3CB4CA71C5FB2F506091E7');
CREATE TABLE exam_papers (
    exam INTEGER NOT NULL REFERENCES exams (id),
    place INTEGER NOT NULL,
    problem TEXT NOT NULL,
    variant INTEGER NOT NULL,
    data TEXT NOT NULL,
    PRIMARY KEY (exam, problem)
);
INSERT INTO "exam_papers" VALUES(1,0,'problem3',2,'sample');
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
INSERT INTO "exams" VALUES(1,7,'/home/someone/exam-1','2026-03-01T12:00:00.000000Z',3600.0,'a-boot',100.0,0.0,NULL,'finished','2026-03-01T12:01:00.000000Z');
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
INSERT INTO "handed_in" VALUES(1,1,'problem3',1,'2026-03-01T12:01:00.000000Z',60.0,'mine.py','442c4e57dc60cea231ea17384332c5be232ec6dd81e381f31b120d68455567d3','.py',4,'failed',4,'["Pixels are scaled"]','','');
CREATE INDEX attempts_by_problem ON attempts (problem, id);
CREATE INDEX attempts_by_copy ON attempts (sha256, suffix);
CREATE UNIQUE INDEX one_exam_at_a_time ON exams (end IS NULL) WHERE end IS NULL;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('attempts',4);
INSERT INTO "sqlite_sequence" VALUES('exams',1);
INSERT INTO "sqlite_sequence" VALUES('handed_in',1);
COMMIT;
PRAGMA application_id = 1886544227;
PRAGMA user_version = 2;
