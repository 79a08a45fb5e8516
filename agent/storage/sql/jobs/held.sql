-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT @jobs/columns@
FROM deployment_jobs j
WHERE j.status = 'in_progress' AND j.lease_owner IS NOT NULL AND (? = '' OR j.target_server = ?)
ORDER BY j.id
