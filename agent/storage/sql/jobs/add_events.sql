-- SPDX-License-Identifier: GPL-3.0-or-later
INSERT INTO job_events (job_uuid, seq, at, text) VALUES /*row*/(?, ?, ?, ?)/*end*/
