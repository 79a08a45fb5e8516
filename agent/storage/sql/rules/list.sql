-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT rule, CAST(removed_at AS CHAR(26)), expiry_told
FROM drift_rules ORDER BY created_at DESC, rule_id
