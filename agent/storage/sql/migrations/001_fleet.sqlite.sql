-- SPDX-License-Identifier: GPL-3.0-or-later
-- The seed's four tables with what they lack, and the first of ours. Texts that name things are compared byte by
-- byte; times are UTC. SQLite knows no lengths of texts: the checks stand for them.

CREATE TABLE IF NOT EXISTS physical_servers (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name VARCHAR(50) UNIQUE NOT NULL CHECK (length(name) <= 50),
    role VARCHAR(20) NOT NULL CHECK (length(role) <= 20),
    gaming_role VARCHAR(20) CHECK (length(gaming_role) <= 20),
    ip_address VARCHAR(50) CHECK (length(ip_address) <= 50),
    amp_url VARCHAR(255) CHECK (length(amp_url) <= 255),
    last_seen TEXT,
    status VARCHAR(20) CHECK (length(status) <= 20),
    agent_version VARCHAR(50) CHECK (length(agent_version) <= 50),
    boot_id VARCHAR(64) CHECK (length(boot_id) <= 64),
    job_types TEXT
);

CREATE TABLE IF NOT EXISTS instances (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    physical_server_id INT NOT NULL,
    instance_id VARCHAR(100) NOT NULL CHECK (length(instance_id) <= 100),
    instance_name VARCHAR(100) CHECK (length(instance_name) <= 100),
    status VARCHAR(20) CHECK (length(status) <= 20),
    last_seen TEXT,
    platform VARCHAR(20) CHECK (length(platform) <= 20),
    on_disk BOOLEAN NOT NULL DEFAULT FALSE,
    in_amp BOOLEAN NOT NULL DEFAULT FALSE,
    players INT,
    last_scan TEXT,
    scan_partial BOOLEAN NOT NULL DEFAULT FALSE,
    gone BOOLEAN NOT NULL DEFAULT FALSE,
    UNIQUE (physical_server_id, instance_id),
    FOREIGN KEY (physical_server_id) REFERENCES physical_servers(id)
);

CREATE TABLE IF NOT EXISTS instance_aliases (
    alias VARCHAR(100) PRIMARY KEY CHECK (length(alias) <= 100),
    instance_name VARCHAR(160) NOT NULL CHECK (length(instance_name) <= 160)
);

CREATE TABLE IF NOT EXISTS instance_plugins (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    instance_id INT NOT NULL,
    plugin_name VARCHAR(100) NOT NULL CHECK (length(plugin_name) <= 100),
    plugin_version VARCHAR(100) CHECK (length(plugin_version) <= 100),
    platform VARCHAR(20) CHECK (length(platform) <= 20),
    jar_file VARCHAR(1024) CHECK (length(jar_file) <= 1024),
    jar_sha256 VARCHAR(64) CHECK (length(jar_sha256) <= 64),
    folder VARCHAR(1024) CHECK (length(folder) <= 1024),
    FOREIGN KEY (instance_id) REFERENCES instances(id)
);

CREATE TABLE IF NOT EXISTS drift_reports (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    physical_server_id INT NOT NULL,
    instance_id INT NOT NULL,
    plugin_name VARCHAR(100) CHECK (length(plugin_name) <= 100),
    config_file VARCHAR(1024) CHECK (length(config_file) <= 1024),
    drift_type VARCHAR(50) CHECK (length(drift_type) <= 50),
    severity VARCHAR(20) CHECK (length(severity) <= 20),
    detected_at TEXT,
    resolved BOOLEAN DEFAULT FALSE,
    fingerprint VARCHAR(64) UNIQUE NOT NULL CHECK (length(fingerprint) <= 64),
    key_path TEXT,
    expected TEXT,
    actual TEXT,
    layer VARCHAR(20) CHECK (length(layer) <= 20),
    line INT NOT NULL DEFAULT 0,
    col INT NOT NULL DEFAULT 0,
    fix TEXT,
    message TEXT,
    first_seen TEXT,
    last_seen TEXT,
    resolved_at TEXT,
    FOREIGN KEY (physical_server_id) REFERENCES physical_servers(id),
    FOREIGN KEY (instance_id) REFERENCES instances(id)
);

CREATE INDEX IF NOT EXISTS drift_reports_open ON drift_reports (resolved, instance_id);

