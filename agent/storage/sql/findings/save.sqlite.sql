-- SPDX-License-Identifier: GPL-3.0-or-later
INSERT INTO drift_reports (physical_server_id, instance_id, fingerprint, plugin_name, config_file, key_path,
    drift_type, severity, expected, actual, layer, line, col, fix, message, detected_at, first_seen, last_seen,
    ignored_by, detected_severity, provisional)
VALUES /*row*/(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)/*end*/
ON CONFLICT (fingerprint) DO UPDATE SET
    instance_id = excluded.instance_id, plugin_name = excluded.plugin_name, severity = excluded.severity,
    expected = excluded.expected, actual = excluded.actual, layer = excluded.layer, line = excluded.line,
    col = excluded.col, fix = excluded.fix, message = excluded.message, last_seen = excluded.last_seen,
    ignored_by = excluded.ignored_by, detected_severity = excluded.detected_severity,
    provisional = excluded.provisional,
    first_seen = CASE WHEN drift_reports.resolved THEN excluded.first_seen ELSE drift_reports.first_seen END,
    resolved = FALSE, resolved_at = NULL
