-- SPDX-License-Identifier: GPL-3.0-or-later
-- How findings are judged, what is expected in versions, and what scans saw beside findings.

ALTER TABLE drift_reports ADD COLUMN ignored_by VARCHAR(160) NOT NULL DEFAULT '' CHECK (length(ignored_by) <= 160);

ALTER TABLE drift_reports ADD COLUMN detected_severity VARCHAR(20) CHECK (length(detected_severity) <= 20);

ALTER TABLE drift_reports ADD COLUMN provisional BOOLEAN NOT NULL DEFAULT FALSE;

ALTER TABLE expectations ADD COLUMN summary TEXT;

ALTER TABLE expectations ADD COLUMN undoes INT NOT NULL DEFAULT 0;

CREATE TABLE IF NOT EXISTS drift_rules (
    rule_id VARCHAR(160) PRIMARY KEY CHECK (length(rule_id) <= 160),
    kind VARCHAR(20) NOT NULL CHECK (length(kind) <= 20),
    rule TEXT NOT NULL,
    author VARCHAR(100) NOT NULL CHECK (length(author) <= 100),
    created_at TEXT NOT NULL,
    expires_at TEXT,
    removed_at TEXT,
    expiry_told BOOLEAN NOT NULL DEFAULT FALSE
);

CREATE TABLE IF NOT EXISTS complete_scans (
    instance_id INT NOT NULL,
    version INT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (instance_id, version),
    FOREIGN KEY (instance_id) REFERENCES instances(id)
);

CREATE TABLE IF NOT EXISTS observations (
    instance_id INT NOT NULL,
    plugin_name VARCHAR(100) NOT NULL CHECK (length(plugin_name) <= 100),
    observation TEXT NOT NULL,
    FOREIGN KEY (instance_id) REFERENCES instances(id)
);

CREATE TABLE IF NOT EXISTS unresolved_keys (
    instance_id INT NOT NULL,
    plugin_name VARCHAR(100) NOT NULL CHECK (length(plugin_name) <= 100),
    reason TEXT NOT NULL,
    settings INT NOT NULL,
    examples TEXT NOT NULL,
    FOREIGN KEY (instance_id) REFERENCES instances(id)
);
