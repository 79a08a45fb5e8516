-- SPDX-License-Identifier: GPL-3.0-or-later
UPDATE deployment_jobs SET
    status = ?, attempt = ?, fence = ?, lease_owner = ?, lease_boot = ?, claim_nonce = ?, lease_until = ?,
    next_attempt_at = ?, cancel_requested = ?, progress_step = ?, progress_done = ?, progress_total = ?,
    started_at = ?, completed_at = ?, result_message = ?, last_error_code = ?, crashes = ?,
    finished_attempt = ?, dead_letter = ?, row_version = row_version + 1
WHERE job_uuid = ? AND row_version = ?
