-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT s.name, i.instance_name, i.instance_id, i.platform, i.status, i.on_disk, i.in_amp, i.players,
    CAST(i.last_seen AS CHAR(26)), CAST(i.last_scan AS CHAR(26)), i.scan_partial
FROM instances i JOIN physical_servers s ON s.id = i.physical_server_id
WHERE i.gone = FALSE AND (? = '' OR s.name = ?)
ORDER BY s.name, i.instance_name
