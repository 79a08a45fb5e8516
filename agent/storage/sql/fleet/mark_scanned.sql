-- SPDX-License-Identifier: GPL-3.0-or-later
UPDATE instances SET last_scan = ?, scan_partial = ? WHERE id = ?
