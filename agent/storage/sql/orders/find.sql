-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT body_sha256, job_uuid FROM repeated_orders WHERE key_sha256 = ?
