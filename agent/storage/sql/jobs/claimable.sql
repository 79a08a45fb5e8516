-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT @jobs/columns@
FROM deployment_jobs j
WHERE j.target_server = ? AND j.status IN ('pending', 'retrying')
  AND (j.next_attempt_at IS NULL OR j.next_attempt_at <= ? OR j.next_attempt_at > ?)
  AND NOT EXISTS (SELECT 1 FROM deployment_jobs c WHERE c.parent_uuid = j.job_uuid)
  AND NOT EXISTS (SELECT 1 FROM deployment_jobs e
                  WHERE e.parent_uuid = j.parent_uuid AND e.wave < j.wave AND e.status <> 'completed')
  AND NOT EXISTS (SELECT 1 FROM deployment_jobs b
                  WHERE b.status = 'in_progress' AND b.lease_owner IS NOT NULL AND b.target_server = j.target_server
                    AND b.target_instance = j.target_instance AND b.job_uuid <> j.job_uuid)
ORDER BY j.wave, j.id
