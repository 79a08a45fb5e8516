-- SPDX-License-Identifier: GPL-3.0-or-later
CREATE TABLE IF NOT EXISTS repeated_orders (
    key_sha256 CHAR(64) PRIMARY KEY,
    body_sha256 CHAR(64) NOT NULL,
    job_uuid VARCHAR(50) NOT NULL,
    created_at DATETIME(6) NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE INDEX IF NOT EXISTS repeated_orders_age ON repeated_orders (created_at);
