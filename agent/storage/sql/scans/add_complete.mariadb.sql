-- SPDX-License-Identifier: GPL-3.0-or-later
INSERT IGNORE INTO complete_scans (instance_id, version, at) VALUES (?, ?, ?)
