-- SPDX-License-Identifier: GPL-3.0-or-later
INSERT INTO backups (backup_uuid, job_uuid, created_at, files, artifact, instance_id) VALUES (?, ?, ?, ?, ?, ?)
