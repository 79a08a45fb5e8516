-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT s.name, i.instance_name, o.observation
FROM observations o JOIN instances i ON i.id = o.instance_id JOIN physical_servers s ON s.id = i.physical_server_id
WHERE i.gone = FALSE
ORDER BY s.name, i.instance_name, o.plugin_name, o.observation
