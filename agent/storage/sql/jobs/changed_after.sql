-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT l.job_uuid
FROM deployment_jobs j JOIN deployment_jobs l ON l.id > j.id AND l.target_server = j.target_server
    AND l.target_instance = j.target_instance AND COALESCE(l.plugin_name, '') = COALESCE(j.plugin_name, '')
    AND l.job_type = j.job_type
WHERE j.job_uuid = ? AND l.status = 'completed'
ORDER BY l.id DESC LIMIT 1
