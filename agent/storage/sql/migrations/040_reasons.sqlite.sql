-- SPDX-License-Identifier: GPL-3.0-or-later
ALTER TABLE deployment_jobs ADD COLUMN reason TEXT;
