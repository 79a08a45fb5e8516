-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT job_uuid FROM job_outbox WHERE sent_at IS NULL GROUP BY job_uuid ORDER BY MIN(id) LIMIT 500
