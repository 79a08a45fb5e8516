-- SPDX-License-Identifier: GPL-3.0-or-later
INSERT INTO instances (instance_id, instance_name, status, last_seen, platform, on_disk, in_amp, players,
    physical_server_id)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, (SELECT id FROM physical_servers WHERE name = ?))
