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
}',X'789C4D90D16AC3300C457FA5F8798464A50CF636D81FEC7194A0384A23A2D8AEED8CB5A5FF3E594947DFAC63AEEEB16F265CF2E89D79DF997DD534D59B79D9990923A40D1DAAA6A0817221DF37E396B9C328E74630934339EEE538FB1EB984BEF0BCA0CB045C820C178C1A359FE8129AA3400CDE8EA98534612F57AF82C85189B47A25AC16E643A699AEDA663E7A9875214274E44E6D845CBAEBAAAE55C527759EA5A3E8608E64D762B0566B2D30776027A505E4085476C9EC1666213FC0D44326FD928DADB68FCC208934AAF7009C5050CA3E04B5DC12114F0B432CEA697B4B88BEC375C9FDA8BAD06F1FB36E65FC1FC42A69C143E097F2F3FCA490E382F73FB6C28BAA');
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
}',X'789C4D90D16AC3300C457FA5F8798464A50CF636D81FEC7194A0384A23A2D8AEED8CB5A5FF3E594947DFAC63AEEEB16F265CF2E89D79DF997DD534D59B79D9990923A40D1DAAA6A0817221DF37E396B9C328E74630934339EEE538FB1EB984BEF0BCA0CB045C820C178C1A359FE8129AA3400CDE8EA98534612F57AF82C85189B47A25AC16E643A699AEDA663E7A9875214274E44E6D845CBAEBAAAE55C527759EA5A3E8608E64D762B0566B2D30776027A505E4085476C9EC1666213FC0D44326FD928DADB68FCC208934AAF7009C5050CA3E04B5DC12114F0B432CEA697B4B88BEC375C9FDA8BAD06F1FB36E65FC1FC42A69C143E097F2F3FCA490E382F73FB6C28BAA');
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
}',X'789C4D90D16AC3300C457FA5F8798464A50CF636D81FEC7194A0384A23A2D8AEED8CB5A5FF3E594947DFAC63AEEEB16F265CF2E89D79DF997DD534D59B79D9990923A40D1DAAA6A0817221DF37E396B9C328E74630934339EEE538FB1EB984BEF0BCA0CB045C820C178C1A359FE8129AA3400CDE8EA98534612F57AF82C85189B47A25AC16E643A699AEDA663E7A9875214274E44E6D845CBAEBAAAE55C527759EA5A3E8608E64D762B0566B2D30776027A505E4085476C9EC1666213FC0D44326FD928DADB68FCC208934AAF7009C5050CA3E04B5DC12114F0B432CEA697B4B88BEC375C9FDA8BAD06F1FB36E65FC1FC42A69C143E097F2F3FCA490E382F73FB6C28BAA');
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
}',X'789C4D90D16AC3300C457FA5F8798464A50CF636D81FEC7194A0384A23A2D8AEED8CB5A5FF3E594947DFAC63AEEEB16F265CF2E89D79DF997DD534D59B79D9990923A40D1DAAA6A0817221DF37E396B9C328E74630934339EEE538FB1EB984BEF0BCA0CB045C820C178C1A359FE8129AA3400CDE8EA98534612F57AF82C85189B47A25AC16E643A699AEDA663E7A9875214274E44E6D845CBAEBAAAE55C527759EA5A3E8608E64D762B0566B2D30776027A505E4085476C9EC1666213FC0D44326FD928DADB68FCC208934AAF7009C5050CA3E04B5DC12114F0B432CEA697B4B88BEC375C9FDA8BAD06F1FB36E65FC1FC42A69C143E097F2F3FCA490E382F73FB6C28BAA');
CREATE INDEX attempts_by_problem ON attempts (problem, id);
CREATE INDEX attempts_by_copy ON attempts (sha256, suffix);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('attempts',4);
COMMIT;
PRAGMA application_id = 1886544227;
PRAGMA user_version = 1;
