-- SPDX-License-Identifier: GPL-3.0-or-later
UPDATE drift_rules SET expiry_told = TRUE WHERE rule_id = ?
