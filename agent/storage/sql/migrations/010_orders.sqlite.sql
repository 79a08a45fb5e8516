-- SPDX-License-Identifier: GPL-3.0-or-later
CREATE TABLE IF NOT EXISTS repeated_orders (
    key_sha256 CHAR(64) PRIMARY KEY CHECK (length(key_sha256) <= 64),
    body_sha256 CHAR(64) NOT NULL CHECK (length(body_sha256) <= 64),
    job_uuid VARCHAR(50) NOT NULL CHECK (length(job_uuid) <= 50),
    created_at TEXT NOT NULL
);

CREATE INDEX IF NOT EXISTS repeated_orders_age ON repeated_orders (created_at);
