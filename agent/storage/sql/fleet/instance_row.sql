-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT i.id, i.physical_server_id
FROM instances i JOIN physical_servers s ON s.id = i.physical_server_id
WHERE s.name = ? AND i.instance_name = ?
ORDER BY i.gone, i.id DESC LIMIT 1
