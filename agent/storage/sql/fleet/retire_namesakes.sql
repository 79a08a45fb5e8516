-- SPDX-License-Identifier: GPL-3.0-or-later
UPDATE instances SET gone = TRUE
WHERE instance_id <> ? AND instance_name = ?
    AND physical_server_id = (SELECT id FROM physical_servers WHERE name = ?)
