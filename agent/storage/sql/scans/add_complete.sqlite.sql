-- SPDX-License-Identifier: GPL-3.0-or-later
INSERT INTO complete_scans (instance_id, version, at) VALUES (?, ?, ?) ON CONFLICT (instance_id, version) DO NOTHING
