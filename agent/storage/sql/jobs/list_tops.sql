-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT @jobs/columns@
FROM deployment_jobs j
WHERE j.parent_uuid IS NULL
  AND (? = '' OR j.target_server = ? OR EXISTS (
        SELECT 1 FROM deployment_jobs c WHERE c.parent_uuid = j.job_uuid AND c.target_server = ?))
  AND (? = '' OR j.status = ? OR EXISTS (
        SELECT 1 FROM deployment_jobs c WHERE c.parent_uuid = j.job_uuid AND c.status = ?))
ORDER BY j.id DESC LIMIT ?
