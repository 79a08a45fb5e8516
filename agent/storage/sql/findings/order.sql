-- SPDX-License-Identifier: GPL-3.0-or-later
ORDER BY CASE d.severity WHEN 'critical' THEN 0 WHEN 'normal' THEN 1 ELSE 2 END,
    s.name, i.instance_name, d.plugin_name, d.config_file, d.key_path, d.fingerprint
