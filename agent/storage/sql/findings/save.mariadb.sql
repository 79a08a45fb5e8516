-- SPDX-License-Identifier: GPL-3.0-or-later
INSERT INTO drift_reports (physical_server_id, instance_id, fingerprint, plugin_name, config_file, key_path,
    drift_type, severity, expected, actual, layer, line, col, fix, message, detected_at, first_seen, last_seen,
    ignored_by, detected_severity, provisional)
VALUES /*row*/(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)/*end*/
ON DUPLICATE KEY UPDATE
    instance_id = VALUES(instance_id), plugin_name = VALUES(plugin_name), severity = VALUES(severity),
    expected = VALUES(expected), actual = VALUES(actual), layer = VALUES(layer), line = VALUES(line),
    col = VALUES(col), fix = VALUES(fix), message = VALUES(message), last_seen = VALUES(last_seen),
    ignored_by = VALUES(ignored_by), detected_severity = VALUES(detected_severity),
    provisional = VALUES(provisional), first_seen = IF(resolved, VALUES(first_seen), first_seen), resolved = FALSE, resolved_at = NULL
