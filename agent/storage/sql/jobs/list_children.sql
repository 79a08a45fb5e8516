-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT @jobs/columns@
FROM deployment_jobs j
WHERE j.parent_uuid = ? AND (? = '' OR j.target_server = ?) AND (? = '' OR j.status = ?)
ORDER BY j.id DESC
