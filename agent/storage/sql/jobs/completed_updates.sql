-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT @jobs/columns@
FROM deployment_jobs j
WHERE j.job_type = 'config_update' AND j.status = 'completed' AND j.target_server = ? AND j.target_instance = ?
ORDER BY j.completed_at DESC, j.id DESC LIMIT ?
