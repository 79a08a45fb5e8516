-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT @jobs/columns@
FROM deployment_jobs j
WHERE j.parent_uuid IS NULL AND j.created_by = ? AND j.job_type = ?
ORDER BY j.id DESC LIMIT 1
