-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT COUNT(*) FROM deployment_jobs
WHERE status = 'in_progress' AND target_server = ? AND target_instance = ? AND job_uuid <> ?
  AND lease_owner IS NOT NULL
