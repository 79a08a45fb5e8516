-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT e.job_uuid, e.seq, CAST(e.at AS CHAR(26)), e.text
FROM job_events e JOIN deployment_jobs j ON j.job_uuid = e.job_uuid
WHERE j.job_uuid = ? OR j.parent_uuid = ?
ORDER BY e.at, j.id, e.seq
