-- SPDX-License-Identifier: GPL-3.0-or-later
INSERT INTO job_outbox (job_uuid, created_at) VALUES (?, ?)
