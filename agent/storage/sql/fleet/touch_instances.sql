-- SPDX-License-Identifier: GPL-3.0-or-later
UPDATE instances SET last_seen = ?
WHERE gone = FALSE AND physical_server_id = (SELECT id FROM physical_servers WHERE name = ?)
