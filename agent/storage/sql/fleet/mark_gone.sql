-- SPDX-License-Identifier: GPL-3.0-or-later
UPDATE instances SET gone = TRUE WHERE id = ?
