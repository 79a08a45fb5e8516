-- SPDX-License-Identifier: GPL-3.0-or-later
UPDATE drift_reports SET ignored_by = ?, severity = ?, detected_severity = ?, provisional = ?
WHERE fingerprint = ? AND resolved = FALSE
