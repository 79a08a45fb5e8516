-- SPDX-License-Identifier: GPL-3.0-or-later
d.fingerprint, s.name, i.instance_name, d.plugin_name, d.config_file, d.key_path, d.drift_type, d.severity,
d.expected, d.actual, d.layer, d.line, d.col, d.fix, d.message, CAST(d.first_seen AS CHAR(26)),
CAST(d.last_seen AS CHAR(26)), d.ignored_by, d.detected_severity, d.provisional
