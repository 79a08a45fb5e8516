-- SPDX-License-Identifier: GPL-3.0-or-later
UPDATE drift_reports SET resolved = TRUE, resolved_at = ? WHERE fingerprint = ? AND resolved = FALSE
