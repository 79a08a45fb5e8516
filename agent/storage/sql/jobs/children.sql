-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT @jobs/columns@
FROM deployment_jobs j WHERE j.parent_uuid = ?
ORDER BY j.wave, j.target_server, j.target_instance, j.id
