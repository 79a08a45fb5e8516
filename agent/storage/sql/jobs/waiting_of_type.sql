-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT @jobs/columns@
FROM deployment_jobs j
WHERE j.job_type = ? AND j.status = 'pending' AND j.target_server = ?
ORDER BY j.id
