BEGIN TRANSACTION;
CREATE TABLE attempts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,  -- a number that was removed is not given again
    at TEXT NOT NULL,
    origin TEXT NOT NULL CHECK (origin IN ('practice', 'exam')),
    problem TEXT NOT NULL,
    variant INTEGER NOT NULL,
    data TEXT NOT NULL,
    sandbox TEXT NOT NULL,
    seed INTEGER NOT NULL,
    file TEXT NOT NULL,
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64 AND sha256 NOT GLOB '*[^0-9a-f]*'),
    suffix TEXT NOT NULL CHECK (suffix IN ('.py', '.ipynb', '.h5')),
    verdict TEXT NOT NULL,
    score INTEGER CHECK (score BETWEEN 0 AND 5),
    points INTEGER NOT NULL,
    most_points INTEGER NOT NULL,
    held_out REAL,
    seconds REAL,
    versions TEXT NOT NULL,
    machine TEXT NOT NULL,
    report TEXT NOT NULL,
    record BLOB
);
INSERT INTO "attempts" VALUES(1,'2026-03-01T12:00:00Z','practice','problem1',0,'sample','basic',1,'mine.py','b433637412732979ca98a87d7f9fd8ce0495c6988b9c67e2f89ee08d6a8bf5c6','.py','crashed',NULL,2,6,NULL,NULL,'{"kit": "0.1.0", "python": "3.11.7", "keras": "3.15.1"}','{"system": "Linux", "machine": "x86_64", "processors": 2}','{
  "accuracy": {},
  "checks": [
    {
      "actual": "1.2 MB",
      "expected": "",
      "fix": "",
      "name": "check_size",
      "outcome": "passed",
      "points": 2,
      "reason": "",
      "title": "The file is small"
    },
    {
      "actual": "255",
      "expected": "0 to 1",
      "fix": "/255",
      "name": "check_scale",
      "outcome": "failed",
      "points": 3,
      "reason": "",
      "title": "Pixels are scaled"
    },
    {
      "actual": "",
      "expected": "",
      "fix": "",
      "name": "check_outputs",
      "outcome": "not run",
      "points": 1,
      "reason": "no model",
      "title": "Ten outputs"
    }
  ],
  "data": "sample",
  "fault": {
    "cell": 0,
    "code": "print(x)",
    "file": "mine.py",
    "fix": "define x",
    "line": 3,
    "message": "name ''x'' is not defined",
    "mistake": "",
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
  "format": 2,
  "mistakes": [],
  "model": null,
  "most_points": 6,
  "next_tier": null,
  "notes": [
    "a note"
  ],
  "output": "",
  "points": 2,
  "printed": [],
  "problem": "problem1",
  "sandbox": "basic",
  "score": null,
  "seconds": {},
  "seed": 1,
  "sha256": "b433637412732979ca98a87d7f9fd8ce0495c6988b9c67e2f89ee08d6a8bf5c6",
  "title": "Garments",
  "trained": null,
  "unjudged_points": 0,
  "variant": 0,
  "verdict": "crashed",
  "versions": {
    "keras": "3.15.1",
    "kit": "0.1.0",
    "python": "3.11.7"
  }
}',X'789C5D52CB6EC32010FC95887365398DAA4ABD55EA1FF45845688337F6CA1828E0B469947FEFB2B613B7371898C70E5C5438E7CE3BF5B251BB6ABBAD9ED5C346F51821CDD053B52DD09172413E2ECA8DC30123AFB70C5B72C8CB1D2F07DFA02DA477FC1CD165025B8816CE1885AADED025547B063178D3250DA9C7868F1E19224785A2E588B19A311F320DF4236EEAB581410411A223D7EA08B978D7555D4B149F24F3C01E250EE64866320663C4D680B50730BDA005C811A868F1DE8DD63272024B0D64924A666C4ABB708ECC489DE43E824DC850CA3E0449393322B6A38558A2A7799610FD016F225296BE55592E183F04B2A25BB6A39B1A9F15C1643A2DB994128FC4F34CE1A760D10FDAFA76E2DDB27510457416FA426ABBAC1B3470BEA33D86AC4B35FF206321254CEBC9CC98FF8C8E6139BEEEE519A0991F7C6ACBDEA7E6B6D33A4B28E28DF6272941AEE037E5F59555DB398EC571F9341FFBEB2F1932DBC0');
INSERT INTO "attempts" VALUES(2,'2026-03-01T12:01:00Z','practice','problem1',0,'sample','basic',1,'mine.py','23a0cf76e36e6fd116f08a8c277afed2b058b013dabf5c61cf53ef2296682f2e','.py','failed',2,2,6,0.82,75.2,'{"kit": "0.1.0", "python": "3.11.7", "keras": "3.15.1"}','{"system": "Linux", "machine": "x86_64", "processors": 2}','{
  "accuracy": {
    "held-out": 0.82,
    "training": 0.9
  },
  "checks": [
    {
      "actual": "1.2 MB",
      "expected": "",
      "fix": "",
      "name": "check_size",
      "outcome": "passed",
      "points": 2,
      "reason": "",
      "title": "The file is small"
    },
    {
      "actual": "255",
      "expected": "0 to 1",
      "fix": "/255",
      "name": "check_scale",
      "outcome": "failed",
      "points": 3,
      "reason": "",
      "title": "Pixels are scaled"
    },
    {
      "actual": "",
      "expected": "",
      "fix": "",
      "name": "check_outputs",
      "outcome": "not run",
      "points": 1,
      "reason": "no model",
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
  "format": 2,
  "mistakes": [],
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
  "printed": [],
  "problem": "problem1",
  "sandbox": "basic",
  "score": 2,
  "seconds": {
    "sandbox": 75.2,
    "training": 76.0
  },
  "seed": 1,
  "sha256": "23a0cf76e36e6fd116f08a8c277afed2b058b013dabf5c61cf53ef2296682f2e",
  "title": "Garments",
  "trained": null,
  "unjudged_points": 0,
  "variant": 0,
  "verdict": "failed",
  "versions": {
    "keras": "3.15.1",
    "kit": "0.1.0",
    "python": "3.11.7"
  }
}',X'789C5D52CB6EC32010FC95887365398DAA4ABD55EA1FF45845688337F6CA1828E0B469947FEFB2B613B7371898C70E5C5438E7CE3BF5B251BB6ABBAD9ED5C346F51821CDD053B52DD09172413E2ECA8DC30123AFB70C5B72C8CB1D2F07DFA02DA477FC1CD165025B8816CE1885AADED025547B063178D3250DA9C7868F1E19224785A2E588B19A311F320DF4236EEAB581410411A223D7EA08B978D7555D4B149F24F3C01E250EE64866320663C4D680B50730BDA005C811A868F1DE8DD63272024B0D64924A666C4ABB708ECC489DE43E824DC850CA3E0449393322B6A38558A2A7799610FD016F225296BE55592E183F04B2A25BB6A39B1A9F15C1643A2DB994128FC4F34CE1A760D10FDAFA76E2DDB27510457416FA426ABBAC1B3470BEA33D86AC4B35FF206321254CEBC9CC98FF8C8E6139BEEEE519A0991F7C6ACBDEA7E6B6D33A4B28E28DF6272941AEE037E5F59555DB398EC571F9341FFBEB2F1932DBC0');
INSERT INTO "attempts" VALUES(3,'2026-03-01T12:02:00Z','practice','problem1',0,'sample','basic',1,'mine.py','7da28241b123d980c4d5cce3c12582dd21fceb9a26b383fade7b26fe7aa957fa','.py','passed',5,2,6,0.85,75.2,'{"kit": "0.1.0", "python": "3.11.7", "keras": "3.15.1"}','{"system": "Linux", "machine": "x86_64", "processors": 2}','{
  "accuracy": {
    "held-out": 0.85,
    "training": 0.9
  },
  "checks": [
    {
      "actual": "1.2 MB",
      "expected": "",
      "fix": "",
      "name": "check_size",
      "outcome": "passed",
      "points": 2,
      "reason": "",
      "title": "The file is small"
    },
    {
      "actual": "255",
      "expected": "0 to 1",
      "fix": "/255",
      "name": "check_scale",
      "outcome": "failed",
      "points": 3,
      "reason": "",
      "title": "Pixels are scaled"
    },
    {
      "actual": "",
      "expected": "",
      "fix": "",
      "name": "check_outputs",
      "outcome": "not run",
      "points": 1,
      "reason": "no model",
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
  "format": 2,
  "mistakes": [],
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
  "printed": [],
  "problem": "problem1",
  "sandbox": "basic",
  "score": 5,
  "seconds": {
    "sandbox": 75.2,
    "training": 76.0
  },
  "seed": 1,
  "sha256": "7da28241b123d980c4d5cce3c12582dd21fceb9a26b383fade7b26fe7aa957fa",
  "title": "Garments",
  "trained": null,
  "unjudged_points": 0,
  "variant": 0,
  "verdict": "passed",
  "versions": {
    "keras": "3.15.1",
    "kit": "0.1.0",
    "python": "3.11.7"
  }
}',X'789C5D52CB6EC32010FC95887365398DAA4ABD55EA1FF45845688337F6CA1828E0B469947FEFB2B613B7371898C70E5C5438E7CE3BF5B251BB6ABBAD9ED5C346F51821CDD053B52DD09172413E2ECA8DC30123AFB70C5B72C8CB1D2F07DFA02DA477FC1CD165025B8816CE1885AADED025547B063178D3250DA9C7868F1E19224785A2E588B19A311F320DF4236EEAB581410411A223D7EA08B978D7555D4B149F24F3C01E250EE64866320663C4D680B50730BDA005C811A868F1DE8DD63272024B0D64924A666C4ABB708ECC489DE43E824DC850CA3E0449393322B6A38558A2A7799610FD016F225296BE55592E183F04B2A25BB6A39B1A9F15C1643A2DB994128FC4F34CE1A760D10FDAFA76E2DDB27510457416FA426ABBAC1B3470BEA33D86AC4B35FF206321254CEBC9CC98FF8C8E6139BEEEE519A0991F7C6ACBDEA7E6B6D33A4B28E28DF6272941AEE037E5F59555DB398EC571F9341FFBEB2F1932DBC0');
INSERT INTO "attempts" VALUES(4,'2026-03-01T12:00:00Z','exam','problem3',0,'sample','basic',1,'mine.py','b433637412732979ca98a87d7f9fd8ce0495c6988b9c67e2f89ee08d6a8bf5c6','.py','failed',4,2,6,0.84,75.2,'{"kit": "0.1.0", "python": "3.11.7", "keras": "3.15.1"}','{"system": "Linux", "machine": "x86_64", "processors": 2}','{
  "accuracy": {
    "held-out": 0.84,
    "training": 0.9
  },
  "checks": [
    {
      "actual": "1.2 MB",
      "expected": "",
      "fix": "",
      "name": "check_size",
      "outcome": "passed",
      "points": 2,
      "reason": "",
      "title": "The file is small"
    },
    {
      "actual": "255",
      "expected": "0 to 1",
      "fix": "/255",
      "name": "check_scale",
      "outcome": "failed",
      "points": 3,
      "reason": "",
      "title": "Pixels are scaled"
    },
    {
      "actual": "",
      "expected": "",
      "fix": "",
      "name": "check_outputs",
      "outcome": "not run",
      "points": 1,
      "reason": "no model",
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
  "format": 2,
  "mistakes": [],
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
  "printed": [],
  "problem": "problem3",
  "sandbox": "basic",
  "score": 4,
  "seconds": {
    "sandbox": 75.2,
    "training": 76.0
  },
  "seed": 1,
  "sha256": "b433637412732979ca98a87d7f9fd8ce0495c6988b9c67e2f89ee08d6a8bf5c6",
  "title": "Garments",
  "trained": null,
  "unjudged_points": 0,
  "variant": 0,
  "verdict": "failed",
  "versions": {
    "keras": "3.15.1",
    "kit": "0.1.0",
    "python": "3.11.7"
  }
}',X'789C5D52CB6EC32010FC95887365398DAA4ABD55EA1FF45845688337F6CA1828E0B469947FEFB2B613B7371898C70E5C5438E7CE3BF5B251BB6ABBAD9ED5C346F51821CDD053B52DD09172413E2ECA8DC30123AFB70C5B72C8CB1D2F07DFA02DA477FC1CD165025B8816CE1885AADED025547B063178D3250DA9C7868F1E19224785A2E588B19A311F320DF4236EEAB581410411A223D7EA08B978D7555D4B149F24F3C01E250EE64866320663C4D680B50730BDA005C811A868F1DE8DD63272024B0D64924A666C4ABB708ECC489DE43E824DC850CA3E0449393322B6A38558A2A7799610FD016F225296BE55592E183F04B2A25BB6A39B1A9F15C1643A2DB994128FC4F34CE1A760D10FDAFA76E2DDB27510457416FA426ABBAC1B3470BEA33D86AC4B35FF206321254CEBC9CC98FF8C8E6139BEEEE519A0991F7C6ACBDEA7E6B6D33A4B28E28DF6272941AEE037E5F59555DB398EC571F9341FFBEB2F1932DBC0');
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
    score INTEGER CHECK (score BETWEEN 0 AND 5),
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
PRAGMA user_version = 3;
