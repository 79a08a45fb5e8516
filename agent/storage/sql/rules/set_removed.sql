-- SPDX-License-Identifier: GPL-3.0-or-later
UPDATE drift_rules SET removed_at = ? WHERE rule_id = ?
