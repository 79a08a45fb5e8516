-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT s.name, i.instance_name, p.plugin_name, p.plugin_version, p.platform, p.jar_file, p.jar_sha256, p.folder
FROM instance_plugins p JOIN instances i ON i.id = p.instance_id
    JOIN physical_servers s ON s.id = i.physical_server_id
WHERE i.gone = FALSE AND (? = '' OR s.name = ?)
ORDER BY s.name, i.instance_name, p.plugin_name, p.id
