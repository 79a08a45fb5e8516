-- SPDX-License-Identifier: GPL-3.0-or-later
j.job_uuid, j.parent_uuid, j.plan_id, j.job_type, j.target_server, j.target_instance, j.plugin_name,
j.plugin_version, j.payload, j.status, j.wave, j.attempt, j.fence, j.lease_owner,
CAST(j.lease_until AS CHAR(26)), CAST(j.next_attempt_at AS CHAR(26)), j.cancel_requested,
j.progress_step, j.progress_done, j.progress_total, j.created_by, j.reason, CAST(j.created_at AS CHAR(26)),
CAST(j.started_at AS CHAR(26)), CAST(j.completed_at AS CHAR(26)), j.result_message, j.last_error_code,
j.lease_boot, j.claim_nonce, j.crashes, j.max_attempts, j.finished_attempt, j.dead_letter,
j.idempotency_key, j.row_version