CREATE TABLE IF NOT EXISTS deployment_jobs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    job_uuid VARCHAR(50) UNIQUE NOT NULL CHECK (length(job_uuid) <= 50),
    target_server VARCHAR(50) CHECK (length(target_server) <= 50),
    target_instance_id VARCHAR(100) CHECK (length(target_instance_id) <= 100),
    plugin_name VARCHAR(100) CHECK (length(plugin_name) <= 100),
    plugin_version VARCHAR(100) CHECK (length(plugin_version) <= 100),
    job_type VARCHAR(50) CHECK (length(job_type) <= 50),
    status VARCHAR(20) CHECK (length(status) <= 20),
    created_at TEXT,
    started_at TEXT,
    completed_at TEXT,
    result_message TEXT,
    parent_uuid VARCHAR(50) CHECK (length(parent_uuid) <= 50),
    plan_id VARCHAR(64) CHECK (length(plan_id) <= 64),
    target_instance VARCHAR(100) NOT NULL DEFAULT '' CHECK (length(target_instance) <= 100),
    payload TEXT,
    payload_sha256 VARCHAR(64) CHECK (length(payload_sha256) <= 64),
    schema_version INT NOT NULL DEFAULT 1,
    wave INT NOT NULL DEFAULT 0,
    attempt INT NOT NULL DEFAULT 0,
    max_attempts INT NOT NULL DEFAULT 5,
    crashes INT NOT NULL DEFAULT 0,
    finished_attempt INT NOT NULL DEFAULT 0,
    fence BIGINT NOT NULL DEFAULT 0,
    lease_owner VARCHAR(80) CHECK (length(lease_owner) <= 80),
    lease_boot VARCHAR(64) CHECK (length(lease_boot) <= 64),
    claim_nonce VARCHAR(64) CHECK (length(claim_nonce) <= 64),
    lease_until TEXT,
    next_attempt_at TEXT,
    cancel_requested BOOLEAN NOT NULL DEFAULT FALSE,
    progress_step VARCHAR(255) CHECK (length(progress_step) <= 255),
    progress_done BIGINT NOT NULL DEFAULT 0,
    progress_total BIGINT NOT NULL DEFAULT 0,
    created_by VARCHAR(100) CHECK (length(created_by) <= 100),
    idempotency_key VARCHAR(160) UNIQUE CHECK (length(idempotency_key) <= 160),
    last_error_code VARCHAR(40) CHECK (length(last_error_code) <= 40),
    dead_letter BOOLEAN NOT NULL DEFAULT FALSE,
    row_version INT NOT NULL DEFAULT 0
);

CREATE INDEX IF NOT EXISTS deployment_jobs_waiting ON deployment_jobs (status, target_server, target_instance);
CREATE INDEX IF NOT EXISTS deployment_jobs_children ON deployment_jobs (parent_uuid, wave);
CREATE INDEX IF NOT EXISTS deployment_jobs_newest ON deployment_jobs (created_at);

CREATE TABLE IF NOT EXISTS job_events (
    job_uuid VARCHAR(50) NOT NULL CHECK (length(job_uuid) <= 50),
    seq INT NOT NULL,
    at TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (job_uuid, seq)
);

CREATE TABLE IF NOT EXISTS job_outbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    job_uuid VARCHAR(50) NOT NULL CHECK (length(job_uuid) <= 50),
    created_at TEXT NOT NULL,
    sent_at TEXT
);

CREATE INDEX IF NOT EXISTS job_outbox_unsent ON job_outbox (sent_at, id);

CREATE TABLE IF NOT EXISTS backups (
    backup_uuid VARCHAR(50) PRIMARY KEY CHECK (length(backup_uuid) <= 50),
    instance_id INT NOT NULL,
    job_uuid VARCHAR(50) NOT NULL CHECK (length(job_uuid) <= 50),
    created_at TEXT,
    files TEXT NOT NULL,
    artifact VARCHAR(64) CHECK (length(artifact) <= 64),
    FOREIGN KEY (instance_id) REFERENCES instances(id)
);

CREATE INDEX IF NOT EXISTS backups_by_job ON backups (job_uuid);

CREATE TABLE IF NOT EXISTS artifacts (
    sha256 VARCHAR(64) PRIMARY KEY CHECK (length(sha256) <= 64),
    size BIGINT NOT NULL,
    created_at TEXT NOT NULL,
    created_by VARCHAR(100) CHECK (length(created_by) <= 100)
);

CREATE TABLE IF NOT EXISTS expectations (
    version INT PRIMARY KEY,
    created_at TEXT NOT NULL,
    author VARCHAR(100) NOT NULL CHECK (length(author) <= 100),
    reason TEXT,
    sha256 VARCHAR(64) NOT NULL CHECK (length(sha256) <= 64),
    document TEXT NOT NULL
);

CREATE TABLE IF NOT EXISTS expectation_secrets (
    version INT NOT NULL,
    reference VARCHAR(512) NOT NULL CHECK (length(reference) <= 512),
    sealed BLOB NOT NULL,
    PRIMARY KEY (version, reference)
);

CREATE TABLE IF NOT EXISTS fleet_identity (
    id INT PRIMARY KEY,
    fleet_id VARCHAR(64) NOT NULL CHECK (length(fleet_id) <= 64),
    sealed_key BLOB NOT NULL
);

CREATE TABLE IF NOT EXISTS api_keys (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name VARCHAR(100) UNIQUE NOT NULL CHECK (length(name) <= 100),
    key_sha256 VARCHAR(64) UNIQUE NOT NULL CHECK (length(key_sha256) <= 64),
    role VARCHAR(20) NOT NULL CHECK (length(role) <= 20),
    server VARCHAR(50) CHECK (length(server) <= 50),
    created_at TEXT NOT NULL,
    revoked_at TEXT
);

CREATE TABLE IF NOT EXISTS audit_log (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    actor VARCHAR(100) NOT NULL CHECK (length(actor) <= 100),
    action VARCHAR(50) NOT NULL CHECK (length(action) <= 50),
    subject VARCHAR(255) CHECK (length(subject) <= 255),
    detail TEXT
);
