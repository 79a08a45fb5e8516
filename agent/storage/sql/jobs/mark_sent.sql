-- SPDX-License-Identifier: GPL-3.0-or-later
UPDATE job_outbox SET sent_at = ? WHERE job_uuid = ? AND sent_at IS NULL
