-- SPDX-License-Identifier: GPL-3.0-or-later
INSERT INTO deployment_jobs (job_uuid, parent_uuid, plan_id, job_type, target_server, target_instance,
    target_instance_id, plugin_name, plugin_version, payload, payload_sha256, status, wave, created_by,
    reason, created_at, max_attempts, idempotency_key, result_message)
VALUES (?, ?, ?, ?, ?, ?,
    (SELECT MAX(i.instance_id) FROM instances i JOIN physical_servers s ON s.id = i.physical_server_id
     WHERE s.name = ? AND i.instance_name = ? AND i.gone = FALSE),
    ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
