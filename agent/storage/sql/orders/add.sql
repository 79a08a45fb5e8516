-- SPDX-License-Identifier: GPL-3.0-or-later
INSERT INTO repeated_orders (key_sha256, body_sha256, job_uuid, created_at) VALUES (?, ?, ?, ?)
