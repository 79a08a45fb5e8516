-- SPDX-License-Identifier: GPL-3.0-or-later
-- The seed's four tables with what they lack, and the first of ours. Texts that name things are compared byte by
-- byte; times are UTC. instance_id and target_instance_id hold "disk:<folder>" too, so they are wider than 50.

CREATE TABLE IF NOT EXISTS physical_servers (
    id INT PRIMARY KEY AUTO_INCREMENT,
    name VARCHAR(50) UNIQUE NOT NULL,
    role VARCHAR(20) NOT NULL,
    gaming_role VARCHAR(20),
    ip_address VARCHAR(50),
    amp_url VARCHAR(255),
    last_seen DATETIME(6),
    status VARCHAR(20),
    agent_version VARCHAR(50),
    boot_id VARCHAR(64),
    job_types LONGTEXT
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE IF NOT EXISTS instances (
    id INT PRIMARY KEY AUTO_INCREMENT,
    physical_server_id INT NOT NULL,
    instance_id VARCHAR(100) NOT NULL,
    instance_name VARCHAR(100),
    status VARCHAR(20),
    last_seen DATETIME(6),
    platform VARCHAR(20),
    on_disk BOOLEAN NOT NULL DEFAULT FALSE,
    in_amp BOOLEAN NOT NULL DEFAULT FALSE,
    players INT,
    last_scan DATETIME(6),
    scan_partial BOOLEAN NOT NULL DEFAULT FALSE,
    gone BOOLEAN NOT NULL DEFAULT FALSE,
    UNIQUE (physical_server_id, instance_id),
    FOREIGN KEY (physical_server_id) REFERENCES physical_servers(id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE IF NOT EXISTS instance_aliases (
    alias VARCHAR(100) PRIMARY KEY,
    instance_name VARCHAR(160) NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE IF NOT EXISTS instance_plugins (
    id INT PRIMARY KEY AUTO_INCREMENT,
    instance_id INT NOT NULL,
    plugin_name VARCHAR(100) NOT NULL,
    plugin_version VARCHAR(100),
    platform VARCHAR(20),
    jar_file VARCHAR(1024),
    jar_sha256 VARCHAR(64),
    folder VARCHAR(1024),
    FOREIGN KEY (instance_id) REFERENCES instances(id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE IF NOT EXISTS drift_reports (
    id INT PRIMARY KEY AUTO_INCREMENT,
    physical_server_id INT NOT NULL,
    instance_id INT NOT NULL,
    plugin_name VARCHAR(100),
    config_file VARCHAR(1024),
    drift_type VARCHAR(50),
    severity VARCHAR(20),
    detected_at DATETIME(6),
    resolved BOOLEAN DEFAULT FALSE,
    fingerprint VARCHAR(64) UNIQUE NOT NULL,
    key_path LONGTEXT,
    expected LONGTEXT,
    actual LONGTEXT,
    layer VARCHAR(20),
    line INT NOT NULL DEFAULT 0,
    col INT NOT NULL DEFAULT 0,
    fix LONGTEXT,
    message LONGTEXT,
    first_seen DATETIME(6),
    last_seen DATETIME(6),
    resolved_at DATETIME(6),
    FOREIGN KEY (physical_server_id) REFERENCES physical_servers(id),
    FOREIGN KEY (instance_id) REFERENCES instances(id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE INDEX IF NOT EXISTS drift_reports_open ON drift_reports (resolved, instance_id);

CREATE TABLE IF NOT EXISTS deployment_jobs (
    id INT PRIMARY KEY AUTO_INCREMENT,
    job_uuid VARCHAR(50) UNIQUE NOT NULL,
    target_server VARCHAR(50),
    target_instance_id VARCHAR(100),
    plugin_name VARCHAR(100),
    plugin_version VARCHAR(100),
    job_type VARCHAR(50),
    status VARCHAR(20),
    created_at DATETIME(6),
    started_at DATETIME(6),
    completed_at DATETIME(6),
    result_message LONGTEXT,
    parent_uuid VARCHAR(50),
    plan_id VARCHAR(64),
    target_instance VARCHAR(100) NOT NULL DEFAULT '',
    payload LONGTEXT,
    payload_sha256 VARCHAR(64),
    schema_version INT NOT NULL DEFAULT 1,
    wave INT NOT NULL DEFAULT 0,
    attempt INT NOT NULL DEFAULT 0,
    max_attempts INT NOT NULL DEFAULT 5,
    crashes INT NOT NULL DEFAULT 0,
    finished_attempt INT NOT NULL DEFAULT 0,
    fence BIGINT NOT NULL DEFAULT 0,
    lease_owner VARCHAR(80),
    lease_boot VARCHAR(64),
    claim_nonce VARCHAR(64),
    lease_until DATETIME(6),
    next_attempt_at DATETIME(6),
    cancel_requested BOOLEAN NOT NULL DEFAULT FALSE,
    progress_step VARCHAR(255),
    progress_done BIGINT NOT NULL DEFAULT 0,
    progress_total BIGINT NOT NULL DEFAULT 0,
    created_by VARCHAR(100),
    idempotency_key VARCHAR(160) UNIQUE,
    last_error_code VARCHAR(40),
    dead_letter BOOLEAN NOT NULL DEFAULT FALSE,
    row_version INT NOT NULL DEFAULT 0
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE INDEX IF NOT EXISTS deployment_jobs_waiting ON deployment_jobs (status, target_server, target_instance);
CREATE INDEX IF NOT EXISTS deployment_jobs_children ON deployment_jobs (parent_uuid, wave);
CREATE INDEX IF NOT EXISTS deployment_jobs_newest ON deployment_jobs (created_at);

CREATE TABLE IF NOT EXISTS job_events (
    job_uuid VARCHAR(50) NOT NULL,
    seq INT NOT NULL,
    at DATETIME(6) NOT NULL,
    text LONGTEXT NOT NULL,
    PRIMARY KEY (job_uuid, seq)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE IF NOT EXISTS job_outbox (
    id INT PRIMARY KEY AUTO_INCREMENT,
    job_uuid VARCHAR(50) NOT NULL,
    created_at DATETIME(6) NOT NULL,
    sent_at DATETIME(6)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE INDEX IF NOT EXISTS job_outbox_unsent ON job_outbox (sent_at, id);

CREATE TABLE IF NOT EXISTS backups (
    backup_uuid VARCHAR(50) PRIMARY KEY,
    instance_id INT NOT NULL,
    job_uuid VARCHAR(50) NOT NULL,
    created_at DATETIME(6),
    files LONGTEXT NOT NULL,
    artifact VARCHAR(64),
    FOREIGN KEY (instance_id) REFERENCES instances(id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE INDEX IF NOT EXISTS backups_by_job ON backups (job_uuid);

CREATE TABLE IF NOT EXISTS artifacts (
    sha256 VARCHAR(64) PRIMARY KEY,
    size BIGINT NOT NULL,
    created_at DATETIME(6) NOT NULL,
    created_by VARCHAR(100)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE IF NOT EXISTS expectations (
    version INT PRIMARY KEY,
    created_at DATETIME(6) NOT NULL,
    author VARCHAR(100) NOT NULL,
    reason LONGTEXT,
    sha256 VARCHAR(64) NOT NULL,
    document LONGTEXT NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE IF NOT EXISTS expectation_secrets (
    version INT NOT NULL,
    reference VARCHAR(512) NOT NULL,
    sealed LONGBLOB NOT NULL,
    PRIMARY KEY (version, reference)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE IF NOT EXISTS fleet_identity (
    id INT PRIMARY KEY,
    fleet_id VARCHAR(64) NOT NULL,
    sealed_key LONGBLOB NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE IF NOT EXISTS api_keys (
    id INT PRIMARY KEY AUTO_INCREMENT,
    name VARCHAR(100) UNIQUE NOT NULL,
    key_sha256 VARCHAR(64) UNIQUE NOT NULL,
    role VARCHAR(20) NOT NULL,
    server VARCHAR(50),
    created_at DATETIME(6) NOT NULL,
    revoked_at DATETIME(6)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE IF NOT EXISTS audit_log (
    id INT PRIMARY KEY AUTO_INCREMENT,
    at DATETIME(6) NOT NULL,
    actor VARCHAR(100) NOT NULL,
    action VARCHAR(50) NOT NULL,
    subject VARCHAR(255),
    detail LONGTEXT
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
