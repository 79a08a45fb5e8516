-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT b.backup_uuid, s.name, i.instance_name, b.job_uuid, CAST(b.created_at AS CHAR(26)), b.files, b.artifact
FROM backups b JOIN instances i ON i.id = b.instance_id JOIN physical_servers s ON s.id = i.physical_server_id
WHERE b.job_uuid = ?
