-- SPDX-License-Identifier: GPL-3.0-or-later
-- How findings are judged, what is expected in versions, and what scans saw beside findings.

ALTER TABLE drift_reports ADD COLUMN IF NOT EXISTS ignored_by VARCHAR(160) NOT NULL DEFAULT '';

ALTER TABLE drift_reports ADD COLUMN IF NOT EXISTS detected_severity VARCHAR(20);

ALTER TABLE drift_reports ADD COLUMN IF NOT EXISTS provisional BOOLEAN NOT NULL DEFAULT FALSE;

ALTER TABLE expectations ADD COLUMN IF NOT EXISTS summary LONGTEXT;

ALTER TABLE expectations ADD COLUMN IF NOT EXISTS undoes INT NOT NULL DEFAULT 0;

CREATE TABLE IF NOT EXISTS drift_rules (
    rule_id VARCHAR(160) PRIMARY KEY,
    kind VARCHAR(20) NOT NULL,
    rule LONGTEXT NOT NULL,
    author VARCHAR(100) NOT NULL,
    created_at DATETIME(6) NOT NULL,
    expires_at DATETIME(6),
    removed_at DATETIME(6),
    expiry_told BOOLEAN NOT NULL DEFAULT FALSE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE IF NOT EXISTS complete_scans (
    instance_id INT NOT NULL,
    version INT NOT NULL,
    at DATETIME(6) NOT NULL,
    PRIMARY KEY (instance_id, version),
    FOREIGN KEY (instance_id) REFERENCES instances(id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE IF NOT EXISTS observations (
    instance_id INT NOT NULL,
    plugin_name VARCHAR(100) NOT NULL,
    observation LONGTEXT NOT NULL,
    FOREIGN KEY (instance_id) REFERENCES instances(id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE IF NOT EXISTS unresolved_keys (
    instance_id INT NOT NULL,
    plugin_name VARCHAR(100) NOT NULL,
    reason LONGTEXT NOT NULL,
    settings INT NOT NULL,
    examples LONGTEXT NOT NULL,
    FOREIGN KEY (instance_id) REFERENCES instances(id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
