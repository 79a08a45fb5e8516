-- SPDX-License-Identifier: GPL-3.0-or-later
INSERT INTO api_keys (name, role, server, key_sha256, created_at) VALUES (?, ?, ?, ?, ?)
