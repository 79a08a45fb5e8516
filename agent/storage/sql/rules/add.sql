-- SPDX-License-Identifier: GPL-3.0-or-later
INSERT INTO drift_rules (rule_id, kind, rule, author, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?)
