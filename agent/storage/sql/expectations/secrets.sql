-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT reference, sealed FROM expectation_secrets WHERE version = ?
